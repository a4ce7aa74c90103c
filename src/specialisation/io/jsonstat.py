"""JSON-stat 2.0, the answer of PxWeb and of Eurostat's statistics service.

References
----------
The JSON-stat format, version 2.0 (json-stat.org/full); PxWebApi 2.0 specification, schema Dataset.
"""

import math
from typing import Any

import numpy as np
import polars as pl

from specialisation.io.findings import ROW
from specialisation.io.limits import Limits

#: Which of the table's roles a role of the format stands for.
ROLES = {"time": "year", "geo": "region"}


def rows_of_dataset(found: Any, limits: Limits) -> tuple[pl.DataFrame, dict[str, str], str]:
    """Return the cells of a dataset with the codes of each, its roles, and its source."""
    ids, sizes = _shape(found)
    cells = math.prod(sizes)  # before anything of that size is made
    if cells > limits.rows or len(ids) > limits.columns:
        raise ValueError(f"the dataset should have {limits.rows:,} cells, has {cells:,}")
    if not cells:
        raise ValueError("the dataset should have cells, has none")
    columns: dict[str, Any] = {}
    repeat, times = cells, 1
    for name, size in zip(ids, sizes, strict=True):
        repeat //= size
        codes = pl.Series(name, _codes(found["dimension"], name, size), dtype=pl.String)
        places = np.tile(np.repeat(np.arange(size), repeat), times)
        columns[name] = codes.gather(places)
        times *= size
    columns["value"] = pl.Series(_sparse(found.get("value"), cells, "value"), dtype=pl.Float64)
    status = _sparse(found.get("status"), cells, "status")
    columns["status"] = pl.Series(
        [None if one is None else str(one) for one in status], dtype=pl.String
    )
    extension = found.get("extension")
    version = extension.get("classification") if isinstance(extension, dict) else None
    if isinstance(version, str) and version and "classification" not in columns:
        columns["classification"] = pl.Series([version]).new_from_index(0, cells)
    frame = pl.DataFrame(columns).with_row_index(ROW, offset=1)
    # A sparse answer leaves out what does not exist; null with a status is hidden.
    sparse = isinstance(found.get("value"), dict)
    if sparse:
        frame = frame.filter(pl.col("value").is_not_null() | pl.col("status").is_not_null())
    return frame, _roles(found, ids), str(found.get("source") or "")


def _shape(found: Any) -> tuple[list[str], list[int]]:
    if not isinstance(found, dict) or found.get("class") != "dataset":
        raise ValueError("the file should be a JSON-stat 2 dataset, is other JSON")
    ids: Any = found.get("id")
    sizes: Any = found.get("size")
    right = (
        isinstance(ids, list)
        and isinstance(sizes, list)
        and len(ids) == len(sizes) > 0
        and all(isinstance(one, str) for one in ids)
        and len(set(ids)) == len(ids)
        and not {"value", "status", ROW} & set(ids)
        and all(type(one) is int and one >= 0 for one in sizes)
        and isinstance(found.get("dimension"), dict)
    )
    if not right:
        raise ValueError("the dataset should have id, size and dimension that fit each other")
    return ids, sizes


def _codes(dimensions: dict[str, Any], name: str, size: int) -> list[str]:
    category = dimensions.get(name, {}).get("category", {})
    index, label = category.get("index"), category.get("label", {})
    if isinstance(index, dict):
        codes = sorted(index, key=lambda code: index[code])
    else:
        codes = list(index) if isinstance(index, list) else list(label)
    if len(codes) != size or len(set(codes)) != size:
        raise ValueError(f"dimension {name} should have {size} different codes, has {len(codes)}")
    return codes


def _sparse(values: Any, cells: int, name: str) -> list[Any]:
    """Return a value for each cell; the format allows a list, an object of places, or one text."""
    if isinstance(values, list) and len(values) == cells:
        return values
    if values is None or values == []:
        if name == "value":
            raise ValueError("the dataset should have values, has only their description")
        return [None] * cells
    if isinstance(values, str):
        return [values] * cells
    found: list[Any] = [None] * cells
    if isinstance(values, list) or not hasattr(values, "items"):
        has = len(values) if isinstance(values, list) else "none"
        raise ValueError(f"{name} should have {cells} cells, has {has}")
    for place, value in values.items():
        if not place.isdecimal() or int(place) >= cells:
            raise ValueError(f"{name} should stand at 0 to {cells - 1}, stands at {place!r}")
        found[int(place)] = value
    return found


def _roles(found: dict[str, Any], ids: list[str]) -> dict[str, str]:
    told = found.get("role") or {}
    roles = {"value": "value", "flag": "status"}
    for theirs, ours in ROLES.items():
        names = told.get(theirs) or []
        if len(names) == 1 and names[0] in ids:
            roles[ours] = names[0]
    return roles
