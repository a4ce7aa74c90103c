"""Years of earlier versions: a dataset whose deliveries have a year each becomes a series."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from varv.analysis.compute.tables import KEY, table_of
from varv.analysis.models import DatasetVersion
from varv.analysis.queries.runs import earlier_versions
from varv.files import blobs

if TYPE_CHECKING:
    import polars as pl

#: The number of each version, and which years are taken of it.
Earlier = tuple[tuple[int, tuple[int, ...]], ...]


def earlier_years(version: DatasetVersion) -> Earlier:
    """Return the years that only earlier versions have, each with the latest that has it.

    They are of the same classification, and before the last year of the version: a run looks at
    that one.
    """
    had = set(_years_in(version.sha256))
    last, found = max(had), []
    for one in earlier_versions(version):
        years = sorted(year for year in _years_in(one.sha256) if year < last and year not in had)
        had.update(years)
        if years:
            found.append((one.number, tuple(years)))
    return tuple(found)


def joined(version: DatasetVersion, earlier: Earlier) -> "pl.DataFrame":
    """Return the rows of a version and, of each earlier one, those of the years taken of it."""
    import polars as pl

    frames = [_told(version)]
    for one, years in _taken(version, earlier):
        frames.append(_told(one).filter(pl.col("year").is_in(years)))
    return pl.concat(frames)


def with_gaps(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Return rows with cells that are not told of what a year has no row of.

    What one delivery has and another lacks, a region or an activity, is not known there: not zero.
    """
    import polars as pl

    cells = [_lost(frame, "activity", "region"), _lost(frame, "region", "activity")]
    lost = pl.concat(cells).unique(maintain_order=True).with_columns(suppressed=True)
    return pl.concat([frame, lost], how="diagonal")


def fingerprint(version: DatasetVersion, earlier: Earlier) -> str:
    """Return what tells the figures of a run from others: of all versions that they are of."""
    if not earlier:
        return version.sha256
    parts = [version.sha256, *(f"{one.sha256} {years}" for one, years in _taken(version, earlier))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _taken(
    version: DatasetVersion, earlier: Earlier
) -> Iterator[tuple[DatasetVersion, tuple[int, ...]]]:
    found = {one.number: one for one in earlier_versions(version)} if earlier else {}
    for number, years in earlier:
        yield found[number], years


def _told(version: DatasetVersion) -> "pl.DataFrame":
    """Return the rows of a version; those that were called something to be let in are none."""
    import polars as pl

    frame = table_of(version)
    blank = version.reading.get("blank")
    return frame if blank is None else frame.filter(pl.col("activity") != blank)


@lru_cache(maxsize=256)
def _years_in(sha256: str) -> tuple[int, ...]:
    """Return the years of a table, which never changes; the rest of it is left unread."""
    import polars as pl

    years = pl.read_parquet(BytesIO(blobs.read(sha256)), columns=["year"])["year"]
    return tuple(int(year) for year in years.unique().sort().to_list())


def _lost(frame: "pl.DataFrame", axis: str, other: str) -> "pl.DataFrame":
    """Return the cells of codes of an axis that have no row in a year that others have."""
    pairs = frame.select(axis).unique().join(frame.select("year").unique(), how="cross")
    lost = pairs.join(frame.select(axis, "year").unique(), on=[axis, "year"], how="anti")
    return lost.join(frame.select(other).unique(), how="cross").select(KEY).sort(KEY)
