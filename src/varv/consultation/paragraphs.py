"""The paragraphs of a document that is out for comment, numbered so that they can be pointed at."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from varv.consultation.models import Document
from varv.cycles.models import AreaVersion
from varv.people.queries import the_region
from varv.text.paragraphs import split


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as its reader sees it; counted from 1 in the region's own language."""

    number: int
    text: str


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

    ``own_language`` is the region's, where it is known already. An area begins with what it is in
    short, which often is all that is said of it when it is proposed.
    """
    own = _whole(document, own_language or the_region().language)
    return number(own, _whole(document, get_language()))


def _whole(document: Document, language: str | None) -> str:
    version = document.version
    parts = [version.text]
    if isinstance(version, AreaVersion):
        parts.insert(0, version.summary)
    return "\n\n".join(part.text(language) for part in parts)
