"""What a new version of a table changes: cells added, gone and changed, and years that are new."""

from typing import Any

import polars as pl

KEY = ["region", "activity", "year"]
#: So many of the cells that differ most are named.
LARGEST = 10


def difference(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, Any]:
    """Return how two tables differ, cell by cell.

    A figure that became hidden, or is told now, is a change; what only has another flag is none.
    """
    years, years_before = (set(frame["year"].unique().to_list()) for frame in (after, before))
    old, new = _told(before, "before"), _told(after, "after")
    both = old.join(new, on=KEY)
    changed = both.filter(~pl.col("before").eq_missing(pl.col("after")))
    largest = changed.with_columns(
        (pl.col("after").fill_null(0) - pl.col("before").fill_null(0)).abs().alias("by")
    ).sort("by", *KEY, descending=[True, False, False, False])
    return {
        "same": both.height - changed.height,
        "changed": changed.height,
        "added": new.height - both.height,
        "gone": old.height - both.height,
        "largest": largest.head(LARGEST).drop("by").to_dicts(),
        "years": sorted(years - years_before),
        "years_gone": sorted(years_before - years),
        "no_common_year": years.isdisjoint(years_before),
    }


def _told(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the figures of a table; what is hidden has none."""
    figure = pl.when(~pl.col("suppressed")).then(pl.col("value"))
    return frame.select(*KEY, figure.alias(name))
