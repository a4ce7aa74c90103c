"""The municipalities as they lie: their outlines as shapes to be drawn.

Longitude and latitude are laid out flat around the middle of the region, a degree of longitude as
much narrower as it is there; over a county that is nowhere off by more than the line is wide.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from varv.reach.counts import Tile

Polygons = Sequence[Sequence[Sequence[Sequence[float]]]]
At = Callable[[Sequence[float]], tuple[float, float]]
WIDTH = 600.0


@dataclass(frozen=True)
class Shape:
    """One municipality on the map: its lines, and where its name stands."""

    name: str
    label: str
    value: float | None
    path: str
    x: float
    y: float
    width: float
    height: float
    """Of the whole map."""


def drawn(outlines: Mapping[str, Polygons], tiles: Sequence[Tile]) -> list[Shape]:
    """Return a shape for each tile; none at all unless every one has an outline."""
    if not tiles or any(tile.code not in outlines for tile in tiles):
        return []
    flat = {tile.code: outlines[tile.code] for tile in tiles}
    points = [point for one in flat.values() for rings in one for ring in rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrow, 1e-9)
    height = max((north - south) * scale, 1.0)

    def at(point: Sequence[float]) -> tuple[float, float]:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    return [_shape(tile, flat[tile.code], at, height) for tile in tiles]


def _shape(tile: Tile, polygons: Polygons, at: At, height: float) -> Shape:
    rings = [[at(point) for point in ring] for one in polygons for ring in one]
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
    x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
    return Shape(tile.name, tile.label, tile.value, path, x, y, WIDTH, height)


def _area(ring: Sequence[tuple[float, float]]) -> float:
    following = [*ring[1:], ring[0]]
    return sum(a * d - c * b for (a, b), (c, d) in zip(ring, following, strict=True)) / 2


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the centre of gravity; of a ring without an area the middle of its points."""
    area = _area(ring)
    if abs(area) < 1e-9:
        return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)
    x = y = 0.0
    for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a * d - c * b
        x += (a + c) * cross
        y += (b + d) * cross
    return x / (6 * area), y / (6 * area)
