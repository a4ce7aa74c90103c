"""What the codes of activities and regions are called, as far as the package knows."""

from functools import cache

from specialisation.classification import VERSIONS, is_nuts, rows_of, titles
from specialisation.tables import Label


def activity_name(code: Label, version: str) -> str:
    """Return the title of a section or division; empty for what is not known.

    Examples
    --------
    >>> activity_name("C17", "NACE Rev. 2"), activity_name("C17", "")
    ('Manufacture of paper and paper products', '')
    """
    if version not in VERSIONS:
        return ""
    known, text = titles(version), str(code)
    return known.get(text, known.get(text[1:], "")) if text else ""


def region_name(code: Label) -> str:
    """Return the name of a Swedish region of NUTS; empty for what is not known.

    Examples
    --------
    >>> region_name("SE322"), region_name("FI1D")
    ('Jämtlands län', '')
    """
    return _swedish().get(str(code), "")


def counties_in(code: Label) -> list[str]:
    """Return the names of the counties that a Swedish region of NUTS consists of.

    Examples
    --------
    >>> counties_in("SE32")
    ['Västernorrlands län', 'Jämtlands län']
    """
    return [name for of, name in _swedish().items() if len(of) == 5 and of.startswith(str(code))]


def region_shown(code: Label) -> str:
    """Return the code with the name, where there is one.

    Examples
    --------
    >>> region_shown("SE32"), region_shown("Oamaru")
    ('SE32 Mellersta Norrland', 'Oamaru')
    """
    return f"{code} {region_name(code)}".rstrip()


def what_it_is(code: Label) -> list[str]:
    """Return a sentence on a region that is several counties, so that none is taken for it.

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
