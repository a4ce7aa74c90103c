"""Reading the register of assets."""

from collections import Counter
from typing import Any

from django.db.models import Q, QuerySet

from varv.analysis.models import Asset
from varv.cycles.models import Area
from varv.cycles.queries import lineage
from varv.people.queries import municipalities
from varv.reach.counts import Tile
from varv.text.sorting import sort_key

KEY_LENGTH = 400
#: What stands in the address for assets that lie in no single municipality of the region.
NOWHERE = "none"


def asset_key(name: str) -> str:
    """Return the key under which a name is one asset, however it is written."""
    return sort_key(name)[:KEY_LENGTH]


def all_assets() -> QuerySet[Asset]:
    """Return all assets in the order of their names, with owner, place and areas."""
    found = Asset.objects.select_related("owner", "municipality").prefetch_related("areas")
    return found.order_by("sort_key")


def assets_like(
    *, area: Area | None = None, kind: str = "", municipality: str = "", q: str = ""
) -> QuerySet[Asset]:
    """Return the assets of an area, a kind and a municipality (by its id, or ``NOWHERE``)."""
    found = all_assets()
    if area is not None:
        found = found.filter(pk__in=_of_lineage(area))
    if kind:
        found = found.filter(kind=kind)
    if municipality:
        nowhere = municipality == NOWHERE
        found = found.filter(municipality=None if nowhere else int(municipality))
    for word in asset_key(q).split():
        found = found.filter(sort_key__contains=word)
    return found


def assets_of(area: Area) -> QuerySet[Asset]:
    """Return the assets that the area, or what it came of, can build on."""
    return assets_like(area=area)


def asset_at(key: str) -> Asset | None:
    """Return the asset with this key."""
    return all_assets().filter(key=key).first()


def tiles(assets: QuerySet[Asset]) -> list[Tile]:
    """Return a tile for each municipality with how many of the assets lie there, in two queries."""
    counted = Counter(assets.order_by().values_list("municipality", flat=True))
    return [
        Tile(
            place.name,
            place.code,
            place.tile_col,
            place.tile_row,
            counted[place.pk],
            str(counted[place.pk]),
        )
        for place in municipalities()
    ]


def _of_lineage(area: Area) -> QuerySet[Any, Any]:
    return Asset.objects.filter(Q(areas__in=lineage(area))).order_by().values("pk")
