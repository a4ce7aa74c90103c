"""How long the register keeps mail, records and files."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from varv.files import actions as files
from varv.files.models import File
from varv.registry import actions, mailtexts, retention
from varv.registry.channels import Channel
from varv.registry.models import Destroyed, Masking, Message, Record
from varv.registry.retention import Passing, Rule

ARCHIVES_ACT = _("The law on archives: records are destroyed only under a decision.")
NO_LONGER_NEEDED = _("Personal data is kept no longer than it is needed (GDPR article 5.1 e).")


def _messages(before: datetime) -> QuerySet[Message]:
    return (
        Message.objects.filter(finished_at__lt=before)
        .exclude(recipient__endswith="@erased.invalid")
        .order_by("pk")
    )


def _secret_mail(before: datetime) -> QuerySet[Message]:
    return _messages(before).filter(kind__in=mailtexts.secret())


def _captured_mail(before: datetime) -> QuerySet[Message]:
    return _messages(before).filter(state=Message.State.CAPTURED)


#: Each kind of record has one time: what a rule is called, the kinds, the months (None: for ever).
#: Input has a rule of its own (``retention.apart``), whichever door it came in by.
RECORDS = (
    (
        "registry.records",
        _("Records: e-mail, letters, other documents and interests"),
        (Channel.EMAIL.value, Channel.LETTER.value, Channel.OTHER.value, "interest"),
        120,
    ),
    (
        "registry.calls",
        _("Records: phone calls and talks at meetings"),
        (Channel.PHONE.value, Channel.MEETING.value),
        120,
    ),
    ("registry.minutes", _("Records: minutes"), ("minutes",), None),
    (
        "registry.decisions",
        _("Records: decisions, papers for them, and memos"),
        ("decision", "paper", "memo"),
        None,
    ),
)


def _records(kinds: Sequence[str]) -> Callable[[datetime], QuerySet[Record]]:
    """Return what gives the records of some kinds that came in or were made before a moment.

    Records about some kinds of things have a rule of their own, in the app of the things.
    """

    def begun(before: datetime) -> QuerySet[Record]:
        gone = Destroyed.objects.filter(subject_kind="record", subject_id=OuterRef("pk"))
        return (
            Record.objects.filter(received_at__lt=before, kind__in=kinds)
            .exclude(Exists(gone))
            .exclude(subject_kind__in=retention.apart.keys())
            .select_related("case")
            .order_by("pk")
        )

    return begun


def _erased_records(before: datetime) -> QuerySet[Record]:
    gone = Destroyed.objects.filter(subject_kind="record", subject_id=OuterRef("pk"))
    erased = Masking.objects.filter(
        subject_kind="record",
        subject_id=OuterRef("pk"),
        ground=Masking.Ground.ERASURE,
        lifted_at=None,
        at__lt=before,
    )
    found = Record.objects.filter(Exists(erased)).exclude(Exists(gone))
    return found.select_related("case").order_by("pk")


def _unused_files(before: datetime) -> QuerySet[File]:
    """Return files that nothing points at, whichever apps may point at files."""
    unused = Q(stored_at__lt=before, destroyed_at=None)
    for relation in File._meta.related_objects:
        unused &= Q(**{f"{relation.get_accessor_name() or relation.name}__isnull": True})
    return File.objects.filter(unused).order_by("pk")


def _destroy_files(ids: Sequence[int]) -> int:
    return sum(files.destroy(file) for file in File.objects.filter(pk__in=ids))


def _message_sample(message: Message) -> str:
    return f"{mailtexts.name_of(message.kind)}, {message.recipient}"


def register() -> None:
    """Add the rules of the register."""
    sent = _("it was sent")
    remains = _("That a mail of this kind went, when, and what it was about.")
    for key, label, months, begun in (
        ("registry.sign_in_mail", _("Mail with codes for signing in"), 1, _secret_mail),
        ("registry.captured_mail", _("Mail captured in rehearsal"), 3, _captured_mail),
        ("registry.messages", _("Mail: recipients and texts"), 24, _messages),
    ):
        retention.register(
            Rule(
                key=key,
                kind="message",
                label=label,
                begins=sent,
                ground=NO_LONGER_NEEDED,
                remains=remains,
                months=months,
                begun=begun,
                destroy=actions.destroy_messages,
                sample=_message_sample,
            )
        )
    stub = _("Number, day, direction and kind, so that no number is missing.")
    for key, label, begins, kept, found in (
        *(
            (key, label, _("it came in or was made"), months, _records(kinds))
            for key, label, kinds, months in RECORDS
        ),
        (
            "registry.erased_records",
            _("Records from people who were erased"),
            _("the person was erased"),
            0,
            _erased_records,
        ),
    ):
        retention.register(
            Rule(
                key=key,
                kind="record",
                label=label,
                begins=begins,
                ground=ARCHIVES_ACT,
                remains=stub,
                months=kept,
                begun=found,
                destroy=actions.destroy_records,
            )
        )
    retention.register(
        Rule(
            key="registry.unused_files",
            kind="file",
            label=_("Files that belong to nothing"),
            begins=_("it was stored"),
            ground=NO_LONGER_NEEDED,
            remains=_("Fingerprint, size and day."),
            months=1,
            begun=_unused_files,
            destroy=_destroy_files,
        )
    )
    retention.passing.register(
        "registry.sessions",
        Passing(
            _("Sessions: who is signed in, whose own page is open"),
            _("After two weeks, or by signing out; deleted every night."),
        ),
    )
    retention.passing.register(
        "registry.limits",
        Passing(_("Counts of tries, against misuse"), _("Within an hour.")),
    )
