"""Sending answers: each once, as it was approved, with a record of its own.

Staff order; a worker sends, each answer in a transaction of its own. So a worker that is killed
leaves every answer either sent or as it was, and the next goes on where it stopped.
"""

import hashlib
import logging
import time
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from varv import clock
from varv.consultation.actions.answers import stopped_among
from varv.consultation.actions.approvals import UNAPPROVED
from varv.consultation.actions.rounds import lock_for_work
from varv.consultation.answering import letters, mails
from varv.consultation.answering.content import Content, content_of
from varv.consultation.models import Answer, AnswerCorrection, Contribution, Point, Round
from varv.consultation.queries import answers as queries
from varv.files import actions as files
from varv.files.models import File
from varv.people.models import Organisation, Region, User
from varv.people.queries import the_region
from varv.registry.actions import log, queue_many, record
from varv.registry.models import Case, Message, Record

logger = logging.getLogger(__name__)
State, Way = Answer.State, Answer.Way
TITLE = gettext_lazy("Answer to input to %(round)s")
CORRECTION_TITLE = gettext_lazy("Correction of an answer to input to %(round)s")


def digest_of(answers: Iterable[Answer]) -> str:
    """Return a sum of which answers are to go: what is ordered is what was shown."""
    seen = "|".join(f"{one.pk}:{one.approved_digest}" for one in answers)
    return hashlib.sha256(seen.encode()).hexdigest()[:32]


@transaction.atomic
def order_answers(actor: User, *, round: Round, shown: str) -> int:  # noqa: A002 - the word of the house
    """Let all approved answers go, once; ``shown`` says which they were. Return how many."""
    locked = lock_for_work(round)
    found = list(queries.to_send(locked))
    if not found:
        raise ValidationError(_("There is nothing to send."))
    if digest_of(found) != shown:
        raise ValidationError(
            _("Nothing was sent: which answers are ready has changed since you looked. Look again.")
        )
    rows = Answer.objects.filter(pk__in=[one.pk for one in found], state=State.APPROVED)
    number = rows.update(ordered_at=clock.now(), sent_by=actor, trouble="")
    log(actor, "consultation.order_answers", locked, number=number)
    _wake_worker()
    return number


