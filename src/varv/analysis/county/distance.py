"""How far it is from one place to another as the crow flies."""

from math import asin, cos, radians, sin, sqrt

#: The mean radius of the Earth in kilometres (IUGG).
RADIUS = 6371.0088
Point = tuple[float, float]


def distance(one: Point, other: Point) -> float:
    """Return the distance in kilometres between two points of latitude and longitude.

    By the haversine on a sphere: within half a per cent of the truth.

    >>> round(distance((63.1792, 14.63566), (62.03407, 14.36577)))
    128
    """
    (north, east), (other_north, other_east) = (
        tuple(map(radians, point)) for point in (one, other)
    )
    a = (
        sin((other_north - north) / 2) ** 2
        + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    )
    return 2 * RADIUS * asin(min(1.0, sqrt(a)))
