"""Which activities are found in the same units, counted from rows of one unit and activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from specialisation import checks
from specialisation.checks import Matrix
from specialisation.engines import Engine
from specialisation.masking import masked
from specialisation.microdata import Microdata, Opened, opened
from specialisation.tables import Label

#: What a row of the answer tells.
PAIR, ALONE, UNITS, TOLD, NO_UNIT, NO_ACTIVITY = range(6)


@dataclass(frozen=True, eq=False)
class UnitCoOccurrence:
    """What `unit_co_occurrence` counted.

    Attributes
    ----------
    activities
        All codes in the table, sorted.
    counts
        Activities x activities, symmetric, whole numbers as float64: how many units have both. The
        diagonal is 0, as in `co_occurrence`. 0 where suppressed.
    ubiquity
        How many units have each activity; 0 where suppressed.
    suppressed
        The shape of `counts`, True where a count is not told: on the diagonal, that of `ubiquity`.
        None where all are told.
    frame
        The pairs above nought, each once, as a long table: `activity`, `other`, `count`, which is
        null where it is suppressed. Sorted.
    units
        How many units have an activity.
    rows
        How many rows the table has.
    left_out
        How many rows tell nothing, by why: `no_unit`, `no_activity` (codes that are missing), and
        `repeated` (a unit and activity that another row tells already).
    """

    activities: tuple[Label, ...]
    counts: Matrix
    ubiquity: checks.Vector
    suppressed: NDArray[np.bool_] | None
    frame: pl.DataFrame
    units: int
    rows: int
    left_out: dict[str, int]


def unit_co_occurrence(
    table: Microdata,
    *,
    unit: str | Sequence[str],
    activity: str,
    least: int = 1,
    engine: str | Engine = "duckdb",
) -> UnitCoOccurrence:
    r"""Return in how many units (workplaces, firms, persons) each pair of activities is found.

    .. math:: C_{ij} = \left|\{u : i \in A_u,\ j \in A_u\}\right|, \quad i \ne j

    Parameters
    ----------
    table
        One row for each unit and activity: paths to Parquet or CSV (globs too; a folder is
        Parquet), a polars or pandas data frame, or a table of Ibis.
    unit
        The name of the column of the unit; or of several which tell it together, such as workplace
        and year, where each year of a workplace is a unit.
    activity
        The name of the column of codes.
    least
        Cells of fewer units are suppressed. For persons, let the unit be the person alone.
    engine
        "duckdb", the master of a Spark cluster, or an `Engine` with settings.

    Returns
    -------
    UnitCoOccurrence
        The same on every engine. `counts` is what `proximity_from_counts` starts from.

    Raises
    ------
    ValueError
        If a column is missing or is of another kind, there are no rows, or the engine is not there.

    Notes
    -----
    Convention: a unit has an activity or has not; rows that say so again are left out and counted.
    A unit of one activity is in `ubiquity` and in no pair.

    References
    ----------
    .. [1] D. J. Teece, R. Rumelt, G. Dosi and S. Winter (1994), "Understanding corporate coherence:
       theory and evidence", Journal of Economic Behavior and Organization 23(1), 1-30.

    Examples
    --------
    >>> import polars as pl
    >>> rows = pl.DataFrame({"plant": [1, 1, 1, 2, 2, 3], "product": list("abcabc")})
    >>> found = unit_co_occurrence(rows, unit="plant", activity="product")
    >>> found.counts
    array([[0., 2., 1.],
           [2., 0., 1.],
           [1., 1., 0.]])
    >>> found.units, found.ubiquity
    (3, array([2., 2., 2.]))
    """
    checks.whole(least, "least")
    keys = [unit] if isinstance(unit, str) else list(unit)
    if not keys:
        raise ValueError("unit should name a column, names none")
    units = {f"unit{place}": name for place, name in enumerate(keys)}
    with opened(table, engine, {**units, "activity": activity}) as data:
        cells = data.run(_counted(data, list(units)))
    return _found(cells, least)


def _counted(data: Opened, units: list[str]) -> Any:
    """Return rows of two activities and how many units have both, and the rest: one expression."""
    import ibis  # the engine has it, or we were not here

    told = data.table.select(**{what: data.code(what) for what in (*units, "activity")})
    no_unit = ibis.or_(*(told[one].isnull() for one in units))
    usable = told.filter(~no_unit & told.activity.notnull())
    each = usable.distinct()
    other = each.view()
    same = [each[one] == other[one] for one in units]
    pairs = each.join(other, [*same, each.activity < other.activity]).select(
        activity=each.activity, other=other.activity
    )
    nobody = ibis.null(told.activity.type())
    bare = each.select(*units).distinct()
    rows = told.select(
        activity=nobody,
        other=nobody,
        kind=ibis.cases((no_unit, NO_UNIT), (told.activity.isnull(), NO_ACTIVITY), else_=TOLD).cast(
            "int64"
        ),
    )
    parts = [
        pairs.mutate(kind=ibis.literal(PAIR, "int64")),
        each.select("activity", other=nobody, kind=ibis.literal(ALONE, "int64")),
        bare.select(activity=nobody, other=nobody, kind=ibis.literal(UNITS, "int64")),
        rows,
    ]
    counted = [
        part.group_by("activity", "other", "kind").aggregate(n=part.count()) for part in parts
    ]
    return ibis.union(*counted)


def _found(cells: pl.DataFrame, least: int) -> UnitCoOccurrence:
    def number(kind: int) -> int:
        return int(cells.filter(kind=kind)["n"].sum())

    left_out = {"no_unit": number(NO_UNIT), "no_activity": number(NO_ACTIVITY)}
    rows = number(TOLD) + sum(left_out.values())
    if not rows:
        raise ValueError("the table should have rows, is empty")
    alone = cells.filter(kind=ALONE).sort("activity")
    pairs = cells.filter(kind=PAIR).sort("activity", "other")
    activities = tuple(alone["activity"].to_list())
    place = {label: at for at, label in enumerate(activities)}
    first, second = (
        np.array([place[one] for one in pairs[side]], np.intp) for side in ("activity", "other")
    )
    n, of = pairs["n"].to_numpy(), alone["n"].to_numpy()
    hidden, rare = masked(n, n, least), masked(of, of, least)
    counts = np.zeros((len(activities), len(activities)))
    counts[first, second] = counts[second, first] = np.where(hidden, 0, n)
    suppressed = np.zeros(counts.shape, np.bool_)
    suppressed[first, second] = suppressed[second, first] = hidden
    suppressed[np.diag_indices(len(activities))] = rare
    told = pl.when(~pl.Series(hidden, dtype=pl.Boolean)).then(pl.col("n")).alias("count")
    left_out["repeated"] = number(TOLD) - int(of.sum())
    return UnitCoOccurrence(
        activities,
        counts,
        np.where(rare, 0.0, of),
        suppressed if suppressed.any() else None,
        pairs.select("activity", "other", told),
        number(UNITS),
        rows,
        left_out,
    )
