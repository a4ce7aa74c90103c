"""The boundaries of the municipalities: a GeoJSON in a region's folder, for a real map.

A folder may hold one ``*.geojson`` in longitude and latitude (WGS 84, as GeoJSON is). A feature
belongs to the municipality whose code is its id, or stands in any of its properties: files from
different makers call that property by different names.
"""

import json
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from varv.people.folder.wording import listed

Polygons = list[list[list[list[float]]]]

LARGEST = 1_000_000
MOST_POINTS = 20_000
DECIMALS = 5  # about a metre


class MapError(ValueError):
    """The file is no map of these municipalities; the text says why."""


def outlines(folder: Path, codes: Sequence[str]) -> dict[str, Polygons]:
    """Return the polygons of each municipality by code; nothing where there is no file."""
    files = sorted(folder.glob("*.geojson"))
    if not files:
        return {}
    if len(files) > 1:
        raise MapError(f"there should be one map, are {listed([file.name for file in files])}")
    name = files[0].name
    found = dict(_of_codes(_features(files[0]), codes, name))
    if missing := [code for code in codes if code not in found]:
        raise MapError(f"{name} should have every municipality; misses code {listed(missing)}")
    points = sum(len(ring) for one in found.values() for rings in one for ring in rings)
    if points > MOST_POINTS:
        raise MapError(
            f"{name} should have at most {MOST_POINTS} points, has {points}; simplify the lines"
        )
    return found


def _features(file: Path) -> list[Any]:
    inside = file.resolve().is_relative_to(file.parent.resolve())
    if not inside or not file.is_file():
        raise MapError(f"{file.name} should be a plain file in the folder")
    if (size := file.stat().st_size) > LARGEST:
        raise MapError(f"{file.name} should be at most {LARGEST // 1000} kB, is {size // 1000} kB")
    try:
        read = json.loads(file.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError, OSError):
        raise MapError(f"{file.name} cannot be read as GeoJSON in UTF-8") from None
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list):
        raise MapError(f"{file.name} should be a FeatureCollection")
    return features


def _of_codes(
    features: list[Any], codes: Sequence[str], name: str
) -> Iterator[tuple[str, Polygons]]:
    wanted, seen = set(codes), set()
    for feature in features:
        for code in _codes(feature) & wanted:
            if code in seen:
                raise MapError(f"{name} should have each municipality once, has {code} twice")
            seen.add(code)
            yield code, _polygons(feature.get("geometry"), f"{name}, code {code}")


def _codes(feature: Any) -> set[str]:
    if not isinstance(feature, dict):
        return set()
    properties = feature.get("properties")
    values = [*properties.values()] if isinstance(properties, dict) else []
    return {str(value) for value in [feature.get("id"), *values] if isinstance(value, str | int)}


def _polygons(geometry: Any, where: str) -> Polygons:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise MapError(f"{where}: should be a Polygon or a MultiPolygon")
    given = geometry.get("coordinates")
    try:
        polygons = [given] if kind == "Polygon" else given
        found = [[[_point(point) for point in ring] for ring in rings] for rings in polygons]
    except (TypeError, ValueError, IndexError, OverflowError):
        raise MapError(f"{where}: should have longitudes and latitudes in degrees") from None
    if not found or any(not rings or min(map(len, rings)) < 4 for rings in found):
        raise MapError(f"{where}: each ring should have at least four points")
    return found


def _point(given: Any) -> list[float]:
    longitude, latitude = float(given[0]), float(given[1])
    if not (isfinite(longitude) and abs(longitude) <= 180 and abs(latitude) < 90):
        raise ValueError(given)
    return [round(longitude, DECIMALS), round(latitude, DECIMALS)]
