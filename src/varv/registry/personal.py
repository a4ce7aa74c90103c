"""What the register holds about a person: mail to them, what they did, what they stored."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from varv.files import types
from varv.files.models import File
from varv.registry import kinds, log_actions, mailtexts, rights
from varv.registry.actions import destroy_messages
from varv.registry.models import Event, Message
from varv.registry.rights import Consequence, Fate

WORDS = {
    "messages": gettext_lazy("Mail to you"),
    "kind": gettext_lazy("Kind"),
    "subject": gettext_lazy("Subject"),
    "text": gettext_lazy("Text"),
    "state": gettext_lazy("State"),
    "written_at": gettext_lazy("Written"),
    "due_at": gettext_lazy("To be sent"),
    "finished_at": gettext_lazy("Sent or stopped"),
    "recipient": gettext_lazy("E-mail"),
    "recipient_name": gettext_lazy("Name"),
    "error": gettext_lazy("What went wrong"),
    "attachments": gettext_lazy("Attachments"),
    "events": gettext_lazy("What the log says"),
    "number": gettext_lazy("Number"),
    "at": gettext_lazy("When"),
    "action": gettext_lazy("What"),
    "by_you": gettext_lazy("Done by you"),
    "about": gettext_lazy("About"),
    "files": gettext_lazy("Files you stored"),
    "name": gettext_lazy("Name"),
    "size": gettext_lazy("Size"),
    "type": pgettext_lazy("of a file", "Type"),
    "stored_at": gettext_lazy("Stored"),
    "fingerprint": gettext_lazy("Fingerprint"),
    "records": gettext_lazy("Records"),
}


def _about(ref: str) -> str:
    """Say what kind of thing an entry of the log is about, and the number that it has there."""
    kind, _space, number = ref.rpartition(" ")
    return f"{capfirst(kinds.label(kind))} {number}"


READINGS: dict[str, rights.Reading] = {
    "kind": mailtexts.name_of,
    "state": rights.labels(Message.State),
    "about": _about,
    "size": filesizeformat,
    "type": types.name_of,
}


def _address(person_id: int) -> str:
    """Return the person's e-mail address: messages know their recipients by it alone."""
    user = get_user_model().objects.filter(pk=person_id).first()
    return str(getattr(user, "email", "") or "").lower()


def _messages(person_id: int) -> QuerySet[Message]:
    address = _address(person_id)
    return Message.objects.filter(recipient=address) if address else Message.objects.none()


def _text(message: Message) -> str:
    """Return the text; a code for signing in must not be had by way of a copy."""
    if message.body and message.kind in mailtexts.secret():
        return _("(Left out: it is for signing in.)")
    return message.body


def export_messages(person_id: int) -> dict[str, Any]:
    """Return the mail that was written to the person, also what was only captured."""
    found = _messages(person_id).order_by("created_at", "pk").prefetch_related("attachments")
    secret = mailtexts.secret()
    return {
        "messages": [
            {
                "kind": message.kind,
                "recipient": message.recipient,
                "recipient_name": message.recipient_name,
                "subject": "" if message.kind in secret else message.subject,
                "text": _text(message),
                "state": message.state,
                "written_at": message.created_at.isoformat(),
                "due_at": message.due_at.isoformat(),
                "finished_at": message.finished_at.isoformat() if message.finished_at else None,
                "error": message.error,
                "attachments": [one.name for one in message.attachments.all()],
            }
            for message in found
        ]
    }


def erase_messages(person_id: int) -> int:
    """Take back what waits, and empty what went."""
    return destroy_messages(_messages(person_id).values_list("pk", flat=True))


def preview_messages(person_id: int) -> Iterable[Consequence]:
    """Tell of the mail to the person."""
    yield Consequence(
        gettext_lazy("Mail: addresses, names and texts"),
        _messages(person_id).count(),
        Fate.ERASED,
        gettext_lazy("That a mail went, and when, stays without saying to whom."),
    )


def _events(person_id: int) -> QuerySet[Event]:
    person = kinds.key_of(get_user_model())
    return Event.objects.filter(
        Q(actor_id=person_id) | Q(subject_kind=person, subject_id=person_id)
    ).order_by("pk")


def export_events(person_id: int) -> dict[str, Any]:
    """Return what the log tells of the person: what they did, and what was done about them."""
    return {
        "events": [
            {
                "number": event.sequence,
                "at": event.at.isoformat(),
                "action": log_actions.label(event.action),
                "by_you": event.actor_id == person_id,
                "about": f"{event.subject_kind} {event.subject_id}" if event.subject_id else "",
            }
            for event in _events(person_id)
        ]
    }


def erase_no_events(person_id: int) -> int:  # noqa: ARG001 - the log holds ids, never names
    """Leave the log as it is: it says a number where others would say a name."""
    return 0


def preview_events(person_id: int) -> Iterable[Consequence]:
    """Tell of the log."""
    yield Consequence(
        gettext_lazy("The log"),
        _events(person_id).count(),
        Fate.KEPT,
        gettext_lazy("It proves what was done, and holds a number instead of the name."),
    )


def export_files(person_id: int) -> dict[str, Any]:
    """Return the files that the person stored."""
    found = File.objects.filter(stored_by_id=person_id).order_by("stored_at", "pk")
    return {
        "files": [
            {
                "name": file.name,
                "type": file.content_type,
                "size": file.size,
                "stored_at": file.stored_at.isoformat(),
                "fingerprint": file.sha256,
                "records": [entry.reference for entry in file.records.all()],
            }
            for file in found.prefetch_related("records__case")
        ]
    }


def erase_no_files(person_id: int) -> int:  # noqa: ARG001 - a file holds the id of who stored it
    """Leave the files: they are parts of records, which only a decision destroys."""
    return 0


def preview_files(person_id: int) -> Iterable[Consequence]:
    """Tell of the files."""
    yield Consequence(
        gettext_lazy("Files that the person stored"),
        File.objects.filter(stored_by_id=person_id, destroyed_at=None).count(),
        Fate.KEPT,
        gettext_lazy("They belong to records, which only a disposal decision lets us destroy."),
    )


def register() -> None:
    """Add what the register holds about persons."""
    for name, data in {
        "registry.messages": (export_messages, erase_messages, preview_messages),
        "registry.events": (export_events, erase_no_events, preview_events),
        "registry.files": (export_files, erase_no_files, preview_files),
    }.items():
        rights.point.register(name, rights.PersonData(*data, WORDS, READINGS))
