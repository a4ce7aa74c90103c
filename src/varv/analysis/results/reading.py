"""The stored tables of results, as rows."""

import io
from functools import lru_cache
from typing import Any

from varv.analysis.models import RunResult
from varv.files import blobs


def rows_of(result: RunResult) -> list[dict[str, Any]]:
    """Return the rows of a result in their order."""
    return [dict(row) for row in _rows(result.table.sha256)]


def content_of(result: RunResult) -> bytes:
    """Return the file itself."""
    return blobs.read(result.table.sha256)


@lru_cache(maxsize=64)
def _rows(sha256: str) -> tuple[dict[str, Any], ...]:
    """Read a table; what is named by its own fingerprint never changes."""
    import polars as pl  # half a second to load, and not every page has tables

    return tuple(pl.read_parquet(io.BytesIO(blobs.read(sha256))).to_dicts())
