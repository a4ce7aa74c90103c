"""Asking people to take part: mails and letters, and what they answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.actions.rounds import lock_for_work
from varv.consultation.invitations import sending
from varv.consultation.invitations.sending import Recipients
from varv.consultation.models import Invitation, Round
from varv.consultation.queries import invitations as queries
from varv.consultation.queries.unheard import Among
from varv.people.actions import register_lock
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import log, queue_many
from varv.registry.models import Message


class Sent(NamedTuple):
    """How many mails were written, and how many of them cannot be sent."""

    written: int
    failed: int


@transaction.atomic
def send_invitations(actor: User, *, round: Round, shown: str) -> Sent:  # noqa: A002
    """Mail all who wait to be asked and can be mailed, once; ``shown`` says who they were."""
    locked = _lock_open(round)
    found = sending.to_invite(locked)
    now = _check(found, shown)
    sent = _send(found, locked)
    Invitation.objects.filter(pk__in=[one.pk for one in found.ready]).update(invited_at=now)
    log(actor, "consultation.send_invitations", locked, **sent._asdict())
    return sent


@transaction.atomic
def remind(
    actor: User,
    *,
    round: Round,  # noqa: A002
    shown: str,
    sooner: bool = False,
    among: Among | None = None,
) -> Sent:
    """Remind who has neither answered nor declined, or those ``among`` whom nobody was heard.

    Who was written to lately is reminded only ``sooner``.
    """
    locked = _lock_open(round)
    found = sending.to_remind(locked, sooner=sooner, among=among)
    now = _check(found, shown)
    sent = _send(found, locked)
    Invitation.objects.filter(pk__in=[one.pk for one in found.ready]).update(reminded_at=now)
    log(actor, "consultation.remind_invited", locked, **sent._asdict())
    return sent


@transaction.atomic
def mark_posted(actor: User, *, round: Round, ids: Sequence[int]) -> int:  # noqa: A002
    """Note that letters were posted to these; return to how many."""
    locked = lock_for_work(round)
    waiting = list(queries.letters(locked).filter(pk__in=ids).values_list("pk", flat=True))
    if waiting:
        Invitation.objects.filter(pk__in=waiting).update(invited_at=clock.now())
        log(actor, "consultation.post_invitations", locked, invitations=waiting)
    return len(waiting)


@transaction.atomic
def note_opened(*, invitation: Invitation) -> None:
    """Note the first time that the page of an invitation was shown."""
    fresh = Invitation.objects.filter(pk=invitation.pk, opened_at=None)
    if fresh.update(opened_at=clock.now()):
        log(None, "consultation.open_invitation", invitation)


@transaction.atomic
def decline(*, invitation: Invitation, reason: str = "") -> None:
    """Note that who was asked does not want to answer; they may change their mind until closing."""
    locked = _lock_invitation(invitation)
    _refuse_closed(locked.round)
    locked.declined_at, locked.decline_reason = clock.now(), reason.strip()
    locked.save(update_fields=["declined_at", "decline_reason"])
    log(locked.person, "consultation.decline", locked)


@transaction.atomic
def take_back_decline(*, invitation: Invitation) -> None:
    """Let who has declined be asked still; doing it twice changes nothing."""
    locked = _lock_invitation(invitation)
    _refuse_closed(locked.round)
    if locked.declined_at is None:
        return
    locked.declined_at, locked.decline_reason = None, ""
    locked.save(update_fields=["declined_at", "decline_reason"])
    log(locked.person, "consultation.take_back_decline", locked)


def _lock_open(round: Round) -> Round:  # noqa: A002
    """Lock a round that people can be asked about, and keep organisations from being merged."""
    locked = lock_for_work(round)
    register_lock.share()
    if locked.state != Round.State.PUBLISHED:
        raise ValidationError(_("Publish the round first."))
    _refuse_closed(locked)
    return locked


def _lock_invitation(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("round", "person").get(pk=invitation.pk)


def _refuse_closed(round: Round) -> None:  # noqa: A002
    over = round.closes_at is None or round.closes_at <= clock.now()
    if over or round.state != Round.State.PUBLISHED:
        raise ValidationError(_("The round has closed."))


def _check(found: Recipients, shown: str) -> datetime:
    if found.digest != shown:
        raise ValidationError(
            _("Nothing was sent: who gets the mail has changed since you looked. Look again.")
        )
    if not found.ready:
        raise ValidationError(_("There is nobody to write to."))
    return clock.now()


def _send(found: Recipients, round: Round) -> Sent:  # noqa: A002
    written = queue_many(sending.letters_to(found, round, the_region()))
    failed = sum(one.state == Message.State.FAILED for one in written)
    return Sent(len(written), failed)
