"""How long consultations keep input, the mail that it came by, and who was asked.

Everything is proposed to the staff and destroyed only under a decision. Rows stay: what stood in
the register, how many wrote, and from where, is the same afterwards.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from varv.consultation.answering.personal import blank_worded
from varv.consultation.models import (
    Answer,
    AnswerCorrection,
    Contribution,
    IncomingMail,
    Invitation,
)
from varv.files import actions as files
from varv.files.models import File
from varv.people.actions import stand_ins
from varv.registry import retention
from varv.registry.actions import destroy_records, forget_originals
from varv.registry.keeping import ARCHIVES_ACT, NO_LONGER_NEEDED
from varv.registry.models import Destroyed, Masking, Record

#: Words and files of a mail; what becomes of the rest is told in ``forget_mail``.
_SAID = ("subject", "text", "full_text")
#: An answer quotes what it answers, so it is kept as long as that.
_OF_INPUT = ("contribution", "answer", "answer_correction")


def _records(before: datetime) -> QuerySet[Record]:
    found = Record.objects.filter(received_at__lt=before, subject_kind__in=_OF_INPUT)
    return found.exclude(Exists(_destroyed("pk"))).select_related("case").order_by("pk")


def _put_aside(before: datetime) -> QuerySet[IncomingMail]:
    """Return what was ignored or had come before; what waits to be sorted is never among it."""
    aside = (IncomingMail.Where.IGNORED, IncomingMail.Where.DUPLICATE)
    found = _mails_still_there().filter(where__in=aside, contribution=None)
    since = Coalesce("sorted_at", "received_at")
    return found.annotate(aside_since=since).filter(aside_since__lt=before).order_by("pk")


def _left_mail(before: datetime) -> QuerySet[IncomingMail]:
    """Return mail whose record is destroyed, or whose sender is erased."""
    recorded = _destroyed("contribution__record").filter(disposal__at__lt=before)
    erased = Masking.objects.filter(
        subject_kind="incoming_mail",
        subject_id=OuterRef("pk"),
        ground=Masking.Ground.ERASURE,
        lifted_at=None,
        at__lt=before,
    )
    # What an erased person only handed on keeps its sender, and is somebody else's.
    from_erased = Q(Exists(erased), sender_email="")
    return _mails_still_there().filter(Q(Exists(recorded)) | from_erased).order_by("pk")


def _invitations(before: datetime) -> QuerySet[Invitation]:
    named = Q(person__is_active=True) | ~Q(name="", postal_address="", decline_reason="")
    found = Invitation.objects.filter(named, round__closes_at__lt=before)
    return found.select_related("round", "organisation").order_by("pk")


def _destroy_input(ids: Sequence[int]) -> int:
    """Destroy records of input, and with them who sent it and the mail that it came by."""
    blank_worded(
        Answer.objects.filter(Q(record__in=ids) | Q(contributions__record__in=ids)),
        AnswerCorrection.objects.filter(record__in=ids),
    )
    count = destroy_records(ids)
    rows = list(
        Contribution.objects.select_for_update(no_key=True, of=("self",))
        .filter(record__in=ids)
        .order_by("pk")
    )
    senders = [row for row in rows if row.person_id]
    for row, nobody in zip(senders, stand_ins(len(senders)), strict=True):
        row.person = nobody
    for row in rows:
        row.name = ""
    Contribution.objects.bulk_update(rows, ["person", "name"], batch_size=500)
    forget_mail([row.mail_id for row in rows if row.mail_id])
    return count


def forget_mail(ids: Sequence[int]) -> int:
    """Destroy who mails came from and what they said; that they came, and when, stays.

    Its fingerprint stays too, by which the same mail is known if it comes again. A file that also
    belongs to a record stays for as long as that.
    """
    found = list(
        IncomingMail.objects.select_for_update(no_key=True, of=("self",))
        .select_related("original")
        .prefetch_related("files")
        .filter(pk__in=ids)
    )
    for mail in found:
        mail.message_id = mail.sender_email = mail.sender_name = mail.forwarded_by = ""
        mail.subject = mail.text = mail.full_text = mail.reason_detail = ""
        mail.files_left_out = []
        for field in _SAID:
            forget_originals(mail, field)
        for file in [*mail.files.all(), *([mail.original] if mail.original else [])]:
            _destroy_file(file)
    fields = ["message_id", "sender_email", "sender_name", "forwarded_by", "reason_detail"]
    IncomingMail.objects.bulk_update(found, [*fields, *_SAID, "files_left_out"], batch_size=500)
    return len(found)


def _forget_invitations(ids: Sequence[int]) -> int:
    """Put a nameless person in place of each, so that each still counts; the organisation stays."""
    rows = list(
        Invitation.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=ids)
        .order_by("pk")
    )
    asked = [row for row in rows if row.person_id]
    for row, nobody in zip(asked, stand_ins(len(asked)), strict=True):
        row.person = nobody
    for row in rows:
        row.name = row.postal_address = row.decline_reason = ""
    fields = ["person", "name", "postal_address", "decline_reason"]
    Invitation.objects.bulk_update(rows, fields, batch_size=500)
    return len(rows)


def _destroy_file(file: File) -> None:
    if file.records.exclude(Exists(_destroyed("pk"))).exists():
        return
    forget_originals(file, "name")
    files.destroy(file)


def _destroyed(record: str) -> QuerySet[Destroyed]:
    return Destroyed.objects.filter(subject_kind="record", subject_id=OuterRef(record))


def _mails_still_there() -> QuerySet[IncomingMail]:
    there = ~Q(sender_email="", subject="") | Q(original__isnull=False, original__destroyed_at=None)
    return IncomingMail.objects.filter(there)


def register() -> None:
    """Add the rules."""
    for kind in _OF_INPUT:
        retention.apart.register(kind, "consultation.records")
    mail_stays = _("That a mail came, when, its fingerprint, and where it went.")
    for rule in (
        retention.Rule(
            key="consultation.records",
            kind="record",
            label=_("Input in the register, with the mail that it came by, and the answers to it"),
            begins=_("it came in"),
            ground=ARCHIVES_ACT,
            remains=_(
                "Number, day, direction, kind and organisation, and that somebody of a sector and "
                "a municipality wrote: the figures hold."
            ),
            # Input to a programme is what archives keep, unless a decision here says otherwise.
            months=None,
            begun=_records,
            destroy=_destroy_input,
        ),
        retention.Rule(
            key="consultation.put_aside_mail",
            kind="incoming_mail",
            label=_("E-mail that was put aside: automatic answers, spam, what came again"),
            begins=_("it was put aside"),
            ground=_("It is of little and passing importance; the decision says so."),
            remains=mail_stays,
            months=3,
            begun=_put_aside,
            destroy=forget_mail,
        ),
        retention.Rule(
            key="consultation.left_mail",
            kind="incoming_mail",
            label=_("E-mail whose record is destroyed or whose sender is erased"),
            begins=_("the record was destroyed or the sender erased"),
            ground=ARCHIVES_ACT,
            remains=mail_stays,
            months=0,
            begun=_left_mail,
            destroy=forget_mail,
        ),
        retention.Rule(
            key="consultation.invitations",
            kind="invitation",
            label=_("Who was asked to take part in a round"),
            begins=_("the round closed"),
            ground=NO_LONGER_NEEDED,
            remains=_("That somebody of an organisation, a sector and a municipality was asked."),
            months=12,
            begun=_invitations,
            destroy=_forget_invitations,
        ),
    ):
        retention.register(rule)
