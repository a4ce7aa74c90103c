"""What staff do with the mail that waits: sort it in, put it aside, take it up again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation import inbox
from varv.consultation.actions.incoming import enter, keep_files, plain_name, usable_email
from varv.consultation.contents import Content
from varv.consultation.inbox import UnreadableMailError
from varv.consultation.models import Contribution, IncomingMail, Round
from varv.consultation.queries import placing
from varv.consultation.sorting import Reason
from varv.files import blobs
from varv.people.models import User
from varv.registry.actions import log

Where = IncomingMail.Where


@transaction.atomic
def sort_mail(
    actor: User | None,
    *,
    mail: IncomingMail,
    round: Round,  # noqa: A002 - the word of the house
    name: str = "",
    email: str = "",
    text: str = "",
) -> Contribution:
    """Let a mail that waits count as input to ``round``.

    ``name`` and ``email`` say whom it is from where the mail does not, and ``text`` what it says.
    """
    locked = _waiting(mail)
    said = text or locked.text or locked.full_text or locked.subject
    sender, language = placing.sender_known_as(
        usable_email(email or locked.sender_email),
        plain_name(name or locked.sender_name),
        wrote=said,
    )
    content = Content(
        title=locked.subject,
        text=said,
        files=list(locked.files.all()),
    )
    made = enter(actor, locked, round=round, sender=sender, language=language, content=content)
    _note(actor, locked)
    log(actor, "consultation.sort_mail", locked, round=round.pk)
    return made


@transaction.atomic
def put_mail_aside(actor: User | None, *, mail: IncomingMail, reason: str) -> IncomingMail:
    """Put a mail aside that is no input, and say why; its original is kept."""
    locked = _waiting(mail)
    locked.where, locked.reason = Where.IGNORED, Reason.PUT_ASIDE
    locked.reason_detail = reason[: locked._meta.get_field("reason_detail").max_length]
    _note(actor, locked)
    log(actor, "consultation.put_mail_aside", locked)
    return locked


@transaction.atomic
def mark_mail_as_double(
    actor: User | None, *, mail: IncomingMail, first: IncomingMail
) -> IncomingMail:
    """Say that a mail that waits is the same as one that came before."""
    locked = _waiting(mail)
    if first.pk == locked.pk or first.where == Where.DUPLICATE:
        raise ValidationError(_("Choose another mail, one that is no double itself."))
    locked.where, locked.duplicate_of = Where.DUPLICATE, first
    locked.reason, locked.reason_detail = Reason.CAME_AGAIN, ""
    _note(actor, locked)
    log(actor, "consultation.mark_mail_as_double", locked, first=first.pk)
    return locked


@transaction.atomic
def take_mail_up(actor: User | None, *, mail: IncomingMail) -> IncomingMail:
    """Let a mail wait again that was put aside, by a person or because a machine seemed to write.

    One that was taken for a double is a mail of its own from then on.
    """
    locked = _lock(mail)
    if locked.where not in {Where.IGNORED, Where.DUPLICATE}:
        raise ValidationError(_("This mail has not been put aside."))
    if locked.duplicate_of_id:
        locked.message_id, locked.duplicate_of = "", None  # the first has the identity
        _enclosed_again(locked)
    locked.where, locked.reason, locked.reason_detail = Where.TRIAGE, Reason.TAKEN_UP, ""
    _note(actor, locked)
    if not locked.suggested.exists():
        locked.suggested.set(
            placing.suggested_cases(locked.subject, locked.sender_email, locked.received_at)
        )
    log(actor, "consultation.take_mail_up", locked)
    return locked


def _enclosed_again(mail: IncomingMail) -> None:
    """Store what is enclosed in a double: so far only its original was kept."""
    if mail.original is None or mail.original.destroyed_at or mail.files.exists():
        return
    try:
        opened = inbox.read(blobs.read(mail.original.sha256))
    except UnreadableMailError:
        return
    mail.files.set(keep_files(mail, opened))


def _lock(mail: IncomingMail) -> IncomingMail:
    locked = IncomingMail.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("original").get(pk=mail.pk)


def _waiting(mail: IncomingMail) -> IncomingMail:
    locked = _lock(mail)
    if locked.where != Where.TRIAGE:
        raise ValidationError(_("Somebody has sorted this mail already."))
    return locked


def _note(actor: User | None, mail: IncomingMail) -> None:
    mail.sorted_at, mail.sorted_by = clock.now(), actor
    mail.save()
