"""Letters with answers: printed, posted, noted as posted, and the note taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.consultation.answer_support import NOW, input_of, reload, sent, stage_of
from tests.varv.factories import CoordinatorFactory, RegionFactory, RoundFactory
from varv import clock
from varv.consultation.actions import answer_posting as actions
from varv.consultation.answering.senders import senders, unanswered
from varv.consultation.queries import answers as queries
from varv.registry.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
TODAY = NOW.date()
LATER = NOW + timedelta(days=3)


@pytest.fixture
def round_(db):
    RegionFactory()
    return RoundFactory()


@pytest.fixture
def by(db):
    return CoordinatorFactory()


def letters(round_, by, *names):
    for name in names or ("Anna Berg",):
        input_of(round_, name, email="")
    return sent(round_, by)


def note(by, round_, day=TODAY, found=None):
    chosen = queries.letters_to_post(round_) if found is None else found
    return actions.note_posted(by, round=round_, day=day, ids=[one.pk for one in chosen])


def public(made):
    address = reverse("consultation:contribution", args=[made.round.slug, made.record.number])
    return Client().get(address).content.decode()


def test_letter_has_gone_when_it_is_posted(round_, by):
    made = input_of(round_, email="")
    (one,) = sent(round_, by)
    assert stage_of(one) == "to_post"
    assert unanswered(senders(round_)), "a letter in a drawer answers nobody"
    assert "Besvarat" not in public(made)
    with clock.pinned(LATER):
        assert note(by, round_, LATER.date()) == 1
        after = reload(one)
        assert (after.posted_at, after.posted_by, after.posting_noted_at) == (LATER, by, LATER)
        assert stage_of(one) == "sent"
        assert not unanswered(senders(round_))
        assert "31 maj" in public(made).partition("Besvarat")[2]
        assert after.record.received_at == LATER, "the register says that it went that day"


def test_day_before_today_stands_for_its_noon(round_, by):
    (one,) = letters(round_, by)
    with clock.pinned(LATER):
        note(by, round_, LATER.date() - timedelta(days=1))
    posted = reload(one).posted_at
    assert (posted.date(), posted.hour) == (LATER.date() - timedelta(days=1), 10)


@pytest.mark.parametrize("days", [-1, 1])
def test_letter_is_posted_neither_before_it_is_made_nor_in_the_future(round_, by, days):
    (one,) = letters(round_, by)
    with pytest.raises(ValidationError) as refused:
        note(by, round_, TODAY + timedelta(days=days))
    assert "day" in refused.value.message_dict
    assert reload(one).posted_at is None


def test_mail_and_letter_of_another_round_are_not_noted(round_, by):
    input_of(round_)
    (mail,) = sent(round_, by)
    other = letters(RoundFactory(), by)
    assert note(by, round_, found=[mail, *other]) == 0
    assert reload(mail).posted_at is None


def test_note_is_taken_back_with_all_that_were_noted_with_it(round_, by):
    found = letters(round_, by, "Anna Berg", "Nils Ek", "Eva Ås")
    note(by, round_, found=found[:1])
    with clock.pinned(NOW + timedelta(minutes=1)):
        note(by, round_)
        assert [row["number"] for row in queries.postings(round_)] == [2, 1]
        assert actions.take_back_posting(by, answer=reload(found[1])) == 2
    assert [stage_of(one) for one in found] == ["sent", "to_post", "to_post"]
    again = reload(found[1])
    assert again.record.received_at == again.sent_at
    with pytest.raises(ValidationError):
        actions.take_back_posting(by, answer=again)


def test_note_stands_after_a_week(round_, by):
    (one,) = letters(round_, by)
    note(by, round_)
    with clock.pinned(NOW + timedelta(days=7)), pytest.raises(ValidationError):
        actions.take_back_posting(by, answer=reload(one))
    assert reload(one).posted_at


def test_each_letter_is_logged(round_, by):
    found = letters(round_, by, "Anna Berg", "Nils Ek")
    note(by, round_)
    actions.take_back_posting(by, answer=reload(found[0]))
    for action, number in (("post_answer", 2), ("take_back_posting", 2)):
        rows = Event.objects.filter(action=f"consultation.{action}")
        assert rows.count() == number
    assert Event.objects.filter(action="registry.date_record").count() == 4


def test_many_letters_are_noted_in_as_many_queries_as_few(round_, by):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            note(by, round_)
        return len(seen)

    letters(round_, by)
    few = asked()
    letters(round_, by, *(f"Nr{number} Ek" for number in range(30)))
    assert asked() == few


def test_desk_notes_the_ticked_and_takes_them_back(client, round_, by):
    client.force_login(by)
    first, second = letters(round_, by, "Anna Berg", "Nils Ek")
    page = reverse("consultation:desk_answers_posting", args=[round_.pk])
    shown = client.get(page).content.decode()
    assert "Anna Berg" in shown
    assert "Nils Ek" in shown
    empty = client.post(page, {"day": "2020-05-28"})
    assert empty.status_code == 422
    wrong = client.post(page, {"day": "2031-05-28", "answer": [first.pk]})
    assert wrong.status_code == 422
    done = client.post(page, {"day": "2020-05-28", "answer": [first.pk, "x", "9" * 30]})
    assert done.status_code == 302
    assert (stage_of(first), stage_of(second)) == ("sent", "to_post")
    undo = reverse("consultation:desk_answers_posting_undo", args=[round_.pk, first.pk])
    assert undo in client.get(page).content.decode()
    client.post(undo)
    assert stage_of(first) == "to_post"


def test_desk_asks_as_often_for_many_letters_as_for_few(client, round_, by):
    client.force_login(by)
    page = reverse("consultation:desk_answers_posting", args=[round_.pk])

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    letters(round_, by)
    asked()  # what is kept for good is asked for now
    few = asked()
    letters(round_, by, *(f"Nr{number} Ek" for number in range(30)))
    assert asked() == few
