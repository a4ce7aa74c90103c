"""Tables with one column for each year or each activity, read as rows: how offices show them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from specialisation.classification import VERSIONS, is_activity, is_total, split_joined
from specialisation.io.findings import ROW, Finding, some
from specialisation.io.formats import RawTable
from specialisation.io.limits import Limits
from specialisation.io.roles import NAMES

#: A year in a heading, alone or after what is counted: 2019, Antal 2019, n2019.
YEAR = re.compile(r"(|.*\D)((?:1[7-9]|20|21)\d\d)(?:\.0)?")
#: A lettered activity, alone, or beside its name: C, C Tillverkning, Tillverkning (C), C10-C12.
CODE = re.compile(r"[A-V](?:\d[\d.]*)?(?:[+_-][A-V](?:\d[\d.]*)?)*")
#: One column of a kind is a value column; two are a table laid out in columns.
FEWEST = 2


@dataclass(frozen=True)
class Wide:
    """Which columns of a table are years or activities.

    Attributes
    ----------
    role
        "year" or "activity".
    columns
        The year or the activity of each such column, by its heading.
    """

    role: str
    columns: Mapping[str, str]


def wide_columns(names: Sequence[str]) -> Wide | None:
    """Return the columns that are years or activities, by their headings; None for a long table.

    A table that names its column of values, or one of the same role, is a long one.

    Examples
    --------
    >>> wide_columns(["region", "2019", "2020"])
    Wide(role='year', columns={'2019': '2019', '2020': '2020'})
    >>> wide_columns(["kommun", "år", "Jordbruk A", "C Tillverkning"]).columns
    {'Jordbruk A': 'A', 'C Tillverkning': 'C'}
    >>> wide_columns(["region", "activity", "n2015"])
    """
    plain = {name.lower() for name in names}
    if plain & set(NAMES["value"]):
        return None
    years = _years(names)
    if years and not plain & set(NAMES["year"]) and len(years) < len(names):
        return Wide("year", years)
    activities = _activities(names)
    if len(activities) < FEWEST or plain & set(NAMES["activity"]):
        return None
    activities |= {name: name for name in names if is_total(name)}
    return Wide("activity", activities) if len(activities) < len(names) else None


def unpivoted(raw: RawTable, told: Mapping[str, str], limits: Limits) -> RawTable:
    """Return a table with a row for each figure, where it had a column for each year or activity.

    Parameters
    ----------
    raw
        The rows of a file. A long table is returned as it is.
    told
        Which column has which role, where that was told: a table of which one of the columns in
        question was told to be the value is read so.
    limits
        How many cells there may be.

    Raises
    ------
    ValueError
        If there are more cells than ``limits.rows``.

    Examples
    --------
    >>> from specialisation.io.formats import raw_table
    >>> raw = raw_table(b"region;sni;2019;2020\\nSE32;I55;12;13\\n", Limits())
    >>> unpivoted(raw, {}, Limits()).frame.drop("row of the file").rows()
    [('SE32', 'I55', '2019', '12'), ('SE32', 'I55', '2020', '13')]
    """
    names = [name for name in raw.frame.columns if name != ROW]
    found = None if "value" in raw.roles else wide_columns(names)
    if found is None or set(told.values()) & set(found.columns) or told.get(found.role):
        return raw
    columns = [name for name in names if name in found.columns]
    if raw.frame.height * len(columns) > limits.rows:
        raise ValueError(f"the table should have {limits.rows:,} cells, has more")
    index = [name for name in raw.frame.columns if name not in found.columns]
    role, value = (_free(name, index) for name in (found.role, "value"))
    frame = raw.frame
    if not all(frame[name].dtype.is_numeric() for name in columns):
        frame = frame.with_columns(pl.col(columns).cast(pl.String))
    long = frame.unpivot(on=columns, index=index, variable_name=role, value_name=value)
    long = long.with_columns(pl.col(role).replace(dict(found.columns)))
    what = {"year": "years", "activity": "activities"}[found.role]
    text = f"columns are {what}, read as one row for each figure: {some(columns)}"
    told_so = Finding("wide", "note", text, count=len(columns))
    return replace(
        raw,
        frame=long.select(*index, role, value),
        findings=(*raw.findings, told_so),
        roles={**raw.roles, found.role: role, "value": value},
    )


def _years(names: Sequence[str]) -> dict[str, str]:
    """Return the year of each heading that has one; empty where they tell of several things.

    One such heading alone, as SNI 2007 is, is a name and no year.
    """
    groups: dict[str, dict[str, str]] = {}
    for name in names:
        if found := YEAR.fullmatch(name.strip()):
            groups.setdefault(found[1].strip().lower(), {})[name] = found[2]
    several = [years for years in groups.values() if len(years) >= FEWEST]
    is_one = len(several) == 1 and len(set(several[0].values())) == len(several[0])
    return several[0] if is_one else {}


def _activities(names: Sequence[str]) -> dict[str, str]:
    """Return the code in each heading that has one; empty where two have the same."""
    having = {name: code for name in names if (code := _code(name))}
    return having if len(set(having.values())) == len(having) else {}


def _code(heading: str) -> str:
    words = [one.strip("().,:;[]") for one in heading.split()] or [""]
    return next((one for one in (words[0], words[-1]) if _is_code(one)), "")


def _is_code(text: str) -> bool:
    if not CODE.fullmatch(text):
        return False
    return any(all(is_activity(one, version) for one in split_joined(text)) for version in VERSIONS)


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += " "
    return name
