"""Input comes in: by every door it ends as one contribution and one record."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation import mail, wording
from varv.consultation.actions.points import leave_changed_words
from varv.consultation.contents import Content, Sender
from varv.consultation.models import (
    Comment,
    Contribution,
    IncomingMail,
    Reply,
    Round,
)
from varv.people.actions import organisation_for, person_for, represent
from varv.people.models import Organisation, Sector, User
from varv.people.queries import the_region
from varv.people.rules import speaks_for
from varv.registry.actions import log, record, trace
from varv.registry.models import Case, Record

State = Contribution.State


@transaction.atomic
def receive(
    actor: User | None,
    *,
    round: Round,  # noqa: A002 - the word of the house
    channel: str,
    sender: Sender,
    content: Content,
    language: str = "",
    received_at: datetime | None = None,
    incoming: IncomingMail | None = None,
    said_at: Model | None = None,
) -> Contribution:
    """Enter what came by a door where nothing has to be confirmed: it counts at once.

    It gets the next number of the round's case, is late if it came after the last day, and its
    sender, where an address is known, gets a receipt. ``said_at`` is the meeting where it was said.
    """
    came = received_at or clock.now()
    _check(round, content, came)
    # The case first, as everybody does: numbers are given in the order in which things come.
    Case.objects.select_for_update(no_key=True).get(pk=round.case_id)
    made = _write(actor, round, channel, sender, content, language, came)
    made.mail = incoming
    made.save()
    _say(made, content)
    made.state, made.record = State.RECEIVED, _enter(actor, made, content)
    made.save(update_fields=["state", "record"])
    log(actor, "consultation.receive", made, round=round.pk, channel=channel)
    if said_at is not None:
        trace(actor, source=said_at, target=made, relation="said_at")
    mail.send_receipt(made)
    return made


@transaction.atomic
def write(
    actor: User | None,
    *,
    round: Round,  # noqa: A002
    sender: Sender,
    content: Content,
    language: str = "",
) -> Contribution:
    """Keep what was written on the web; it counts when the address has been confirmed.

    Who has shown already that the address is theirs (``actor``) need not do so again.
    """
    if not round.is_open_at(clock.now()):
        raise ValidationError(_("The round is not open."))
    if actor is not None and actor.email == sender.email.strip().lower():
        return receive(
            actor,
            round=round,
            channel=Contribution.Channel.WEB,
            sender=sender,
            content=content,
            language=language,
        )
    now = clock.now()
    _check(round, content, now)
    made = _write(None, round, Contribution.Channel.WEB, sender, content, language, now)
    made.save()
    _say(made, content)
    log(None, "consultation.write", made, round=round.pk)
    mail.ask_to_confirm(made)
    return made


@transaction.atomic
def confirm(*, contribution: Contribution) -> Contribution:
    """Let a contribution count whose sender has shown that the address is theirs.

    It came when it was sent, so it is not late if the link is used after the last day. Confirming
    twice changes nothing.
    """
    Case.objects.select_for_update(no_key=True).get(pk=contribution.round.case_id)
    locked = _lock(contribution)
    if locked.state != State.UNCONFIRMED:
        return locked
    person = locked.person
    if locked.organisation and person:
        represent(person, person=person, organisation=locked.organisation)
    locked.state, locked.confirmed_at = State.RECEIVED, clock.now()
    locked.record = _enter(person, locked, wording.content_of(locked))
    locked.save(update_fields=["state", "confirmed_at", "record"])
    log(person, "consultation.confirm", locked, round=locked.round_id)
    mail.send_receipt(locked)
    return locked


@transaction.atomic
def change(actor: User | None, *, contribution: Contribution, content: Content) -> Contribution:
    """Replace what a contribution says, while its round is open; what it said stays a record."""
    Case.objects.select_for_update(no_key=True).get(pk=contribution.round.case_id)
    locked = _lock(contribution)
    now = clock.now()
    if locked.state != State.RECEIVED or not locked.round.is_open_at(now):
        raise ValidationError(_("This input can no longer be changed."))
    _check(locked.round, content, now)
    locked.text, locked.title = content.text.strip(), content.title.strip()
    locked.changed_at, locked.published_at = now, None
    entry = _enter(actor, locked, content, again=_("Changed input, in place of %(record)s"))
    locked.save(update_fields=["text", "title", "changed_at", "published_at"])
    locked.replies.all().delete()
    locked.comments.all().delete()
    _say(locked, content)
    leave_changed_words(locked)
    log(actor, "consultation.change", locked, record=entry.pk)
    mail.send_receipt(locked, entry)
    return locked


@transaction.atomic
def withdraw(actor: User | None, *, contribution: Contribution) -> Contribution:
    """Take a contribution back while its round is open; it stays in the register as withdrawn."""
    Case.objects.select_for_update(no_key=True).get(pk=contribution.round.case_id)
    locked = _lock(contribution)
    if locked.state == State.WITHDRAWN:
        return locked
    if locked.state != State.RECEIVED or not locked.round.is_open_at(clock.now()):
        raise ValidationError(_("This input can no longer be withdrawn."))
    locked.state, locked.withdrawn_at = State.WITHDRAWN, clock.now()
    locked.save(update_fields=["state", "withdrawn_at"])
    entry = _enter(actor, locked, None, again=_("Withdrawn: %(record)s"))
    log(actor, "consultation.withdraw", locked, record=entry.pk)
    mail.tell_withdrawn(locked)
    return locked


def _check(round: Round, content: Content, came: datetime) -> None:  # noqa: A002
    if round.state != Round.State.PUBLISHED or round.opens_at is None:
        raise ValidationError(_("Nothing can be sent in to this round."))
    if came < round.opens_at:
        raise ValidationError(_("The round has not opened yet."))
    if came > clock.now():
        raise ValidationError({"received_at": _("This moment has not come yet.")})
    if content.is_empty:
        raise ValidationError(_("Write something, or enclose a file."))


def _write(
    actor: User | None,
    round: Round,  # noqa: A002
    channel: str,
    sender: Sender,
    content: Content,
    language: str,
    came: datetime,
) -> Contribution:
    region = the_region()
    person = person_for(sender.email, sender.name, language) if sender.email else None
    organisation = _organisation(actor, sender)
    if organisation and person and speaks_for(actor, person):
        represent(actor, person=person, organisation=organisation)
    return Contribution(
        round=round,
        channel=channel,
        person=person,
        name=sender.name.strip(),
        organisation=organisation,
        sector=sender.sector,
        municipality=sender.municipality,
        language=language if language in region.languages else region.language,
        title=content.title.strip(),
        text=content.text.strip(),
        received_at=came,
        is_late=round.is_late_at(came),
        entered_at=clock.now(),
        entered_by=actor if channel != Contribution.Channel.WEB else None,
        state=State.UNCONFIRMED,  # until it has its record
    )


def _organisation(actor: User | None, sender: Sender) -> Organisation | None:
    if not sender.organisation:
        return None
    return organisation_for(
        actor,
        name=sender.organisation,
        sector=sender.sector or Sector.PUBLIC,
        municipality=sender.municipality,
    )


def _say(made: Contribution, content: Content) -> None:
    """Keep replies, remarks and files of a contribution that is saved."""
    replies = Reply.objects.bulk_create(
        Reply(contribution=made, question=said.question, area=said.area, text=said.text.strip())
        for said in content.replies
    )
    for reply, said in zip(replies, content.replies, strict=True):
        reply.options.set(said.options)
    Comment.objects.bulk_create(
        Comment(
            contribution=made,
            document=remark.document,
            paragraph=remark.paragraph,
            quote=remark.quote,
            text=remark.text.strip(),
        )
        for remark in content.remarks
    )
    made.files.set(content.files)


def _enter(
    actor: User | None, made: Contribution, content: Content | None, again: str = ""
) -> Record:
    """Enter what came, or what is done with it later, as a record in the case of the round."""
    title, text = wording.as_record(made, content, again)
    return record(
        actor,
        case=made.round.case,
        direction=Record.Direction.IN,
        kind=wording.RECORD_KINDS[Contribution.Channel(made.channel)],
        title=title,
        text=text,
        received_at=made.changed_at or made.withdrawn_at or made.received_at,
        subject=made,
        files=content.files if content else (),
        counterpart=made.organisation,
    )


def _lock(contribution: Contribution) -> Contribution:
    return (
        Contribution.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round__case", "round__programme", "person", "organisation", "municipality")
        .get(pk=contribution.pk)
    )
