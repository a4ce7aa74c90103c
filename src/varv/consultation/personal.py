"""What consultations hold about a person: a copy of it, and its erasure.

Erasing masks the records of what the person sent, all that stands in them elsewhere (the points it
was split into among it), and the mail that it came by: they are public records, which only a
decision destroys. Of input stays that it came, when, by which door, and what it counts for:
organisation, sector and municipality. What was never confirmed counts nowhere and goes. Drafts are
tied to nobody: only a browser has their key.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from varv.consultation import wording
from varv.consultation.models import (
    Contribution,
    Disposition,
    IncomingMail,
    Invitation,
    PaperQuote,
    Point,
)
from varv.consultation.queries.points import with_disposition
from varv.files import actions as files
from varv.files.models import File
from varv.people.models import Sector, User
from varv.registry import kinds, rights
from varv.registry.actions import mask
from varv.registry.kinds import Ref
from varv.registry.masking import files_to_show, mark, pattern
from varv.registry.models import Masking, Record
from varv.registry.rights import Consequence, Fate
from varv.text.translated_forms import language_name

State = Contribution.State

WORDS = {
    "input": _("What you sent in"),
    "records": _("Your input in the register"),
    "points": _("What your input says, point by point, and what was answered"),
    "point": _("Point"),
    "heading": _("In short"),
    "outcome": _("Disposition"),
    "reason": _("Reason"),
    "changed_text": _("Changed text"),
    "signed_at": _("Signed"),
    "invitations": _("Rounds you were asked to take part in"),
    "mail": _("E-mail from you"),
    "handed_on": _("E-mail from others that you handed on"),
    "papers": _("Published papers that quote what you sent in"),
    "quoted": _("What is quoted"),
    "published_paper": _("Paper"),
    "round": _("Round"),
    "record": _("Record"),
    "state": _("State"),
    "channel": _("How it came"),
    "language": _("Language"),
    "name": _("Name"),
    "organisation": _("Organisation"),
    "sector": _("Sector"),
    "municipality": _("Municipality"),
    "title": _("Title"),
    "text": _("Text"),
    "whole_text": _("The whole text"),
    "said": _("All that you wrote"),
    "files": _("Files"),
    "original": _("The e-mail as it came"),
    "received_at": _("Came in"),
    "confirmed_at": _("Confirmed"),
    "changed_at": _("Changed"),
    "withdrawn_at": _("Withdrawn"),
    "published_at": _("Published"),
    "hidden_at": _("Hidden"),
    "hidden_reason": _("Why it is hidden"),
    "postal_address": _("Postal address"),
    "added_at": _("Entered"),
    "invited_at": _("Asked"),
    "opened_at": _("Opened the link"),
    "reminded_at": _("Reminded"),
    "declined_at": _("Declined"),
    "decline_reason": _("Reason"),
    "from": _("From"),
    "forwarded_by": _("Forwarded by"),
    "subject": _("Subject"),
    "sent_at": _("Dated"),
    "where": _("Where it went"),
}
READINGS: dict[str, rights.Reading] = {
    "state": rights.labels(State),
    "channel": rights.labels(Contribution.Channel),
    "language": language_name,
    "sector": rights.labels(Sector),
    "outcome": rights.labels(Disposition.Outcome),
    "where": rights.labels(IncomingMail.Where),
}


def export(person_id: int) -> dict[str, Any]:
    """Return what the person sent in, its records, who asked them, and mail from their address."""
    mails, handed_on = _mails(person_id)
    return {
        "input": [_input(row) for row in _contributions(person_id)],
        "points": [_point(row) for row in _points(person_id)],
        "records": rights.export_records(_records(person_id)),
        "invitations": [_invitation(row) for row in _invitations(person_id)],
        "mail": [_mail(row) for row in mails],
        "handed_on": [_handed(row) for row in handed_on],
        "papers": [_quoted(row) for row in _quotes(person_id)],
    }


def erase(person_id: int) -> int:
    """Mask records and mail, and make input and invitations nameless; return how many changed."""
    count = _erase_unconfirmed(person_id)
    theirs, others = _mails(person_id)
    records, mails = list(_records(person_id)), list(theirs)
    for entry in records:
        _mask(entry, ("title", "text"), entry.files.all())
    for mail in mails:
        _erase_mail(mail)
    handed_on = list(others)
    for mail in handed_on:
        _forget_who_handed_on(mail, person_id)
    count += Contribution.objects.filter(person_id=person_id).update(name="")
    count += Invitation.objects.filter(person_id=person_id).update(
        name="", postal_address="", decline_reason=""
    )
    return count + len(records) + len(mails) + len(handed_on)


def preview(person_id: int) -> Iterable[Consequence]:
    """Tell what becomes of input, its records, mail and invitations."""
    theirs = Contribution.objects.filter(person_id=person_id)
    public_record = _(
        "They are public records. They are masked at once, and destroyed only under a "
        "disposal decision."
    )
    yield Consequence(
        _("Input to rounds"),
        theirs.exclude(state=State.UNCONFIRMED).count(),
        Fate.NAMELESS,
        _("Organisation, sector and municipality stay: the figures rest on them."),
    )
    yield Consequence(
        _("Input that was never confirmed"),
        theirs.filter(state=State.UNCONFIRMED).count(),
        Fate.ERASED,
        _("It is counted nowhere."),
    )
    yield Consequence(
        _("Records of input in the register"),
        _records(person_id).count(),
        Fate.MASKED,
        public_record,
    )
    mails, handed_on = _mails(person_id)
    yield Consequence(_("E-mail from the person"), mails.count(), Fate.MASKED, public_record)
    yield Consequence(
        _("E-mail from others that the person handed on"),
        handed_on.count(),
        Fate.NAMELESS,
        _("It is what somebody else wrote; name and address are taken out of it."),
    )
    yield Consequence(
        _("Quotes of their input in published papers"),
        _quotes(person_id).count(),
        Fate.MASKED,
        _("The papers are made anew without them; the old files stay in the register, masked."),
    )
    yield Consequence(
        _("Invitations to rounds"),
        _invitations(person_id).count(),
        Fate.NAMELESS,
        _("It must show which organisations, sectors and municipalities were asked."),
    )


def register() -> None:
    """Add what consultations hold about persons."""
    rights.point.register(
        "consultation",
        rights.PersonData(export, erase, preview, WORDS, READINGS, _reached),
    )


def _reached(person_id: int) -> Iterable[Ref]:
    theirs, _handed_on = _mails(person_id)
    for found in (_records(person_id), _contributions(person_id), theirs, _invitations(person_id)):
        yield from map(kinds.ref, found)
    points = Point.objects.filter(contribution__person_id=person_id)
    yield from (Ref("point", pk) for pk in points.values_list("pk", flat=True))


def _erase_mail(mail: IncomingMail) -> None:
    mail.refresh_from_db()  # what stands in a record as well is masked with that
    names = [name for name in ("subject", "text", "full_text") if getattr(mail, name) != mark()]
    _mask(mail, names, [*mail.files.all(), *([mail.original] if mail.original else [])])
    mail.message_id = mail.sender_email = mail.sender_name = mail.forwarded_by = ""
    mail.reason_detail, mail.files_left_out = "", []
    mail.save(
        update_fields=[
            *("message_id", "sender_email", "sender_name", "forwarded_by"),
            *("reason_detail", "files_left_out"),
        ]
    )


def _forget_who_handed_on(mail: IncomingMail, person_id: int) -> None:
    """Take the name and the address of who handed a mail on out of what somebody else wrote."""
    person = User.objects.get(pk=person_id)
    texts = f"{mail.text}\n{mail.full_text}"
    named = [one for one in (person.email, person.name) if one and pattern(one).search(texts)]
    if named:
        made = mask(
            None,
            thing=mail,
            fields=("text", "full_text"),
            passages=named,
            ground=Masking.Ground.ERASURE,
        )
        made.passages = []  # they are the name that is to be forgotten
        made.save(update_fields=["passages"])
    mail.forwarded_by = ""
    mail.save(update_fields=["forwarded_by"])


def _mask(thing: Record | IncomingMail, fields: Iterable[str], found: Iterable[File]) -> None:
    """Mask all of a thing; a file that is masked already, as part of another record, stays so."""
    names = tuple(fields)
    there = files_to_show().filter(pk__in=[file.pk for file in found], destroyed_at=None)
    enclosed = [file.pk for file in there if not file.withheld]
    if names or enclosed:
        mask(None, thing=thing, fields=names, files=enclosed, ground=Masking.Ground.ERASURE)


def _erase_unconfirmed(person_id: int) -> int:
    """Delete what was never confirmed, with what was enclosed in it alone."""
    found = Contribution.objects.filter(person_id=person_id, state=State.UNCONFIRMED)
    rows = list(found.prefetch_related("files"))
    enclosed = [file for row in rows for file in row.files.all()]
    found.delete()
    for file in enclosed:
        if not file.records.exists() and not file.contributions.exists():
            files.destroy(file)
    return len(rows)


def _contributions(person_id: int) -> QuerySet[Contribution]:
    rows = Contribution.objects.filter(person_id=person_id).order_by("pk")
    return rows.select_related("round", "record__case", "organisation", "municipality")


def _points(person_id: int) -> QuerySet[Point]:
    rows = Point.objects.filter(contribution__person_id=person_id).order_by("pk")
    return with_disposition(rows.select_related("contribution__record__case"))


def _invitations(person_id: int) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(person_id=person_id).order_by("pk")
    return rows.select_related("round", "organisation", "municipality")


def _records(person_id: int) -> QuerySet[Record]:
    """Return all records about the person's input: as it came, as it was changed, what was said."""
    theirs = Contribution.objects.filter(person_id=person_id)
    about = Q(subject_kind="contribution", subject_id__in=theirs.values("pk"))
    return Record.objects.filter(about | Q(pk__in=theirs.values("record"))).order_by("pk")


