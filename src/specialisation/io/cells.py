"""The figures in the cells of a value column: their flags, what is hidden, what is no figure.

Suppressed is not zero: a cell without a figure is told apart from one that says 0, and the mask
travels with the panel.
"""

import polars as pl

from specialisation.io.findings import ROW, Finding, in_rows

#: A figure, its decimals and thousands in any writing, and the flags after it.
FIGURE = r"^([-+]?\d[\d., ']*(?:[eE][-+]?\d+)?)(?: +([A-Za-z]{1,4}))?$"
#: What offices write for a figure that they do not tell, and the flags after it; a flag alone too,
#: of the letters that Eurostat has: other words are mistakes.
HIDDEN = (
    r"^(?:(?:[:*–-]|\.{1,3}|[xX]|[nN]/?[aA]|[nN][aA][nN]|[nN]ull|NULL) *([A-Za-z]{1,3})?"
    r"|([bcdefmnprsuz]{1,3})|)$"
)
#: What a spreadsheet makes of a figure that it takes for a time or a day.
TIME = r"^\d{1,2}:\d{2}(:\d{2})?( ?[AaPp][Mm])?$|^\d{4}-\d{2}-\d{2}([T ].*)?$"
FORMULA = r"^(=|@|[-+][A-Za-z(])"
#: Columns that `understood` adds.
VALUE, HIDDEN_FLAG, FLAG = "value", "suppressed", "flag"


def understood(
    frame: pl.DataFrame, column: str, flag: str | None, decimal: str | None
) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the figures, whether each is hidden, and its flags, with the row of each."""
    cells = frame[column]
    told = frame[flag].cast(pl.String).str.strip_chars().replace("", None) if flag else None
    frame = frame.select(ROW)
    if told is None:
        told = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    frame = frame.with_columns(told.alias(FLAG))
    if cells.dtype.is_numeric():
        value = cells.cast(pl.Float64)
        value = value.set(value.is_nan(), None)
        frame = frame.with_columns(value.alias(VALUE), value.is_null().alias(HIDDEN_FLAG))
        return frame, _flags(frame, column)
    text = cells.cast(pl.String).fill_null("").str.replace_all(r"[\s\u00a0\u202f]+", " ")
    frame = frame.with_columns(text.str.strip_chars().str.replace_all("−", "-").alias(VALUE))
    cell = pl.col(VALUE)
    frame = frame.with_columns(
        cell.str.extract(FIGURE, 1).str.strip_chars().alias("figure"),
        cell.str.extract(FIGURE, 2).alias("after"),
        pl.coalesce(cell.str.extract(HIDDEN, 1), cell.str.extract(HIDDEN, 2)).alias("alone"),
        cell.str.contains(HIDDEN).alias(HIDDEN_FLAG),
        cell.str.contains(TIME).alias("time"),
    )
    findings = _not_figures(frame, column)
    numbers, found = _numbers(frame["figure"], column, decimal)
    frame = frame.with_columns(
        numbers.alias(VALUE),
        (pl.col(HIDDEN_FLAG) | pl.col("time")).alias(HIDDEN_FLAG),
        pl.coalesce(FLAG, "after", "alone").alias(FLAG),
    ).drop("figure", "after", "alone", "time")
    return frame, findings + found + _flags(frame, column)


def _not_figures(frame: pl.DataFrame, column: str) -> list[Finding]:
    formula = frame.filter(pl.col(VALUE).str.contains(FORMULA))
    damaged = frame.filter("time")
    known = pl.col("figure").is_not_null() | pl.col(HIDDEN_FLAG) | pl.col("time")
    other = frame.filter(~known & ~pl.col(VALUE).str.contains(FORMULA))
    examples = ", ".join(repr(one) for one in other[VALUE].unique(maintain_order=True).head(3))
    times = ", ".join(repr(one) for one in damaged[VALUE].unique(maintain_order=True).head(3))
    return [
        *in_rows("formula", "error", "cells should hold figures, hold formulas", column, formula),
        *in_rows(
            "damaged",
            "warning",
            f"a spreadsheet made times or days of figures ({times}); they count as not told",
            column,
            damaged,
        ),
        *in_rows(
            "not_a_number", "error", f"cells should hold figures, hold {examples}", column, other
        ),
    ]


def _flags(frame: pl.DataFrame, column: str) -> list[Finding]:
    hidden = frame.filter(HIDDEN_FLAG)
    text = "cells tell no figure; suppressed is not zero, so they are masked"
    flagged = frame.filter(pl.col(FLAG).is_not_null())
    counts = flagged[FLAG].value_counts().sort("count", FLAG, descending=[True, False])
    told = ", ".join(f"{flag} {count}" for flag, count in counts.head(8).iter_rows())
    return [
        *in_rows("suppressed", "warning", text, column, hidden),
        *in_rows("flags", "note", f"flags of the source are kept: {told}", column, flagged),
    ]


def _numbers(
    figures: pl.Series, column: str, decimal: str | None
) -> tuple[pl.Series, list[Finding]]:
    plain = figures.cast(pl.Float64, strict=False)
    # Three digits after a point may be thousands: such are looked at with the rest.
    doubtful = figures.str.contains(r"^[-+]?[1-9]\d{0,2}\.\d{3}$").fill_null(value=False)
    odd = figures.is_not_null() & (plain.is_null() | doubtful)
    if not odd.any():
        return plain, []
    mark, found = _decimal_mark(figures.drop_nulls(), column, decimal)
    other = "," if mark == "." else "."
    text = figures.str.replace_all(other, "", literal=True).str.replace_all(r"[ ']", "")
    numbers = text.str.replace_all(mark, ".", literal=True).cast(pl.Float64, strict=False)
    if (figures.is_not_null() & numbers.is_null()).any():
        examples = figures.filter(numbers.is_null() & figures.is_not_null()).head(3).to_list()
        message = f"figures should have one decimal mark {mark!r}, as not in {examples}"
        found = [*found, Finding("not_a_number", "error", message, column, count=len(examples))]
    return numbers, found


def _decimal_mark(
    figures: pl.Series, column: str, decimal: str | None
) -> tuple[str, list[Finding]]:
    """Return what parts the decimals: as told, or as the figures show it."""
    if decimal is not None:
        return decimal, []
    comma, point = _evidence(figures, ","), _evidence(figures, ".")
    if comma == "decimal" or point == "thousands":
        return ",", [Finding("decimal_comma", "note", "decimals are parted by a comma", column)]
    if point == "decimal" or comma == "thousands" or "doubtful" not in (comma, point):
        return ".", []
    example = figures.filter(figures.str.contains("[.,]"))[0]
    message = (
        f"figures such as {example} may have decimals or thousands; "
        "say which with decimal=',' or decimal='.'"
    )
    return ".", [Finding("ambiguous_number", "error", message, column)]


def _evidence(figures: pl.Series, mark: str) -> str:
    """Return what a mark shows to be: "decimal", "thousands", "doubtful", or "" if not there."""
    having = figures.filter(figures.str.contains(mark, literal=True))
    if having.is_empty():
        return ""
    other = "." if mark == "," else ","
    both = having.filter(having.str.contains(other, literal=True))
    if len(both):
        last = both.str.find(other, literal=True) < both.str.find(mark, literal=True)
        return "decimal" if last.all() else "thousands"
    sign = "\\" + mark
    grouped = having.str.contains(rf"^[-+]?[1-9]\d{{0,2}}(?:{sign}\d{{3}})+$")
    if not grouped.all():
        return "decimal"
    return "thousands" if (having.str.count_matches(mark, literal=True) > 1).any() else "doubtful"