def send_ordered(seconds: float | None = None) -> int:
    """Send what was ordered, one answer at a time; return how many went.

    What cannot be sent goes back to be looked at, and holds up no other.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    waiting, sent = list(_ordered().values_list("pk", flat=True)), 0
    if not waiting:
        return 0
    with override(the_region().language):  # what cannot go is told to the staff in it
        for pk in waiting:
            if ends is not None and time.monotonic() > ends:
                break
            sent += _send_or_tell(pk)
    return sent


@transaction.atomic
def send_answer(answer_id: int) -> bool:
    """Send one answer that was ordered; False where it is gone, or has changed since approval."""
    answer = _lock_ordered(answer_id)
    if answer is None:
        return False
    region, content = the_region(), content_of(answer)
    if trouble := _trouble(answer, content):
        _give_back(answer, trouble)
        return False
    entry = _enter(answer, content, region)
    if answer.way == Way.MAIL:
        assert answer.person is not None  # noqa: S101 - else there is trouble
        letter = mails.answer_letter(answer, answer.person, content, region)
        answer.message = _queued(letter, entry)
    else:
        made = letters.answer_pdf(answer, content, region, number=entry.reference)
        answer.letter = _filed(made, entry)
    answer.state, answer.sent_at, answer.record = State.SENT, clock.now(), entry
    answer.save()
    log(answer.sent_by, "consultation.send_answer", answer, record=entry.pk)
    return True


@transaction.atomic
def send_correction(
    actor: User, *, answer: Answer, number: int, reason: str, text: str
) -> AnswerCorrection:
    """Tell a sender what was wrong or missing in their answer; ``number`` is the next one's.

    It goes at once, as a record of its own; the answer stays as it was sent.
    """
    Case.objects.select_for_update(no_key=True).get(pk=answer.round.case_id)
    locked = _lock(answer.pk)
    if locked is None or locked.state != State.SENT:
        raise ValidationError(_("The answer is not sent yet. Change it instead."))
    if locked.corrections.count() + 1 != number:
        raise ValidationError(_("A correction was sent meanwhile. Read it before you send yours."))
    person = locked.person if locked.person and locked.person.is_active else None
    if locked.person and person is None:
        raise ValidationError(_("The person is erased: there is nobody to answer."))
    region = the_region()
    by_mail = person is not None and not stopped_among([person]) and not _failed(locked)
    made = AnswerCorrection.objects.create(
        answer=locked,
        number=number,
        way=Way.MAIL if by_mail else Way.LETTER,
        reason=reason.strip(),
        text=text.strip(),
        sent_at=clock.now(),
        sent_by=actor,
    )
    given = _given(locked)
    title = _titled(CORRECTION_TITLE, locked, region)
    made.record = _record(actor, locked, given, title, f"{made.reason}\n\n{made.text}", made)
    if by_mail and person is not None:
        made.message = _queued(mails.correction_letter(made, person, given, region), made.record)
    else:
        pdf = letters.correction_pdf(made, region, number=made.record.reference)
        made.letter = _filed(pdf, made.record)
    made.save()
    log(actor, "consultation.correct_sent_answer", locked, record=made.record.pk, number=number)
    return made


def _ordered() -> QuerySet[Answer]:
    return Answer.objects.filter(state=State.APPROVED, ordered_at__isnull=False).order_by(
        "ordered_at", "pk"
    )


def _send_or_tell(pk: int) -> bool:
    """Send one; whatever goes wrong with it is told on the desk."""
    try:
        return send_answer(pk)
    except DatabaseError:
        raise  # the next minute's worker finds it as it was
    except Exception:
        logger.exception("answer %s could not be sent", pk)
        with transaction.atomic():
            answer = _lock(pk)
            if answer is not None and answer.is_ordered:
                _give_back(answer, _("Something unexpected went wrong. Tell those who run varv."))
        return False


def _lock_ordered(pk: int) -> Answer | None:
    """Lock case, answer and points, in this order: nobody answers one point otherwise meanwhile."""
    cases = Case.objects.select_for_update(no_key=True, of=("self",))
    cases.filter(rounds__answers=pk).first()
    answer = _lock(pk)
    if answer is None or not answer.is_ordered:
        return None
    points = Point.objects.select_for_update(no_key=True, of=("self",))
    list(points.filter(contribution__answers=pk).order_by("pk").values_list("pk"))
    return answer


def _lock(pk: int) -> Answer | None:
    rows = Answer.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("round__case", "person", "message").filter(pk=pk).first()


def _trouble(answer: Answer, content: Content) -> str:
    """Return why an answer that was ordered cannot go as it is, or nothing."""
    person = answer.person
    if person is not None and not person.is_active:
        return _("The person is erased: there is nobody to answer.")
    if content.waiting or content.digest != answer.approved_digest:
        return _("What it answers has changed since it was approved. Read it and approve it again.")
    if answer.way == Way.MAIL and (person is None or stopped_among([person])):
        answer.way = Way.LETTER
        return _(
            "The recipient has stopped all mail from us. It goes as a letter: approve it again."
        )
    return ""


def _give_back(answer: Answer, trouble: str) -> None:
    Answer.objects.filter(pk=answer.pk).update(**UNAPPROVED, trouble=trouble, way=answer.way)
    log(answer.sent_by, "consultation.take_back_answer", answer)


def _enter(answer: Answer, content: Content, region: Region) -> Record:
    title = _titled(TITLE, answer, region)
    return _record(answer.sent_by, answer, _given(answer), title, content.text, answer)


def _titled(text: str | Promise, answer: Answer, region: Region) -> str:
    """Return the title of the record, which names nobody: everybody reads it in the register."""
    with override(region.language):
        return (str(text) % {"round": answer.round})[:300]


def _record(
    actor: User | None,
    answer: Answer,
    given: list[Contribution],
    title: str,
    text: str,
    subject: Answer | AnswerCorrection,
) -> Record:
    """Enter what goes out; what answers secret input is as secret as that."""
    way = subject.way
    laws = [one.record.secrecy for one in given if one.record and one.record.secrecy]
    return record(
        actor,
        case=answer.round.case,
        direction=Record.Direction.OUT,
        kind="e-mail" if way == Way.MAIL else "letter",
        title=title,
        text=text,
        subject=subject,
        counterpart=_organisation(given),
        secrecy=laws[0] if laws else "",
    )


def _organisation(given: list[Contribution]) -> Organisation | None:
    """Return whom it goes to where that is one organisation, and no private person."""
    found = {one.organisation for one in given}
    return found.pop() if len(found) == 1 else None


def _given(answer: Answer) -> list[Contribution]:
    rows = answer.contributions.select_related("record__case", "organisation")
    return list(rows.defer("text").order_by("received_at", "pk"))


def _queued(letter: mails.Letter, entry: Record) -> Message:
    (message,) = queue_many([letter])
    if message.record_id is None:
        message.record = entry
        message.save(update_fields=["record"])
    return message


def _filed(content: bytes, entry: Record) -> File:
    made = files.store(None, name=letters.file_name(entry.reference), content=content)
    entry.files.add(made)
    return made


def _failed(answer: Answer) -> bool:
    """Tell whether no mail reaches them."""
    return answer.way == Way.LETTER or (
        answer.message is not None and answer.message.state == Message.State.FAILED
    )


def _wake_worker() -> None:
    """Let a worker begin at once; the tick goes on with what it leaves."""
    from varv.consultation import tasks  # the tasks import the actions

    tasks.send_answers.defer()
