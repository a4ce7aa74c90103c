"""Handing records over to the authority's own diary, and taking its numbers back."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from varv import clock
from varv.registry.actions.events import log, log_many
from varv.registry.diary import numbers, package
from varv.registry.models import Record


@transaction.atomic
def take_out_records(
    actor: AbstractBaseUser | None, *, records: QuerySet[Record], as_package: bool
) -> Iterator[bytes]:
    """Return the records as a list or as a package of mails; that somebody took them is logged.

    Nothing is marked as handed over: the file may be lost on its way.
    """
    form = "package" if as_package else "list"
    log(actor, "registry.take_out_records", None, form=form, count=records.order_by().count())
    make = package.packed if as_package else package.listed
    return make(records, actor)


@transaction.atomic
def hand_over(
    actor: AbstractBaseUser | None, *, records: QuerySet[Record], expected: int | None = None
) -> datetime:
    """Mark records as handed over to the official register; return the moment that they have.

    ``expected`` is how many the preview told of: where it has become another number, nothing is
    marked, so that nothing counts as handed over that is not in what was taken out.
    """
    waiting = records.filter(exported_at=None).order_by("pk")
    rows = list(
        waiting.select_for_update(no_key=True, of=("self",)).values_list("pk", "case_id", "number")
    )
    if expected is not None and expected != len(rows):
        raise ValidationError(_("There are other records to hand over now. Look again."))
    if not rows:
        raise ValidationError(_("There is nothing to hand over."))
    now = clock.now()
    Record.objects.filter(pk__in=[pk for pk, _case, _number in rows]).update(exported_at=now)
    spans: dict[str, list[int]] = {}
    for _pk, case, number in rows:
        first, last = spans.get(str(case), [number, number])
        spans[str(case)] = [min(first, number), max(last, number)]
    log(
        actor,
        "registry.hand_over",
        None,
        count=len(rows),
        moment=now.isoformat(),
        cases=spans,
    )
    return now


@transaction.atomic
def set_external_numbers(actor: AbstractBaseUser | None, *, content: bytes) -> tuple[int, int]:
    """Give records the numbers of a list from the official register: all of them, or none.

    Return how many were changed, and how many had the number already. What is wrong is told row by
    row as a ValidationError on ``file``.
    """
    found = numbers.matched(numbers.read(content))
    wanted = {record.pk: number for record, number in found}
    rows = Record.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=wanted)
    changed = []
    for record in rows.only("pk", "external_number").order_by("pk"):
        before, after = record.external_number, wanted[record.pk]
        if before != after:
            record.external_number = after
            changed.append((record, {"number": after, "before": before}))
    Record.objects.bulk_update([one for one, _told in changed], ["external_number"], batch_size=500)
    log_many(actor, "registry.set_external_number", changed)
    return len(changed), len(found) - len(changed)
