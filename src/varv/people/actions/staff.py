"""The staff: inviting, changing roles, handing over and leaving."""

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.people import handover, sessions
from varv.people.actions.persons import person_for
from varv.people.models import BrowserSession, StaffRole, User
from varv.people.queries import person_by_email, recipient_of
from varv.registry.actions import log, queue


@transaction.atomic
def invite_staff(actor: User | None, *, email: str, name: str, role: str) -> StaffRole:
    """Give somebody a role and mail them how to sign in."""
    _check_role(role)
    person = person_for(email, name)
    if not person.is_active or person.staff_roles.filter(until=None).exists():
        raise ValidationError({"email": _("This person is on the staff already.")})
    held = _give(person, role)
    recipient = recipient_of(person)
    with override(recipient.language):
        role_name = str(StaffRole.Role(role).label)
    queue(
        kind="people.staff_invitation",
        occasion=f"people.staff_invitation:{held.pk}",
        recipient=recipient,
        context={
            "role": role_name,
            "inviter": str(actor) if actor else "",
            "link": f"{settings.BASE_URL}{reverse('account_login')}",
        },
        about=person,
    )
    log(actor, "people.invite_staff", person, role=role)
    return held


@transaction.atomic
def staff_by_provider(*, known: User | None, email: str, name: str, role: str) -> User:
    """Return whom the identity provider vouches for, if they are on the staff; else refuse.

    ``known`` is who this account belonged to before; else the person is found by the verified
    address. A ``role`` that the provider's groups give is given here too, and the person added if
    need be. Where it gives none, what was given here stands.
    """
    person = known or (person_for(email, name) if role else person_by_email(email))
    if person is None or not person.is_active:
        raise ValidationError(_("This person is not on the staff."))
    held = {one.role for one in _locked_roles(person)}
    if role and not held:
        _give(person, role)
        log(None, "people.role_by_provider", person, role=role)
    elif role and held != {role}:
        _follow(person, role)
    elif not held:
        raise ValidationError(_("This person is not on the staff."))
    return person


def _follow(person: User, role: str) -> None:
    """Change a role as the provider's groups say; the last coordinator stays one all the same."""
    with suppress(ValidationError):
        change_role(None, user=person, role=role)


@transaction.atomic
def change_role(actor: User | None, *, user: User, role: str) -> StaffRole:
    """Let somebody on the staff hold ``role`` and no other."""
    _check_role(role)
    held = _locked_roles(user)
    if not held:
        raise ValidationError({"role": _("This person is not on the staff.")})
    if [one.role for one in held] == [role]:
        return held[0]
    if role != StaffRole.Role.COORDINATOR:
        _check_not_last_coordinator(user)
    _end(user)
    given = _give(user, role)
    log(actor, "people.change_role", user, role=role)
    return given


@transaction.atomic
def hand_over(actor: User | None, *, from_user: User, to_user: User) -> int:
    """Move all that ``from_user`` is responsible for to ``to_user``; return how many things."""
    if from_user.pk == to_user.pk or not to_user.is_active or not _current(to_user).exists():
        raise ValidationError({"hand_over_to": _("Choose somebody else on the staff.")})
    moved = sum(
        item.hand_over(actor, from_user=from_user, to_user=to_user) for item in handover.point
    )
    log(actor, "people.hand_over", from_user, to=to_user.pk, count=moved)
    return moved


@transaction.atomic
def remove_staff(actor: User | None, *, user: User, hand_over_to: User | None = None) -> User:
    """End somebody's time on the staff; what they were responsible for must have an owner."""
    if not _locked_roles(user):
        raise ValidationError(_("This person is not on the staff."))
    _check_not_last_coordinator(user)
    if hand_over_to is not None:
        hand_over(actor, from_user=user, to_user=hand_over_to)
    if handover.responsibilities(user):
        raise ValidationError({"hand_over_to": _("Choose who takes over.")})
    _end(user)
    sessions.end(BrowserSession.objects.filter(person=user))
    log(actor, "people.remove_staff", user)
    return user


def _check_role(role: str) -> None:
    if role not in StaffRole.Role.values:
        raise ValidationError({"role": _("Choose a role.")})


def _current(user: User) -> QuerySet[StaffRole]:
    return StaffRole.objects.filter(user=user, until=None)


def _locked_roles(user: User) -> list[StaffRole]:
    """Lock all roles, lest the last two coordinators both go; return the user's own."""
    rows = StaffRole.objects.select_for_update().filter(until=None).order_by("pk")
    return [row for row in rows if row.user_id == user.pk]


def _check_not_last_coordinator(user: User) -> None:
    coordinators = StaffRole.objects.filter(
        role=StaffRole.Role.COORDINATOR, until=None, user__is_active=True
    )
    is_one = coordinators.filter(user=user).exists()
    if is_one and not coordinators.exclude(user=user).exists():
        raise ValidationError(
            _("This is the only coordinator. Make somebody else a coordinator first.")
        )


def _give(user: User, role: str) -> StaffRole:
    user.__dict__.pop("roles", None)  # read anew by whoever asks this object again
    return StaffRole.objects.create(user=user, role=role, since=clock.now())


def _end(user: User) -> None:
    user.__dict__.pop("roles", None)
    _current(user).update(until=clock.now())
