"""Where the labels of a map of points stand, so that none covers another or a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

#: How high a line of text is, and how wide a letter about is, in pixels.
LINE, LETTER = 13.0, 6.2
#: How far from its point a label may stand, the nearest first, in pixels.
DISTANCES = (9.0, 20.0, 34.0, 50.0)
DIRECTIONS = 16
#: So far labels keep from points, in pixels.
POINT = 5.0


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Return whether two rectangles have any place in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Return whether this lies in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def placed(
    points: Sequence[tuple[float, float]], texts: Sequence[str], width: float, height: float
) -> list[Box | None]:
    """Return a place for the label of each point, the first ones first; None where none is free.

    Points without a text keep their place free all the same.

    Examples
    --------
    >>> box, none = placed([(50, 50), (90, 50)], ["a", ""], 200, 100)
    >>> box.left > 50, none
    (True, None)
    """
    page = Box(0, 0, width, height)
    taken = [Box(x - POINT, y - POINT, x + POINT, y + POINT) for x, y in points]
    found: list[Box | None] = []
    for point, text in zip(points, texts, strict=True):
        box = _free(point, text, page, taken) if text else None
        found.append(box)
        if box is not None:
            taken.append(box)
    return found


def _free(point: tuple[float, float], text: str, page: Box, taken: list[Box]) -> Box | None:
    """Return the nearest free place around a point, to the right of it first."""
    wide = LETTER * len(text) + 4
    for distance in DISTANCES:
        for turn in range(DIRECTIONS):
            # 0, 1, -1, 2, -2 ... sixteenths of a turn from the right
            angle = (turn + 1) // 2 * (-1) ** turn * 2 * pi / DIRECTIONS
            x, y = point[0] + distance * cos(angle), point[1] + distance * sin(angle)
            left = x if cos(angle) > -0.01 else x - wide
            box = Box(left, y - LINE / 2, left + wide, y + LINE / 2)
            if box.within(page) and not any(box.meets(one) for one in taken):
                return box
    return None
