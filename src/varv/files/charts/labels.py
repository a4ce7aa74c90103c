"""Names in a chart: how wide they are, how they are cut, and where they stand.

Places are found here and not by Vega, which knows only of whole charts and leaves names out without
a word. None of them covers another or a point; the most important come first.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from varv.files.charts.theme import SIZE

#: How wide the signs of Arial, and of the fonts made as wide as it, are in thousandths of the size.
_WIDTHS = dict(zip(
    map(chr, range(32, 127)),
    [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10,
     278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556,
     833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
     333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333,
     500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
    strict=True,
))  # fmt: skip
_WIDE, _OTHER = 1000, 720
#: The font of a reader may be wider than the one that is meant, as DejaVu Sans is.
_SAFE = 1.14
#: How high a line is, of its size; how far names keep from points; how far they may stand off.
LINE = 1.18
GAP = 2.0
DISTANCES = (0.0, 7.0, 16.0, 28.0, 42.0)
DIRECTIONS = 16


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels; downwards is more."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles have any place in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Tell whether this lies in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    @property
    def middle(self) -> float:
        """How far down its middle is."""
        return (self.top + self.bottom) / 2


def clean(text: object) -> str:
    """Return a name on one line, without signs that cannot be drawn or that turn the direction.

    Examples
    --------
    >>> clean("Trä\\u202e\\x00 och\\nmassa ")
    'Trä och massa'
    """
    plain = unicodedata.normalize("NFC", str(text))
    shown = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
        for sign in plain
        if unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(shown.split(" ")).strip() if "  " not in shown else " ".join(shown.split())


def text_width(text: str, size: float = SIZE) -> float:
    """Return how wide a text is at most, in pixels.

    Examples
    --------
    >>> text_width("Åsen") < text_width("Skärgården") < 72
    True
    """
    thousandths = 0
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.combining(sign):
            continue
        wide = _WIDE if unicodedata.east_asian_width(sign) in "WF" else _OTHER
        thousandths += _WIDTHS.get(sign, wide)
    return thousandths * size * _SAFE / 1000


def fitted(text: str, width: float, size: float = SIZE) -> str:
    """Return a text that is no wider than ``width``, cut at a word where it can be.

    Examples
    --------
    >>> fitted("Manufacture of paper and paper products", 155)
    'Manufacture of paper…'
    """
    if text_width(text, size) <= width:
        return text
    room = width - text_width("…", size)
    kept = ""
    for sign in text:
        if text_width(kept + sign, size) > room:
            break
        kept += sign
    whole = kept.rpartition(" ")[0]
    if len(whole) > 0.6 * len(kept):
        kept = whole
    return f"{kept.rstrip(' ,;(-')}…"


def in_lines(text: str, width: float, size: float = SIZE, most: int = 2) -> list[str]:
    """Return a text broken between words into at most so many lines, the last one cut.

    Examples
    --------
    >>> in_lines("Manufacture of paper and paper products", 140)
    ['Manufacture of paper', 'and paper products']
    """
    lines: list[str] = []
    words = text.split(" ")
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(fitted(line, width, size))
    return [*lines, fitted(" ".join(words), width, size)] if words else lines


def placed(
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    page: Box,
    *,
    size: float = SIZE,
    radius: float = 5.0,
    taken: Sequence[Box] = (),
) -> list[Box | None]:
    """Return a place for the name of each point, the first ones first; None where none is free.

    A point without a text keeps its place free all the same, and so does what is ``taken``.

    Examples
    --------
    >>> box, none = placed([(50, 50), (90, 50)], ["a", ""], Box(0, 0, 200, 100))
    >>> box.left > 50, none
    (True, None)
    """
    full = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    full += taken
    found: list[Box | None] = []
    for point, text in zip(points, texts, strict=True):
        box = _free(point, text, page, full, size, radius) if text else None
        found.append(box)
        if box is not None:
            full.append(box)
    return found


def leads(
    points: Sequence[tuple[float, float]],
    boxes: Sequence[Box | None],
    radii: Sequence[float],
) -> list[tuple[float, float, float, float]]:
    """Return lines from points to those of their names that stand off, so that all know whose.

    Examples
    --------
    >>> leads([(50, 50), (90, 50)], [Box(10, 10, 30, 20), None], [5, 5])
    [(50, 50, 30, 17)]
    """
    found = []
    for (x, y), box, radius in zip(points, boxes, radii, strict=True):
        if box is None:
            continue
        to_x, to_y = min(max(x, box.left), box.right), min(max(y, box.top + 3), box.bottom - 3)
        if (to_x - x) ** 2 + (to_y - y) ** 2 > (radius + 2 * GAP + 3) ** 2:
            found.append((x, y, round(to_x, 2), round(to_y, 2)))
    return found


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places on a line near those that are wanted, at least ``gap`` from each other.

    Examples
    --------
    >>> spread([10, 11, 50], 12, 0, 100)
    [10.0, 22.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    places: list[float] = []
    for at in order:
        nearest = places[-1] + gap if places else low
        places.append(max(float(wanted[at]), nearest))
    last = high
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], last)
        last = places[at] - gap
    found = [0.0] * len(wanted)
    for at, place in zip(order, places, strict=True):
        found[at] = place
    return found


def _free(
    point: tuple[float, float], text: str, page: Box, full: list[Box], size: float, radius: float
) -> Box | None:
    """Return the nearest free place around a point, to the right of it first."""
    wide, high = text_width(text, size), size * LINE
    for off in DISTANCES:
        for turn in range(DIRECTIONS):
            # 0, 1, -1, 2, -2 ... sixteenths of a turn from the right
            angle = (turn + 1) // 2 * (-1) ** turn * 2 * pi / DIRECTIONS
            away = radius + GAP + off
            x, y = point[0] + away * cos(angle), point[1] + away * sin(angle)
            left = x - wide * (1 - cos(angle)) / 2
            top = y - high * (1 - sin(angle)) / 2
            box = Box(left, top, left + wide, top + high)
            if box.within(page) and not any(box.meets(one) for one in full):
                return box
    return None
