"""Figures of municipalities out of a stored table, and how unevenly something is spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from varv.analysis.compute.tables import table_of

if TYPE_CHECKING:
    from varv.analysis.models import DatasetVersion

#: Of each place by its code and year; what the table does not tell is not there.
Figures = Mapping[str, Mapping[int, float]]
_KEPT = 32
_read: dict[str, Figures] = {}


def by_place(version: "DatasetVersion") -> Figures:
    """Return the figures of a table, all activities of a place and year together.

    A stored table never changes, so it is read once.
    """
    key = version.sha256
    if key not in _read:
        while len(_read) >= _KEPT:
            _read.pop(next(iter(_read)))
        _read[key] = _figures(version)
    return _read[key]


def _figures(version: "DatasetVersion") -> Figures:
    import polars as pl

    from specialisation.classification import is_total

    frame = table_of(version)
    totals = [one for one in frame["activity"].unique().to_list() if is_total(one)]
    if totals:  # what is printed as the total of a place is its figure, and no part beside others
        frame = frame.filter(pl.col("activity").is_in(totals))
    told = (
        frame.group_by("region", "year", maintain_order=True)
        .agg(pl.col("value").sum(), (pl.col("suppressed") | pl.col("value").is_null()).any())
        .filter(~pl.col("suppressed"))
    )
    found: dict[str, dict[int, float]] = {}
    for region, year, value in told.select("region", "year", "value").iter_rows():
        found.setdefault(str(region), {})[int(year)] = float(value)
    return found


@dataclass(frozen=True)
class Unevenness:
    """How unevenly something is spread, and how much of that lies between groups."""

    hoover: float
    """What would have to lie elsewhere for all to have as much of it, in per cent."""
    between: float | None
    """The share of Theil's T that lies between groups, in per cent, where each place weighs as much
    as it has of what is divided by."""


def unevenness(
    values: Sequence[float], sizes: Sequence[float], groups: Sequence[str]
) -> Unevenness | None:
    """Return how unevenly ``values`` are spread over places of ``sizes``; None where it makes none.

    There is no share between groups where all places are alike, or in one group.
    """
    if not sum(values) or any(size <= 0 for size in sizes) or len(values) < 2:
        return None
    return _uneven(tuple(values), tuple(sizes), tuple(groups))


@lru_cache(maxsize=256)
def _uneven(
    values: tuple[float, ...], sizes: tuple[float, ...], groups: tuple[str, ...]
) -> Unevenness:
    import specialisation as sp

    hoover = sp.hoover_index(values, sizes)
    parts = None
    if len(set(groups)) > 1:
        rates = [value / size for value, size in zip(values, sizes, strict=True)]
        parts = sp.theil_decomposition(rates, list(groups), weights=sizes)
    known = parts is not None and isfinite(parts.total) and parts.total > 1e-9
    between = 100 * parts.between / parts.total if parts and known else None
    return Unevenness(hoover, between)
