"""Who has not been heard in a round: sectors in municipalities without a voice, silent invitees."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from varv.consultation.models import Invitation, Round
from varv.consultation.queries import catalogue
from varv.consultation.queries import invitations as queries
from varv.people.models import Municipality, Organisation, Sector
from varv.people.queries import municipalities
from varv.reach import places
from varv.reach.sources import Place


@dataclass(frozen=True)
class Among:
    """One sector in one municipality."""

    municipality: Municipality
    sector: Sector

    @property
    def place(self) -> Place:
        """The two as reach counts them."""
        return self.municipality.pk, self.sector.value


@dataclass(frozen=True)
class Cell:
    """How much was heard from one sector in one municipality, and whom one could ask."""

    among: Among
    voices: int
    asked: int
    silent: int
    known: int

    @property
    def is_unheard(self) -> bool:
        """Tell whether nobody there has had their say."""
        return not self.voices


@dataclass(frozen=True)
class Unheard:
    """A round by municipality and sector."""

    rows: Sequence[tuple[Municipality, Sequence[Cell]]]
    asked: int
    silent: int

    @property
    def cells(self) -> list[Cell]:
        """The cells without a voice, those with whom one could ask first."""
        found = [cell for _place, cells in self.rows for cell in cells if cell.is_unheard]
        return sorted(found, key=lambda cell: (-cell.silent, -cell.known))


def unheard(round: Round) -> Unheard:  # noqa: A002 - the word of the house
    """Return from where a round has heard nothing, in a fixed number of queries."""
    voices = Counter(_voices(round))
    asked = Counter(queries.places_asked([round]))
    silent = Counter(places.counted(_silent(round), at="invited_at"))
    known = _known()
    return Unheard(
        rows=[
            (
                place,
                [
                    Cell(
                        Among(place, sector),
                        voices[place.pk, sector.value],
                        asked[place.pk, sector.value],
                        silent[place.pk, sector.value],
                        known[place.pk, sector.value],
                    )
                    for sector in Sector
                ],
            )
            for place in municipalities()
        ],
        asked=asked.total(),
        silent=silent.total(),
    )


def voices_in(rounds: Iterable[Round]) -> set[Place]:
    """Return from where anything has been heard in the rounds."""
    rows = catalogue.with_sector().filter(round__in=rounds)
    return set(places.counted(rows, at="received_at"))


def silent_among(round: Round, among: Among) -> QuerySet[Invitation]:  # noqa: A002
    """Return who was asked there and has neither answered nor declined."""
    return narrowed(queries.unanswered(round), among)


def narrowed(rows: QuerySet[Any], among: Among) -> QuerySet[Any]:
    """Return those invitations that are counted in one sector and municipality."""
    sector = among.sector.value
    own = Q(organisation=None, sector=sector)
    return rows.filter(Q(organisation__sector=sector) | own, municipality=among.municipality)


def organisations_to_ask(round: Round, among: Among) -> QuerySet[Organisation]:  # noqa: A002
    """Return the checked organisations there that are not on the round's list."""
    listed = Invitation.objects.filter(round=round, organisation=OuterRef("pk"))
    found = Organisation.objects.filter(
        ~Exists(listed),
        checked_at__isnull=False,
        municipality=among.municipality,
        sector=among.sector.value,
    )
    return found.order_by("sort_key", "pk")


def _voices(round: Round) -> "QuerySet[Any, Place]":  # noqa: A002
    return places.counted(catalogue.with_sector().filter(round=round), at="received_at")


def _silent(round: Round) -> QuerySet[Invitation]:  # noqa: A002
    # What was looked up to find them would be looked up again for each when they are counted.
    return Invitation.objects.filter(pk__in=queries.unanswered(round).order_by().values("pk"))


def _known() -> Counter[Place]:
    rows = Organisation.objects.filter(checked_at__isnull=False, municipality__isnull=False)
    counted = rows.order_by().values_list("municipality", "sector").annotate(Count("pk"))
    return Counter({(place, sector): number for place, sector, number in counted})
