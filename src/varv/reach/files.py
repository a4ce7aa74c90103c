"""Reach as a table to take out: one row for each place, occasion and kind of people.

CSV is for programs: codes, the same in every language. Excel is for people.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from varv import clock
from varv.files import excel, plain
from varv.files.excel import Cell, Sheet
from varv.reach.counting import EVERY, REGION, WHO, Numbers, When, Where
from varv.reach.figures import Per, compared
from varv.reach.rates import LEVEL, Rate
from varv.text.dates import moment

OUTSIDE = "outside"
_KEYS = ("source", "occasion", "occasion_at", "municipality", "who", "count", "hidden")
_RATE_KEYS = ("expected", "per_1000", "ratio", "low", "high")
KEYS = (*_KEYS, *(f"{key}_{per.value}" for per in Per for key in _RATE_KEYS))


def csv(key: str, numbers: Numbers) -> Iterator[str]:
    """Give the figures as CSV."""
    return plain.csv_lines(KEYS, _rows(key, numbers, words=False))


def workbook(label: str, numbers: Numbers) -> bytes:
    """Return the figures as a workbook with a sheet about them."""
    rates = [f"{heading}, {per.label}" for per in Per for heading in _rate_headings()]
    headings = [
        _("What is counted"),
        _("Round or meeting"),
        _("Time"),
        _("Municipality"),
        _("Who"),
        _("How many"),
        _("Why hidden"),
        *rates,
    ]
    about = Sheet(_("About"), [_("Who takes part"), ""], [[line, ""] for line in _about(numbers)])
    rows = _rows(label, numbers, words=True)
    return excel.write([Sheet(_("Figures"), headings, rows), about])


def _rate_headings() -> tuple[str, ...]:
    return (
        _("Expected"),
        _("Rate"),
        _("Times the region"),
        _("At least"),
        _("At most"),
    )


def _about(numbers: Numbers) -> list[str]:
    told = [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("At least and at most: with %(level)s per cent certainty, by exact intervals.")
        % {"level": round(LEVEL * 100)},
    ]
    if numbers.hides:
        told.append(_("Small numbers of private persons are hidden, and numbers that tell them."))
    return told


def _rows(source: str, numbers: Numbers, *, words: bool) -> Iterator[list[Cell]]:
    times: list[tuple[When, str, Any]] = [(EVERY, _("All") if words else "", None)]
    times += [(one.id, one.label if words else str(one.id), one.at) for one in numbers.occasions]
    names = {
        "": "",
        "few": _("fewer than 5") if words else "few",
        "other": _("hidden") if words else "other",
    }
    for when, occasion, at in times:
        for who, label in WHO:
            found: dict[Per, dict[Where, Rate | None]] = {
                per: dict(
                    zip(
                        [one.pk for one in numbers.places],
                        compared(numbers, who=who, when=when, per=per),
                        strict=True,
                    )
                )
                for per in Per
            }
            for place, name in _places(numbers, words=words):
                cell = numbers.cell(place, who, when)
                yield [
                    source,
                    occasion,
                    at.replace(tzinfo=None) if words and at else at,
                    name,
                    str(label) if words else who,
                    cell.number,
                    names[cell.mark],
                    *(value for per in Per for value in _rate(found[per].get(place))),
                ]


def _places(numbers: Numbers, *, words: bool) -> Iterator[tuple[Where, str]]:
    for one in numbers.places:
        yield one.pk, one.name if words else one.code
    yield REGION, _("The whole region") if words else ""
    yield None, _("Outside the region") if words else OUTSIDE


def _rate(rate: Rate | None) -> list[Cell]:
    if rate is None:
        return [None] * len(_RATE_KEYS)
    values = (rate.expected, rate.per_thousand, rate.ratio, rate.low, rate.high)
    return [round(value, 3) for value in values]
