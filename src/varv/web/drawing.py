"""The geometry of the emblem: six arrow-shaped segments in a ring, running clockwise."""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt, tan

SEGMENTS = 6
TURN = 360 / SEGMENTS


@dataclass(frozen=True)
class Ring:
    """A ring of segments: radii, the gap between two segments and how far their points reach."""

    centre: float
    outer: float
    inner: float
    gap: float
    point: float

    def segment(self, position: int, inset: float = 0) -> str:
        """Return the SVG path of the segment at ``position`` (0 is at the top).

        ``inset`` draws it that much smaller on all sides, for a stroke that rounds its joins.
        """
        outer, inner = self.outer - inset, self.inner + inset
        middle = (outer + inner) / 2
        start, end = self._angles(position)

        def at(radius: float, angle: float, aside: float) -> str:
            turned = angle + aside / radius
            x = self.centre + radius * cos(turned)
            y = self.centre + radius * sin(turned)
            return f"{x:.2f} {y:.2f}"

        edge = self.gap / 2 + inset
        return (
            f"M{at(outer, start, edge)}"
            f"A{outer:g} {outer:g} 0 0 1 {at(outer, end, -edge)}"
            f"L{at(middle, end, self.point - edge)}"
            f"L{at(inner, end, -edge)}"
            f"A{inner:g} {inner:g} 0 0 0 {at(inner, start, edge)}"
            f"L{at(middle, start, self.point + edge)}Z"
        )

    def _angles(self, position: int) -> tuple[float, float]:
        middle = position * TURN - 90
        return radians(middle - TURN / 2), radians(middle + TURN / 2)

    def centre_of(self, position: int) -> tuple[float, float]:
        """Return the middle of the segment at ``position``."""
        angle = radians(position * TURN - 90)
        radius = (self.outer + self.inner) / 2
        return self.centre + radius * cos(angle), self.centre + radius * sin(angle)


WHEEL = Ring(centre=200, outer=198, inner=82, gap=7, point=13)
SMALL = Ring(centre=22, outer=21, inner=9, gap=2, point=2.4)


def room(position: int, y: float, inset: float) -> tuple[float, float]:
    """Return how far a line of text at height ``y`` may reach left and right in the big wheel.

    The segments lie mirrored, so the right half is computed and turned over for the left.
    """
    up = abs(y - WHEEL.centre)
    reach = sqrt((WHEEL.outer - inset) ** 2 - up**2)
    if position % 3 == 0:
        side = min(reach, up * tan(radians(TURN / 2)) - inset)
        return WHEEL.centre - side, WHEEL.centre + side
    hub = sqrt(max(0, (WHEEL.inner + inset) ** 2 - up**2))
    near = max(hub, up / tan(radians(TURN)) + inset)
    if position < 3:
        return WHEEL.centre + near, WHEEL.centre + reach
    return WHEEL.centre - reach, WHEEL.centre - near
