"""The profiles as files: a row for each activity of each area, with the sums of the areas.

Each source has rows of its own, which are never added up with those of another.

CSV is for programs: codes, the same in every language. Excel is for people.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from varv import clock
from varv.analysis.profiles.rows import Activity
from varv.analysis.profiles.shown import Profile, Profiles
from varv.files import excel, plain
from varv.files.excel import Cell, Sheet
from varv.text.dates import moment

KEYS = (
    "area", "code", "name", "jobs", "told", "share_of_region", "share_of_area", "lq", "lq_low",
    "lq_high", "verdict", "density", "complexity", "growth", "growth_compared", "year", "region",
    "compared_with", "unit", "source", "licence", "part", "jobs_at_most", "share_at_most",
    "belongs",
)  # fmt: skip
WHOLE, OUTSIDE = "*", ""


def csv(found: Sequence[Profiles]) -> Iterator[str]:
    """Give the figures of each source as CSV; ``part`` is its place among them."""
    return plain.csv_lines(KEYS, _all(found, words=False))


def workbook(found: Sequence[Profiles]) -> BytesIO:
    """Return the figures as a workbook with a sheet about them."""
    headings = [
        _("Area"), _("Code"), _("Activity"), _("Employed"), _("Told"), _("Share of the region, %"),
        _("Share of the area, %"), _("Location quotient"), _("At least"), _("At most"),
        _("What it says"), _("Nearness"), _("Complexity"), _("Growth, %"),
        _("Growth of all compared, %"), _("Year"), _("Region"),
        _("Compared with"), _("Unit"), _("Source"), _("Licence"), _("Part"), _("Employed, at most"),
        _("Share of the region, at most, %"), _("Belongs to the area"),
    ]  # fmt: skip
    told = [[note, ""] for one in found for note in [one.heading, *notes(one)]]
    about = Sheet(_("About"), [_("The areas in figures"), ""], told)
    sheet = Sheet(_("Figures"), headings, _all(found, words=True))
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
    if found.has_bounds:
        told.append(
            _(
                "What is told only together with others is told in part: the area has something of "
                "it, and nobody knows how much. Such numbers are never added up."
            )
        )
    return [*told, *filter(None, (found.region_note, *found.notes))]


def _all(found: Sequence[Profiles], *, words: bool) -> Iterator[list[Cell]]:
    for one in found:
        yield from _rows(one, words=words)


def _rows(found: Profiles, *, words: bool) -> Iterator[list[Cell]]:
    for profile in found.all:
        yield _sum(found, profile, words=words)
        area = str(profile.area) if words else profile.area.slug
        for one in profile.activities:
            yield _row(found, area, one, words=words)
        for joined in profile.joined:
            told = _("in part") if words else "part"
            row = _row(found, area, joined, words=words, told=told)
            yield [*row[:-1], ", ".join(joined.inside if words else joined.row["inside"])]
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
        100.0 if profile.jobs and not profile.joined else None,
        _round(quotient.get("lq")),
        _round(quotient.get("low")),
        _round(quotient.get("high")),
        verdict,
        None,
        None,
        _round(growth.own) if growth else None,
        _round(growth.compared) if growth else None,
        *_about(found),
        profile.at_most,
        _round(profile.share_at_most),
        "",
    ]


def _row(found: Profiles, area: str, one: Activity, *, words: bool, told: str = "") -> list[Cell]:
    row = one.row
    return [
        area,
        one.code,
        one.name,
        one.jobs,
        told or _told(complete=one.jobs is not None, words=words),
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
        None,
        None,
        "",
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
        found.number,
    ]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
