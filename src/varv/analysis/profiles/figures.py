"""The profile of an area as figures: its strengths, its openings, and how it grew."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from varv.analysis import pictures
from varv.analysis.names.regions import region_name, region_note
from varv.analysis.pictures import About, Figure
from varv.analysis.profiles.rows import Activity, Growth
from varv.analysis.profiles.shown import Profile
from varv.analysis.results.words import comparison_sentence

#: Fewer openings than these make no map, and fewer activities no picture.
ENOUGH, SEVERAL = 3, 2
STRENGTHS, OPENINGS, GROWTH = "strengths", "openings", "growth"


def figures_of(profile: Profile) -> dict[str, Figure]:
    """Return the figures of a profile that has them; a memo names them by these keys."""
    found = {
        STRENGTHS: _strengths(profile),
        OPENINGS: _openings(profile),
        GROWTH: _growth(profile, profile.growth),
    }
    return {key: figure for key, figure in found.items() if figure is not None}


def _strengths(profile: Profile) -> Figure | None:
    """Return the quotients of its activities, the surest first."""
    if len(profile.activities) < SEVERAL:
        return None
    ordered = sorted(
        profile.activities, key=lambda one: (one.row["low"] is None, -(one.row["low"] or 0))
    )
    figure = pictures.strengths(
        [_row(one) for one in ordered], _about(profile), region=_region(profile)
    )
    return _titled(figure, _("%(area)s: strengths of %(region)s, %(period)s"), profile)


def _openings(profile: Profile) -> Figure | None:
    """Return the map of what it has that the region is not specialised in."""
    cuts = profile.kept.figures.get("cuts")
    rows = [_row(one) for one in profile.activities if one.row["density"] is not None]
    if cuts is None or len(rows) < ENOUGH:
        return None
    besides = {
        "density_cut": cuts["density"],
        "complexity_cut": cuts["complexity"],
        "sign_strength": profile.kept.figures.get("sign_strength"),
    }
    figure = pictures.openings(rows, _about(profile), region=_region(profile), besides=besides)
    return _titled(figure, _("%(area)s: openings of %(region)s, %(period)s"), profile)


def _growth(profile: Profile, growth: Growth | None) -> Figure | None:
    """Return its jobs over the years, here and in all that are compared, the first year as 100."""
    told = growth.row.get("years") if growth else None
    if not told or not told[0][1] or not told[0][2]:
        return None
    lines = [(1, _region(profile)), (2, _("All that are compared"))]
    rows = [
        {"year": one[0], "value": one[at] and 100 * one[at] / told[0][at], "series": name}
        for at, name in lines
        for one in told
    ]
    first, last = told[0][0], told[-1][0]
    unit = _("%(unit)s, %(year)s = 100") % {"unit": _unit(profile), "year": first}
    about = replace(_about(profile), unit=unit, period=f"{first}–{last}")
    title = _("%(area)s: development in %(region)s, %(period)s") % {
        "area": profile.area, "region": _region(profile), "period": about.period,
    }  # fmt: skip
    return pictures.series(rows, about, title=title, digits=1, from_zero=False)


def _row(one: Activity) -> dict[str, Any]:
    row = one.row
    return {
        "activity": one.code,
        "name": one.name,
        "value": one.jobs,
        "lq": row["lq"],
        "lq_low": row["low"],
        "lq_high": row["high"],
        "probability_above_one": row.get("above_one"),
        "verdict": row["verdict"],
        "density": row["density"],
        "complexity": row["complexity"],
        "road": row["road"],
    }


def _about(profile: Profile) -> About:
    source = profile.kept.source
    dataset = source.version.dataset
    number = _("version %(n)s") % {"n": source.version.number}
    compared = comparison_sentence(str(source.get_compared_with_display()).lower())
    return About(
        unit=_unit(profile),
        source=f"{dataset.publisher}, {dataset}, {number}",
        period=str(profile.kept.figures["years"][1]),
        day=timezone.localdate(profile.kept.computed_at),
        licence=str(dataset.licence),
        note=f"{region_note(source.region)} {compared}".strip(),
    )


def _unit(profile: Profile) -> str:
    return str(profile.kept.source.version.dataset.unit) or pgettext("a unit", "number")


def _region(profile: Profile) -> str:
    """Return what the region is called; its code where that is not known."""
    code = profile.kept.source.region
    return region_name(code) or code


def _titled(figure: Figure, title: str, profile: Profile) -> Figure:
    words = {
        "area": profile.area, "region": _region(profile), "period": figure.about.period,
    }  # fmt: skip
    return replace(figure, title=title % words)
