"""Answers and the rights of who got them: all in the copy, nothing left, kept as the input."""

import json
from datetime import date, timedelta

import pytest

from tests.varv.consultation.answer_support import drafted, input_of, sent
from tests.varv.consultation.test_personal import everything
from tests.varv.factories import CoordinatorFactory, RegionFactory, RoundFactory
from varv import clock
from varv.consultation.actions import answer_sending as sending
from varv.consultation.answering import personal
from varv.consultation.models import Answer
from varv.people.actions import erase_person
from varv.registry import actions, masking, retention, rights
from varv.registry.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
WORDS = ("Kvarnhälsningen", "Kvarnrättelsen", "Kvarnskälet")


@pytest.fixture
def round_():
    RegionFactory()
    return RoundFactory()


@pytest.fixture
def by():
    return CoordinatorFactory()


def answered(round_, by):
    """Let Anna be answered, with a correction; the letter goes by her name."""
    made = input_of(round_, text="Kvarnorden slår.")
    drafted(round_, by)
    Answer.objects.update(
        opening="Kvarnhälsningen",
        way="letter",
        postal_address="Kvarngatan 1",
        corrected_at=clock.now(),
    )
    (one,) = sent(round_, by)
    sending.send_correction(by, answer=one, number=1, reason="Kvarnskälet", text="Kvarnrättelsen.")
    return made.person, one


def test_copy_has_what_somebody_was_answered(round_, by):
    person, one = answered(round_, by)
    copy = json.dumps(personal.export(person.pk), ensure_ascii=False)
    for text in (*WORDS, "Kvarnorden", "Kvarngatan 1", one.record.reference, one.letter.name):
        assert text in copy, text
    parts = rights.readable({"consultation.answers": personal.export(person.pk)})
    assert len(parts) == 3


def test_nothing_of_an_erased_persons_answers_is_left(round_, by):
    person, one = answered(round_, by)
    before = everything()
    consequences = {str(line.what): line.count for line in personal.preview(person.pk)}
    assert sum(consequences.values()) == 2
    erase_person(by, person=person)
    after = everything()
    for text in (*WORDS, "Kvarngatan"):
        assert text in before, text
        assert text not in after, text
    one.letter.refresh_from_db()
    assert masking.withholds(one.letter)


def test_draft_to_an_erased_person_goes(round_, by):
    made = input_of(round_)
    drafted(round_, by)
    erase_person(by, person=made.person)
    assert not Answer.objects.exists()


def test_answers_are_kept_as_long_as_the_input_and_destroyed_with_it(round_, by):
    answered(round_, by)
    far = clock.now() + timedelta(days=36500)
    rule = retention.rules["consultation.records"]
    found = list(retention.due(rule, far, 12))
    assert {entry.subject_kind for entry in found} == {
        "contribution",
        "answer",
        "answer_correction",
    }
    with clock.pinned(far):
        decision = actions.add_disposal_decision(
            None,
            name="Gallringsplan",
            decided_on=date(2018, 1, 1),
            decided_by="Regionstyrelsen",
            covers=[rule.key],
            valid_from=date(2018, 1, 1),
        )
        actions.set_keep_time(None, decision=decision, rule=rule.key, months=12)
        actions.dispose(None, decision=decision, rule=rule.key)
    after = everything()
    for text in (*WORDS, "Kvarngatan"):
        assert text not in after, text
    assert Record.objects.filter(subject_kind="answer").get().number
