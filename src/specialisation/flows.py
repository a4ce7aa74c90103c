"""How people move between activities, counted from rows of one person in one year."""

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
from specialisation.tables import NAMED, Label

#: What becomes of a row.
MOVED, NO_ACTIVITY, NO_NEXT_YEAR, NO_NEXT_ACTIVITY, TWICE, NO_PERSON, NO_YEAR = range(7)


@dataclass(frozen=True, eq=False)
class LabourFlows:
    """What `labour_flows` counted.

    Attributes
    ----------
    activities
        All codes in the table, sorted; an activity that nobody left or came to has noughts.
    counts
        Activities x activities, whole numbers as float64: how often a person was in the row one
        year and in the column the next. The diagonal is those who stay. 0 where suppressed.
    suppressed
        The same shape, True where a count is not told. None where all are.
    frame
        The same as a long table of the cells above nought: `origin`, `destination`, `count`, which
        is null where it is suppressed. Sorted.
    rows
        How many rows the table has: the moves counted (those not told too), and all left out.
    left_out
        How many rows tell no move, by why: `no_person`, `no_year`, `no_activity` (codes that are
        missing), `last_year` (nothing can follow in the table), `no_next_year` (the person is not
        there the next year), `no_next_activity` (is there, without a code), and `other_jobs` (rows
        of a person and year that are not the main one).
    undecided
        For how many persons and years several activities share the largest `main`. The first code
        was taken.
    """

    activities: tuple[Label, ...]
    counts: Matrix
    suppressed: NDArray[np.bool_] | None
    frame: pl.DataFrame
    rows: int
    left_out: dict[str, int]
    undecided: int = 0

    @property
    def movers(self) -> Matrix:
        """The counts with a diagonal of noughts: those who changed activity."""
        changed = self.counts.copy()
        np.fill_diagonal(changed, 0.0)
        return changed


def labour_flows(
    table: Microdata,
    *,
    person: str,
    year: str,
    activity: str,
    main: str | None = None,
    gap: int = 0,
    least: int = 1,
    engine: str | Engine = "duckdb",
) -> LabourFlows:
    r"""Return how many people went from each activity to each other, from one year to the next.

    .. math:: F_{ij} = \sum_t \left|\{p : a_{p,t} = i,\ a_{p,t+1} = j\}\right|

    Parameters
    ----------
    table
        One row for each person and year: paths to Parquet or CSV (globs too; a folder is Parquet),
        a polars or pandas data frame, or a table of Ibis, which is then counted where it lies. It
        may be far larger than memory.
    person, year, activity
        The names of its columns. Years are whole numbers; codes are text or whole numbers, and
        blanks around text do not count.
    main
        The name of a column that says which of a person's rows in a year is the main one: true or
        false, or a number (hours, pay) of which the largest counts. A row without it comes last.
    gap
        How many years may be missing between two rows of a person: with 1, somebody who was away
        for a year counts too. With 0, only consecutive years do. Where the table has every fifth
        year only, give 4.
    least
        Cells of fewer different persons are suppressed.
    engine
        "duckdb", the master of a Spark cluster such as "spark://host:7077", or an `Engine` with
        settings.

    Returns
    -------
    LabourFlows
        The same on every engine.

    Raises
    ------
    ValueError
        If a column is missing or is of another kind, there are no rows, a year is not a whole
        number, a person has several rows in a year and no `main` says which counts, or the engine
        is not there.

    Notes
    -----
    Convention: those who stay are counted, on the diagonal, and all years are added up. A missing
    code is left out and counted, never an activity of its own; a person whose next row lacks a code
    is not followed beyond it. A person who goes the same way twice counts twice in `counts`, and
    once where `least` asks how many persons there are.

    Most people stay. For skill-relatedness give `movers`: with those who stay in the sums, nearly
    every other cell seems to be far under chance.

    Where cells are suppressed, more are until they are at least two and hold `least` persons
    together: their sum can be had from `rows`.

    References
    ----------
    .. [1] F. Neffke and M. Henning (2013), "Skill relatedness and firm diversification", Strategic
       Management Journal 34(3), 297-316.

    Examples
    --------
    >>> import polars as pl
    >>> rows = {
    ...     "person": [1, 1, 1, 2, 2, 3],
    ...     "year": [2020, 2021, 2022, 2020, 2021, 2022],
    ...     "activity": ["A01", "A01", "I55", "A01", "I55", "I55"],
    ... }
    >>> found = labour_flows(pl.DataFrame(rows), person="person", year="year", activity="activity")
    >>> found.activities, found.counts
    (('A01', 'I55'), array([[1., 2.],
           [0., 0.]]))
    >>> found.left_out["last_year"], found.left_out["no_next_year"]
    (2, 1)
    """
    checks.whole(gap, "gap", least=0)
    checks.whole(least, "least")
    names = {"person": person, "year": year, "activity": activity, "main": main}
    with opened(table, engine, names) as data:
        told = _told(data)
        cells = data.run(_counted(told, gap, least))
        if (cells["state"] == TWICE).any():
            raise ValueError(_several(data, told))
    return _flows(cells, least)


def _told(data: Opened) -> Any:
    columns = {what: data.code(what) for what in ("person", "activity")}
    columns["year"] = data.whole("year")
    if "main" in data.names:
        columns["main"] = data.number("main")
    return data.table.select(**columns)


