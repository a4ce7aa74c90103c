"""A paper as plain values: how it is built, and beside it the words that stand in it.

Both come of pure functions over the same material, so a draft is previewed exactly as it will be
frozen. A part that says nothing is left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from varv.consultation.models import Paper, PaperPart
from varv.consultation.papers import annex, changes, dispositions, figures, naming
from varv.consultation.papers.quotes import Quotes, put_in
from varv.consultation.papers.written import as_blocks
from varv.consultation.queries.papers import Material
from varv.files.blocks import Block
from varv.text import dates

FORMAT, VERSION = "varv-paper", 1
Kind = PaperPart.Kind


@dataclass(frozen=True)
class Frozen:
    """How a paper is built, and its words by number and input."""

    frame: dict[str, Any]
    quotes: Sequence[tuple[int, int | None, str]]

    def texts(self) -> dict[int, str]:
        """Return the words by their numbers."""
        return {number: text for number, _of, text in self.quotes}


def freeze(
    paper: Paper, parts: Iterable[PaperPart], known: Material, *, most: int | None = None
) -> Frozen:
    """Return what a paper says now, in its language and the time of its region.

    Of each part ``most`` blocks are made (None: all), so that a look at a long paper is quick.
    """
    with translation.override(paper.language), timezone.override(known.region.tz):
        quotes = Quotes(paper.language)
        made = [part for one in parts if (part := _part(paper, one, known, quotes, most))]
        frame = {
            "format": FORMAT,
            "version": VERSION,
            "kind": paper.kind,
            "language": paper.language,
            "author": str(known.region.name),
            "contents": _("Contents"),
            "facts": _facts(paper, known),
            "proposes": [list(ref) for ref in changes.proposed(known, paper.kind)],
            "frozen_at": known.now.isoformat(),
            "parts": made,
        }
        return Frozen(frame, list(quotes.rows()))


def document(title: str, frame: Mapping[str, Any], texts: Mapping[int, str]) -> dict[str, Any]:
    """Return a paper with its words in their places: what page, PDF, Word and JSON are made of."""
    whole: dict[str, Any] = put_in(dict(frame), texts)
    return {"title": title, **whole}


def _part(
    paper: Paper, one: PaperPart, known: Material, quotes: Quotes, most: int | None
) -> dict[str, Any] | None:
    if not one.is_included:
        return None
    made = chain(as_blocks(one.text, quotes.staff), _filled(paper, one, known, quotes))
    found = list(islice(made, most))
    if not found:
        return None
    return {"kind": one.kind, "heading": quotes.staff(one.heading), "blocks": found}


def _filled(paper: Paper, one: PaperPart, known: Material, quotes: Quotes) -> Iterator[Block]:
    """Fill in what is known, by the kind of the part."""
    if one.kind == Kind.FIGURES:
        yield from figures.of(known)
    elif one.kind == Kind.THEMES:
        yield from dispositions.themes(known)
    elif one.kind == Kind.DISPOSITIONS:
        yield from dispositions.of(known, quotes, paper.kind)
    elif one.kind == Kind.CHANGES:
        yield from changes.of(known, quotes, paper.kind)
    elif one.kind == Kind.VERSIONS:
        yield from changes.versions(known, quotes)
    elif one.kind == Kind.ANNEX:
        yield from annex.of(known, quotes)


def _facts(paper: Paper, known: Material) -> list[list[str]]:
    told = [
        (_("From"), str(known.region.name)),
        (_("Round"), str(known.round.title)),
        (_("Number in the register"), known.round.case.number),
        (_("Date"), dates.in_full(timezone.localdate(known.now))),
    ]
    if paper.edition > 1:
        told.append((_("Edition"), str(paper.edition)))
    if decision := paper.decision:
        told.append((_("For decision by"), naming.of_decision(decision)))
    return [list(pair) for pair in told]
