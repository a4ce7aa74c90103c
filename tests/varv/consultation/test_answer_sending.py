"""Sending answers: each once, whole, as it was approved, and recorded."""

import io
import logging

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from tests.varv.consultation.answer_support import (
    approved,
    drafted,
    input_of,
    leads_to,
    ordered,
    reload,
    sent,
    stage_of,
)
from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    RegionFactory,
    RoundFactory,
    disposition,
    point,
)
from varv import clock
from varv.clock import timed
from varv.consultation.actions import answer_sending as sending
from varv.consultation.actions import answers as actions
from varv.consultation.answering.content import content_of
from varv.consultation.models import Answer, AnswerCorrection, Disposition
from varv.consultation.queries import answers as queries
from varv.files import blobs
from varv.people.actions import erase_person
from varv.registry import outbox
from varv.registry.actions import set_secrecy, stop_mail
from varv.registry.mail_stops import fingerprint
from varv.registry.models import Event, Message, Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
State, Way = Answer.State, Answer.Way


@pytest.fixture
def round_(db):
    RegionFactory()
    return RoundFactory()


@pytest.fixture
def by(db):
    return CoordinatorFactory()


def test_answer_goes_by_mail_and_is_a_record_that_names_nobody(round_, by):
    made = input_of(round_)
    (one,) = sent(round_, by)
    assert (one.state, one.sent_by, one.sent_at) == (State.SENT, by, clock.now())
    assert (one.record.direction, one.record.kind) == ("out", "e-mail")
    assert "Anna" not in one.record.title
    assert one.record.title == f"Svar på inspel till {round_.title['sv']}"
    assert made.text in one.record.text
    assert one.record.case == round_.case
    message = one.message
    assert (message.kind, message.recipient) == ("consultation.answer", made.person.email)
    assert message.record == one.record
    assert one.record.text.split("\n\n")[-1] in message.body
    assert "/my/" not in message.body, "the link is for the recipient alone"
    assert "/my/" in outbox.as_sent(message)[1]
    assert Event.objects.filter(action="consultation.send_answer").count() == 1


def test_answer_goes_once_however_often_it_is_asked_for(round_, by):
    input_of(round_)
    (one,) = sent(round_, by)
    assert sending.send_ordered() == 0
    assert sending.send_answer(one.pk) is False
    with pytest.raises(ValidationError):
        sending.order_answers(by, round=round_, shown=sending.digest_of([one]))
    assert Message.objects.filter(kind="consultation.answer").count() == 1
    assert Record.objects.filter(subject_kind="answer").count() == 1


def test_only_what_was_shown_is_ordered(round_, by):
    input_of(round_)
    approved(round_, by)
    shown = sending.digest_of(queries.to_send(round_))
    input_of(round_, "Nils Ek")
    approved(round_, by)
    with pytest.raises(ValidationError):
        sending.order_answers(by, round=round_, shown=shown)
    assert not Answer.objects.exclude(ordered_at=None).exists()


def test_tick_sends_what_a_worker_left(round_, by):
    input_of(round_)
    ordered(round_, by)
    assert timed.run_due(clock.now())["consultation.answers"] == 1


def test_letter_is_a_tagged_pdf_with_the_points(round_, by):
    made = input_of(round_, email="", points=0)
    area = AreaFactory(programme=round_.programme)
    of = point(contribution=made, heading="Slåtter", text="Slå senare. 🌾")
    disposition(point=of, reason="Det är klokt.", changed_text="Slå i juli.")
    leads_to(of, "area", area.pk)
    (one,) = sent(round_, by)
    assert (one.message, one.record.kind) == (None, "letter")
    assert list(one.record.files.all()) == [one.letter]
    read = PdfReader(io.BytesIO(blobs.read(one.letter.sha256)))
    text = "\n".join(page.extract_text() for page in read.pages)
    for said in ("Slåtter", "Slå senare", "Det är klokt", "Slå i juli", one.record.reference):
        assert said in text, said
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert one.letter.name == one.record.reference.replace("/", "-") + ".pdf"


def test_what_was_sent_is_frozen(round_, by):
    made = input_of(round_)
    (one,) = sent(round_, by)
    before = one.record.text
    holds = Disposition.objects.get(point__contribution=made)
    Disposition.objects.filter(pk=holds.pk).update(replaced_at=clock.now())
    disposition(point=holds.point, replaces=holds, reason="Ny bedömning.")
    one = reload(one)
    assert (one.record.text, one.state) == (before, State.SENT)
    for act in (
        lambda: actions.take_back_approval(by, answer=one),
        lambda: actions.correct_answer(
            by, answer=one, wording=("a", "b", "c"), postal_address="", seen=actions.seen_as(one)
        ),
    ):
        with pytest.raises(ValidationError):
            act()


