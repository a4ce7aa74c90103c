"""What regions and activities are called; their codes are all that a table has."""

from collections.abc import Iterable
from functools import lru_cache

from specialisation.classification import rows_of, titles

#: So many signs has the code of a region of NUTS 2.
NUTS_2 = 4


def names_of_regions(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of those Swedish regions of NUTS that are among the codes."""
    known = _swedish_nuts()
    return {code: known[code] for code in codes if code in known}


def names_of_activities(codes: Iterable[str], classification: str) -> dict[str, str]:
    """Return the titles, in English as they are published, of those that are sections or divisions.

    Codes of an unknown classification have none.
    """
    if not classification:
        return {}
    known = titles(classification)
    return {code: known[code] for code in codes if code in known}


@lru_cache(maxsize=1)
def _swedish_nuts() -> dict[str, str]:
    """Return the names of all; a region of NUTS 2 with its counties, which people know it by."""
    names = {row["code"]: row["name"] for row in rows_of("nuts_sweden.csv")}
    counties = {
        code: [names[one] for one in names if one.startswith(code) and len(one) > len(code)]
        for code in names
        if len(code) == NUTS_2
    }
    return {
        code: f"{name} ({', '.join(counties[code])})" if len(counties.get(code, ())) > 1 else name
        for code, name in names.items()
    }
