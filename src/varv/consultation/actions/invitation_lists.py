"""Who is asked to take part: put on the list by hand, from a file or a source, and taken off."""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.actions.rounds import lock_for_work
from varv.consultation.invitations import contact_list, kept_lists
from varv.consultation.invitations.contact_list import COLUMNS, Line, Plan
from varv.consultation.invitations.invitees import Invitee, key_of
from varv.consultation.models import Invitation, InvitationList, Round
from varv.files.filled import SheetRow
from varv.people.actions import (
    NewOrganisation,
    add_organisations,
    people_for,
    register_lock,
    represent_many,
)
from varv.people.models import Organisation, User
from varv.people.queries import the_region
from varv.registry.actions import cancel_pending, log


@transaction.atomic
def invite_by_hand(actor: User, *, round: Round, cells: Mapping[str, str]) -> Invitation:  # noqa: A002 - the word of the house
    """Put one on the list; the cells are those that a row of a contact list has."""
    locked = lock_for_work(round)
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
    locked = lock_for_work(round)
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
    locked = lock_for_work(round)
    known = {
        key_of(one)
        for one in locked.invitations.select_related("person", "organisation").order_by("pk")
    }
    fresh = {one.key: one for one in invitees if one.key not in known}
    register_lock.share()
    return len(_add(actor, locked, list(fresh.values()), {}, source=source))


@transaction.atomic
def remove_invitation(actor: User, *, invitation: Invitation) -> None:
    """Take somebody off the list; their link dies, and a mail that waits is not sent."""
    locked = lock_for_work(invitation.round)
    log(actor, "consultation.remove_invitation", locked, invitation=invitation.pk)
    cancel_pending(about=invitation)
    invitation.delete()


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
