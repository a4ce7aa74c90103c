"""What the API says of who takes part."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from ninja import Schema

from varv.reach import rates, sources
from varv.reach.counting import EVERY, REGION, WHO, Numbers, When, Where
from varv.reach.figures import Per, compared
from varv.web.api.schemas import Listing


class Occasion(Schema):
    """A round or a meeting at which somebody took part."""

    id: int
    name: str
    at: datetime


class Source(Schema):
    """A kind of taking part, and where there was any."""

    key: str
    name: str
    occasions: list[Occasion]

    @classmethod
    def of(cls, key: str, source: sources.Source, numbers: Numbers) -> "Source":
        """Describe one kind."""
        occasions = [Occasion(id=one.id, name=one.label, at=one.at) for one in numbers.occasions]
        return cls(key=key, name=str(source.label), occasions=occasions)


class Number(Schema):
    """A number, or null and why it is hidden: few (1 to 4) or other (it would tell such a one)."""

    number: int | None
    hidden: str | None


class Rate(Schema):
    """A number held against the region, with an exact interval at 90 per cent."""

    expected: float
    per_1000: float
    ratio: float
    low: float
    high: float

    @classmethod
    def of(cls, rate: rates.Rate | None) -> "Rate | None":
        """Describe one rate."""
        if rate is None:
            return None
        return cls(
            expected=round(rate.expected, 3),
            per_1000=round(rate.per_thousand, 3),
            ratio=round(rate.ratio, 3),
            low=round(rate.low, 3),
            high=round(rate.high, 3),
        )


class Reached(Schema):
    """One place: a municipality, the whole region, or outside it."""

    place: Literal["municipality", "region", "outside"]
    municipality: str | None
    numbers: dict[str, Number]
    inhabitants: dict[str, Rate | None]
    workplaces: dict[str, Rate | None]


class Sources(Listing):
    """A list of kinds of taking part."""

    items: list[Source]


class Reach(Listing):
    """A list of places."""

    items: list[Reached]


def places(numbers: Numbers, when: When) -> Iterator[Reached]:
    """Describe every municipality, the region and what lies outside."""
    found = {
        (per, who): compared(numbers, who=who, when=when, per=per)
        for per in Per
        for who, _label in WHO
    }

    def rated(per: Per, row: int) -> dict[str, Rate | None]:
        return {who: Rate.of(found[per, who][row]) for who, _label in WHO}

    for row, one in enumerate(numbers.places):
        yield Reached(
            place="municipality",
            municipality=one.code,
            numbers=_numbers(numbers, one.pk, when),
            inhabitants=rated(Per.INHABITANTS, row),
            workplaces=rated(Per.WORKPLACES, row),
        )
    whole, outside = _numbers(numbers, REGION, when), _numbers(numbers, None, when)
    none: dict[str, Rate | None] = {}
    yield Reached(
        place="region", municipality=None, numbers=whole, inhabitants=none, workplaces=none
    )
    yield Reached(
        place="outside", municipality=None, numbers=outside, inhabitants=none, workplaces=none
    )


def _numbers(numbers: Numbers, place: Where, when: When = EVERY) -> dict[str, Number]:
    cells = {who: numbers.cell(place, who, when) for who, _label in WHO}
    return {
        who: Number(number=cell.number, hidden=cell.mark or None) for who, cell in cells.items()
    }
