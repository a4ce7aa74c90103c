"""What will be mailed later, told by the apps before it is in the outbox."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from varv import clock
from varv.extension import ExtensionPoint
from varv.registry.kinds import Ref


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets mail, and the language to write in."""

    email: str
    name: str
    language: str


@dataclass(frozen=True)
class Planned:
    """One mail that will be queued at ``at`` if nothing changes until then."""

    kind: str
    occasion: str
    at: datetime
    recipient: Recipient
    context: Mapping[str, str]
    about: Ref | None = None


point: ExtensionPoint[Callable[[datetime], Iterable[Planned]]] = ExtensionPoint("mail to come")


def planned(now: datetime | None = None) -> list[Planned]:
    """Return all mail to come after ``now``, soonest first."""
    moment = now or clock.now()
    found = [mail for forecast in point for mail in forecast(moment)]
    return sorted(found, key=lambda mail: (mail.at, mail.occasion, mail.recipient.email))
