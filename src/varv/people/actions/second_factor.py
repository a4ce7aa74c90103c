"""The second factor: getting one, new recovery codes, removing it, resetting another's."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from varv.people import second_factor, sessions
from varv.people.models import BrowserSession, User
from varv.people.queries import recipient_of
from varv.registry.actions import log, queue

ADDED = gettext_lazy("An authenticator app was added.")
REMOVED = gettext_lazy("The authenticator app was removed.")
RENEWED = gettext_lazy("New recovery codes were made. The old ones no longer work.")
RESET = gettext_lazy("A coordinator removed your authenticator app and signed you out everywhere.")


@transaction.atomic
def begin_second_factor(actor: User, *, secret: str, here: str = "") -> list[str]:
    """Tie an authenticator app to oneself; return the recovery codes, which are shown once.

    Other browsers that are in without it are signed out; ``here`` is the key of the
    session to keep.
    """
    _lock(actor)
    if second_factor.has_one(actor):
        raise ValidationError(_("You have an authenticator app already."))
    TOTP.activate(actor, secret)
    codes = _new_codes(actor)
    sessions.end(BrowserSession.objects.filter(person=actor).exclude(key=here))
    _tell(actor, ADDED, "people.begin_second_factor", actor)
    return codes


@transaction.atomic
def renew_recovery_codes(actor: User) -> list[str]:
    """Make new recovery codes and let the old ones die; return them."""
    _lock(actor)
    if not second_factor.has_one(actor):
        raise ValidationError(_("Add an authenticator app first."))
    codes = _new_codes(actor)
    _tell(actor, RENEWED, "people.renew_recovery_codes", actor)
    return codes


@transaction.atomic
def remove_second_factor(actor: User) -> None:
    """Remove one's own authenticator app and recovery codes."""
    _lock(actor)
    if not Authenticator.objects.filter(user_id=actor.pk).delete()[0]:
        raise ValidationError(_("There is no authenticator app to remove."))
    _tell(actor, REMOVED, "people.remove_second_factor", actor)


@transaction.atomic
def reset_second_factor(actor: User, *, person: User) -> None:
    """Remove another's authenticator app, for whoever lost it; end their sessions."""
    _lock(person)
    if not Authenticator.objects.filter(user_id=person.pk).delete()[0]:
        raise ValidationError(_("There is no authenticator app to remove."))
    sessions.end(BrowserSession.objects.filter(person=person))
    _tell(person, RESET, "people.reset_second_factor", actor)


def _lock(person: User) -> None:
    """Let two acts on one person's second factor wait for each other."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _new_codes(person: User) -> list[str]:
    kept = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES)
    kept.delete()
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    return codes


def _tell(person: User, what: Promise, action: str, actor: User) -> None:
    """Log what was done, and mail the person that it was."""
    event = log(actor, action, person)
    recipient = recipient_of(person)
    with override(recipient.language):
        said = str(what)
    queue(
        kind="people.second_factor_changed",
        occasion=f"{action}:{event.pk}",
        recipient=recipient,
        context={"what": said},
        about=person,
    )
