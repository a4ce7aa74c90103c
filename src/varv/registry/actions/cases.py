"""Opening cases and recording what goes in and out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from varv import clock
from varv.files.models import File
from varv.registry import kinds
from varv.registry.actions.events import log, log_many
from varv.registry.actions.secrecy import MAX_LENGTH, clean_line
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
    counterpart: Model | None = None,
    secrecy: str = "",
) -> Record:
    """Enter one record in ``case`` under its next number; the case row is locked meanwhile.

    ``counterpart`` is whom it came from or went to, where that is no private person. ``secrecy``
    is the law that it is secret under. Nothing is entered before it has come: ``received_at`` may
    lie in the past, not in the future.
    """
    entry = Entry(
        direction, kind, title, text, received_at, subject, external_number, counterpart, secrecy
    )
    made = record_many(actor, case=case, entries=[entry])[0]
    made.files.set(files)
    return made


@dataclass(frozen=True)
class Entry:
    """What a record says."""

    direction: str
    kind: str
    title: str
    text: str = ""
    received_at: datetime | None = None
    subject: Model | None = None
    external_number: str = ""
    counterpart: Model | None = None
    secrecy: str = ""


@transaction.atomic
def record_many(
    actor: AbstractBaseUser | None, *, case: Case, entries: Sequence[Entry]
) -> list[Record]:
    """Enter records in ``case`` under its next numbers, in order, by a fixed number of queries."""
    now = clock.now()
    if any(entry.received_at is not None and entry.received_at > now for entry in entries):
        raise ValidationError({"received_at": _("This moment has not come yet.")})
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    records = [
        _record_of(entry, locked, number, now)
        for number, entry in enumerate(entries, start=locked.last_number + 1)
    ]
    for made in records:
        # Its case was just read, and its number is the next: only the rest is to be checked.
        made.clean_fields(exclude={"case"})
        made.clean()
    Record.objects.bulk_create(records)
    locked.last_number += len(records)
    locked.save(update_fields=["last_number"])
    log_many(
        actor,
        "registry.record",
        [
            (
                made,
                {"case": locked.pk, "number": made.number, "direction": made.direction}
                | ({"secrecy": made.secrecy} if made.secrecy else {}),
            )
            for made in records
        ],
    )
    return records


@transaction.atomic
def date_records(actor: AbstractBaseUser | None, *, moments: Mapping[int, datetime]) -> None:
    """Say of records, by id, when what they hold came or went, where that is known better now."""
    found = list(
        Record.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=moments)
        .order_by("pk")
    )
    for one in found:
        one.received_at = moments[one.pk]
    Record.objects.bulk_update(found, ["received_at"], batch_size=500)
    told = [(one, {"received_at": one.received_at.isoformat()}) for one in found]
    log_many(actor, "registry.date_record", told)


def _record_of(entry: Entry, case: Case, number: int, now: datetime) -> Record:
    ref = kinds.ref(entry.subject) if entry.subject is not None else None
    other = kinds.ref(entry.counterpart) if entry.counterpart is not None else None
    return Record(
        case=case,
        number=number,
        direction=entry.direction,
        kind=entry.kind,
        title=entry.title,
        text=entry.text,
        received_at=entry.received_at or now,
        subject_kind=ref.kind if ref else "",
        subject_id=ref.id if ref else None,
        counterpart_kind=other.kind if other else "",
        counterpart_id=other.id if other else None,
        external_number=entry.external_number,
        secrecy=clean_line(entry.secrecy, "secrecy", MAX_LENGTH),
    )


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
