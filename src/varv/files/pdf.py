"""Documents as tagged PDF (PDF/UA-1), set by Typst from a template and plain data.

A template reads its data by ``json(bytes(sys.inputs.data))``: what people wrote is never code in
it. Typst refuses a document that is not accessible (a missing title, a skipped heading level), and
so do we: that is a mistake in the template.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typst

CONTENT_TYPE = "application/pdf"
#: Typst tells of one piece of text at a time; a text that is all foreign signs needs no more tries.
MOST_TRIES = 25
_COMMON_END = "\u0250"  # Latin letters, with all their marks, stand before it
_UNKNOWN = re.compile(r'the text `"(.*?)"` could not be displayed')
# They join signs or choose their form, and show nothing where the signs themselves are gone.
_JOINING = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFE0E, 0xFE0F), None)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def render(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that ``template`` makes of ``data``, which must be plain JSON values.

    The same data gives the same bytes, except for the day of its making. A sign that no font here
    has, such as an emoji, is shown as a question mark: an accessible PDF may hold none without a
    shape, and what people wrote must never be lost for the sake of its copy.
    """
    written = json.dumps(data, ensure_ascii=False)
    for _ in range(MOST_TRIES):
        try:
            return _compile(template, written)
        except typst.TypstError as error:
            if not (told := _UNKNOWN.findall(str(error))):
                raise
            shapeless = _shapeless(told) & set(written)
            if not shapeless:
                break
            written = written.translate(_JOINING | dict.fromkeys(map(ord, shapeless), "?"))
    return _compile(template, "".join(sign if sign < _COMMON_END else "?" for sign in written))


def _compile(template: Path, data: str) -> bytes:
    pdf: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
    )
    return pdf


def _shapeless(told: Iterable[str]) -> set[str]:
    """Return the signs of which Typst says that no font has them; plain ones are never among."""
    found: set[str] = set()
    for text in told:
        found |= {chr(int(code, 16)) for code in _ESCAPED.findall(text)}
        found |= {sign for sign in _ESCAPED.sub("", text) if not sign.isascii()}
    return found
