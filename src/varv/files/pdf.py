"""Documents as tagged PDF (PDF/UA-1), set by Typst from a template and plain data.

A template reads its data by ``json(bytes(sys.inputs.data))``: what people wrote is never code in
it. Typst refuses a document that is not accessible (a missing title, a skipped heading level), and
so do we: that is a mistake in the template.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import typst

CONTENT_TYPE = "application/pdf"
_NO_FONT_HAS_IT = "could not be displayed with font"


def render(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that ``template`` makes of ``data``, which must be plain JSON values.

    The same data gives the same bytes, except for the day of its making. People write signs that
    no font at hand can draw, such as emoji: the standard forbids them, and nobody shall go without
    a document for one. It is then a tagged PDF all the same, with an empty box for the sign.
    """
    try:
        return _compile(template, data, "ua-1")
    except typst.TypstError as error:
        if _NO_FONT_HAS_IT not in str(error):
            raise
        return _compile(template, data, "1.7")


def _compile(template: Path, data: Mapping[str, Any], standard: Literal["ua-1", "1.7"]) -> bytes:
    written: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[standard],
    )
    return written
