"""A region held against its whole country: the country less the region, so nobody counts twice."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

#: What the rest of the country is called in a panel.
REST = "rest"
KEY = ["activity", "year"]


def country_above(region: str) -> str:
    """Return the code that the country of a region has in a table; empty where none is known.

    Examples
    --------
    >>> country_above("23"), country_above("SE322"), country_above("Norden")
    ('00', 'SE', '')
    """
    from specialisation.io.levels import region_above

    found = region_above(region, "country") or region_above(region, "NUTS 0") or ""
    return "" if found == region else found


def with_rest(frame: "pl.DataFrame", region: str) -> "pl.DataFrame":
    """Return the rows of a region and of the rest of its country, of the years that both tell.

    What is not told of either is not told of the rest. `ValueError` where the country is not in the
    table, or is not the whole that the region is a part of.
    """
    import polars as pl

    frame = frame.with_columns(pl.col("value").cast(pl.Float64))
    own = frame.filter(pl.col("region") == region)
    whole = frame.filter(pl.col("region") == country_above(region))
    years = set(own["year"].to_list()) & set(whole["year"].to_list())
    own, whole = (one.filter(pl.col("year").is_in(sorted(years))) for one in (own, whole))
    if not years or own.join(whole, on=KEY, how="anti").height:
        raise ValueError("the country is not told of all that the region is told of")
    both = whole.join(own.select(*KEY, "value", "suppressed"), on=KEY, how="left", suffix="_own")
    hidden = pl.col("suppressed") | pl.col("suppressed_own").fill_null(value=False)
    rest = pl.col("value") - pl.col("value_own").fill_null(0.0)
    found = both.select(
        pl.lit(REST).alias("region"),
        *KEY,
        pl.when(hidden).then(None).otherwise(rest).alias("value"),
        hidden.alias("suppressed"),
    )
    if (found["value"] < 0).any():
        raise ValueError("the region has more than its country")
    return pl.concat([own.select(found.columns), found])


def against_the_rest(quotient: float | None, weight: float) -> float | None:
    """Return a location quotient against the whole as one against the whole less the region.

    ``weight`` is the part of the whole that the region is. What is above 1 against the one is so
    against the other. None where the rest has nothing to hold it against.

    Examples
    --------
    A region is a tenth of the country and has 20 of 100 jobs: 0.2 / 0.1 is 2 against the country.
    The rest has 80 of 100, and is nine tenths: (0.2 / 0.1) / (0.8 / 0.9) is 2.25 against the rest.

    >>> round(against_the_rest(2.0, 0.1), 9), against_the_rest(1.0, 0.1), against_the_rest(3.0, 0.0)
    (2.25, 1.0, 3.0)
    """
    if quotient is None or weight * quotient >= 1:
        return None
    return quotient * (1 - weight) / (1 - weight * quotient)
