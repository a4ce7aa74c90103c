"""The table of a version as it is stored, written and read again: the only place that does either.

It is one long table, in order of year, region and activity: region, activity, year, value,
suppressed, flag. The value of a suppressed cell is empty, and what tells of places only has the one
activity "-". The numbers take a second to load, so they are imported inside functions.
"""

from io import BytesIO
from typing import TYPE_CHECKING

from varv.files import blobs

if TYPE_CHECKING:
    import polars as pl

    from specialisation import Panel
    from varv.analysis.models import DatasetVersion

KEY = ["year", "region", "activity"]


def parquet(table: "pl.DataFrame") -> bytes:
    """Return a table as it is stored; the same table always gives the same bytes."""
    from specialisation.io.reading import COLUMNS

    target = BytesIO()
    table.select(COLUMNS).sort(*KEY).write_parquet(
        target, compression="zstd", compression_level=3, statistics=True, row_group_size=1 << 18
    )
    return target.getvalue()


def table_of(version: "DatasetVersion") -> "pl.DataFrame":
    """Return the table of a version; ``OSError`` where its file is damaged or gone."""
    return table_in(version.sha256)


def table_in(sha256: str) -> "pl.DataFrame":
    """Return the table with this fingerprint."""
    import polars as pl

    return pl.read_parquet(BytesIO(blobs.read(sha256)))


def years_in(sha256: str) -> list[int]:
    """Return the years of the table with this fingerprint, without reading all of it."""
    import polars as pl

    table = pl.read_parquet(BytesIO(blobs.read(sha256)), columns=["year"])
    return sorted(table["year"].unique().to_list())


def together(before: "pl.DataFrame", after: "pl.DataFrame", absent: str) -> "pl.DataFrame":
    """Return the rows of two tables that have no year in common, as one.

    What only one of them has is unknown in the years of the other, unless ``absent`` says that what
    no row tells is zero.
    """
    import polars as pl

    from specialisation.io.examine import ZERO, masked
    from specialisation.io.reading import COLUMNS

    rows = pl.concat([before.select(COLUMNS), after.select(COLUMNS)])
    return masked(rows, ZERO if absent == ZERO else "")[0].select(COLUMNS).sort(*KEY)


def is_of_places_only(table: "pl.DataFrame") -> bool:
    """Tell whether a table tells of no activities."""
    from specialisation.io.reading import WHOLE

    return table["activity"].unique().to_list() == [WHOLE]


def panel_of(version: "DatasetVersion") -> "Panel":
    """Return all of a version as a panel, with the mask of what is suppressed."""
    return panel_from(table_of(version), version.classification)


def panel_from(table: "pl.DataFrame", classification: str) -> "Panel":
    """Return rows of a table as a panel; ``ValueError`` where they make none."""
    import specialisation as sp

    hidden = "suppressed" if table["suppressed"].any() else None
    return sp.Panel.from_frame(table, year="year", suppressed=hidden, classification=classification)
