"""Regions x activities x years, counted from rows of persons or workplaces."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from specialisation import checks
from specialisation.engines import Engine
from specialisation.masking import masked
from specialisation.microdata import Microdata, Opened, opened
from specialisation.panel import Panel

#: Why a row tells nothing, in the order in which it is asked.
REASONS = ("no_region", "no_activity", "no_year", "no_person", "no_value")
COUNTED = len(REASONS)


@dataclass(frozen=True, eq=False)
class MicrodataPanel:
    """What `microdata_panel` counted.

    Attributes
    ----------
    panel
        The persons, or the sums of the value; masked where a cell is suppressed.
    frame
        The cells above nought as a long table: `region`, `activity`, `year` (0 where there is
        none) and `value`, which is null where it is suppressed. Sorted.
    rows
        How many rows the table has.
    left_out
        How many rows tell nothing, by why: `no_region`, `no_activity`, `no_year`, `no_person`,
        `no_value` (what is missing first, in this order), and `repeated` (a person whom another row
        of the cell tells already; only where persons are counted).
    """

    panel: Panel
    frame: pl.DataFrame
    rows: int
    left_out: dict[str, int]


def microdata_panel(
    table: Microdata,
    *,
    region: str,
    activity: str,
    year: str | None = None,
    person: str | None = None,
    value: str | None = None,
    least: int = 1,
    classification: str = "",
    engine: str | Engine = "duckdb",
) -> MicrodataPanel:
    """Return regions x activities x years from rows of persons or workplaces.

    Parameters
    ----------
    table
        Paths to Parquet or CSV (globs too; a folder is Parquet), a polars or pandas data frame, or
        a table of Ibis.
    region, activity, year
        The names of its columns. Without `year` all rows are of one period.
    person
        The name of the column of the person (or workplace). Each is counted once in a cell, and
        once in each cell where it is found. Without, each row is one.
    value
        The name of a column whose sum is wanted (jobs of a workplace, hours, pay); without, persons
        are counted.
    least
        Cells of fewer persons are suppressed, whatever their value.
    classification
        The version of the activity codes, such as "NACE Rev. 2".
    engine
        "duckdb", the master of a Spark cluster, or an `Engine` with settings.

    Returns
    -------
    MicrodataPanel
        The same on every engine; sums of fractions but for rounding in the last place.

    Raises
    ------
    ValueError
        If a column is missing or is of another kind, there are no rows, a value is negative or not
        finite, all values of a year are zero, or the engine is not there.

    Notes
    -----
    Where cells are suppressed, more are until they hold at least two cells and `least` persons
    together: their sum can be had from `rows`. Totals that others publish may still tell a cell.

    Examples
    --------
    >>> import polars as pl
    >>> rows = {"county": ["23", "23", "22"], "code": ["I55", "I55", "A01"], "jobs": [12, 3, 7]}
    >>> found = microdata_panel(pl.DataFrame(rows), region="county", activity="code", value="jobs")
    >>> found.panel.regions, found.panel.matrix()
    (('22', '23'), array([[ 7.,  0.],
           [ 0., 15.]]))
    """
    checks.whole(least, "least")
    names = {"region": region, "activity": activity, "year": year, "person": person, "value": value}
    with opened(table, engine, names) as data:
        told = _told(data)
        if value is not None:
            _check_values(data, told)
        cells = data.run(_counted(told))
    return _found(cells, least, classification, counts_persons=value is None)


def _told(data: Opened) -> Any:
    import ibis  # the engine has it, or we were not here

    columns = {
        what: data.code(what) for what in ("region", "activity", "person") if what in data.names
    }
    columns["year"] = data.whole("year") if "year" in data.names else ibis.literal(0, "int64")
    if "value" in data.names:
        columns["value"] = data.number("value")
    return data.table.select(**columns)


def _counted(told: Any) -> Any:
    """Return rows of region, activity, year, persons and value, and what lacks: one expression."""
    import ibis  # the engine has it, or we were not here

    asked = [(why, why.removeprefix("no_")) for why in REASONS]
    lacks = ibis.cases(
        *((told[what].isnull(), REASONS.index(why)) for why, what in asked if what in told.columns),
        else_=COUNTED,
    )
    rows = told.mutate(state=lacks.cast("int64"))
    counted = rows.state == COUNTED
    keys = {what: counted.ifelse(rows[what], None) for what in ("region", "activity", "year")}
    rows = rows.mutate(**keys)
    persons = rows.person.nunique() if "person" in told.columns else rows.count()
    return rows.group_by("region", "activity", "year", "state").aggregate(
        n=rows.count(),
        persons=persons,
        value=rows.value.sum().cast("float64") if "value" in told.columns else persons,
    )


def _check_values(data: Opened, told: Any) -> None:
    wrong = told.filter((told.value < 0) | (told.value.cast("float64") > checks.LARGEST))
    count = int(data.run(wrong.aggregate(n=wrong.count())).item())
    if count:
        some = data.run(wrong.aggregate(least=wrong.value.min(), most=wrong.value.max()))
        least, most = some.row(0)
        raise ValueError(
            f"value ({data.names['value']!r}) should be finite and zero or more; "
            f"{count} rows have {least} to {most}"
        )


def _found(
    cells: pl.DataFrame, least: int, classification: str, counts_persons: bool
) -> MicrodataPanel:
    if not len(cells):
        raise ValueError("the table should have rows, is empty")
    told = cells.filter(state=COUNTED).sort("region", "activity", "year")
    if not len(told):
        raise ValueError("the table should have rows in which nothing is missing, has none")
    persons = told["persons"].to_numpy()
    hidden = pl.Series("hidden", masked(persons, persons, least), dtype=pl.Boolean)
    told = told.with_columns(hidden, pl.when(~hidden).then(pl.col("value")).alias("value"))
    panel = Panel.from_frame(
        told.with_columns(pl.col("value").cast(pl.Float64)),
        year="year",
        suppressed="hidden",
        classification=classification,
    )
    if not hidden.any():
        panel = Panel(
            panel.regions, panel.activities, panel.years, panel.values, None, classification
        )
    left_out = {why: int(cells.filter(state=place)["n"].sum()) for place, why in enumerate(REASONS)}
    left_out["repeated"] = int((told["n"] - told["persons"]).sum()) if counts_persons else 0
    frame = told.select("region", "activity", "year", "value")
    return MicrodataPanel(panel, frame, int(cells["n"].sum()), left_out)
