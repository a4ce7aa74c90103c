"""The whole county as files: a row for each figure of each municipality."""

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _

from varv import clock
from varv.analysis.county.figures import County, rows
from varv.files import excel, plain
from varv.files.excel import Cell, Sheet
from varv.text.dates import moment

KEYS = (
    "municipality", "name", "measure", "label", "year", "value", "expected", "ratio", "low", "high",
    "hidden", "source", "licence",
)  # fmt: skip


def csv(found: County) -> Iterator[str]:
    """Give the figures as CSV."""
    return plain.csv_lines(KEYS, _rows(found, words=False))


def workbook(found: County) -> BytesIO:
    """Return the figures as a workbook with a sheet about them."""
    headings = [
        _("Code"), _("Municipality"), _("Key"), _("What is counted"), _("Year"), _("Value"),
        _("Expected"), _("Times the region"), _("At least"), _("At most"), _("Why hidden"),
        _("Source"), _("Licence"),
    ]  # fmt: skip
    told = [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("Who took part is held against the inhabitants, with exact intervals of 90 per cent."),
        _("Small numbers of private persons are hidden, and numbers that tell them."),
    ]
    about = Sheet(_("About"), [_("The whole county"), ""], [[one, ""] for one in told])
    return BytesIO(excel.write([Sheet(_("Figures"), headings, _rows(found, words=True)), about]))


def _rows(found: County, *, words: bool) -> Iterator[list[Cell]]:
    for row in rows(found):
        yield [
            row["municipality"], row["name"], row["measure"], row["label"], row["year"],
            row["value"], None, None, None, None, "", row["source"], row["licence"],
        ]  # fmt: skip
    names = {
        "": "",
        "few": _("fewer than 5") if words else "few",
        "other": _("hidden") if words else "other",
    }
    for one in found.reached:
        for place, (cell, rate) in zip(one.numbers.places, one.cells, strict=True):
            yield [
                place.code,
                place.name,
                one.key,
                str(one.label),
                None,
                cell.number,
                *([round(value, 3) for value in (rate.expected, rate.ratio, rate.low, rate.high)]
                  if rate else [None] * 4),
                names[cell.mark],
                _("The programme's own register"),
                "",
            ]  # fmt: skip