def _counted(told: Any, gap: int, least: int) -> Any:
    """Return rows of origin, destination, what became of them, and how many: one expression."""
    import ibis  # the engine has it, or we were not here

    usable = told.filter(told.person.notnull() & told.year.notnull())
    jobs = _main_jobs(usable) if "main" in told.columns else usable.mutate(others=0, undecided=0)
    person = ibis.window(group_by="person", order_by="year")
    rows = jobs.mutate(
        next_year=jobs.year.lead().over(person), next_activity=jobs.activity.lead().over(person)
    )
    state = ibis.cases(
        (rows.next_year == rows.year, TWICE),
        (rows.activity.isnull(), NO_ACTIVITY),
        (rows.next_year.isnull() | (rows.next_year - rows.year > gap + 1), NO_NEXT_YEAR),
        (rows.next_activity.isnull(), NO_NEXT_ACTIVITY),
        else_=MOVED,
    )
    rows = rows.mutate(state=state.cast("int64"))
    rows = rows.mutate(
        destination=(rows.state == MOVED).ifelse(rows.next_activity, None),
        last=(rows.state == MOVED).ifelse(None, rows.year),
    )
    # How many persons is dear to know, and only asked where cells may be too small.
    persons = rows.person.nunique() if least > 1 else rows.count()
    moves = rows.group_by("activity", "destination", "state", "last").aggregate(
        n=rows.count(),
        persons=persons,
        others=rows.others.sum().cast("int64"),
        undecided=rows.undecided.sum().cast("int64"),
    )
    return moves.union(_unusable(told, moves.schema()))


def _main_jobs(usable: Any) -> Any:
    """Return one row for each person and year, and how many others there were."""
    import ibis  # the engine has it, or we were not here

    both = ["person", "year"]
    order = [ibis.desc("main", nulls_first=False), ibis.asc("activity", nulls_first=False)]
    by_main = ibis.window(group_by=both, order_by=order)
    rows = usable.mutate(
        place=ibis.row_number().over(by_main),
        second_main=usable.main.lead().over(by_main),
        second=usable.activity.lead().over(by_main),
        jobs=usable.count().over(ibis.window(group_by=both)),
    )
    alike = rows.second_main.identical_to(rows.main) & ~rows.second.identical_to(rows.activity)
    return rows.filter(rows.place == 0).select(
        "person",
        "year",
        "activity",
        others=rows.jobs - 1,
        undecided=((rows.jobs > 1) & alike).ifelse(1, 0),
    )


def _unusable(told: Any, schema: Any) -> Any:
    """Return how many rows lack a person or a year, as rows of the same columns."""
    import ibis  # the engine has it, or we were not here

    rows = told.filter(told.person.isnull() | told.year.isnull())
    rows = rows.select(state=rows.person.isnull().ifelse(NO_PERSON, NO_YEAR))
    found = rows.group_by("state").aggregate(n=rows.count())
    nought = ibis.literal(0)
    values = {"persons": nought, "others": nought, "undecided": nought}
    values |= {"state": found.state, "n": found.n}
    return found.select(
        **{
            name: values.get(name, ibis.null()).cast(kind.copy(nullable=True))
            for name, kind in schema.items()
        }
    )


def _several(data: Opened, told: Any) -> str:
    """Return who has several rows in a year, in words."""
    rows = told.filter(told.person.notnull() & told.year.notnull())
    groups = rows.group_by("person", "year").aggregate(n=rows.count())
    groups = groups.filter(groups.n > 1)
    count = int(data.run(groups.aggregate(n=groups.count())).item())
    some = data.run(groups.order_by("person", "year").limit(NAMED))
    named = ", ".join(f"{who} in {year}" for who, year in some.select("person", "year").rows())
    more = f" and {count - NAMED} more" if count > NAMED else ""
    return (
        f"a person should have one row in a year, unless main= names a column that says which "
        f"counts; {count} persons and years have several: {named}{more}"
    )


def _flows(cells: pl.DataFrame, least: int) -> LabourFlows:
    rows = int(cells["n"].sum()) + int(cells["others"].sum())
    if not rows:
        raise ValueError("the table should have rows, is empty")
    activities = tuple(sorted(cells["activity"].drop_nulls().unique().to_list()))
    moved = (
        cells.filter(state=MOVED)
        .select(
            "destination",
            "persons",
            origin="activity",
            count=pl.col("n").cast(pl.Int64),
        )
        .sort("origin", "destination")
    )
    hidden = masked(moved["count"].to_numpy(), moved["persons"].to_numpy(), least)
    place = {label: at for at, label in enumerate(activities)}
    at = tuple(
        np.array([place[one] for one in moved[side]], np.intp) for side in ("origin", "destination")
    )
    counts = np.zeros((len(activities), len(activities)))
    counts[at] = np.where(hidden, 0, moved["count"].to_numpy())
    suppressed = None
    if hidden.any():
        suppressed = np.zeros(counts.shape, np.bool_)
        suppressed[at] = hidden
    told = pl.when(~pl.Series(hidden)).then(pl.col("count")).alias("count")
    frame = moved.select("origin", "destination", told)
    left_out = _left_out(cells)
    return LabourFlows(
        activities, counts, suppressed, frame, rows, left_out, int(cells["undecided"].sum())
    )


def _left_out(cells: pl.DataFrame) -> dict[str, int]:
    def rows(*conditions: Any) -> int:
        return int(cells.filter(*conditions)["n"].sum())

    last = cells["last"].max()
    ended, at_last = pl.col("state") == NO_NEXT_YEAR, pl.col("last") == pl.lit(last)
    return {
        "no_person": rows(pl.col("state") == NO_PERSON),
        "no_year": rows(pl.col("state") == NO_YEAR),
        "no_activity": rows(pl.col("state") == NO_ACTIVITY),
        "last_year": rows(ended, at_last),
        "no_next_year": rows(ended, ~at_last),
        "no_next_activity": rows(pl.col("state") == NO_NEXT_ACTIVITY),
        "other_jobs": int(cells["others"].sum()),
    }
