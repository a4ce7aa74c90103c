"""Whether a table has figures of our own region; one of another county is asked about."""

from collections.abc import Iterable

from varv.people.models import Municipality, Region


def lacks_own(region: Region | None, codes: Iterable[str]) -> bool:
    """Tell whether none of a table's regions is the region, a part of it or one that it lies in.

    Where the region has told none of its codes, nothing can be said.
    """
    own = _own_codes(region)
    # Some tables have the name in the cell as well: "0999 Norrby".
    return bool(own) and own.isdisjoint(code.partition(" ")[0] for code in codes)


def _own_codes(region: Region | None) -> set[str]:
    if region is None:
        return set()
    parts = set(Municipality.objects.filter(region=region).values_list("code", flat=True))
    around = {region.nuts[:end] for end in range(len(region.country), len(region.nuts) + 1)}
    return {code for code in (*parts, *around, region.code) if code}
