"""The profiles as files: a row for each activity of each area, with the sums of the areas.

CSV is for programs: codes, the same in every language. Excel is for people.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from varv import clock
from varv.analysis.profiles.shown import Activity, Profile, Profiles
from varv.files import excel, plain
from varv.files.excel import Cell, Sheet
from varv.text.dates import moment

KEYS = (
    "area", "code", "name", "jobs", "told", "share_of_region", "share_of_area", "lq", "lq_low",
    "lq_high", "verdict", "density", "complexity", "growth", "growth_compared", "year", "region",
    "compared_with", "unit", "source", "licence",
)  # fmt: skip
WHOLE, OUTSIDE = "*", ""


def csv(found: Profiles) -> Iterator[str]:
    """Give the figures as CSV."""
    return plain.csv_lines(KEYS, _rows(found, words=False))


def workbook(found: Profiles) -> BytesIO:
    """Return the figures as a workbook with a sheet about them."""
    headings = [
        _("Area"), _("Code"), _("Activity"), _("Jobs"), _("Told"), _("Share of the region, %"),
        _("Share of the area, %"), _("Location quotient"), _("At least"), _("At most"),
        _("What it says"), _("Nearness"), _("Complexity"), _("Growth, %"),
        _("Growth of all compared, %"), _("Year"), _("Region"),
        _("Compared with"), _("Unit"), _("Source"), _("Licence"),
    ]  # fmt: skip
    about = Sheet(_("About"), [_("The areas in figures"), ""], [[one, ""] for one in notes(found)])
    sheet = Sheet(_("Figures"), headings, _rows(found, words=True))
    return BytesIO(excel.write([sheet, about]))


def notes(found: Profiles) -> list[str]:
    """Return what must be known of the figures."""
    version = found.kept.source.version
    told = [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("Source: %(publisher)s, %(dataset)s, %(year)s. Licence: %(licence)s.")
        % {
            "publisher": version.dataset.publisher,
            "dataset": version.dataset,
            "year": found.year,
            "licence": version.dataset.licence,
        },
        _("Unit: %(unit)s. Region: %(region)s.")
        % {"unit": version.dataset.unit, "region": found.region},
        _("Intervals: 90 per cent, with jobs that come %(size)s at a time.")
        % {"size": f"{found.kept.source.cluster_size:g}"},
        _("What the publisher does not tell is empty, and never counted as nought."),
    ]
    return [*told, *filter(None, (found.region_note, found.lacks_note))]


def _rows(found: Profiles, *, words: bool) -> Iterator[list[Cell]]:
    for profile in found.all:
        yield _sum(found, profile, words=words)
        for one in profile.activities:
            yield _row(found, str(profile.area) if words else profile.area.slug, one, words=words)
    if found.is_whole:
        for one in found.outside:
            yield _row(found, _("In no area") if words else OUTSIDE, one, words=words)


def _sum(found: Profiles, profile: Profile, *, words: bool) -> list[Cell]:
    quotient: Any = profile.quotient or {}
    growth = profile.growth
    verdict = str(profile.verdict) if words else quotient.get("verdict", "")
    return [
        str(profile.area) if words else profile.area.slug,
        _("All") if words else WHOLE,
        "",
        profile.jobs,
        _told(complete=not profile.is_partial, words=words),
        _round(profile.share),
        100.0 if profile.jobs else None,
        _round(quotient.get("lq")),
        _round(quotient.get("low")),
        _round(quotient.get("high")),
        verdict,
        None,
        None,
        _round(growth.own) if growth else None,
        _round(growth.compared) if growth else None,
        *_about(found),
    ]


def _row(found: Profiles, area: str, one: Activity, *, words: bool) -> list[Cell]:
    row = one.row
    return [
        area,
        one.code,
        one.name,
        one.jobs,
        _told(complete=one.jobs is not None, words=words),
        _round(one.share),
        _round(one.of_area),
        _round(row["lq"]),
        _round(row["low"]),
        _round(row["high"]),
        str(one.verdict) if words else row["verdict"],
        _round(row["density"]),
        _round(row["complexity"]),
        None,
        None,
        *_about(found),
    ]


def _told(*, complete: bool, words: bool) -> str:
    if words:
        return _("whole") if complete else _("not all")
    return "yes" if complete else "no"


def _about(found: Profiles) -> list[Cell]:
    source = found.kept.source
    dataset = source.version.dataset
    return [
        found.year,
        found.region,
        str(source.get_compared_with_display()),
        str(dataset.unit),
        f"{dataset.publisher}, {dataset}, {source.version.number}",
        str(dataset.licence),
    ]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
