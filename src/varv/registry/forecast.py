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


@dataclass(frozen=True)
class Sending:
    """So many mails that will be queued at ``at`` for one occasion."""

    at: datetime
    occasion: str
    count: int


@dataclass(frozen=True)
class Forecast:
    """What one app knows of mail to come: each mail, or the first few sendings only counted."""

    mails: Callable[[datetime], Iterable[Planned]]
    soonest: Callable[[datetime, int], Iterable[Sending]]


point: ExtensionPoint[Forecast] = ExtensionPoint("mail to come")


def planned(now: datetime | None = None) -> list[Planned]:
    """Return all mail to come after ``now``, soonest first."""
    moment = now or clock.now()
    found = [mail for forecast in point for mail in forecast.mails(moment)]
    return sorted(found, key=lambda mail: (mail.at, mail.occasion, mail.recipient.email))


def soonest(now: datetime, number: int) -> list[Sending]:
    """Return the first ``number`` sendings after ``now``, without making a single mail."""
    found = [sending for forecast in point for sending in forecast.soonest(now, number)]
    return sorted(found, key=lambda sending: (sending.at, sending.occasion))[:number]
