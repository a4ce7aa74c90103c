"""Asking people to take part: who is on the list, mails and letters, and what they answer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.invitations import contact_list, kept_lists, sending
from varv.consultation.invitations.contact_list import COLUMNS, Line, Plan
from varv.consultation.invitations.invitees import Invitee, key_of
from varv.consultation.invitations.sending import Recipients
from varv.consultation.models import Invitation, InvitationList, Round
from varv.consultation.queries import invitations as queries
from varv.consultation.queries.unheard import Among
from varv.people.actions import (
    NewOrganisation,
    add_organisations,
    people_for,
    register_lock,
    represent_many,
)
from varv.people.models import Organisation, User
from varv.people.organisation_list.sheet import SheetRow
from varv.people.queries import the_region
from varv.registry.actions import cancel_pending, log, queue_many
from varv.registry.models import Message


class Sent(NamedTuple):
    """How many mails were written, and how many of them cannot be sent."""

    written: int
    failed: int


@transaction.atomic
def invite_by_hand(actor: User, *, round: Round, cells: Mapping[str, str]) -> Invitation:  # noqa: A002 - the word of the house
    """Put one on the list; the cells are those that a row of a contact list has."""
    locked = _lock(round)
    rows = [SheetRow(1, dict.fromkeys(COLUMNS, "") | dict(cells))]
    region = the_region()
    foreseen = contact_list.plan(locked, rows, region)
    _refuse_wrong(foreseen.lines[0])
    made = _enter(actor, locked, foreseen, rows)
    return made[0]


@transaction.atomic
def enter_list(
    actor: User,
    *,
    round: Round,  # noqa: A002
    upload: str,
    shown: str,
    without_wrong: bool = False,
) -> int:
    """Enter the contact list that was shown, or nothing; return how many are new on the list.

    ``upload`` and ``shown`` say which list was looked at and what entering it would have done. If
    the register has changed since, nothing is entered: whoever said yes said it to something else.
    """
    locked = _lock(round)
    waiting = (
        InvitationList.objects.select_for_update()
        .filter(round=locked, by=actor, upload=upload, read_at__gt=clock.now() - kept_lists.WAITS)
        .first()
    )
    if waiting is None:
        raise ValidationError(_("The list is no longer here. Choose the file again."))
    rows = kept_lists.rows_of(waiting)
    foreseen = contact_list.plan(locked, rows, the_region())
    if foreseen.digest != shown:
        raise _changed()
    if foreseen.of("wrong") and not without_wrong:
        raise ValidationError(_("Nothing was entered: something in the list is wrong."))
    made = _enter(actor, locked, foreseen, rows)
    waiting.delete()
    return len(made)


@transaction.atomic
def drop_list(actor: User, *, round: Round) -> None:  # noqa: A002
    """Throw away the list that waits; nothing was entered."""
    InvitationList.objects.filter(round=round, by=actor).delete()


@transaction.atomic
def invite_all(actor: User, *, round: Round, invitees: Iterable[Invitee], source: str) -> int:  # noqa: A002
    """Put those of a source on the list who are not there yet; return how many."""
    locked = _lock(round)
    known = {
        key_of(one)
        for one in locked.invitations.select_related("person", "organisation").order_by("pk")
    }
    fresh = {one.key: one for one in invitees if one.key not in known}
    register_lock.share()
    return len(_add(actor, locked, list(fresh.values()), {}, source=source))


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
    locked = _lock(round)
    waiting = list(queries.letters(locked).filter(pk__in=ids).values_list("pk", flat=True))
    if waiting:
        Invitation.objects.filter(pk__in=waiting).update(invited_at=clock.now())
        log(actor, "consultation.post_invitations", locked, invitations=waiting)
    return len(waiting)


@transaction.atomic
def remove_invitation(actor: User, *, invitation: Invitation) -> None:
    """Take somebody off the list; their link dies, and a mail that waits is not sent."""
    locked = _lock(invitation.round)
    log(actor, "consultation.remove_invitation", locked, invitation=invitation.pk)
    cancel_pending(about=invitation)
    invitation.delete()


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


def _lock(round: Round) -> Round:  # noqa: A002
    """Lock the round: whoever works with its list works alone."""
    rows = Round.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("case", "programme").get(pk=round.pk)


def _lock_open(round: Round) -> Round:  # noqa: A002
    """Lock a round that people can be asked about, and keep organisations from being merged."""
    locked = _lock(round)
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


def _refuse_wrong(line: Line) -> None:
    if line.problems:
        errors: dict[str, list[str]] = {}
        for problem in line.problems:
            errors.setdefault(problem.column, []).append(problem.text)
        raise ValidationError(errors)
    if line.known:
        raise ValidationError(_("Is on the list already."))


def _changed() -> ValidationError:
    return ValidationError(
        _("Nothing was entered: the register has changed since you looked. Look again.")
    )


def _enter(
    actor: User,
    round: Round,  # noqa: A002
    foreseen: Plan,
    rows: Sequence[SheetRow],
) -> list[Invitation]:
    """Add all that is new in a plan.

    Persons are locked before the register, here as everywhere; so they come first, and what is to
    be done is planned again once nobody else works in the register.
    """
    new = [one.invitee for one in foreseen.of("new") if one.invitee]
    people = _people(new)
    register_lock.have_alone()
    plan = contact_list.plan(round, rows, the_region())
    if plan.digest != foreseen.digest:
        raise _changed()
    fresh = [one.invitee for one in plan.of("new") if one.invitee]
    made = _add(actor, round, fresh, people, source="list")
    # Staff say so of whom they enter; what visitors say of themselves is taken from no source.
    represent_many(
        actor,
        [(one.person, one.organisation) for one in made if one.person and one.organisation],
    )
    return made


def _people(invitees: Sequence[Invitee]) -> dict[str, User]:
    return people_for({one.email: one.name for one in invitees if one.email})


def _add(
    actor: User,
    round: Round,  # noqa: A002
    invitees: Sequence[Invitee],
    people: Mapping[str, User],
    *,
    source: str,
) -> list[Invitation]:
    known = people or _people(invitees)
    new = {
        one.organisation.key: one.organisation
        for one in invitees
        if isinstance(one.organisation, NewOrganisation)
    }
    added = add_organisations(actor, new.values()) if new else {}
    now = clock.now()
    made = Invitation.objects.bulk_create(
        [
            Invitation(
                round=round,
                person=known.get(one.email),
                name=one.name or (known[one.email].name if one.email in known else ""),
                organisation=_organisation(one, added),
                sector=one.sector,
                municipality=one.municipality,
                postal_address=one.postal_address,
                added_at=now,
                added_by=actor,
            )
            for one in invitees
        ],
        batch_size=1000,
    )
    if made:
        log(actor, "consultation.add_invitations", round, source=source, number=len(made))
    return made


def _organisation(one: Invitee, added: Mapping[str, Organisation]) -> Organisation | None:
    if isinstance(one.organisation, NewOrganisation):
        return added[one.organisation.key]
    return one.organisation


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
