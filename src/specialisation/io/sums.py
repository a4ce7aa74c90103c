"""Printed sums against the parts they are the sums of: rounding is told, more than that is a fault.

Offices round each figure by itself, or change figures a little to protect people, so that the parts
miss their printed sum. By how much they may is known from how they round.
"""

from collections.abc import Callable, Mapping

import polars as pl

from specialisation.io.examine import codes_of
from specialisation.io.findings import ROW, Finding, in_rows
from specialisation.io.levels import TOTAL, Levels

KEY = ["region", "activity", "year"]
#: Figures are rounded to these, if all are multiples; else to as many decimals as they have.
STEPS = (1000, 100, 50, 10, 5, 1, 0.1, 0.01, 0.001)
#: A sum that nobody called one is seen from so many figures, each so many times its tolerance.
FEWEST, CLEAR = 5, 20


def rounded_to(values: pl.Series) -> float:
    """Return the step that all figures are multiples of."""
    figures = values.drop_nulls().abs()
    figures = figures.filter((figures > 0) & (figures < 1e12))
    if figures.is_empty():
        return 1.0
    for step in STEPS:
        rest = figures / step
        if ((rest - rest.round()).abs() < 1e-6).all():
            return step
    return 0.0


def compare_activities(
    frame: pl.DataFrame,
    levels: Levels,
    kept: str,
    above: Callable[[str, str], str | None],
    column: str = "activity",
) -> list[Finding]:
    """Return how printed totals and coarser levels fit the sums of the activities kept.

    ``column`` is what the file calls them.
    """
    return _compare(frame, "activity", levels, kept, above, column)


def compare_regions(
    frame: pl.DataFrame,
    levels: Levels,
    kept: str,
    above: Callable[[str, str], str | None],
    column: str = "region",
) -> list[Finding]:
    """Return how printed totals and coarser levels fit the sums of the regions kept.

    ``column`` is what the file calls them.
    """
    return _compare(frame, "region", levels, kept, above, column)


def compare_told(
    frame: pl.DataFrame, totals: Mapping[tuple[str, int], float], column: str = "value"
) -> list[Finding]:
    """Return how totals that are printed elsewhere, by region and year, fit the sums."""
    told = pl.DataFrame(
        {
            "region": [region for region, _ in totals],
            "year": [year for _, year in totals],
            "printed": [float(total) for total in totals.values()],
        },
        schema={"region": pl.String, "year": pl.Int64, "printed": pl.Float64},
    )
    sums = _summed(frame, ["region", "year"]).with_columns(pl.col("region").cast(pl.String))
    both = told.join(sums, on=["region", "year"])
    if both.height < told.height:
        missing = told.join(sums, on=["region", "year"], how="anti").row(0)[:2]
        raise ValueError(f"totals should be of a region and year of the table, not of {missing}")
    return _told(both, rounded_to(frame["value"]), "printed totals", column)


def unnamed_totals(frame: pl.DataFrame, axis: str, column: str) -> list[Finding]:
    """Return activities or regions that are the sum of all others without being called so."""
    if frame[axis].n_unique() < 4:
        return []
    other = [name for name in KEY if name != axis]
    step = rounded_to(frame["value"])
    sums = frame.with_columns(
        pl.col("value").sum().over(other).alias("all"),
        ((pl.len().over(other) + 1) / 2 * step).alias("tolerance"),
    ).filter(pl.col("value") > 0)
    gap = (2 * pl.col("value") - pl.col("all")).abs()
    seen = sums.group_by(axis).agg(
        (gap <= pl.col("tolerance")).all().alias("always"),
        (pl.col("value") > CLEAR * pl.col("tolerance")).sum().alias("clear"),
    )
    found = codes_of(seen.filter("always", pl.col("clear") >= FEWEST), axis)
    if not found:
        return []
    message = f"{', '.join(found)} is the sum of all the others: a total among the parts"
    rows = frame.filter(pl.col(axis).is_in(found))
    return in_rows("hidden_total", "error", message, column, rows)


def _compare(
    frame: pl.DataFrame,
    axis: str,
    levels: Levels,
    kept: str,
    above: Callable[[str, str], str | None],
    column: str,
) -> list[Finding]:
    parts = frame.filter(pl.col(axis).is_in(levels.codes(kept, "beside")))
    step = rounded_to(frame["value"])
    findings = []
    for level in [TOTAL, *levels.known[: levels.known.index(kept)]]:
        printed = frame.filter(pl.col(axis).is_in(levels.codes(level)), ~pl.col("suppressed"))
        if printed.is_empty():
            continue
        other = [name for name in KEY if name != axis]
        named = {code: above(code, level) for code in codes_of(parts, axis)}
        if level == TOTAL:
            keys, matched = other, printed.unique(other, keep="first", maintain_order=True)
            summed = _summed(parts, keys)
        else:
            of = pl.col(axis).cast(pl.String).replace_strict(named, return_dtype=pl.String)
            summed = _summed(parts.with_columns(of.alias(axis)), KEY)
            keys, matched = KEY, printed.with_columns(pl.col(axis).cast(pl.String))
        both = matched.select(*keys, ROW, pl.col("value").alias("printed")).join(summed, on=keys)
        findings += _told(both, step, f"printed {axis} totals ({level})", column)
    return findings


def _summed(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Return the sums of figures, where no part is hidden."""
    return (
        frame.group_by(keys)
        .agg(
            pl.col("value").sum().alias("sum"),
            pl.len().alias("parts"),
            pl.col("suppressed").any().alias("open"),
        )
        .filter(~pl.col("open"))
    )


def _told(both: pl.DataFrame, step: float, what: str, column: str) -> list[Finding]:
    if both.is_empty():
        return []
    both = both.with_columns(
        (pl.col("printed") - pl.col("sum")).alias("gap"),
        ((pl.col("parts") + 1) / 2 * step + 1e-6).alias("tolerance"),
    )
    far = both.filter(pl.col("gap").abs() > pl.col("tolerance"))
    if far.height == both.height and (far["gap"] > 0).all():
        message = (
            f"all {both.height} {what} are above the sum of their parts: some parts are not here"
        )
        return [Finding("partial", "warning", message, column, count=both.height)]
    near = both.filter((pl.col("gap") != 0), pl.col("gap").abs() <= pl.col("tolerance"))
    findings = []
    if near.height:
        worst = _worst(near)
        message = (
            f"{near.height} of {both.height} {what} miss the sum of their parts by up to "
            f"{abs(worst['gap']):g} (of {worst['printed']:,.0f}), which rounding explains"
        )
        findings.append(Finding("rounding", "note", message, column, count=near.height))
    if far.height:
        worst = _worst(far)
        message = (
            f"{far.height} of {both.height} {what} miss the sum of the parts that are told, by up "
            f"to {abs(worst['gap']):,.0f} (of {worst['printed']:,.0f}), more than rounding explains"
        )
        rows = tuple(far[ROW].sort().head(5).to_list()) if ROW in far.columns else ()
        findings.append(Finding("sum_differs", "warning", message, column, rows, far.height))
    return findings


def _worst(both: pl.DataFrame) -> dict[str, float]:
    return both.sort(pl.col("gap").abs(), "printed", descending=True).row(0, named=True)
