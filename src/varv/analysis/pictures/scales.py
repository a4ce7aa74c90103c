"""From values to pixels, and the round numbers that stand along them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log, log10, sqrt
from typing import Literal

#: Fewer numbers along a scale than these tell little of it.
FEW = 3


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high``, drawn from pixel ``start`` to ``end``.

    Examples
    --------
    >>> Scale(0, 10, 100, 200).at(5), Scale(0.1, 10, 0, 100, "factors").at(1)
    (150.0, 50.0)
    """

    low: float
    high: float
    start: float
    end: float
    form: Literal["even", "factors", "roots"] = "even"
    """Whether equal distances are equal sums, equal factors, or equal sums of roots, which open up
    small values."""

    def at(self, value: float) -> float:
        """Return the pixel of a value; one beyond the ends stands at the end."""
        value = min(max(value, self.low), self.high)
        low, high = self._told(self.low), self._told(self.high)
        part = (self._told(value) - low) / (high - low) if high > low else 0.5
        return round(self.start + part * (self.end - self.start), 2)

    def ticks(self, most: int) -> list[float]:
        """Return round numbers between the ends, at most so many."""
        if self.form == "factors":
            return log_ticks(self.low, self.high, most)
        if self.form == "roots":
            return root_ticks(self.low, self.high, most)
        return ticks(self.low, self.high, most)

    def _told(self, value: float) -> float:
        if self.form == "factors":
            return log(value)
        return sqrt(value) if self.form == "roots" else value


def around(values: Sequence[float], room: float = 0.06) -> tuple[float, float]:
    """Return from where to where a scale goes, with room around what it shows.

    Examples
    --------
    >>> around([0.0, 1.0], 0.5), around([])
    ((-0.5, 1.5), (0.0, 1.0))
    """
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    more = (high - low) * room or 0.5
    return low - more, high + more


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers from ``low`` to ``high``, at most so many.

    Examples
    --------
    >>> ticks(0, 98, 5), ticks(-0.3, 0.32, 4)
    ([0.0, 20.0, 40.0, 60.0, 80.0], [-0.2, 0.0, 0.2])
    """
    span = high - low
    if not span > 0:
        return [low]
    power = 10.0 ** floor(log10(span / most))
    for times in (1, 2, 5, 10, 20, 50):
        step = times * power
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        if 1 <= last - first + 1 <= most:
            return [round(at * step, 10) + 0.0 for at in range(first, last + 1)]
    return [low]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return 0.1, 0.2, 0.5, 1, 2, 5 ... between two; with too many, only every power of ten.

    Where the two are so near that this gives hardly any, they are as far from each other as others.

    Examples
    --------
    >>> log_ticks(0.3, 12, 6), log_ticks(0.01, 100, 6), log_ticks(0.55, 1.9, 6)
    ([0.5, 1.0, 2.0, 5.0, 10.0], [0.01, 0.1, 1.0, 10.0, 100.0], [1.0, 1.5])
    """
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    for steps in ((1, 2, 5), (1,)):
        found = [round(step * 10.0**power, 10) for power in powers for step in steps]
        found = [one for one in found if low <= one <= high]
        if len(found) <= most:
            even = ticks(low, high, most) if len(found) < FEW else []
            return max(found, even, key=len)
    return found[:: ceil(len(found) / most)]


def root_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers that lie evenly where distances are of roots; ``low`` is zero or more.

    Examples
    --------
    >>> root_ticks(0, 0.4, 5)
    [0.0, 0.02, 0.1, 0.2]
    """
    found: list[float] = []
    for at in range(most):
        wanted = (sqrt(low) + at / max(most - 1, 1) * (sqrt(high) - sqrt(low))) ** 2
        power = 10.0 ** floor(log10(wanted)) if wanted > 0 else 0.0
        steps = [step for step in (1, 2, 5) if step * power <= wanted * 1.0001]
        rounded = round(max(steps) * power, 10)
        if rounded >= low and rounded not in found:
            found.append(rounded)
    return found


def digits_of(values: Sequence[float]) -> int:
    """Return how many decimals it takes to tell round numbers apart.

    Examples
    --------
    >>> digits_of([0.0, 20.0]), digits_of([0.5, 1.0]), digits_of([0.05, 0.1])
    (0, 1, 2)
    """
    return next(
        (at for at in range(7) if all(abs(round(one, at) - one) < 1e-9 for one in values)), 7
    )
