"""The paragraphs of a document that is out for comment, numbered so that they can be pointed at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from varv.consultation.models import Document
from varv.cycles.models import AreaVersion
from varv.people.queries import the_region

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as its reader sees it; counted from 1 in the region's own language."""

    number: int
    text: str


def split(text: str) -> list[str]:
    r"""Return the paragraphs of a text: what stands between blank lines.

    >>> split("Vatten\noch skog.\n \n\n  Berg.\r\n\r\n")
    ['Vatten\noch skog.', 'Berg.']
    """
    found = _BLANK_LINES.split(text.replace("\r\n", "\n"))
    return [one.strip() for one in found if one.strip()]


def number(own: str, read: str) -> list[Paragraph]:
    """Number the paragraphs of a text in the region's own language, ``own``.

    They are shown as its reader reads it where both have as many paragraphs; else nobody could say
    which is which.

    >>> [one.text for one in number("Ett.\\n\\nTvå.", "One.\\n\\nTwo.")]
    ['One.', 'Two.']
    >>> [one.text for one in number("Ett.\\n\\nTvå.", "One.")]
    ['Ett.', 'Två.']
    """
    counted, shown = split(own), split(read)
    texts: Sequence[str] = shown if len(shown) == len(counted) else counted
    return [Paragraph(place, text) for place, text in enumerate(texts, start=1)]


def of(document: Document, own_language: str = "") -> list[Paragraph]:
    """Return the paragraphs of a document for whoever reads it now.

    ``own_language`` is the region's, where it is known already.
    """
    own = _text(document, own_language or the_region().language)
    return number(own, _text(document, get_language() or ""))


def _text(document: Document, language: str) -> str:
    """Return all that is out for comment: of an area what stands in short, too."""
    version = document.version
    parts = [version.summary] if isinstance(version, AreaVersion) else []
    return "\n\n".join(part.text(language) for part in (*parts, version.text))
