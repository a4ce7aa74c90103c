"""What the register adds to the extension points, its own and those below."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.clock import timed
from varv.files import access
from varv.files.models import File
from varv.registry import kinds, log_actions, outbox, queries, relations, rights
from varv.registry.guard import may
from varv.registry.models import Case, Event, Message, Record
from varv.registry.search import own, words


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    _register_words()
    _register_kinds()
    own.register_all()
    timed.work.register(
        "registry.search_words", timed.TimedWork(run=_gather_words, next_due=_never)
    )
    # Registered after all higher apps, the outbox comes last in a tick: it sends what they wrote.
    timed.work.register(
        "registry.outbox", timed.TimedWork(run=_deliver, next_due=queries.next_delivery)
    )
    access.owners.register("registry.records", _may_read_record_file)
    rights.point.register("registry.messages", rights.PersonData(_export_messages, _erase_messages))
    rights.point.register("registry.events", rights.PersonData(_export_events, _erase_no_events))


def _register_words() -> None:
    for action, label in {
        "registry.open_case": _("Case opened"),
        "registry.record": _("Record entered"),
        "registry.set_external_number": _("Number in the official register set"),
        "registry.cancel_message": _("Message cancelled"),
        "registry.retry_message": _("Message queued again"),
        "registry.stop_mail": _("All mail to an address stopped by its owner"),
        "registry.allow_mail": _("Mail to an address allowed again by its owner"),
        "registry.edit_mail_text": _("Mail text edited"),
        "registry.restore_mail_text": _("Mail text restored"),
        "registry.trace": _("Trace drawn"),
        "registry.untrace": _("Trace removed"),
    }.items():
        log_actions.register(action, label)
    relations.register(relations.Relation("led_to", _("led to"), _("comes from")))
    relations.register(relations.Relation("answered_by", _("was answered by"), _("answers")))
    relations.register(relations.Relation("based_on", _("is the ground for"), _("is based on")))


def _register_kinds() -> None:
    kinds.register(kinds.Kind("case", "registry.Case", _("case"), _describe_cases))
    kinds.register(kinds.Kind("record", "registry.Record", _("record"), _describe_records))
    kinds.register(kinds.Kind("message", "registry.Message", _("message"), _describe_messages))


def _gather_words(now: datetime) -> int:
    return words.gather_if_due(now, hour=timezone.localtime(now).hour)


def _never(_after: datetime) -> None:
    """Let no rehearsal halt for the lexicon: it can wait for the next tick."""


def _deliver(now: datetime) -> int:
    return outbox.deliver_due(now)


def _describe_cases(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    if not may(user, "registry.view_case"):
        return {}
    return {
        case.pk: kinds.Thing(str(case), case.get_absolute_url())
        for case in Case.objects.filter(pk__in=ids)
    }


def _describe_records(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    if not may(user, "registry.view_record"):
        return {}
    found = Record.objects.filter(pk__in=ids).select_related("case")
    return {record.pk: kinds.Thing(str(record), record.get_absolute_url()) for record in found}


def _describe_messages(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    if not may(user, "registry.view_message"):
        return {}
    found = Message.objects.filter(pk__in=ids)
    return {
        message.pk: kinds.Thing(
            message.subject, reverse("registry:desk_message", args=[message.pk])
        )
        for message in found
    }


def _may_read_record_file(file: File, reader: access.Reader) -> bool:
    return reader.has_perm("registry.view_record") and file.records.exists()


def _address(person_id: int) -> str:
    """Return the person's e-mail address: messages know their recipients by it alone."""
    user = get_user_model().objects.filter(pk=person_id).first()
    return str(getattr(user, "email", "") or "").lower()


def _export_messages(person_id: int) -> dict[str, Any]:
    found = Message.objects.filter(recipient=_address(person_id)).order_by("created_at")
    return {
        "messages": [
            {
                "subject": message.subject,
                "text": message.body,
                "state": message.state,
                "due_at": message.due_at.isoformat(),
            }
            for message in found
        ]
    }


def _erase_messages(person_id: int) -> int:
    address = _address(person_id)
    if not address:
        return 0
    found = list(Message.objects.select_for_update().filter(recipient=address))
    for message in found:
        if message.state == Message.State.QUEUED:
            message.state = Message.State.CANCELLED
            message.finished_at = clock.now()
        message.recipient = f"erased-{message.pk}@erased.invalid"
        message.recipient_name = message.subject = message.body = message.error = ""
        message.attachments.all().delete()
    Message.objects.bulk_update(
        found,
        ["state", "finished_at", "recipient", "recipient_name", "subject", "body", "error"],
        batch_size=500,
    )
    return len(found)


def _export_events(person_id: int) -> dict[str, Any]:
    found = Event.objects.filter(actor_id=person_id).order_by("id")
    return {
        "events": [
            {"at": event.at.isoformat(), "action": log_actions.label(event.action)}
            for event in found
        ]
    }


def _erase_no_events(person_id: int) -> int:  # noqa: ARG001 - the log holds ids, never names
    return 0
