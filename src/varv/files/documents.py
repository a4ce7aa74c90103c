"""Documents out of blocks (``blocks.py``) as tagged PDF; ``word.py`` makes Word of the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from varv.files import pdf

TEMPLATE = Path(__file__).parent / "typst" / "document.typ"


def as_pdf(document: Mapping[str, Any], site: str) -> bytes:
    """Return the document as PDF; addresses on this site are led to below ``site``."""
    return pdf.render(TEMPLATE, {**document, "site": site})
