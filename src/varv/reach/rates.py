"""Counts held against inhabitants or workplaces: the only door from reach to the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LEVEL = 0.9


class Verdict(TextChoices):
    """What may be said of a count; more or fewer only where the interval carries it."""

    FEWER = "fewer", _("Fewer than expected")
    MORE = "more", _("More than expected")
    UNCLEAR = "unclear", _("No clear difference")


@dataclass(frozen=True)
class Rate:
    """One municipality's count held against what it is in the whole region."""

    expected: float
    per_thousand: float
    ratio: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """What the interval lets us say."""
        if self.high < 1:
            return Verdict.FEWER
        return Verdict.MORE if self.low > 1 else Verdict.UNCLEAR


def rates(counts: Sequence[int], base: Sequence[int | None]) -> list[Rate | None]:
    """Return the rate of each count, per thousand of its base.

    There is none for a municipality that nobody is in; and none at all where a base is not known
    (the region would not be whole), where there are counts but nobody to count, or where nobody has
    been counted.
    """
    known = [number for number in base if number is not None]
    no_sense = any(count and not number for count, number in zip(counts, base, strict=True))
    if len(known) < len(base) or no_sense or not sum(counts):
        return [None] * len(counts)
    # Numbers cost a second to load, which every command and every worker would have to wait for.
    import specialisation as sp

    found = sp.representation(counts, known, level=LEVEL)
    return [
        Rate(
            expected=float(found.expected[place]),
            per_thousand=float(found.rate[place]) * 1000,
            ratio=float(found.ratio[place]),
            low=float(found.low[place]),
            high=float(found.high[place]),
        )
        if known[place]
        else None
        for place in range(len(known))
    ]


class Trend(TextChoices):
    """How a municipality's share went from one occasion to the next."""

    UP = "up", _("Larger share")
    DOWN = "down", _("Smaller share")
    UNCLEAR = "unclear", _("No clear difference")


def trend(before: Rate | None, after: Rate | None) -> Trend | None:
    """Return how it went, up or down only where the two intervals do not meet."""
    if before is None or after is None:
        return None
    if after.low > before.high:
        return Trend.UP
    return Trend.DOWN if after.high < before.low else Trend.UNCLEAR
