"""Results as files: CSV for programs, Excel for people, Parquet as it was stored."""

import io
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from varv.analysis.compute.asked import Asked
from varv.analysis.models import Run, RunResult
from varv.analysis.names.activities import name_shown
from varv.analysis.names.regions import name_beside, region_note
from varv.analysis.names.verdicts import ROADS, VERDICTS
from varv.analysis.results import words
from varv.analysis.results.columns import CATEGORY, HEADINGS
from varv.analysis.results.notes import cannot_show, is_of_categories, notes_of
from varv.analysis.results.reading import content_of, rows_of
from varv.analysis.results.tables import told_of, years_of
from varv.files import excel, plain
from varv.files.excel import Cell, Sheet
from varv.text.dates import moment

FORMS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}
#: Words of a result that people read in their own language.
_READS: dict[str, Callable[[Any], Cell]] = {
    "verdict": lambda value: str(VERDICTS.get(value, value)),
    "road": lambda value: str(ROADS.get(value, value)),
    "name": name_shown,
    "why": words.why_shown,
    "definition": lambda value: str(words.DEFINITIONS.get(value, value)),
    "forecast": lambda value: str(words.FORECASTS.get(value, value)),
    "measure": lambda value: str(words.MEASURES.get(value, value)),
}


def content(run: Run, result: RunResult, form: str) -> Any:
    """Return what a file of a result holds: lines of text, or something to read from."""
    if form == "csv":
        return as_csv(result)
    if form == "xlsx":
        return as_excel(run, result)
    return io.BytesIO(content_of(result))


def as_csv(result: RunResult) -> Iterator[str]:
    """Give a result as CSV, with the names that programs know."""
    rows = rows_of(result)
    names = list(rows[0]) if rows else []
    return plain.csv_lines(names, ([row[name] for name in names] for row in rows))


def as_excel(run: Run, result: RunResult) -> Any:
    """Return a result as a workbook, with a sheet that says what it is: a file to be closed."""
    rows = rows_of(result)
    names = list(rows[0]) if rows else []
    known = HEADINGS | ({"activity": CATEGORY.heading} if is_of_categories(run) else {})
    headings = [str(known.get(name, name)) for name in names]
    sheet = Sheet(str(result.get_kind_display()), headings, (_cells(result, row) for row in rows))
    about = Sheet(_("About"), [str(run)], ([line] for line in _about(run, result)))
    return excel.write_long([sheet, about])


def _cells(result: RunResult, row: dict[str, Any]) -> list[Cell]:
    """Return a row as people read it."""
    if result.kind == RunResult.Kind.PEERS:  # of these the names are those of regions
        row = {**row, "name": name_beside(row["region"])}
    return [_READS[name](cell) if name in _READS else cell for name, cell in row.items()]


def _about(run: Run, result: RunResult) -> list[str]:
    version = run.version
    about = [
        f"{result.get_kind_display()}, {years_of(result)}",
        region_note(run.parameters["region"]),
        _("Unit: %(unit)s.") % {"unit": version.dataset.unit},
        _("Source: %(source)s.") % {"source": source_shown(run)},
        _("Licence: %(licence)s.") % {"licence": version.dataset.licence},
        _("Computed %(moment)s.") % {"moment": moment(run.done_at)} if run.done_at else "",
        *(f"{name}: {value}" for name, value in words.parameters_shown(run)),
        *(line for one in told_of(result, rows_of(result)) for line in one.sentences),
        *notes_of(run, result.kind),
        *cannot_show(),
        f"{settings.BASE_URL}{run.get_absolute_url()}",
    ]
    return [line for line in about if line]


def source_shown(run: Run) -> str:
    """Return the source of a run's figures, as every table and finding names it."""
    version = run.version
    number = _("version %(n)s") % {"n": version.number}
    found = f"{version.dataset.publisher}, {version.dataset}, {number}"
    earlier = words.earlier_shown(Asked.of(run.parameters))
    return f"{found}, {earlier}" if earlier else found
