"""Destroying what has been kept long enough, only under a named decision."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.files import actions as files
from varv.files.models import File
from varv.registry import ledger, masking, retention
from varv.registry.actions.events import log
from varv.registry.actions.messages import cancel_unsent
from varv.registry.models import (
    Destroyed,
    Disposal,
    DisposalDecision,
    KeepTime,
    MaskedPlace,
    Message,
    Record,
)
from varv.registry.outbox import current_sender

MAX_MONTHS = 1200


@transaction.atomic
def add_disposal_decision(
    actor: AbstractBaseUser | None,
    *,
    name: str,
    decided_on: date,
    decided_by: str,
    reference: str = "",
    text: str = "",
    covers: Sequence[str],
    valid_from: date,
    valid_to: date | None = None,
    document: File | None = None,
) -> DisposalDecision:
    """Enter a decision that was made elsewhere, by those who may decide what is destroyed."""
    if unknown := [key for key in covers if key not in retention.rules]:
        raise ValidationError({"covers": _("There is no such kind: %s.") % ", ".join(unknown)})
    if not covers:
        raise ValidationError({"covers": _("Choose what the decision covers.")})
    if valid_to and valid_to < valid_from:
        raise ValidationError({"valid_to": _("The last day is before the first.")})
    if decided_on > clock.today():
        raise ValidationError({"decided_on": _("This day has not come yet.")})
    made = DisposalDecision(
        name=name,
        decided_on=decided_on,
        decided_by=decided_by,
        reference=reference,
        text=text,
        covers=list(covers),
        valid_from=valid_from,
        valid_to=valid_to,
        document=document,
        made_at=clock.now(),
    )
    made.full_clean()
    made.save()
    log(actor, "registry.add_disposal_decision", made, covers=list(covers))
    return made


@transaction.atomic
def set_keep_time(
    actor: AbstractBaseUser | None, *, decision: DisposalDecision, rule: str, months: int | None
) -> KeepTime:
    """Keep things of a kind longer or shorter from now on, or (None) for ever, as decided."""
    _check_decision(decision, rule)
    if months is not None and not 0 <= months <= MAX_MONTHS:
        raise ValidationError({"months": _("Write a number of months from 0 to 1200.")})
    before = retention.months_of(retention.rules[rule])
    kept, _new = KeepTime.objects.update_or_create(
        rule=rule, defaults={"months": months, "decision": decision}
    )
    log(actor, "registry.set_keep_time", decision, rule=rule, months=months, before=before)
    return kept


@transaction.atomic
def dispose(
    actor: AbstractBaseUser | None,
    *,
    decision: DisposalDecision | None,
    rule: str,
    ids: Sequence[int] | None = None,
    expected: int | None = None,
) -> Disposal:
    """Destroy what a rule has as due, all of it or just ``ids``, under a decision that covers it.

    ``expected`` is how many the preview told of: where it has become another number, nothing is
    destroyed. Each thing leaves a stub that names the decision.
    """
    if decision is None:
        raise ValidationError({"decision": _("Nothing is destroyed without a decision.")})
    _check_decision(decision, rule)
    known = retention.rules[rule]
    months = retention.months_of(known)
    if months is None:
        raise ValidationError(_("Things of this kind are kept for ever."))
    due = sorted(retention.due(known, clock.now(), months).values_list("pk", flat=True))
    chosen = due if ids is None else sorted(set(ids))
    if early := set(chosen) - set(due):
        raise ValidationError(
            _("The time to keep it has not passed: %s.") % ", ".join(map(str, sorted(early)))
        )
    if expected is not None and expected != len(chosen):
        raise ValidationError(_("There are other things to destroy now. Look at the list again."))
    if not chosen:
        raise ValidationError(_("There is nothing to destroy."))
    done = _destroy(decision, known, months, chosen, actor)
    log(actor, "registry.dispose", decision, disposal=done.pk, rule=rule, count=len(chosen))
    return done


@transaction.atomic
def reapply_disposals() -> int:
    """Destroy again what the ledger says was destroyed and a restored backup brought back.

    Ids may have been given anew since the backup, so only what is due still is destroyed.
    """
    count = 0
    for entry in ledger.entries():
        if entry["what"] != "disposal" or entry["rule"] not in retention.rules:
            continue
        rule = retention.rules[entry["rule"]]
        due = retention.due(rule, clock.now(), entry["months"]).filter(pk__in=entry["ids"])
        back = sorted(due.values_list("pk", flat=True))
        if not back:
            continue
        decision = _decision_of(entry["decision"])
        done = _destroy(decision, rule, entry["months"], back, None)
        log(
            None,
            "registry.reapply_disposal",
            decision,
            disposal=done.pk,
            rule=rule.key,
            count=len(back),
        )
        count += len(back)
    return count


def _decision_of(told: dict[str, Any]) -> DisposalDecision:
    """Return the decision, entered again where the backup is older than it."""
    days = {
        name: date.fromisoformat(told[name]) if told[name] else None
        for name in ("valid_from", "valid_to")
    }
    decided_on = date.fromisoformat(told["decided_on"])
    decision, _new = DisposalDecision.objects.get_or_create(
        name=told["name"],
        reference=told["reference"],
        decided_on=decided_on,
        defaults={**told, **days, "decided_on": decided_on, "made_at": clock.now()},
    )
    return decision


def _destroy(
    decision: DisposalDecision,
    rule: retention.Rule,
    months: int,
    ids: Sequence[int],
    actor: AbstractBaseUser | None,
) -> Disposal:
    done = Disposal.objects.create(
        decision=decision,
        rule=rule.key,
        months=months,
        count=len(ids),
        at=clock.now(),
        by_id=actor.pk if actor else None,
    )
    Destroyed.objects.bulk_create(
        (Destroyed(disposal=done, subject_kind=rule.kind, subject_id=pk) for pk in ids),
        batch_size=1000,
    )
    rule.destroy(ids)
    transaction.on_commit(ledger.sync)
    return done


def destroy_records(ids: Iterable[int]) -> int:
    """Destroy the title, text and files of records, wherever they stand; numbers stay.

    It is part of a disposal, which is what the log tells about.
    """
    found = list(Record.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids))
    for entry in found:
        for field in ("title", "text"):
            for thing, name in masking.everywhere([entry], field):
                _empty(thing, name, destroyed_mark() if name == "title" else "")
        for file in entry.files.all():
            forget_originals(file, "name")
            files.destroy(file)
    return len(found)


def destroy_messages(ids: Iterable[int]) -> int:
    """Destroy who messages went to and what they said; that they went stays.

    A copy that is a record in the register stays there: it has a time of its own.
    """
    ids = list(ids)
    cancel_unsent(Message.objects.filter(pk__in=ids))
    found = list(Message.objects.select_for_update().filter(pk__in=ids))
    for message in found:
        message.recipient = f"erased-{message.pk}@erased.invalid"
        message.recipient_name = message.subject = message.body = message.error = ""
        message.in_reply_to = ""  # it often says from where somebody wrote
        message.secrets = {}
        message.attachments.all().delete()
        for field in ("subject", "body"):
            forget_originals(message, field)
    fields = ["recipient", "recipient_name", "subject", "body", "secrets", "error", "in_reply_to"]
    Message.objects.bulk_update(found, fields, batch_size=500)
    return len(found)


def destroyed_mark() -> str:
    """Return what stands where a title was destroyed, in the region's language."""
    with override(current_sender().language):
        return _("[destroyed]")


def _empty(thing: Model, field: str, value: str) -> None:
    setattr(thing, field, value)
    thing.save(update_fields=[field])
    forget_originals(thing, field)


def forget_originals(thing: Model, field: str) -> None:
    """Destroy what maskings kept of a text: the passages too, for they are parts of it."""
    places = MaskedPlace.objects.filter(
        model=thing._meta.label_lower, object_id=thing.pk, field=field
    ).select_related("masking")
    for place in places:
        place.original = None
        place.save(update_fields=["original"])
        if place.masking.passages:
            place.masking.passages = []
            place.masking.save(update_fields=["passages"])


def _check_decision(decision: DisposalDecision, rule: str) -> None:
    if rule not in retention.rules or rule not in decision.covers:
        raise ValidationError({"decision": _("The decision does not cover this.")})
    today = clock.today()
    if today < decision.valid_from or (decision.valid_to and today > decision.valid_to):
        raise ValidationError({"decision": _("The decision is not in force today.")})
