"""One record as it is handed over: all that is known of it, in the words of the export."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from varv.extension import ExtensionPoint
from varv.files.models import File
from varv.registry import kinds, masking
from varv.registry.channels import kind_name
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Destroyed, Message, Record

BATCH = 100
ORIGINAL = "message/rfc822"
#: Functions that tell which mail records came by, where it is kept beside them and is none of their
#: files: ``f(records)`` gives the id of the file by the id of the record.
originals: ExtensionPoint[Callable[[Sequence[Record]], Mapping[int, int]]] = ExtensionPoint(
    "mails that records came by"
)

#: The fields in order, with their headings; ``docs/how-to/keep-the-register.md`` explains them.
LABELS = {
    "reference": _("Record"),
    "case": _("Case"),
    "case_title": _("Title of the case"),
    "direction": _("Direction"),
    "kind": _("Kind"),
    "received": _("Received or made"),
    "title": _("Title"),
    "counterpart": _("From or to"),
    "concerns": _("Concerns"),
    "secrecy": _("Secret under"),
    "masked": _("Masked"),
    "destroyed": _("Destroyed"),
    "external_number": _("Number in the official register"),
    "handed_over": _("Handed over"),
}


@dataclass(frozen=True)
class FileEntry:
    """A file of a record, and whether its content can be handed over."""

    file: File
    #: ``included``, ``original`` (in the mail as it came), ``masked``, ``destroyed``.
    state: str

    def told(self) -> dict[str, Any]:
        """Return what is told of it."""
        return {
            "name": self.file.name,
            "content_type": self.file.content_type,
            "size": self.file.size,
            "sha256": self.file.sha256,
            "state": self.state,
        }


@dataclass(frozen=True)
class Entry:
    """A record with the names of what it points at, and its files."""

    record: Record
    counterpart: str
    concerns: str
    is_masked: bool
    is_destroyed: bool
    files: list[FileEntry] = field(default_factory=list)
    message: Message | None = None

    @property
    def original(self) -> File | None:
        """The mail as it came, byte for byte; not where anything in the record is masked."""
        found = (one.file for one in self.files if one.state == "original")
        return next((file for file in found if file.content_type == ORIGINAL), None)

    def told(self) -> dict[str, Any]:
        """Return its fields."""
        record = self.record
        return {
            "reference": record.reference,
            "case": record.case.number,
            "case_title": str(record.case.title),
            "direction": record.direction,
            "kind": record.kind,
            "received": _iso(record.received_at),
            "title": record.title,
            "counterpart": self.counterpart,
            "concerns": self.concerns,
            "secrecy": record.secrecy,
            "masked": self.is_masked,
            "destroyed": self.is_destroyed,
            "external_number": record.external_number,
            "handed_over": _iso(record.exported_at) if record.exported_at else "",
        }

    def in_words(self) -> dict[str, Any]:
        """Return its fields as staff read them."""
        yes, no = str(_("yes")), ""
        return self.told() | {
            "direction": self.record.get_direction_display(),
            "kind": kind_name(self.record.kind),
            "received": f"{timezone.localtime(self.record.received_at):%Y-%m-%d %H:%M}",
            "masked": yes if self.is_masked else no,
            "destroyed": yes if self.is_destroyed else no,
        }


def entries(records: QuerySet[Record], user: object) -> Iterator[Entry]:
    """Give the records in the order they were entered, some at a time: there may be very many.

    Their ids are read first, so that what is changed meanwhile neither drops out nor comes twice.
    """
    ids = list(records.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        chosen = Record.objects.filter(pk__in=ids[start : start + BATCH])
        yield from _described(list(_with_all(chosen).order_by("pk")), user)


def _with_all(records: QuerySet[Record]) -> QuerySet[Record]:
    of_it = {"subject_kind": "record", "subject_id": OuterRef("pk")}
    return (
        records.select_related("case")
        .prefetch_related(Prefetch("files", masking.files_to_show()), "messages")
        .annotate(
            is_masked=masking.record_is_masked(),
            is_destroyed=Exists(Destroyed.objects.filter(**of_it)),
        )
    )


def _described(batch: list[Record], user: object) -> Iterator[Entry]:
    refs = [
        Ref(kind, pk)
        for one in batch
        for kind, pk in (
            (one.counterpart_kind, one.counterpart_id),
            (one.subject_kind, one.subject_id),
        )
        if pk
    ]
    known = kinds.describe(refs, user)
    mails = _mails_as_they_came(batch)

    def name(kind: str, pk: int | None) -> str:
        return known.get(Ref(kind, pk or 0), Thing("")).name

    for one in batch:
        is_masked = bool(one.is_masked)  # type: ignore[attr-defined]
        yield Entry(
            record=one,
            counterpart=name(one.counterpart_kind, one.counterpart_id),
            concerns=name(one.subject_kind, one.subject_id),
            is_masked=is_masked,
            is_destroyed=bool(one.is_destroyed),  # type: ignore[attr-defined]
            files=_files([*one.files.all(), *mails.get(one.pk, ())], is_masked=is_masked),
            message=next(iter(one.messages.all()), None),
        )


def _mails_as_they_came(batch: list[Record]) -> dict[int, list[File]]:
    told = {pk: file for tell in originals for pk, file in tell(batch).items()}
    found = masking.files_to_show().in_bulk(told.values())
    return {pk: [found[file]] for pk, file in told.items()}


def _files(files: Iterable[File], *, is_masked: bool) -> list[FileEntry]:
    """Say of each file whether it can go along.

    The mail as it came holds all that was masked since, so it stays where anything is masked.
    """
    chosen = list(files)
    states = {}
    for file in chosen:
        withheld = bool(file.withheld)  # type: ignore[attr-defined]
        if file.destroyed_at:
            states[file.pk] = "destroyed"
        elif withheld or (is_masked and file.content_type == ORIGINAL):
            states[file.pk] = "masked"
        else:
            states[file.pk] = "included"
    has_original = any(
        file.content_type == ORIGINAL and states[file.pk] == "included" for file in chosen
    )
    if has_original and not any(state == "masked" for state in states.values()):
        states = {pk: "original" if was == "included" else was for pk, was in states.items()}
    elif has_original:  # a part of the mail is masked, so the whole of it cannot go along
        for file in chosen:
            if file.content_type == ORIGINAL:
                states[file.pk] = "masked"
    return [FileEntry(file, states[file.pk]) for file in chosen]


def _iso(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
