"""What regions of NUTS are called, and of how many counties one consists."""

from functools import cache

from specialisation.classification import is_nuts, rows_of
from specialisation.tables import Label

#: Sweden's own codes of its counties, each with that of NUTS 3.
_COUNTIES = {
    "01": "SE110", "03": "SE121", "04": "SE122", "05": "SE123", "06": "SE211", "07": "SE212",
    "08": "SE213", "09": "SE214", "10": "SE221", "12": "SE224", "13": "SE231", "14": "SE232",
    "17": "SE311", "18": "SE124", "19": "SE125", "20": "SE312", "21": "SE313", "22": "SE321",
    "23": "SE322", "24": "SE331", "25": "SE332",
}  # fmt: skip


def region_name(code: Label) -> str:
    """Return the name of a Swedish region of NUTS, or of a county; empty for what is not known.

    Parameters
    ----------
    code
        Such as ``SE32``; of a county also Sweden's own, such as ``23``.

    Examples
    --------
    >>> region_name("SE322"), region_name("23"), region_name("FI1D")
    ('Jämtlands län', 'Jämtlands län', '')
    """
    plain = str(code)
    return _swedish().get(_COUNTIES.get(plain, plain), "")


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