def _mails(person_id: int) -> tuple[QuerySet[IncomingMail], QuerySet[IncomingMail]]:
    """Return mail from the person's address or that is their input; and what they handed on."""
    whose, address = Q(contribution__person=person_id), _address(person_id)
    if address:
        whose |= Q(sender_email__iexact=address)
    theirs = IncomingMail.objects.filter(whose)
    handed_on = IncomingMail.objects.filter(forwarded_by__iexact=address).exclude(forwarded_by="")
    return _with_files(theirs), _with_files(handed_on.exclude(pk__in=theirs.values("pk")))


def _with_files(found: QuerySet[IncomingMail]) -> QuerySet[IncomingMail]:
    return found.select_related("original").prefetch_related("files").order_by("pk")


def _address(person_id: int) -> str:
    return User.objects.filter(pk=person_id).values_list("email", flat=True).first() or ""


def _input(row: Contribution) -> dict[str, Any]:
    content = wording.content_of(row)
    return {
        "round": str(row.round),
        "record": row.record.reference if row.record else "",
        "state": row.state,
        "channel": row.channel,
        "name": row.name,
        "organisation": str(row.organisation or ""),
        "sector": row.sector,
        "municipality": str(row.municipality or ""),
        "language": row.language,
        "said": wording.as_text(content),
        "files": [file.name for file in content.files],
        "hidden_reason": row.hidden_reason,
        **_moments(row, "received confirmed changed withdrawn published hidden"),
    }


