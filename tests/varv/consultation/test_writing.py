"""Writing in a round: what is asked, what is kept, what counts, and when."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.consultation.writing_support import (
    CLOSED,
    EMAIL,
    LAST_MOMENT,
    OPEN,
    a_municipality,
    address,
    by_link,
    choice,
    document,
    own_input,
    send,
    text_file,
    the_contribution,
    typed,
)
from tests.varv.factories import (
    AreaFactory,
    ProgrammeFactory,
    QuestionFactory,
    RoundFactory,
    UserFactory,
)
from tests.varv.web.reading import Page
from varv import clock
from varv.clock import timed
from varv.consultation import limits
from varv.consultation.mail import CONFIRM_MAX_AGE, confirm_token
from varv.consultation.models import Contribution, Draft, Question, Round
from varv.files.models import File
from varv.registry.models import Message

pytestmark = pytest.mark.django_db
State = Contribution.State


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def round_():
    return RoundFactory(slug="dialog")


def page(client, round_):
    return Page(client.get(address("write", round_.slug)).content.decode())


def shown(answer_or_page, name):
    found = answer_or_page
    if not isinstance(found, Page):
        found = Page(found.content.decode())
    form = next(one for one in found.forms if "text" in one.fields)
    return form.shown(name)


# --- sending and confirming -----------------------------------------------------------------------


def test_input_counts_only_when_its_address_is_confirmed(client, round_):
    answer = send(client, round_)
    assert answer.status_code == 302
    assert answer.url == address("thanks", "dialog")
    made = the_contribution()
    assert (made.state, made.record) == (State.UNCONFIRMED, None)
    message = Message.objects.get()
    assert (message.kind, message.recipient) == ("consultation.confirm", EMAIL)
    path = re.search(r"(/rounds/confirm/\S+)", message.secrets["link"]).group(1)

    reader = Client()
    for _mail_scanner in range(2):
        assert reader.get(path).status_code == 200
        assert reader.head(path).status_code == 200
    made.refresh_from_db()
    assert made.state == State.UNCONFIRMED

    assert reader.post(path, follow=True).status_code == 200
    made.refresh_from_db()
    assert (made.state, str(made)) == (State.RECEIVED, "RUN/430/2018-1")
    assert reader.post(path, follow=True).status_code == 200
    assert round_.case.records.count() == 1


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "%00", "x" * 900])
def test_forged_link_gets_calm_words(client, token):
    assert client.get(f"/rounds/confirm/{token}/").status_code == 410
    assert client.post(f"/rounds/confirm/{token}/").status_code == 410


def test_old_link_and_link_to_what_is_deleted_get_calm_words(client, round_, monkeypatch):
    send(client, round_)
    made = the_contribution()
    path = address("confirm", confirm_token(made))
    with monkeypatch.context() as later:
        later.setattr("varv.consultation.mail.CONFIRM_MAX_AGE", -1)
        assert client.post(path).status_code == 410
    made.refresh_from_db()
    assert made.state == State.UNCONFIRMED
    made.delete()
    assert client.get(path).status_code == 410


def test_link_of_another_purpose_confirms_nothing(client, round_):
    from varv.people import identity

    send(client, round_)
    token = identity.make_token(the_contribution().person)
    assert client.post(f"/rounds/confirm/{token}/").status_code == 410


def test_confirmed_after_the_last_day_it_came_when_it_was_sent(client, round_):
    send(client, round_)
    with clock.pinned(CLOSED + timedelta(days=2)):
        client.post(address("confirm", confirm_token(the_contribution())))
    made = the_contribution()
    assert (made.state, made.is_late) == (State.RECEIVED, False)


def test_who_is_here_by_their_link_need_not_confirm(round_):
    person = UserFactory(email=EMAIL)
    client = by_link(person)
    answer = client.post(address("write", "dialog"), typed(), follow=True)
    assert the_contribution().state == State.RECEIVED
    assert "RUN/430/2018-1" in answer.content.decode()


def test_who_types_another_address_than_their_own_must_confirm(round_):
    client = by_link(UserFactory(email="other@byn.example"))
    send(client, round_)
    assert the_contribution().state == State.UNCONFIRMED


def test_known_and_unknown_address_get_the_same_answer(round_):
    known = UserFactory(email="known@byn.example")
    own_input(known, round=round_)
    seen = set()
    for email in (known.email, "nobody@byn.example"):
        client = Client()
        answer = client.post(address("write", "dialog"), typed(email=email), follow=True)
        body = answer.content.decode().replace(email, "ADDRESS")
        seen.add((answer.status_code, re.sub(r'value="[\w-]{64}"', "", body)))
    assert len(seen) == 1


def test_address_on_the_page_of_thanks_is_shown_once(client, round_):
    send(client, round_)
    path = address("thanks", "dialog")
    assert EMAIL in client.get(path).content.decode()
    assert EMAIL not in client.get(path).content.decode()


def test_mail_repeats_nothing_that_was_typed(client, round_):
    send(client, round_, name="Vinn på evil.example", text="Gå till evil.example nu.")
    message = Message.objects.get()
    assert "evil" not in message.subject + message.body


# --- what is said ---------------------------------------------------------------------------------


def test_answers_comments_and_files_come_along(client, round_):
    question = QuestionFactory(round=round_)
    one_of, (first, second) = choice(round_, "Ja", "Nej")
    several, (a, _b, c) = choice(round_, "A", "B", "C", kind=Question.Kind.SEVERAL)
    out = document(round_)
    place = a_municipality()
    send(
        client,
        round_,
        speaks_for="organisation",
        organisation="Byalaget",
        municipality=place.pk,
        **{
            f"answer-{question.pk}": "Vi bygger fiber.",
            f"answer-{one_of.pk}": second.pk,
            f"answer-{several.pk}": [a.pk, c.pk],
            f"remark-{out.pk}-2": "Skogen är viktigast.",
            "enclosed": [text_file("ett.txt"), text_file("två.txt", "Annat.")],
        },
    )
    made = the_contribution()
    assert (made.organisation.name, made.municipality) == ("Byalaget", place)
    said = {one.question: one for one in made.replies.all()}
    assert said[question].text == "Vi bygger fiber."
    assert list(said[one_of].options.all()) == [second]
    assert list(said[several].options.all()) == [a, c]
    remark = made.comments.get()
    assert (remark.paragraph, remark.quote, remark.text) == (2, "Skog.", "Skogen är viktigast.")
    assert sorted(made.files.values_list("name", flat=True)) == ["ett.txt", "två.txt"]
    assert first not in said[one_of].options.all()


def test_who_writes_for_themselves_has_no_organisation_whatever_stands_there(client, round_):
    send(client, round_, organisation="Byalaget")
    made = the_contribution()
    assert (made.organisation, made.sector, made.municipality) == (None, "civil", None)


def test_who_writes_for_an_organisation_must_name_it(client, round_):
    answer = send(client, round_, speaks_for="organisation")
    assert answer.status_code == 422
    told = Page(answer.content.decode())
    form = next(one for one in told.forms if "text" in one.fields)
    assert form.told(told, "organisation")


def test_question_is_asked_for_each_area_in_use(client, round_):
    question = QuestionFactory(round=round_, per_area=True)
    energy, tourism = (AreaFactory(programme=round_.programme) for _ in range(2))
    retired = AreaFactory(programme=round_.programme, state="retired")
    elsewhere = AreaFactory(programme=ProgrammeFactory(case=round_.case))
    found = page(client, round_).forms
    names = {name for form in found for name in form.fields}
    assert {f"answer-{question.pk}-{area.pk}" for area in (energy, tourism)} <= names
    assert not {f"answer-{question.pk}-{area.pk}" for area in (retired, elsewhere)} & names
    send(client, round_, **{f"answer-{question.pk}-{tourism.pk}": "Fler leder."})
    reply = the_contribution().replies.get()
    assert (reply.area, reply.text) == (tourism, "Fler leder.")


@pytest.mark.parametrize("per_area", [False, True])
def test_what_has_to_be_answered_is_told_beside_the_field(client, round_, per_area):
    area = AreaFactory(programme=round_.programme)
    question = QuestionFactory(round=round_, required=True, per_area=per_area)
    name = f"answer-{question.pk}-{area.pk}" if per_area else f"answer-{question.pk}"
    answer = send(client, round_)
    assert answer.status_code == 422
    told = Page(answer.content.decode())
    form = next(one for one in told.forms if "text" in one.fields)
    assert form.told(told, name)
    assert form.shown("text") == ["Vi vill ha bredband i hela byn."]
    assert send(client, round_, **{name: "Fiber."}).status_code == 302


def test_nothing_at_all_is_refused(client, round_):
    answer = send(client, round_, text="   ")
    assert answer.status_code == 422
    assert not Contribution.objects.exists()
    assert not Draft.objects.exists()


def test_answer_to_another_rounds_question_is_not_taken(client, round_):
    other = QuestionFactory()
    out = document(RoundFactory())
    names = {f"answer-{other.pk}": "Nej", f"remark-{out.pk}-1": "Nej", f"remark-{out.pk}-99": "x"}
    send(client, round_, **names)
    made = the_contribution()
    assert (made.replies.count(), made.comments.count()) == (0, 0)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "Anna\x00", "Anna\u202enna", "x" * 20_001]
)
def test_hostile_words_are_refused_and_kept(client, round_, hostile):
    answer = send(client, round_, text=hostile)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    if "\x00" not in hostile:
        assert shown(answer, "text") == [hostile]
    assert not Contribution.objects.exists()


def test_words_of_a_question_are_shown_as_words(client, round_):
    Question.objects.create(
        round=round_, text={"sv": "<b data-evil>Vad?</b>"}, help={"sv": "<i data-evil>Så</i>"}
    )
    top = page(client, round_).top
    assert not [one for one in top.walk() if "data-evil" in one.attrs]


def test_who_fills_in_what_nobody_sees_is_thanked_and_forgotten(client, round_):
    answer = send(client, round_, website="https://spam.example", enclosed=[text_file()])
    assert answer.url == address("thanks", "dialog")
    assert (Contribution.objects.count(), Draft.objects.count(), File.objects.count()) == (0, 0, 0)


def test_sent_too_often_all_is_kept(client, round_):
    for number in range(limits.BY_ONE_ADDRESS.count):
        assert send(client, round_, text=f"Tanke {number}").status_code == 302
    answer = send(client, round_, text="En till")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert shown(answer, "text") == ["En till"]


# --- when -----------------------------------------------------------------------------------------


def test_round_is_open_to_its_last_moment_in_the_region(client, round_):
    with clock.pinned(LAST_MOMENT):
        assert send(client, round_).status_code == 302
    with clock.pinned(CLOSED):
        answer = send(client, round_, text="För sent skrivet")
    assert answer.status_code == 403
    assert "För sent skrivet" in answer.content.decode()
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("state", [Round.State.CANCELLED, Round.State.EARLIER])
def test_round_that_asks_nothing_takes_nothing(client, state):
    known = {"slug": "tidigare", "state": state}
    if state == Round.State.EARLIER:
        known |= {"opens_at": None, "closes_at": None, "dated_on": OPEN.date()}
    round_ = RoundFactory(**known)
    assert client.get(address("write", round_.slug)).status_code == 200
    assert send(client, round_).status_code == 403
    assert not Contribution.objects.exists()


def test_round_before_its_time_takes_nothing(client, round_):
    with clock.pinned(round_.opens_at - timedelta(seconds=1)):
        assert client.get(address("write", "dialog")).status_code == 200
        assert send(client, round_).status_code == 403


def test_draft_round_does_not_exist(client):
    round_ = RoundFactory(state=Round.State.DRAFT)
    assert client.get(address("write", round_.slug)).status_code == 404
    assert send(client, round_).status_code == 404
    assert client.post(address("draft", round_.slug), typed()).status_code == 404
    assert client.get(address("thanks", round_.slug)).status_code == 404


# --- the draft ------------------------------------------------------------------------------------


def test_what_is_saved_is_there_when_one_comes_back_and_sent_with_its_files(client, round_):
    _question, (a, _b, c) = choice(round_, "A", "B", "C", kind=Question.Kind.SEVERAL)
    several = f"answer-{_question.pk}"
    half = typed(email="inte klar", text="Halvfärdigt")
    client.post(
        address("draft", "dialog"), half | {several: [a.pk, c.pk], "enclosed": [text_file()]}
    )
    assert Draft.objects.get().updated_at == OPEN
    back = page(client, round_)
    assert shown(back, "text") == ["Halvfärdigt"]
    assert shown(back, "email") == ["inte klar"]
    assert shown(back, several) == [str(a.pk), str(c.pk)]
    assert shown(back, "draft") == [half["draft"]]
    assert "bilaga.txt" in back.top.text

    assert shown(page(Client(), round_), "text") == [""]  # another browser knows nothing of it
    assert send(client, round_, draft=half["draft"]).status_code == 302
    assert the_contribution().files.get().name == "bilaga.txt"
    assert shown(page(client, round_), "text") == [""]


def test_page_saves_by_itself_while_one_writes(client, round_):
    key = typed()["draft"]
    answer = client.post(
        address("draft", "dialog"), typed(draft=key, text="Ha"), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    client.post(
        address("draft", "dialog"), typed(draft=key, text="Hallå"), headers={"HX-Request": "true"}
    )
    assert Draft.objects.get().data["typed"]["text"] == ["Hallå"]


def test_files_are_kept_when_something_else_is_wrong(client, round_):
    answer = send(client, round_, email="inte en adress", enclosed=[text_file()])
    assert answer.status_code == 422
    found = Page(answer.content.decode())
    assert "bilaga.txt" in found.top.text
    (key,) = shown(found, "draft")
    assert send(client, round_, draft=key).status_code == 302
    made = the_contribution()
    assert made.files.get().name == "bilaga.txt"


@pytest.mark.parametrize(
    ("name", "content"), [("virus.exe", "MZ"), ("tom.pdf", "inte en pdf"), ("a.html", "<html>")]
)
def test_file_that_is_not_taken_is_told_beside_the_field(client, round_, name, content):
    answer = send(client, round_, enclosed=[text_file(), text_file(name, content)])
    assert answer.status_code == 422
    found = Page(answer.content.decode())
    form = next(one for one in found.forms if "text" in one.fields)
    assert name in form.told(found, "enclosed")
    assert list(Draft.objects.get().files.values_list("name", flat=True)) == ["bilaga.txt"]


def test_more_files_than_ten_are_refused(client, round_):
    many = [text_file(f"{number}.txt", f"Fil {number}") for number in range(8)]
    key = typed()["draft"]
    client.post(address("draft", "dialog"), typed(draft=key, enclosed=many))
    more = [text_file(f"till {number}.txt", f"Mer {number}") for number in range(3)]
    assert send(client, round_, draft=key, enclosed=more).status_code == 422
    assert Draft.objects.get().files.count() == 10


def test_file_can_be_taken_out_and_all_thrown_away(client, round_):
    key = typed()["draft"]
    files = [text_file("ett.txt"), text_file("två.txt", "Annat.")]
    client.post(address("draft", "dialog"), typed(draft=key, enclosed=files))
    first = File.objects.get(name="ett.txt")
    client.post(address("draft", "dialog"), typed(draft=key, text="Mer", take_out=str(first.key)))
    draft = Draft.objects.get()
    assert [one.name for one in draft.files.all()] == ["två.txt"]
    assert draft.data["typed"]["text"] == ["Mer"]
    first.refresh_from_db()
    assert first.destroyed_at

    client.post(address("draft", "dialog"), {"draft": key, "throw_away": "1"})
    assert not Draft.objects.exists()
    assert not File.objects.filter(destroyed_at=None).exists()
    assert shown(page(client, round_), "text") == [""]


@pytest.mark.parametrize("key", ["", "short", "å" * 32, "../../etc/passwd", "x" * 5000])
def test_key_that_is_none_of_ours_is_as_good_as_none(client, round_, key):
    assert send(client, round_, draft=key).status_code == 302
    assert Draft.objects.get().key != key


def test_key_of_another_round_opens_nothing(client, round_):
    key = typed()["draft"]
    other = RoundFactory()
    client.post(address("draft", other.slug), typed(draft=key, enclosed=[text_file()]))
    send(client, round_, draft=key)
    assert the_contribution().files.count() == 0
    client.post(address("draft", "dialog"), {"draft": key, "throw_away": "1"})
    assert Draft.objects.filter(round=other).exists()


def test_draft_holds_what_a_database_takes(client, round_):
    client.post(address("draft", "dialog"), typed(text="Nu\x00ll", name="\ud7ff 🎉"))
    assert Draft.objects.get().data["typed"]["text"] == ["Null"]


def test_endless_draft_is_not_kept(client, round_):
    answer = client.post(address("draft", "dialog"), typed(text="x" * 300_001))
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_drafts_of_one_place_are_limited(client, round_, monkeypatch):
    from varv.people.limits import Limit

    one = Limit("input_drafts", "x", 1, timedelta(hours=1))
    monkeypatch.setattr(limits, "DRAFTS_FROM_ONE_PLACE", one)
    assert client.post(address("draft", "dialog"), typed()).status_code == 302
    refused = client.post(address("draft", "dialog"), typed(text="Andra"))
    assert refused.status_code == 422
    assert shown(refused, "text") == ["Andra"]


def test_closed_round_keeps_nothing_more_but_shows_what_was_begun(client, round_):
    key = typed()["draft"]
    client.post(address("draft", "dialog"), typed(draft=key, text="Halvfärdigt"))
    with clock.pinned(CLOSED):
        client.post(address("draft", "dialog"), typed(draft=key, text="Mer"))
        seen = client.get(address("write", "dialog")).content.decode()
    assert "Halvfärdigt" in seen
    assert Draft.objects.get().data["typed"]["text"] == ["Halvfärdigt"]


def test_closed_round_leads_to_a_mail_with_its_number(client, round_):
    with clock.pinned(CLOSED):
        seen = client.get(address("write", "dialog")).content.decode()
    assert "mailto:s3@fjallmark.example?subject=" in seen
    assert "body=RUN/430/2018" in seen


# --- twice ----------------------------------------------------------------------------------------


def test_second_click_sends_nothing_more(client, round_):
    again = typed()
    for _click in range(2):
        files = [text_file()]
        answer = client.post(address("write", "dialog"), again | {"enclosed": files})
        assert answer.url == address("thanks", "dialog")
    assert Contribution.objects.count() == 1
    assert Message.objects.count() == 1
    assert File.objects.count() == 1


def test_who_goes_back_and_writes_something_else_sends_it_too(client, round_):
    form = typed()
    client.post(address("write", "dialog"), form)
    client.post(address("write", "dialog"), form | {"text": "En sak till."})
    assert Contribution.objects.count() == 2


# --- forgetting -----------------------------------------------------------------------------------


def test_unsent_and_unconfirmed_are_forgotten_with_their_files_after_thirty_days(client, round_):
    work = timed.work["consultation.forget_unsent"]
    send(client, round_, enclosed=[text_file("sänt.txt", "Sänt.")])
    client.post(address("draft", "dialog"), typed(enclosed=[text_file()]))
    kept = own_input(UserFactory(), round=round_)
    due = OPEN + timedelta(seconds=CONFIRM_MAX_AGE)
    assert work.next_due(OPEN) == due
    assert work.run(due - timedelta(seconds=1)) == 0
    assert work.run(due) == 3  # and the mark that something was sent
    assert list(Contribution.objects.all()) == [kept]
    assert not Draft.objects.exists()
    assert not File.objects.filter(destroyed_at=None).exists()
    assert (work.run(due), work.next_due(due)) == (0, None)


# --- how much -------------------------------------------------------------------------------------


def test_page_asks_the_database_as_often_for_thirty_of_everything(client, round_):
    def fill():
        AreaFactory(programme=round_.programme)
        QuestionFactory(round=round_, per_area=True)
        choice(round_, "Ja", "Nej")
        document(round_)

    def asks():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address("write", "dialog")).status_code == 200
        return len(seen)

    fill()
    asks()
    few = asks()
    for _more in range(29):
        fill()
    assert asks() == few


def test_request_with_files_may_be_large_only_where_files_are_enclosed(client, round_):
    large = text_file(content="x" * (6 * 1024 * 1024))
    assert send(client, round_, enclosed=[large]).status_code == 302
    assert the_contribution().files.get().size == large.size
    large.seek(0)
    for path in (reverse("cycles:interest"), address("thanks", "dialog"), "/no/such/page/"):
        assert client.post(path, {"enclosed": large}).status_code == 413
        large.seek(0)
