"""What a table tells of an area only together with others: at least so much, at most so much.

A code such as M+N, of which one division belongs to the area, is no figure of the area. It bounds
it: the area has between nothing and all of it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from varv.analysis.compute.profile_parts import Region, profile_of

#: The divisions that each activity of a panel stands for, by its label.
Covers = Mapping[Any, frozenset[str]]


def bounded_profile(
    region: Region, codes: Sequence[str], places: Sequence[int], covers: Covers
) -> dict[str, Any]:
    """Return what an area amounts to, with what is told only together with others beside it.

    ``places`` are the activities that belong to the area as a whole. ``joined`` are those that do
    in part, the one that is most of the area first; ``absent`` what the table does not have.
    """
    row = profile_of(region, places)
    told = {division for at in places for division in covers[region.panel.activities[at]]}
    missing = set(codes) - told
    joined = [
        _joined(region, at, missing, covers[label])
        for at, label in enumerate(region.panel.activities)
        if covers[label] & missing
    ]
    joined.sort(key=lambda one: (-len(one["inside"]) / one["size"], one["code"]))
    inside = {code for one in joined for code in one["inside"]}
    row["absent"] = sorted(missing - inside)
    row["joined"] = joined
    if joined:  # then nobody knows what the area is, so nothing is a share of it
        row["leans_share"] = None
        row["activities"] = [one | {"of_area": None} for one in row["activities"]]
    most = _at_most(row)
    row["at_most"] = most
    row["share_at_most"] = most / region.total if most is not None and region.total else None
    return row


def _joined(region: Region, at: int, missing: set[str], covered: frozenset[str]) -> dict[str, Any]:
    return region.activity(at) | {
        "inside": sorted(covered & missing),
        "beside": sorted(covered - missing),
        "size": len(covered),
    }


def _at_most(row: Mapping[str, Any]) -> float | None:
    """Return the number that the area cannot exceed; None where that is not known."""
    parts = [one["jobs"] for one in row["joined"]]
    if not parts or row["absent"] or row["suppressed"] or None in parts:
        return None
    return float((row["jobs"] or 0) + sum(parts))
