"""The stored tables of datasets, read for computing."""

from io import BytesIO
from typing import TYPE_CHECKING

from varv.files import blobs

if TYPE_CHECKING:
    import polars as pl

    from varv.analysis.models import DatasetVersion

COLUMNS = ["region", "activity", "year", "value", "suppressed"]


def frame_of(version: "DatasetVersion") -> "pl.DataFrame":
    """Return the long table of a version: region, activity, year, value, suppressed."""
    import polars as pl

    frame = pl.read_parquet(BytesIO(blobs.read(version.sha256)))
    if "activity" not in frame.columns:
        frame = frame.with_columns(pl.lit("").alias("activity"))
    if "suppressed" not in frame.columns:
        frame = frame.with_columns(pl.col("value").is_null().alias("suppressed"))
    return frame.select(COLUMNS).with_columns(
        pl.col("region", "activity").cast(pl.String),
        pl.col("year").cast(pl.Int64),
        pl.col("value").cast(pl.Float64),
        pl.col("suppressed").cast(pl.Boolean).fill_null(value=False),
    )


def regions_in(version: "DatasetVersion") -> list[str]:
    """Return the codes of the regions in a table, sorted."""
    return sorted(frame_of(version)["region"].unique().to_list())
