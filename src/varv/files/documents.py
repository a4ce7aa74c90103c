"""Documents out of blocks (``blocks.py``) as tagged PDF; ``word.py`` makes Word of the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from varv.files import pdf
from varv.files.charts import svg

TEMPLATE = Path(__file__).parent / "typst" / "document.typ"


def as_pdf(document: Mapping[str, Any], site: str) -> bytes:
    """Return the document as PDF; addresses on this site are led to below ``site``."""
    parts = [_on_white(one) for one in document["parts"]]
    return pdf.render(TEMPLATE, {**document, "parts": parts, "site": site})


def _on_white(block: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a block whose picture, where it is one, is made for white paper."""
    return {**block, "wide": svg.on_white(block["wide"])} if block.get("wide") else block
