"""A document out for comment, paragraph by paragraph."""

import re
from dataclasses import dataclass

from django.utils.translation import get_language

from varv.consultation.models import Document
from varv.people.queries import the_region

_BLANK = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, numbered from 1."""

    number: int
    text: str


def of(document: Document) -> list[Paragraph]:
    """Return the paragraphs in the reader's language, numbered as in the region's own.

    A comment is about a number. So another language is shown only where it has as many paragraphs
    as the region's own; else everybody reads and comments on the same text.
    """
    text = document.version.text
    own = split(text.text(the_region().language))
    theirs = split(text.text(get_language()))
    return theirs if len(theirs) == len(own) else own


def split(text: str) -> list[Paragraph]:
    r"""Return what stands between blank lines.

    >>> [(one.number, one.text) for one in split("Skog.\n\nVatten,\nluft.\n")]
    [(1, 'Skog.'), (2, 'Vatten,\nluft.')]
    """
    parts = (part.strip() for part in _BLANK.split(text.replace("\r\n", "\n")))
    return [Paragraph(number, part) for number, part in enumerate(filter(None, parts), start=1)]
