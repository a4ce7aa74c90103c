"""Which input staff take out, as the desk narrows its list."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from varv.consultation.models import Contribution, Round
from varv.consultation.queries import catalogue
from varv.people.models import Municipality

_RECEIVED = Q(state=Contribution.State.RECEIVED)
STATES: Mapping[str, Q] = {
    "unread": _RECEIVED & Q(published_at=None, hidden_at=None),
    "published": _RECEIVED & Q(published_at__isnull=False, hidden_at=None),
    "hidden": _RECEIVED & Q(hidden_at__isnull=False),
    "withdrawn": Q(state=Contribution.State.WITHDRAWN),
}
#: What stands for a sector that nobody has told yet.
LACKING = "lacking"


@dataclass(frozen=True)
class Wanted:
    """What the list of the desk is narrowed by; empty is all of it."""

    round: Round | None = None
    state: str = ""
    channel: str = ""
    sector: str = ""
    municipality: Municipality | None = None
    number: int | None = None

    @property
    def asked(self) -> dict[str, str | int]:
        """What is asked for, as the log keeps it: ids and codes."""
        asked = {
            "round": self.round.pk if self.round else "",
            "state": self.state,
            "channel": self.channel,
            "sector": self.sector,
            "municipality": self.municipality.code if self.municipality else "",
            "number": self.number or "",
        }
        return {name: value for name, value in asked.items() if value}


def rows(wanted: Wanted) -> QuerySet[Contribution]:
    """Return all input in the register that is asked for, in the order in which it came."""
    found = catalogue.counted()
    if wanted.state:
        found = found.filter(STATES[wanted.state])
    if wanted.sector:
        lacking = _RECEIVED & Q(sector="")
        found = found.filter(lacking if wanted.sector == LACKING else Q(sector=wanted.sector))
    exactly = {
        "round": wanted.round,
        "channel": wanted.channel,
        "municipality": wanted.municipality,
        "record__number": wanted.number,
    }
    found = found.filter(**{name: value for name, value in exactly.items() if value})
    return catalogue.told_why(found).order_by("received_at", "pk")
