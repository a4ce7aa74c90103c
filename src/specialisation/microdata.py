"""Tables of persons or workplaces, however large, as columns that Ibis can count."""

import glob
import gzip
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from specialisation.engines import Engine, chosen, collected, connected, first_line
from specialisation.tables import NAMED

#: Paths to Parquet or CSV (globs too), a polars or pandas frame, or a table of Ibis.
Microdata: TypeAlias = Any
PARQUET, CSV = (".parquet", ".pq"), (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")


@dataclass(frozen=True, eq=False)
class Opened:
    """A table where it lies, its columns named by what they are.

    Attributes
    ----------
    table
        A table of Ibis.
    backend
        What computes it.
    names
        What the columns are called in the table, by what they are.
    """

    table: Any
    backend: Any
    names: Mapping[str, str]

    def run(self, expression: Any) -> pl.DataFrame:
        """Compute an expression and return its rows."""
        try:
            return collected(self.backend, expression)
        except Exception as error:
            raise ValueError(f"the table could not be counted: {first_line(error)}") from error

    def code(self, what: str) -> Any:
        """Return a column of codes: whole numbers, or text without blanks around it.

        A blank code is missing.
        """
        column = self.table[what]
        kind = column.type()
        if kind.is_string():
            return column.strip().nullif("")
        if kind.is_integer():
            return column
        raise ValueError(f"{self._called(what)} should be text or whole numbers, is {kind}")

    def whole(self, what: str) -> Any:
        """Return a column of whole numbers, such as years; text that holds them will do."""
        column = self.table[what]
        kind = column.type()
        if kind.is_integer():
            return column.cast("int64")
        if not kind.is_string():
            raise ValueError(f"{self._called(what)} should be whole numbers, is {kind}")
        text = column.strip().nullif("")
        read = text.re_search(r"^[+-]?[0-9]{1,6}$").ifelse(text, None).try_cast("int64")
        self._refuse(what, text.notnull() & read.isnull(), "a whole number in every row")
        return read

    def number(self, what: str) -> Any:
        """Return a column of numbers; nan is missing, and true and false are 1 and 0."""
        column = self.table[what]
        kind = column.type()
        if kind.is_boolean():
            return column.cast("int64")
        if kind.is_integer():
            return column
        if kind.is_floating():
            return column.isnan().ifelse(None, column)
        if kind.is_decimal():
            return column.cast("float64")
        if not kind.is_string():
            raise ValueError(f"{self._called(what)} should be numbers, is {kind}")
        text = column.strip().nullif("")
        plain = text.re_search(r"^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$")
        read = plain.ifelse(text, None).try_cast("float64")
        self._refuse(what, text.notnull() & read.isnull(), "a number in every row")
        return read

    def _refuse(self, what: str, wrong: Any, should: str) -> None:
        rows = self.table.filter(wrong)
        count = int(self.run(rows.aggregate(n=rows.count())).item())
        if not count:
            return
        some = self.run(rows.select(what).distinct().order_by(what).limit(NAMED))
        told = ", ".join(repr(one) for one in some[what].to_list())
        raise ValueError(f"{self._called(what)} should be {should}; {count} rows have {told}")

    def _called(self, what: str) -> str:
        name = self.names[what]
        return what if what == name else f"{what} ({name!r})"


@contextmanager
def opened(
    table: Microdata, engine: str | Engine, names: Mapping[str, str | None]
) -> Iterator[Opened]:
    """Hold a table open, with the columns that are named, each called by what it is."""
    wanted = {what: name for what, name in names.items() if name is not None}
    if hasattr(table, "get_backend") and hasattr(table, "schema"):
        yield Opened(_only(table, wanted), table.get_backend(), wanted)
        return
    source = _source(table, wanted)
    with connected(chosen(engine)) as backend:
        load = _loaded if isinstance(source, pl.DataFrame) else _read
        yield Opened(_only(load(source, backend), wanted), backend, wanted)


def _only(table: Any, names: Mapping[str, str]) -> Any:
    _check(names, table.columns)
    return table.select(**{what: table[name] for what, name in names.items()})


def _check(names: Mapping[str, str], columns: Sequence[str]) -> None:
    missing = [f"{what} ({name!r})" for what, name in names.items() if name not in columns]
    if missing:
        has = ", ".join(str(one) for one in columns)
        raise ValueError(f"the table should have columns for {', '.join(missing)}; has {has}")


def _source(table: Microdata, names: Mapping[str, str]) -> pl.DataFrame | list[str]:
    """Return a frame of the columns that are named, or the paths; refuse what is neither."""
    if isinstance(table, str | Path):
        return _paths([table])
    if isinstance(table, list | tuple) and table and all(isinstance(x, str | Path) for x in table):
        return _paths(table)
    if isinstance(table, pl.LazyFrame):
        _check(names, table.collect_schema().names())
        table = table.select(sorted(set(names.values()))).collect()
    if not isinstance(table, pl.DataFrame):
        table = _from_pandas(table, names)
    _check(names, table.columns)
    if not len(table):
        raise ValueError("the table should have rows, is empty")
    return pl.DataFrame([_plain(table[name]) for name in sorted(set(names.values()))])


def _from_pandas(table: Any, names: Mapping[str, str]) -> pl.DataFrame:
    if not hasattr(table, "columns") or not hasattr(table, "iloc"):
        raise ValueError(
            "table should be paths to Parquet or CSV, a polars or pandas data frame, or a table of "
            f"Ibis, is {type(table).__name__}"
        )
    _check(names, list(table.columns))
    return pl.from_pandas(table[sorted(set(names.values()))])


def _plain(column: pl.Series) -> pl.Series:
    """Return a column as both engines know it: pandas makes floats of whole numbers with gaps."""
    if isinstance(column.dtype, pl.Categorical | pl.Enum) or column.dtype == pl.Null:
        return column.cast(pl.String)
    if not column.dtype.is_float():
        return column
    column = column.fill_nan(None)
    told = column.drop_nulls()
    whole = bool((told.is_finite() & (told.abs() < 2**53) & (told == told.round())).all())
    return column.cast(pl.Int64) if whole else column


def _paths(given: Sequence[str | Path]) -> list[str]:
    paths = [str(one) for one in given]
    for path in paths:
        if not _here(path) and "://" not in path:
            raise ValueError(f"table should be the path of a file, there is none at {path!r}")
    kinds = {_kind(path) for path in paths}
    if len(kinds) > 1:
        raise ValueError("table should be files of one kind, are Parquet and CSV")
    return paths


def _here(path: str) -> list[str]:
    return sorted(glob.glob(path))  # noqa: PTH207 (the pattern may begin anywhere)


def _kind(path: str) -> str:
    name = path.lower()
    if name.endswith(PARQUET) or Path(path).is_dir():
        return "parquet"
    if name.endswith(CSV):
        return "csv"
    known = ", ".join((*PARQUET, *CSV))
    raise ValueError(f"table should end with one of {known} or be a folder of Parquet: {path!r}")


def _read(paths: Any, backend: Any) -> Any:
    try:
        return _files(paths, backend)
    except Exception as error:
        raise ValueError(f"table should be readable: {first_line(error)}") from error


def _files(paths: Sequence[str], backend: Any) -> Any:
    spark = backend.name == "pyspark"
    if _kind(paths[0]) == "csv":
        separator = _separator(paths[0])
        # Codes such as 01 are text: no engine may guess that they are numbers.
        if not spark:
            return backend.read_csv(
                list(paths), all_varchar=True, header=True, sep=separator, quote='"', escape='"'
            )
        return backend.read_csv(
            list(paths), inferSchema=False, header=True, sep=separator, quote='"', escape='"'
        )
    if spark:
        frame = backend._session.read.parquet(*paths)  # Ibis takes one path only
        frame.createOrReplaceTempView("varv_microdata")
        return backend.table("varv_microdata")
    inside = [str(Path(one) / "**" / "*.parquet") if Path(one).is_dir() else one for one in paths]
    return backend.read_parquet(inside)


def _separator(path: str) -> str:
    """Return what stands most often in the first line; a comma where it cannot be looked at."""
    found = _here(path)
    if not found:
        return ","
    with gzip.open(found[0], "rb") if found[0].endswith(".gz") else Path(found[0]).open("rb") as f:
        line = f.readline(1_000_000)
    return max(",;\t|", key=lambda one: line.count(one.encode()))


def _loaded(frame: Any, backend: Any) -> Any:
    if backend.name != "pyspark":
        import ibis  # the engine has it, or we were not here

        return ibis.memtable(frame)
    rows = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    backend._session.createDataFrame(rows).createOrReplaceTempView("varv_microdata")
    return backend.table("varv_microdata")
