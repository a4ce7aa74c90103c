"""What the register adds to the extension points, its own and those below."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from varv.clock import timed
from varv.files import access
from varv.files.models import File
from varv.registry import (
    inventory_entries,
    keeping,
    kinds,
    ledger,
    log_actions,
    masking,
    outbox,
    personal,
    queries,
    relations,
    ties,
)
from varv.registry.guard import may
from varv.registry.models import Case, DisposalDecision, Masking, Message, Record
from varv.registry.search import own, words

#: Where the words of a record stand in the mail that it is the record of.
MAIL_FIELDS = {"title": "subject", "text": "body"}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    _register_words()
    _register_kinds()
    _register_ties()
    own.register_all()
    timed.upkeep.register("registry.search_words", _gather_words)
    # Registered after all higher apps, the outbox comes last in a tick: it sends what they wrote.
    timed.work.register(
        "registry.outbox", timed.TimedWork(run=_deliver, next_due=queries.next_delivery)
    )
    access.owners.register("registry.records", _may_read_record_file)
    access.owners.register("registry.disposal_decisions", _may_read_decision_file)
    access.withheld.register("registry.maskings", masking.withholds)
    access.closed.register("registry.secrecy", _is_secret_to)
    masking.point.register(
        "record", masking.Maskable({"title": _("Title"), "text": _("Text")}, _record_files)
    )
    masking.point.register(
        "message", masking.Maskable({"subject": _("Subject"), "body": _("Text")})
    )
    masking.copies.register("registry.mail", _mail_of_record)
    ledger.sources.register("registry.disposals", ledger.disposals)
    ledger.sources.register("registry.maskings", ledger.maskings)
    personal.register()
    keeping.register()
    inventory_entries.register()


def _register_words() -> None:
    for action, label in {
        "registry.open_case": _("Case opened"),
        "registry.record": _("Record entered"),
        "registry.date_record": _("Day of a record set"),
        "registry.set_external_number": _("Number in the official register set"),
        "registry.take_out_records": _("Records taken out for the official register"),
        "registry.hand_over": _("Records handed over to the official register"),
        "registry.set_secrecy": _("Record made secret"),
        "registry.lift_secrecy": _("Secrecy of a record lifted"),
        "registry.cancel_message": _("Message cancelled"),
        "registry.retry_message": _("Message queued again"),
        "registry.stop_mail": _("All mail to an address stopped by its owner"),
        "registry.allow_mail": _("Mail to an address allowed again by its owner"),
        "registry.edit_mail_text": _("Mail text edited"),
        "registry.restore_mail_text": _("Mail text restored"),
        "registry.trace": _("Trace drawn"),
        "registry.untrace": _("Trace removed"),
        "registry.move_traces": _("Traces carried over"),
        "registry.drop_traces": _("Traces removed with what they led to"),
        "registry.mask": _("Masked"),
        "registry.lift_masking": _("Masking lifted"),
        "registry.read_masked": _("The original of something masked was read"),
        "registry.add_disposal_decision": _("Disposal decision entered"),
        "registry.set_keep_time": _("Time to keep set"),
        "registry.dispose": _("Destroyed under a decision"),
        "registry.reapply_disposal": _("Destroyed again after a backup was restored"),
        "registry.reapply_masking": _("Masked again after a backup was restored"),
    }.items():
        log_actions.register(action, label)
    relations.register(relations.Relation("led_to", _("led to"), _("comes from")))
    relations.register(relations.Relation("changed", _("changed"), _("was changed by")))
    relations.register(relations.Relation("filed", _("was filed in"), _("holds")))
    relations.register(relations.Relation("answered_by", _("was answered by"), _("answers")))
    relations.register(relations.Relation("based_on", _("is the ground for"), _("is based on")))


def _register_kinds() -> None:
    kinds.register(kinds.Kind("case", "registry.Case", _("case"), _describe_cases))
    kinds.register(kinds.Kind("record", "registry.Record", _("record"), _describe_records))
    kinds.register(kinds.Kind("message", "registry.Message", _("message"), _describe_messages))
    kinds.register(kinds.Kind("file", "files.File", _("file"), _describe_files))
    kinds.register(kinds.Kind("masking", "registry.Masking", _("masking"), _describe_maskings))
    kinds.register(
        kinds.Kind(
            "disposal_decision",
            "registry.DisposalDecision",
            _("disposal decision"),
            _describe_disposal_decisions,
        )
    )


def _register_ties() -> None:
    ties.register(
        "registry.records",
        ties.Tie(
            "registry.Record", ties.End("record"), ties.End("case", "case_id"), relation="filed"
        ),
    )


def _gather_words(now: datetime) -> int:
    return words.gather_if_due(now, hour=timezone.localtime(now).hour)


def _deliver(now: datetime) -> int:
    return outbox.deliver_due(now)


def _describe_cases(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    staff = may(user, "registry.view_case")
    return {
        case.pk: kinds.Thing(str(case), case.get_absolute_url() if staff else case.public_url)
        for case in Case.objects.filter(pk__in=ids)
    }


def _describe_records(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    """Name records; to others than those who may read them by the number alone."""
    found = Record.objects.filter(pk__in=ids).select_related("case")
    if may(user, "registry.view_record"):
        return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}
    return {one.pk: kinds.Thing(one.reference, one.public_url) for one in found.defer("text")}


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


def _is_secret_to(file: File, reader: access.Reader) -> bool:
    """Tell whether a file belongs to a secret record, and the reader may not read records."""
    if reader.has_perm("registry.view_record"):
        return False
    return file.records.exclude(secrecy="").exists()


def _describe_files(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    if not may(user, "registry.view_record"):
        return {}
    return {
        file.pk: kinds.Thing(str(file), file.get_absolute_url())
        for file in File.objects.filter(pk__in=ids)
    }


def _describe_maskings(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    if not may(user, "registry.mask"):
        return {}
    return {
        made.pk: kinds.Thing(made.get_ground_display(), made.get_absolute_url())
        for made in Masking.objects.filter(pk__in=ids)
    }


def _describe_disposal_decisions(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    if not may(user, "registry.view_disposal"):
        return {}
    return {
        one.pk: kinds.Thing(str(one), one.get_absolute_url())
        for one in DisposalDecision.objects.filter(pk__in=ids)
    }


def _may_read_decision_file(file: File, reader: access.Reader) -> bool:
    return reader.has_perm("registry.view_disposal") and file.disposal_decisions.exists()


def _record_files(record: Record) -> Iterable[File]:
    return record.files.filter(destroyed_at=None)


def _mail_of_record(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell of the mail that is a record: the same words stand in both."""
    if isinstance(thing, Record):
        yield from ((mail, MAIL_FIELDS[field]) for mail in thing.messages.all())
    if isinstance(thing, Message) and thing.record:
        yield thing.record, {"subject": "title", "body": "text"}[field]
