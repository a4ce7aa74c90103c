"""Which input staff take out, as the desk narrows its list."""

from dataclasses import dataclass

from django.db.models import QuerySet

from varv.consultation.models import Contribution, Round
from varv.consultation.queries import catalogue
from varv.people.models import Municipality


@dataclass(frozen=True)
class Wanted:
    """What the list of the desk is narrowed by; empty is all of it."""

    round: Round | None = None
    state: str = ""
    channel: str = ""
    sector: str = ""
    municipality: Municipality | None = None

    @property
    def asked(self) -> dict[str, str | int]:
        """What is asked for, as the log keeps it: ids and codes."""
        asked = {
            "round": self.round.pk if self.round else "",
            "state": self.state,
            "channel": self.channel,
            "sector": self.sector,
            "municipality": self.municipality.code if self.municipality else "",
        }
        return {name: value for name, value in asked.items() if value}


def rows(wanted: Wanted) -> QuerySet[Contribution]:
    """Return all input in the register that is asked for, in the order in which it came."""
    found = catalogue.counted()
    for name in ("round", "state", "channel", "sector", "municipality"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    return catalogue.told_why(found).order_by("received_at", "pk")
