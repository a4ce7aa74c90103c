"""Opening cases and recording what goes in and out."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from varv import clock
from varv.files.models import File
from varv.registry import kinds
from varv.registry.actions.events import log
from varv.registry.models import Case, Record
from varv.registry.outbox import current_sender
from varv.text.hostile import one_line, refuse_hostile
from varv.text.translated import Translated


@transaction.atomic
def open_case(
    actor: AbstractBaseUser | None,
    *,
    number: str,
    title: Mapping[str, str] | str,
    opened_on: date | None = None,
    external_number: str = "",
) -> Case:
    """Enter a case under a number that is new; without a day it is not known when it was opened.

    A plain title is in the region's own language.
    """
    if Case.objects.filter(number=number).exists():
        raise ValidationError({"number": _("There is already a case with this number.")})
    texts = {current_sender().language: title} if isinstance(title, str) else dict(title)
    case = Case(
        number=number,
        title=Translated(texts),
        opened_on=opened_on,
        external_number=external_number,
    )
    case.full_clean()
    case.save()
    log(actor, "registry.open_case", case, number=number)
    return case


@transaction.atomic
def record(
    actor: AbstractBaseUser | None,
    *,
    case: Case,
    direction: str,
    kind: str,
    title: str,
    text: str = "",
    received_at: datetime | None = None,
    subject: Model | None = None,
    external_number: str = "",
    files: Iterable[File] = (),
) -> Record:
    """Enter one record in ``case`` under its next number; the case row is locked meanwhile.

    Nothing is entered before it has come: ``received_at`` may lie in the past, not in the future.
    """
    if received_at is not None and received_at > clock.now():
        raise ValidationError({"received_at": _("This moment has not come yet.")})
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    ref = kinds.ref(subject) if subject is not None else None
    entry = Record(
        case=locked,
        number=locked.last_number + 1,
        direction=direction,
        kind=kind,
        title=title,
        text=text,
        received_at=received_at or clock.now(),
        subject_kind=ref.kind if ref else "",
        subject_id=ref.id if ref else None,
        external_number=external_number,
    )
    entry.full_clean()
    entry.save()
    locked.last_number = entry.number
    locked.save(update_fields=["last_number"])
    entry.files.set(files)
    log(actor, "registry.record", entry, case=locked.pk, number=entry.number, direction=direction)
    return entry


@transaction.atomic
def set_external_number(
    actor: AbstractBaseUser | None, *, thing: Case | Record, number: str
) -> Case | Record:
    """Note which number a case or a record has in the official register; empty takes it away."""
    locked = (
        type(thing)._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=thing.pk)
    )
    before, after = locked.external_number, _clean_number(number)
    if after == before:
        return locked
    locked.external_number = after
    locked.clean_fields(exclude={field.name for field in locked._meta.fields} - {"external_number"})
    locked.save(update_fields=["external_number"])
    log(actor, "registry.set_external_number", locked, number=after, before=before)
    return locked


def _clean_number(number: str) -> str:
    try:
        one_line(number)
        refuse_hostile(number)
    except ValidationError as error:
        raise ValidationError({"external_number": error.messages}) from None
    return number.strip()
