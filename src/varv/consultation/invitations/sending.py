"""Whom an invitation or a reminder goes to now, whom not and why; and the mails themselves."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.consultation.invitations import mails
from varv.consultation.models import Invitation, Round
from varv.consultation.queries import invitations as queries
from varv.consultation.queries import unheard
from varv.consultation.queries.invitations import State
from varv.consultation.queries.unheard import Among
from varv.people.models import Region, User
from varv.registry import mailtexts
from varv.registry.actions import Letter, Recipient
from varv.registry.mailtexts import Rendered

#: Nobody is written to twice within this time unless staff choose it.
PAUSE = timedelta(days=3)

STOPPED = _("The recipient has stopped all mail from us.")
#: Why somebody is left out, in the order in which the reasons are looked at.
ANSWERED = _("Have answered already.")
DECLINED = _("Have declined.")
NO_EMAIL = _("Have no e-mail address: post a letter.")
UNREACHABLE = _("The invitation could not be delivered.")
LATELY = _("Were written to less than three days ago.")


@dataclass(frozen=True)
class LeftOut:
    """Those who get no mail for one and the same reason."""

    reason: str | Promise
    invitations: Sequence[Invitation]


@dataclass(frozen=True)
class Recipients:
    """Who gets a mail now, and who does not."""

    kind: str
    ready: Sequence[Invitation]
    left_out: Sequence[LeftOut]

    @property
    def digest(self) -> str:
        """A sum of whom it goes to: what is sent is what was shown, and only once."""
        seen = "|".join(f"{one.pk}:{one.invited_at}:{one.reminded_at}" for one in self.ready)
        return hashlib.sha256(f"{self.kind}|{seen}".encode()).hexdigest()[:32]


def to_invite(round: Round) -> Recipients:  # noqa: A002 - the word of the house
    """Return who has not been asked yet and can be asked by mail."""
    rows = list(queries.invitations(round).filter(invited_at=None))
    stops = queries.stopped(rows)

    def reason(one: Invitation) -> str | Promise:
        if one.shown_state == State.ANSWERED:  # type: ignore[attr-defined]
            return ANSWERED
        if one.person is None or not one.person.is_active:
            return NO_EMAIL
        return STOPPED if one.pk in stops else ""

    return _sorted(queries.KIND, rows, reason)


def to_remind(
    round: Round,  # noqa: A002
    *,
    sooner: bool = False,
    among: Among | None = None,
) -> Recipients:
    """Return who was asked by mail and has neither answered nor declined: all, or ``among`` some.

    Who was written to lately is among them only where staff choose so by ``sooner``.
    """
    asked: QuerySet[Any] = queries.invitations(round).exclude(invited_at=None)
    rows = list(unheard.narrowed(asked, among) if among else asked)
    stops, now = queries.stopped(rows), clock.now()
    by_state = {State.ANSWERED: ANSWERED, State.DECLINED: DECLINED}

    def reason(one: Invitation) -> str | Promise:
        if told := by_state.get(one.shown_state):  # type: ignore[attr-defined]
            return told
        if one.person is None or not one.person.is_active:
            return NO_EMAIL
        if one.pk in stops:
            return STOPPED
        if one.shown_state == State.UNREACHABLE:  # type: ignore[attr-defined]
            return UNREACHABLE
        return LATELY if not sooner and _last_written(one) > now - PAUSE else ""

    return _sorted(queries.REMINDER, rows, reason)


def letters_to(recipients: Recipients, round: Round, region: Region) -> Iterator[Letter]:  # noqa: A002
    """Write the mail to each of them; all that is the same in one language is written once."""
    now = clock.now()
    common: dict[str, dict[str, str]] = {}
    for one in recipients.ready:
        assert one.person is not None  # noqa: S101 - only such are ready
        to = _recipient(one.person, region)
        if to.language not in common:
            common[to.language] = mails.context_of(round, region, to.language)
        first = recipients.kind == queries.KIND
        yield Letter(
            kind=recipients.kind,
            occasion=mails.occasion_of(one) if first else mails.reminder_occasion(one, now),
            recipient=to,
            context=common[to.language] | {"link": mails.link_of(one)},
            about=one,
            deliver_before=round.closes_at,
        )


def samples(
    recipients: Recipients,
    round: Round,  # noqa: A002
    region: Region,
) -> list[tuple[str, int, Rendered]]:
    """Return the very mail in each language that it goes out in, with how many get it in that.

    Each recipient's own link is left open: whoever has it can answer for them.
    """
    numbers = Counter(
        _recipient(one.person, region).language for one in recipients.ready if one.person
    )
    return [
        (
            language,
            number,
            mailtexts.render(
                recipients.kind,
                language,
                mails.context_of(round, region, language)
                | {"link": str(_("[the recipient's own link]"))},
            ),
        )
        for language, number in numbers.most_common()
    ]


def _recipient(person: User, region: Region) -> Recipient:
    """As ``people.queries.recipient_of``, without asking for the region each time."""
    language = person.language if person.language in region.languages else region.language
    return Recipient(person.email, person.name, language)


def _last_written(one: Invitation) -> datetime:
    return max(at for at in (one.invited_at, one.reminded_at) if at)


def _sorted(
    kind: str, rows: Sequence[Invitation], reason: Callable[[Invitation], str | Promise]
) -> Recipients:
    ready: list[Invitation] = []
    left: dict[str | Promise, list[Invitation]] = {}
    for one in rows:
        if why := reason(one):
            left.setdefault(why, []).append(one)
        else:
            ready.append(one)
    return Recipients(kind, ready, [LeftOut(why, found) for why, found in left.items()])
