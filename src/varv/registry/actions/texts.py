"""Editing the wording of mail."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.registry import mailtexts
from varv.registry.actions.events import log
from varv.registry.models import MailText
from varv.text.hostile import one_line, refuse_hostile


@transaction.atomic
def edit_mail_text(
    actor: AbstractBaseUser | None, *, kind: str, language: str, subject: str, body: str
) -> MailText:
    """Give one kind of mail the staff's own wording in one language."""
    _check(mailtexts.point[kind], subject, body)
    text, _new = MailText.objects.update_or_create(
        kind=kind,
        language=language,
        defaults={"subject": subject.strip(), "body": body.strip(), "changed_at": clock.now()},
    )
    log(actor, "registry.edit_mail_text", kind=kind, language=language)
    return text


@transaction.atomic
def restore_mail_text(actor: AbstractBaseUser | None, *, kind: str, language: str) -> None:
    """Go back to the default wording of one kind of mail in one language."""
    MailText.objects.filter(kind=kind, language=language).delete()
    log(actor, "registry.restore_mail_text", kind=kind, language=language)


def _check(kind: mailtexts.MailKind, subject: str, body: str) -> None:
    errors: dict[str, list[str]] = {"subject": [], "body": []}
    for field, text in (("subject", subject), ("body", body)):
        errors[field] += _faults(kind, text)
    errors["subject"] += _line_faults(subject.strip())
    errors["body"] += [
        _("The text must contain {%(name)s}.") % {"name": name}
        for name in kind.required
        if name not in mailtexts.placeholders(body)
    ]
    found = {field: messages for field, messages in errors.items() if messages}
    if found:
        raise ValidationError(found)


def _faults(kind: mailtexts.MailKind, text: str) -> list[str]:
    if not text.strip():
        return [_("Write something here.")]
    unknown = sorted(mailtexts.placeholders(text) - set(kind.variables))
    faults = [_("There is no placeholder {%(name)s}.") % {"name": name} for name in unknown]
    try:
        refuse_hostile(text)
    except ValidationError as error:
        faults += error.messages
    return faults


def _line_faults(subject: str) -> list[str]:
    try:
        one_line(subject)
    except ValidationError as error:
        return error.messages
    return []
