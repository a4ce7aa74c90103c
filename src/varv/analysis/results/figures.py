"""The results of runs as figures: what each shows, in the reader's language, with its source."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from varv.analysis import pictures
from varv.analysis.compute.asked import Asked
from varv.analysis.compute.backtest import is_tried
from varv.analysis.models import Run, RunResult
from varv.analysis.names.activities import name_shown
from varv.analysis.names.regions import place_called, region_called, region_note
from varv.analysis.pictures import About, Figure
from varv.analysis.pictures.words import briefly
from varv.analysis.queries import runs as queries
from varv.analysis.results.exports import source_shown
from varv.analysis.results.notes import coarse_said, is_of_categories
from varv.analysis.results.reading import rows_of
from varv.analysis.results.tables import years_of
from varv.analysis.results.words import comparison_sentence, comparison_shown

Kind = RunResult.Kind
Row = Mapping[str, Any]
#: So many activities have a line in the development over time: the largest.
LINES = 6


def figures_of(run: Run) -> dict[str, Figure]:
    """Return the figures of a finished run by kind of result, in the order of the steps.

    The results are asked for once; the version and its dataset should be at hand with the run.
    """
    return figures_among(run, queries.results_of(run))


def figures_among(run: Run, results: Sequence[RunResult]) -> dict[str, Figure]:
    """Return the figures of results that are at hand."""
    entry = next((one for one in results if one.kind == Kind.ENTRY), None)
    found = {str(one.kind): _figure(run, one, entry) for one in results}
    return {kind: figure for kind, figure in found.items() if figure is not None}


def figure_of(run: Run, result: RunResult) -> Figure | None:
    """Return the figure of one result, the same as among all; None where there is none to see."""
    entry = queries.result_of(run, Kind.ENTRY) if result.kind == Kind.OPENINGS else None
    return _figure(run, result, entry)


def _figure(run: Run, result: RunResult, entry: RunResult | None) -> Figure | None:
    if result.kind == Kind.OPENINGS:
        return _openings(run, result, entry)
    make = _MAKERS.get(result.kind)
    return make(run, result) if make else None


def _strengths(run: Run, result: RunResult) -> Figure:
    return pictures.strengths(
        _named(rows_of(result)),
        _about(run, result),
        region=_region(run),
        least=result.besides["least"],
        of_categories=is_of_categories(run),
    )


def _openings(run: Run, result: RunResult, entry: RunResult | None) -> Figure:
    """Return the map of openings, with how probable each is where years allow to foretell that."""
    rows = rows_of(result)
    besides = dict(result.besides)
    if entry is not None:
        likely = {one["activity"]: one["probability"] for one in rows_of(entry)}
        rows = [{**row, "probability": likely.get(row["activity"])} for row in rows]
        besides["horizon"] = entry.besides["horizon"]
    return pictures.openings(
        _named(rows), _about_related(run, result), region=_region(run), besides=besides
    )


def _peers(run: Run, result: RunResult) -> Figure:
    return pictures.peers(
        [{**row, "name": region_called(row["region"])} for row in rows_of(result)],
        _named(result.besides["shares"]),
        _about(run, result),
        region=run.parameters["region"],
        name=_region(run),
    )


def _space(run: Run, result: RunResult) -> Figure:
    return pictures.space(
        _named(rows_of(result)),
        result.besides["links"],
        _about_related(run, result),
        region=_region(run),
    )


def _growth(run: Run, result: RunResult) -> Figure:
    return pictures.shift_share(_named(rows_of(result)), _about(run, result), region=_region(run))


def _backtest(run: Run, result: RunResult) -> Figure | None:
    """Return what was foretold beside what came, of all regions; None where nothing is told."""
    tried = {one["definition"] for one in result.besides.get("definitions", ()) if is_tried(one)}
    told = result.besides.get("calibration") or []
    rows = [one for one in told if one["definition"] in tried]
    if all(one["seen"] is None for one in rows):
        return None
    said = _("Of all regions that are compared, not of %(region)s alone.")
    about = replace(
        _about(run, result),
        unit=_("share of pairs of region and activity"),
        note=f"{said % {'region': _region(run)}} {_compared(run)}",
    )
    return pictures.calibration(rows, about, besides=result.besides)


def _series(run: Run, result: RunResult) -> Figure:
    """Return lines of the largest activities; those of all would be a tangle."""
    rows = [
        row | {"series": briefly(row["name"]) or row["activity"]} for row in _named(rows_of(result))
    ]
    last: dict[str, float] = {}
    for row in rows:
        if row["value"] is not None:
            last[row["activity"]] = row["value"]
    largest = sorted(last, key=lambda code: (-last[code], code))[:LINES]
    title = (
        _title_of_categories(len(largest))
        if is_of_categories(run)
        else ngettext(
            "The largest activity of %(region)s, %(period)s",
            "The %(count)s largest activities of %(region)s, %(period)s",
            len(largest),
        )
    )
    told = {"count": len(largest), "region": _region(run), "period": years_of(result)}
    chosen = [row for code in largest for row in rows if row["activity"] == code]
    return pictures.series(chosen, _about(run, result), title=title % told)


def _title_of_categories(count: int) -> str:
    return ngettext(
        "The largest category of %(region)s, %(period)s",
        "The %(count)s largest categories of %(region)s, %(period)s",
        count,
    )


_MAKERS: dict[str, Callable[[Run, RunResult], Figure | None]] = {
    Kind.STRENGTHS: _strengths,
    Kind.PEERS: _peers,
    Kind.SPACE: _space,
    Kind.GROWTH: _growth,
    Kind.BACKTEST: _backtest,
    Kind.SERIES: _series,
}


def _about(run: Run, result: RunResult) -> About:
    dataset = run.version.dataset
    return About(
        unit=str(dataset.unit) or pgettext("a unit", "number"),
        source=source_shown(run),
        period=years_of(result),
        day=timezone.localdate(run.done_at),
        licence=str(dataset.licence),
        note=f"{region_note(run.parameters['region'])} {_compared(run)}".strip(),
    )


def _about_related(run: Run, result: RunResult) -> About:
    """Return what stands with a picture of what is related: a warning first, where there is one."""
    about = _about(run, result)
    return replace(about, note=f"{coarse_said(run)} {about.note}".strip())


def _compared(run: Run) -> str:
    """Return with whom the region is compared: a quotient or a strength is nothing without it."""
    return comparison_sentence(comparison_shown(Asked.of(run.parameters)))


def _region(run: Run) -> str:
    """Return what the region is called."""
    return place_called(str(run.parameters["region"]))


def _named(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows with the names of their activities in the reader's language."""
    return [{**row, "name": name_shown(row["name"])} for row in rows]
