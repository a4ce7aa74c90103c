"""A memo as plain values: its text with everything put in, as page, PDF and Word show it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from varv.analysis.memos import placeholders, values
from varv.analysis.memos.material import Material
from varv.analysis.models import Memo
from varv.analysis.pictures.figure import Figure, prepare
from varv.consultation.papers.written import as_blocks
from varv.files import blocks
from varv.files.blocks import Block
from varv.files.charts.rendering import CannotDrawError
from varv.text import dates
from varv.text.numbers import NOTHING

#: A table of a figure with more rows than these is turned, so that it fits a page.
LONG = 40
#: What in a block is no word of it: its kind, its pictures, addresses.
_UNSAID = frozenset(("is", "wide", "narrow", "url", "numbers"))
_PART = re.compile(r"## +(.+)")


class NotKnownError(RuntimeError):
    """A value in a memo stands for nothing."""


@dataclass(frozen=True)
class Filled:
    """What a memo says now, and which of its values are not known."""

    document: dict[str, Any]
    unknown: Sequence[str]


@dataclass
class _Text:
    """Puts the values in, and notes those that are not known."""

    known: Material
    unknown: dict[str, None] = field(default_factory=dict)

    def put_in(self, words: str) -> str:
        return placeholders.BRACES.sub(lambda match: self._value(match[1]), words)

    def _value(self, name: str) -> str:
        found = values.of_kind(self.known.memo.kind).get(name)
        told = found.told(self.known) if found else None
        if told is None:
            self.unknown[name] = None
            return f"[{name}]"
        return told


def fill(known: Material) -> Filled:
    """Return what the memo says now, in its language and the time of its region."""
    memo = known.memo
    with translation.override(memo.language), timezone.override(known.region.tz):
        text = _Text(known)
        parts = [
            (text.put_in(heading), list(_made(body, text))) for heading, body in _parts(memo.text)
        ]
        _draw(parts)
        with_numbers = memo.kind != Memo.Kind.PAGE
        document = {
            "language": memo.language,
            "title": memo.title,
            "author": str(known.region.name),
            # A memo on one page has no room for a list of what is on it.
            "contents": "" if memo.kind == Memo.Kind.PAGE else _("Contents"),
            "facts": _facts(known),
            "parts": [
                {"heading": heading, "blocks": [as_block(one, with_numbers) for one in made]}
                for heading, made in parts
            ],
        }
        return Filled(document, list(text.unknown))


def refuse_unknown(filled: Filled) -> None:
    """Raise where a value stands for nothing: what was known may be gone before it is made."""
    if filled.unknown:
        raise NotKnownError(", ".join(filled.unknown))


def refuse_undrawn(document: dict[str, Any]) -> None:
    """Raise where a picture could not be drawn: what is published is whole."""
    for part in document["parts"]:
        for one in part["blocks"]:
            if one["is"] == "figure" and one["drawn"] and not one["wide"]:
                raise CannotDrawError(one["title"])


def words_of(document: dict[str, Any]) -> str:
    """Return all that a document says, as plain text."""
    return "\n".join(
        words
        for part in document["parts"]
        for words in (part["heading"], *_words(part["blocks"]))
        if words
    )


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in _UNSAID:
                yield from _words(one)


def as_block(one: Block | Figure, with_numbers: bool) -> Block:
    """Return a figure as a block of a document, and a block as it is."""
    if not isinstance(one, Figure):
        return one
    about = one.about
    source = _("Source: %(source)s. Figures of %(period)s. Computed on %(day)s.") % {
        "source": about.source,
        "period": about.period,
        "day": dates.in_full(about.day),
    }
    made = blocks.figure(
        one.title,
        unit=about.unit,
        pictures=(str(one.wide), str(one.narrow)),
        alternative=one.alternative,
        source=f"{source} {about.licence}".strip(),
        note=about.note,
        numbers=_table(one) if with_numbers and one.rows else None,
    )
    return {**made, "drawn": one.drawing is not None}


def _table(one: Figure) -> Block:
    headings = [str(column.label) for column in one.columns]
    rows = [[cell for _column, cell in row] for row in one.table]
    if len(rows) > LONG and len(headings) == len(("series", "year", "value")):
        return _across(one.title, headings[1], rows)
    numbers = [at for at, column in enumerate(one.columns) if column.is_number]
    return blocks.table(one.title, headings, rows, numbers=numbers)


def _across(title: str, heading: str, rows: Iterable[Sequence[str]]) -> Block:
    """Return a table of many years with the series side by side: on paper a long one is no use."""
    found = {(name, year): value for name, year, value in rows}
    names, years = (list(dict.fromkeys(key[at] for key in found)) for at in (0, 1))
    told = [[year, *(found.get((name, year), NOTHING) for name in names)] for year in years]
    return blocks.table(title, [heading, *names], told, numbers=range(1, len(names) + 1))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Part a text at the lines that begin with "## "; what stands before the first is in short."""
    heading, lines = _("In short"), list[str]()
    for line in text.splitlines():
        if match := _PART.fullmatch(line.strip()):
            if any(one.strip() for one in lines):
                yield heading, "\n".join(lines)
            heading, lines = match[1], []
        else:
            lines.append(line)
    if any(one.strip() for one in lines):
        yield heading, "\n".join(lines)


def _made(body: str, text: _Text) -> Iterator[Block | Figure]:
    kind = text.known.memo.kind

    def stands_alone(line: str) -> str:
        match = placeholders.BRACES.fullmatch(line.strip())
        return match[1] if match and placeholders.filler(match[1], kind) else ""

    for name, lines in groupby(body.splitlines(), stands_alone):
        found = placeholders.filler(name, kind) if name else None
        if found is None:
            yield from as_blocks("\n".join(lines), text.put_in)
        else:
            yield from found.made(text.known)


def _draw(parts: Iterable[tuple[str, Sequence[Block | Figure]]]) -> None:
    found = [one for _heading, made in parts for one in made if isinstance(one, Figure)]
    if found:
        prepare(found)


def _facts(known: Material) -> list[list[str]]:
    memo = known.memo
    told = [(_("From"), str(known.region.name))]
    if memo.area:
        told.append((_("Area"), str(memo.area)))
    if meeting := memo.meeting:
        when = dates.span(meeting.starts_at, meeting.ends_at)
        told.append((_("For the meeting"), f"{meeting}, {when}"))
    told.append((_("Date"), dates.in_full(timezone.localdate(known.now))))
    if memo.edition > 1:
        told.append((_("Edition"), str(memo.edition)))
    return [list(pair) for pair in told]
