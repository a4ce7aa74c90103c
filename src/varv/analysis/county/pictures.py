"""The whole county as figures: whom we reach on the map, and how the municipalities develop."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from varv import clock
from varv.analysis import pictures
from varv.analysis.county.figures import County, Reached
from varv.analysis.county.statistics import JOBS, POPULATION, WORKPLACES, Measure
from varv.analysis.pictures import About, Figure
from varv.reach.counting import Cell
from varv.reach.counts import Tile
from varv.reach.figures import Per, basis, outlines
from varv.reach.maps import Polygons
from varv.text import numbers

CHANGE = "change"
#: What the keys of figures of reach begin with; the source of the counts follows.
REACH = "reach-"
#: What develops over time, where several years of it are known.
DEVELOP = (POPULATION, WORKPLACES, JOBS)


def figures_of(county: County) -> dict[str, Figure]:
    """Return the figures by their keys: one for each way of taking part, then the development."""
    lines = outlines()
    found = {f"{REACH}{_key(one)}": _reach(county, one, lines) for one in county.reached}
    found[CHANGE] = _change(county, lines)
    found |= {key: _development(county, county.statistics.measures.get(key)) for key in DEVELOP}
    return {key: figure for key, figure in found.items() if figure is not None}


def of_reach(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return those that show whom we reach."""
    return {key: figure for key, figure in figures.items() if key.startswith(REACH)}


def of_development(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return those that show how the municipalities develop."""
    return {key: figure for key, figure in figures.items() if not key.startswith(REACH)}


def _reach(county: County, one: Reached, lines: dict[str, Polygons]) -> Figure | None:
    """Return how many took part for each thousand inhabitants, where that is known."""
    if all(rate is None for rate in one.rates):
        return None
    tiles = [
        Tile(
            place.name,
            place.code,
            place.tile_col,
            place.tile_row,
            rate.per_thousand if rate else None,
            "" if rate else _hidden(cell),
        )
        for place, (cell, rate) in zip(one.numbers.places, one.cells, strict=True)
    ]
    day = clock.today()
    against = basis(one.numbers, Per.INHABITANTS, county.statistics.region)
    source = _("the programme's own register; inhabitants %(years)s: %(source)s") % {
        "years": ", ".join(str(year) for year in against.years),
        "source": against.source or _("the region's folder"),
    }
    about = About(
        unit=_("per 1,000 inhabitants"),
        source=source,
        period=date_format(day),
        day=day,
        licence=against.licence,
        note=_(
            "Small numbers vary by chance: the table on this page has the interval of each, and "
            "says which municipalities truly differ."
        ),
    )
    title = _("%(what)s: how many for each 1,000 inhabitants") % {"what": one.label}
    return pictures.reach(tiles, about, title=title, form=_one_digit, outlines=lines)


def _hidden(cell: Cell) -> str:
    """Say why a municipality has no number: where it is small, or would tell one that is."""
    if not cell.mark:
        return pgettext("a number", "not known")
    return _("fewer than 5") if cell.mark == "few" else _("hidden")


def _change(county: County, lines: dict[str, Polygons]) -> Figure | None:
    """Return by how much the number of inhabitants changed, on the map."""
    span, measure = county.years, county.population
    if span is None or measure is None:
        return None
    about = _about(
        measure,
        _("change in per cent"),
        span,
        _("The darker, the more it changed; where the edge is thick, it fell."),
    )
    title = _("How the number of inhabitants has changed, %(period)s") % {"period": about.period}
    return pictures.reach(county.tiles, about, title=title, form=_changed, outlines=lines)


def _development(county: County, measure: Measure | None) -> Figure | None:
    """Return a line for all together and for each municipality, the first year as 100."""
    codes = county.statistics.codes
    years = _years(measure, codes) if measure else []
    if measure is None or len(years) < 2:
        return None
    places = [(one.name, [one.code]) for one in county.places]
    lines = {
        name: [100 * value / values[0] for value in values]
        for name, held in [(county.whole.name, codes), *places]
        for values in [[sum(measure.values[code][year] for code in held) for year in years]]
        if values[0] > 0
    }
    # Where there are many, those that went furthest from where they began are drawn.
    order = sorted(lines, key=lambda name: (name != county.whole.name, -abs(lines[name][-1] - 100)))
    rows = [
        {"series": name, "year": year, "value": value}
        for name in order
        for year, value in zip(years, lines[name], strict=True)
    ]
    unit = _("%(unit)s, %(year)s = 100") % {"unit": measure.label, "year": years[0]}
    about = _about(measure, unit, (years[0], years[-1]))
    title = _("%(what)s by municipality, %(period)s") % {
        "what": measure.label, "period": about.period,
    }  # fmt: skip
    figure = pictures.series(rows, about, title=title, digits=1, from_zero=False)
    last = {name: lines[name][-1] for name in order}
    return replace(figure, alternative=_in_words(last, county.whole.name, years))


def _in_words(last: Mapping[str, float], whole: str, years: Sequence[int]) -> str:
    """Say where all have come to, and each of them, from most to least."""
    text = _("In %(last)s, where %(first)s is 100: %(places)s.")
    ordered = sorted(last, key=lambda name: (name != whole, -last[name]))
    told = [f"{name} {_one_digit(last[name])}" for name in ordered]
    return text % {"last": years[-1], "first": years[0], "places": ", ".join(told)}


def _years(measure: Measure, codes: Sequence[str]) -> list[int]:
    """Return the years of which every municipality's figure is known."""
    shared = [set(measure.values.get(code, {})) for code in codes]
    return sorted(set.intersection(*shared) - {0}) if shared else []


def _about(measure: Measure, unit: str, span: tuple[int, int], note: str = "") -> About:
    return About(
        unit=unit,
        source=measure.source,
        period=f"{span[0]}–{span[1]}",
        day=clock.today(),
        licence=measure.licence,
        note=note,
    )


def _one_digit(value: float | None) -> str:
    return numbers.number(value, 1)


def _changed(per_cent: float | None) -> str:
    """Return a change in per cent with its sign."""
    told = numbers.percent(None if per_cent is None else per_cent / 100, 1)
    return f"+{told}" if per_cent and numbers.signed(per_cent, 1).startswith("+") else told


def _key(one: Reached) -> str:
    return one.key.replace(".", "-")