def _point(row: Point) -> dict[str, Any]:
    """Tell a point, and what was answered once a second reader has signed it."""
    holds = row.current[0] if row.current else None  # type: ignore[attr-defined]
    signed = holds if holds is not None and holds.signed_at else None
    return {
        "point": str(row),
        "heading": row.heading,
        "text": row.text,
        "outcome": signed.outcome if signed else "",
        "reason": signed.reason if signed else "",
        "changed_text": signed.changed_text if signed else "",
        "signed_at": signed.signed_at.isoformat() if signed and signed.signed_at else None,
    }


def _invitation(row: Invitation) -> dict[str, Any]:
    return {
        "round": str(row.round),
        "name": row.name,
        "organisation": str(row.organisation or ""),
        "sector": row.sector,
        "municipality": str(row.municipality or ""),
        "postal_address": row.postal_address,
        "decline_reason": row.decline_reason,
        **_moments(row, "added invited opened reminded declined"),
    }


def _mail(row: IncomingMail) -> dict[str, Any]:
    return {
        "from": " ".join(filter(None, (row.sender_name, row.sender_email))),
        "forwarded_by": row.forwarded_by,
        "subject": row.subject,
        "text": row.text,
        "whole_text": row.full_text,
        "original": row.original.name if row.original else "",
        "files": [*(file.name for file in row.files.all()), *row.files_left_out],
        "where": row.where,
        **_moments(row, "sent received"),
    }


def _handed(row: IncomingMail) -> dict[str, Any]:
    """Tell that it was handed on; what somebody else wrote is theirs."""
    return {
        "forwarded_by": row.forwarded_by,
        "where": row.where,
        **_moments(row, "sent received"),
    }


def _quotes(person_id: int) -> QuerySet[PaperQuote]:
    """Return what is quoted of the person's input in papers that are, or are being, published."""
    found = PaperQuote.objects.filter(contribution__person=person_id)
    return found.select_related("paper").order_by("paper", "number")


def _quoted(row: PaperQuote) -> dict[str, Any]:
    return {"published_paper": row.paper.title, "quoted": row.text}


def _moments(row: Any, names: str) -> dict[str, str | None]:
    """Return the moments by their names, as text that programs read."""
    found = {f"{name}_at": getattr(row, f"{name}_at") for name in names.split()}
    return {name: moment.isoformat() if moment else None for name, moment in found.items()}
