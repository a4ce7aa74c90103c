"""Codes of a table that differ only by case or spaces: most likely one, spelt in two ways."""

import polars as pl

#: What somebody may say of such codes.
ONE, APART = "one", "apart"


def odd_spellings(codes: pl.Series) -> dict[str, str]:
    """Return the usual spelling of each code that is spelt in another way as well.

    The usual one is that of most rows; of equally many, the one in capitals.

    Examples
    --------
    >>> odd_spellings(pl.Series(["SE32", "SE32", "se32", "SE 32", "SE33"]))
    {'SE 32': 'SE32', 'se32': 'SE32'}
    """
    labels = codes.unique().drop_nulls().cast(pl.String)
    if len({_plain(code) for code in labels}) == len(labels):
        return {}
    counts = codes.cast(pl.String).drop_nulls().rename("code").value_counts()
    ordered = counts.sort("count", "code", descending=[True, False])["code"].to_list()
    usual: dict[str, str] = {}
    for code in ordered:
        usual.setdefault(_plain(code), code)
    return {code: usual[_plain(code)] for code in sorted(ordered) if code != usual[_plain(code)]}


def _plain(code: str) -> str:
    return "".join(code.casefold().split())
