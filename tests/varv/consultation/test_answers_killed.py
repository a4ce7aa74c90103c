"""Answers under killed processes and workers side by side: each goes once, and whole."""

import pytest

from tests.varv.consultation.answer_support import input_of, ordered
from tests.varv.consultation.killing import begun, killed, soon
from tests.varv.factories import CoordinatorFactory, RegionFactory, RoundFactory
from tests.varv.threads import in_threads
from varv.consultation.actions import answer_sending as sending
from varv.consultation.actions import answers as actions
from varv.consultation.models import Answer
from varv.files import blobs
from varv.registry.models import Message, Record

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]
State, Way = Answer.State, Answer.Way

SENDING = """
from varv.consultation.actions.answer_sending import send_ordered
print("begins", flush=True)
send_ordered()
"""


def test_killed_again_and_again_sends_each_answer_once_and_whole(db):
    RegionFactory()
    round_ = RoundFactory()
    for number in range(24):
        input_of(round_, f"Nr{number} Ek", email="" if number % 3 == 0 else f"n{number}@ek.example")
    ordered(round_, CoordinatorFactory())
    done = Answer.objects.filter(state=State.SENT)
    for reached in (2, 9, 15):
        process = begun(SENDING)
        met = soon(lambda reached=reached: done.count() >= reached)
        said = killed(process)
        assert met, said
        _each_is_whole_or_untouched()
    assert done.count() < 24, "it was killed before all had gone"
    sending.send_ordered()
    assert done.count() == 24
    _each_is_whole_or_untouched()


def _each_is_whole_or_untouched():
    sent_ones = Answer.objects.filter(state=State.SENT)
    assert Record.objects.filter(subject_kind="answer").count() == sent_ones.count()
    for one in sent_ones.select_related("record", "message", "letter"):
        assert one.record.subject_id == one.pk
        if one.way == Way.LETTER:
            assert list(one.record.files.all()) == [one.letter]
            assert blobs.read(one.letter.sha256).startswith(b"%PDF")
        else:
            assert one.message.record == one.record
    mails = sent_ones.filter(way=Way.MAIL).count()
    assert Message.objects.filter(kind="consultation.answer").count() == mails
    numbers = list(Record.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    rest = Answer.objects.exclude(state=State.SENT)
    assert all(one.state == State.APPROVED and one.ordered_at for one in rest)


def test_two_who_draft_at_once_make_one_answer_for_each(db):
    RegionFactory()
    round_, by = RoundFactory(), CoordinatorFactory()
    for number in range(3):
        input_of(round_, f"Nr{number} Ek")
    assert in_threads(4, lambda _number: actions.draft_answers(by, round=round_)) == []
    assert Answer.objects.count() == 3


def test_workers_at_once_send_each_answer_once(db):
    RegionFactory()
    round_ = RoundFactory()
    for number in range(6):
        input_of(round_, f"Nr{number} Ek", email="" if number % 3 == 0 else f"n{number}@ek.example")
    ordered(round_, CoordinatorFactory())
    assert in_threads(3, lambda _number: sending.send_ordered()) == []
    assert Answer.objects.filter(state=State.SENT).count() == 6
    _each_is_whole_or_untouched()
