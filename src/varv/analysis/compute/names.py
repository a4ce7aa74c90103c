"""What regions and activities are called; their codes are all that a table has."""

from collections.abc import Iterable
from functools import lru_cache

from specialisation.classification import rows_of, titles


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
    return {row["code"]: row["name"] for row in rows_of("nuts_sweden.csv")}
