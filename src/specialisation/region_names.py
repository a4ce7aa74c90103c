"""What regions of NUTS are called, and of how many counties one consists."""

from functools import cache

from specialisation.classification import is_nuts, rows_of
from specialisation.tables import Label


def region_name(code: Label) -> str:
    """Return the name of a Swedish region of NUTS; empty for what is not known.

    Parameters
    ----------
    code
        Such as ``SE32``.

    Examples
    --------
    >>> region_name("SE322"), region_name("FI1D")
    ('Jämtlands län', '')
    """
    return _swedish().get(str(code), "")


def counties_in(code: Label) -> list[str]:
    """Return the names of the counties that a Swedish region of NUTS consists of.

    Parameters
    ----------
    code
        Such as ``SE32``.

    Examples
    --------
    >>> counties_in("SE32")
    ['Västernorrlands län', 'Jämtlands län']
    """
    return [name for of, name in _swedish().items() if len(of) == 5 and of.startswith(str(code))]


def what_it_is(code: Label) -> list[str]:
    """Return a sentence on a region that is several counties, so that none is taken for it.

    Parameters
    ----------
    code
        Such as ``SE32``.

    Returns
    -------
    list of str
        Nothing for a region that is one county, or is not known.

    Examples
    --------
    >>> print(*what_it_is("SE32"))
    SE32 is Mellersta Norrland: Västernorrlands and Jämtlands län together, not one of them alone.
    >>> what_it_is("SE322")
    []
    """
    parts = counties_in(code) if is_nuts(str(code)) else []
    if len(parts) < 2:
        return []
    short = [one.removesuffix(" län") for one in parts]
    several = f"{', '.join(short[:-1])} and {parts[-1]}"
    return [f"{code} is {region_name(code)}: {several} together, not one of them alone."]


@cache
def _swedish() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows_of("nuts_sweden.csv")}