def test_disposition_changed_after_approval_takes_the_approval_back(round_, by):
    made = input_of(round_)
    input_of(round_, "Nils Ek")
    ordered(round_, by)
    Disposition.objects.filter(point__contribution=made).update(reason="En annan.")
    assert sending.send_ordered() == 1
    one = Answer.objects.get(person=made.person)
    assert (one.state, one.ordered_at, one.record) == (State.DRAFT, None, None)
    assert "godkändes" in one.trouble
    assert Record.objects.filter(subject_kind="answer").count() == 1


def test_who_stops_mail_after_the_approval_is_to_get_a_letter(round_, by):
    made = input_of(round_)
    ordered(round_, by)
    stop_mail(None, fingerprint_of=fingerprint(made.person.email))
    assert sending.send_ordered() == 0
    one = Answer.objects.get()
    assert (one.state, one.way) == (State.DRAFT, Way.LETTER)
    assert one.trouble
    (one,) = sent(round_, by)
    assert (one.state, one.trouble) == (State.SENT, "")
    assert one.letter


def test_erased_person_gets_no_answer_that_was_ordered(round_, by):
    made = input_of(round_)
    ordered(round_, by)
    erase_person(by, person=made.person)
    assert sending.send_ordered() == 0
    assert not Record.objects.filter(subject_kind="answer").exists()


def test_answer_to_secret_input_is_secret(round_, by):
    made = input_of(round_)
    set_secrecy(by, record=made.record, reference="OSL 21:1")
    (one,) = sent(round_, by)
    assert one.record.secrecy == "OSL 21:1"


def test_organisation_is_the_counterpart_and_a_person_is_not(round_, by):
    input_of(round_)
    input_of(round_, "Kim", organisation="Kvarnen AB", sector="business")
    first, second = sent(round_, by)
    assert first.record.counterpart_kind == ""
    assert second.record.counterpart_kind == "organisation"


def test_answer_that_cannot_be_made_holds_up_no_other(round_, by, monkeypatch, caplog):
    input_of(round_)
    input_of(round_, "Nils Ek")
    first, second = ordered(round_, by)
    whole = sending._enter

    def break_one(answer, content, region):
        if answer.pk == first.pk:
            raise RuntimeError("no ink")
        return whole(answer, content, region)

    monkeypatch.setattr(sending, "_enter", break_one)
    with caplog.at_level(logging.CRITICAL):
        assert sending.send_ordered() == 1
    assert (reload(first).state, reload(second).state) == (State.DRAFT, State.SENT)
    assert reload(first).trouble


def test_taking_back_an_order_keeps_the_answer_here(round_, by):
    input_of(round_)
    (one,) = ordered(round_, by)
    assert stage_of(one) == "sending"
    actions.take_back_approval(by, answer=one)
    assert sending.send_ordered() == 0
    assert stage_of(one) == "draft"


def test_mail_that_fails_is_told(round_, by):
    input_of(round_)
    (one,) = sent(round_, by)
    Message.objects.filter(pk=one.message_id).update(state="failed")
    assert stage_of(one) == "lost"


def test_new_input_after_the_answer_is_told_as_missing(round_, by):
    from varv.consultation.answering.senders import senders, unanswered

    input_of(round_)
    sent(round_, by)
    assert unanswered(senders(round_)) == []
    later = input_of(round_, text="En sak till.")
    assert drafted(round_, by)[0].state == State.SENT
    (left,) = unanswered(senders(round_))
    assert str(later) in left.missing


# -- corrections -----------------------------------------------------------------------------------


def correct(by, one, number=1, text="Även din andra synpunkt är med."):
    return sending.send_correction(by, answer=one, number=number, reason="Vi glömde.", text=text)


def test_correction_is_a_record_and_a_mail_of_its_own(round_, by):
    input_of(round_)
    (one,) = sent(round_, by)
    before = one.record.text
    made = correct(by, one)
    assert made.record != one.record
    assert (made.message.kind, made.way) == ("consultation.answer_correction", Way.MAIL)
    assert "Även din andra synpunkt" in made.message.body
    assert reload(one).record.text == before
    with pytest.raises(ValidationError):
        correct(by, one)
    correct(by, one, number=2)
    assert AnswerCorrection.objects.count() == 2


def test_correction_goes_as_a_letter_where_no_mail_arrives(round_, by):
    input_of(round_, email="")
    (one,) = sent(round_, by)
    made = correct(by, one)
    assert (made.way, made.message) == (Way.LETTER, None)
    assert list(made.record.files.all()) == [made.letter]


def test_draft_is_not_corrected_but_changed(round_, by):
    input_of(round_)
    (one,) = drafted(round_, by)
    with pytest.raises(ValidationError):
        correct(by, one)


def test_approved_content_is_what_goes(round_, by):
    input_of(round_)
    (one,) = approved(round_, by)
    text = content_of(one).text
    sending.order_answers(by, round=round_, shown=sending.digest_of([one]))
    sending.send_ordered()
    assert reload(one).record.text == text
