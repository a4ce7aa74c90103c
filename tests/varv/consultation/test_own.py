"""One's own input: to see, change and withdraw for its writer, and for nobody else."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.consultation.writing_support import (
    CLOSED,
    OPEN,
    address,
    by_link,
    choice,
    document,
    own_input,
    send,
    text_file,
)
from tests.varv.factories import (
    AnalystFactory,
    CoordinatorFactory,
    QuestionFactory,
    ReaderFactory,
    RoundFactory,
    UserFactory,
)
from tests.varv.web.reading import Page
from varv import clock
from varv.consultation.actions.drafts import new_key
from varv.consultation.contents import Content, Remark, Said
from varv.consultation.models import Contribution, Question
from varv.files.access import may_read
from varv.files.actions import destroy, store

pytestmark = pytest.mark.django_db
State = Contribution.State
PAGES = ["own", "own_change", "own_withdraw", "own_receipt"]


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def person():
    return UserFactory(name="Anna Berg")


def test_writer_sees_what_they_sent(person):
    round_ = RoundFactory()
    question, out = QuestionFactory(round=round_), document(round_)
    made = own_input(
        person,
        round=round_,
        content=Content(
            text="Mer spår!",
            replies=[Said(question, text="Snart.")],
            remarks=[Remark(out, 2, "Skog.", "Mer skog.")],
            files=[store(None, name="bilaga.txt", content=b"Hej")],
        ),
    )
    seen = by_link(person).get(address("own", made.key)).content.decode()
    words = ["RUN/430/2018-1", "Mer spår!", "Snart.", "Skog.", "Mer skog.", "bilaga.txt"]
    for word in words:
        assert word in seen


@pytest.mark.parametrize("name", PAGES)
def test_another_persons_input_does_not_exist(person, name):
    made = own_input(person)
    for client in (Client(), by_link(UserFactory())):
        assert client.get(address(name, made.key)).status_code == 404
        assert client.post(address(name, made.key)).status_code in {404, 405}
    assert by_link(person).get(address(name, uuid.uuid4())).status_code == 404
    made.refresh_from_db()
    assert made.state == State.RECEIVED


def test_staff_do_not_come_in_by_the_writers_address(person, client):
    made = own_input(person)
    client.force_login(CoordinatorFactory())
    assert client.get(address("own", made.key)).status_code == 404


def test_own_file_and_receipt_are_for_the_writer_alone(person):
    file = store(None, name="bilaga.txt", content=b"Hej")
    made = own_input(person, content=Content(text="Se bilaga", files=[file]))
    client = by_link(person)
    answer = client.get(address("own_file", made.key, file.key))
    assert b"".join(answer.streaming_content) == b"Hej"
    assert "attachment" in answer.headers["Content-Disposition"]
    copy = client.get(address("own_receipt", made.key))
    assert copy.content.startswith(b"%PDF-1.7")
    assert "RUN-430-2018-1.pdf" in copy.headers["Content-Disposition"]

    assert Client().get(address("own_file", made.key, file.key)).status_code == 404
    other = own_input(person, round=made.round)
    assert client.get(address("own_file", other.key, file.key)).status_code == 404
    destroy(file)
    assert client.get(address("own_file", made.key, file.key)).status_code == 404


def test_enclosed_file_is_for_those_who_work_with_input(person, client):
    send(client, RoundFactory(), enclosed=[text_file()])
    made = Contribution.objects.get()
    file = made.files.get()
    assert not may_read(file, AnalystFactory())  # nobody has confirmed it
    counted = own_input(person, content=Content(files=[store(None, name="a.txt", content=b"A")]))
    file = counted.files.get()
    assert may_read(file, AnalystFactory())
    assert not may_read(file, ReaderFactory())
    assert not may_read(file, person)


@pytest.mark.parametrize("text", ["Bra! 🎉", "水と森", "مياه", "Åarjelsaemien gïele ŋ"])
def test_whoever_writes_what_no_font_has_gets_a_receipt_too(person, text):
    made = own_input(person, content=Content(text=text))
    assert by_link(person).get(address("own_receipt", made.key)).content.startswith(b"%PDF-1.7")


def form_of(client, made):
    found = Page(client.get(address("own_change", made.key)).content.decode())
    return next(form for form in found.forms if "text" in form.fields)


def test_change_begins_with_what_was_said_and_keeps_its_files(person):
    round_ = RoundFactory()
    question, out = QuestionFactory(round=round_), document(round_)
    one_of, (yes, no) = choice(round_, "Ja", "Nej")
    several, (a, b) = choice(round_, "A", "B", kind=Question.Kind.SEVERAL)
    first, second = (store(None, name=f"{n}.txt", content=n.encode()) for n in ("ett", "två"))
    made = own_input(
        person,
        round=round_,
        content=Content(
            text="Mer spår!",
            replies=[
                Said(question, text="Snart."),
                Said(one_of, options=[no]),
                Said(several, options=[a, b]),
            ],
            remarks=[Remark(out, 3, "Berg.", "Högre.")],
            files=[first, second],
        ),
    )
    client = by_link(person)
    form = form_of(client, made)
    before = {
        "text": ["Mer spår!"],
        f"answer-{question.pk}": ["Snart."],
        f"answer-{one_of.pk}": [str(no.pk)],
        f"answer-{several.pk}": [str(a.pk), str(b.pk)],
        f"remark-{out.pk}-3": ["Högre."],
    }
    assert {name: form.shown(name) for name in before} == before
    typed = before | {
        "text": "Ännu mer spår!",
        f"answer-{one_of.pk}": str(yes.pk),
        f"remark-{out.pk}-3": "",
        "take_out": [str(first.key)],
        "enclosed": [text_file("tre.txt")],
        "draft": form.shown("draft"),
    }
    for _click in range(2):
        typed["enclosed"] = [text_file("tre.txt")]
        assert client.post(address("own_change", made.key), typed).status_code == 302
    made.refresh_from_db()
    assert made.text == "Ännu mer spår!"
    assert list(made.replies.get(question=one_of).options.all()) == [yes]
    assert not made.comments.exists()
    assert sorted(file.name for file in made.files.all()) == ["tre.txt", "två.txt"]
    assert round_.case.records.count() == 2


def test_change_with_mistakes_keeps_what_was_typed_and_chosen(person):
    made, client = own_input(person), by_link(person)
    typed = {"text": "<b>Fel</b>", "enclosed": [text_file()], "draft": new_key()}
    answer = client.post(address("own_change", made.key), typed)
    assert answer.status_code == 422
    found = Page(answer.content.decode())
    form = next(form for form in found.forms if "text" in form.fields)
    assert form.told(found, "text")
    assert form.shown("text") == ["<b>Fel</b>"]
    assert "bilaga.txt" in found.top.text
    again = {"text": "Rätt", "draft": form.shown("draft")}
    assert client.post(address("own_change", made.key), again).status_code == 302
    assert made.files.get().name == "bilaga.txt"


def test_nothing_cannot_be_said_instead(person):
    made, client = own_input(person), by_link(person)
    answer = client.post(address("own_change", made.key), {"text": " ", "draft": new_key()})
    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.text == "Mer spår!"


def test_withdrawing_asks_once(person):
    made, client = own_input(person), by_link(person)
    assert client.get(address("own_withdraw", made.key)).status_code == 200
    made.refresh_from_db()
    assert made.state == State.RECEIVED
    assert client.post(address("own_withdraw", made.key)).url == address("own", made.key)
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN
    assert client.get(address("own", made.key)).status_code == 200


@pytest.mark.parametrize("name", ["own_change", "own_withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_after_the_last_day_it_stays_as_it_is(person, name, method):
    made, client = own_input(person), by_link(person)
    with clock.pinned(CLOSED):
        answer = getattr(client, method)(address(name, made.key), {"text": "Nytt"})
        assert answer.url == address("own", made.key)
        assert address(name, made.key) not in client.get(answer.url).content.decode()
    made.refresh_from_db()
    assert (made.state, made.text) == (State.RECEIVED, "Mer spår!")


def test_input_that_is_not_confirmed_leads_to_its_confirmation(person):
    send(Client(), RoundFactory(), email=person.email)
    made = Contribution.objects.get()
    client = by_link(person)
    seen = client.get(address("own", made.key)).content.decode()
    assert "/rounds/confirm/" in seen
    for name in ("own_change", "own_withdraw"):
        assert client.post(address(name, made.key)).url == address("own", made.key)
    assert client.get(address("own_receipt", made.key)).status_code == 404


def test_my_page_lists_own_input_with_a_constant_number_of_queries(person):
    round_ = RoundFactory()
    client = by_link(person)

    def asks():
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(reverse("web:my"))
        return len(seen), answer.content.decode()

    own_input(person, round=round_)
    few, page = asks()
    assert "RUN/430/2018-1" in page
    for number in range(29):
        own_input(person, round=RoundFactory(), content=Content(text=f"Tanke {number}"))
    many, page = asks()
    assert page.count("/my/contributions/") == 90
    assert many == few


def test_my_page_offers_no_change_after_the_last_day(person):
    own_input(person)
    client = by_link(person)
    with clock.pinned(CLOSED):
        assert "/change/" not in client.get(reverse("web:my")).content.decode()
