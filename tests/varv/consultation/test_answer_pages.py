"""The pages about answers: the desk's, the sender's own, and what everybody sees."""

import io
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from tests.varv.consultation.answer_support import (
    addressed,
    approved,
    drafted,
    input_of,
    leads_to,
    reload,
    sent,
)
from tests.varv.consultation.writing_support import by_link
from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    ReaderFactory,
    RegionFactory,
    RoundFactory,
    UserFactory,
    disposition,
    point,
)
from tests.varv.web.reading import Page
from varv.consultation import actions as consultation
from varv.consultation.actions import answer_sending as sending
from varv.consultation.actions import answers as actions
from varv.consultation.models import Answer, Contribution
from varv.cycles.checks import findings
from varv.people.desk import items_for
from varv.people.queries import the_region
from varv.registry.actions import mask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]


@pytest.fixture
def round_(coordinator):
    return RoundFactory()


def words(answer):
    return " ".join(Page(answer.content.decode()).top.text.split())


def desk(client, name, *args, data=None):
    address = reverse(f"consultation:{name}", args=args)
    return client.get(address) if data is None else client.post(address, data)


def test_desk_leads_from_draft_to_sent(client, coordinator, round_):
    input_of(round_)
    input_of(round_, "Nils Ek", email="")
    input_of(round_, "Eva Ås", signed=False)
    assert "2" in words(desk(client, "desk_answers", round_.pk))
    assert desk(client, "desk_answers_draft", round_.pk, data={}).status_code == 302
    addressed(round_)
    first, second = round_.answers.order_by("pk")
    shown = desk(client, "desk_answer", round_.pk, first.pk)
    assert "Slåttern kommer för tidigt, säger Anna Berg." in words(shown)
    digest = shown.context["digest"]
    went = desk(client, "desk_answer_approve", round_.pk, first.pk, data={"shown": digest})
    assert went.url == second.desk_url, "the next one is shown at once"
    desk(client, "desk_answers_approve", round_.pk, data={"answer": [second.pk]})
    page = desk(client, "desk_answers_send", round_.pk)
    assert (page.context["mails"], page.context["letters"]) == (1, 1)
    shown = {"shown": page.context["digest"]}
    assert desk(client, "desk_answers_send", round_.pk, data=shown).status_code == 302
    assert desk(client, "desk_answers_send", round_.pk, data=shown).status_code == 422
    assert sending.send_ordered() == 2
    assert "Så som det skickades" in words(desk(client, "desk_answer", round_.pk, first.pk))
    packed = desk(client, "desk_answers_letters", round_.pk)
    assert len(zipfile.ZipFile(io.BytesIO(packed.content)).namelist()) == 1


def test_all_drafts_are_approved_at_once(client, round_):
    for number in range(4):
        input_of(round_, f"Nr{number} Ek")
    drafted(round_)
    desk(client, "desk_answers_approve", round_.pk, data={"all": "1"})
    assert round_.answers.filter(state="approved").count() == 4


def test_preview_is_what_is_sent(client, round_):
    input_of(round_)
    (one,) = approved(round_)
    mail = desk(client, "desk_answer", round_.pk, one.pk).context["mail"]
    sending.order_answers(one.approved_by, round=round_, shown=sending.digest_of([one]))
    sending.send_ordered()
    message = reload(one).message
    link = mail.body.split("[")[1].split("]")[0]
    assert mail.subject == message.subject
    assert mail.body.replace(f"[{link}]", "{link}") == message.body


def test_answer_is_corrected_by_hand_and_what_was_typed_is_kept(client, round_):
    input_of(round_, email="")
    (one,) = drafted(round_)
    data = {"subject": "", "opening": "Egna ord.", "seen": actions.seen_as(one)}
    wrong = desk(client, "desk_answer_edit", round_.pk, one.pk, data=data)
    assert wrong.status_code == 422
    assert "Egna ord." in wrong.content.decode()
    data |= {"subject": "Svar", "postal_address": "Kim\r\nVägen 1"}
    assert desk(client, "desk_answer_edit", round_.pk, one.pk, data=data).status_code == 302
    one = reload(one)
    assert (one.opening, one.postal_address) == ("Egna ord.", "Kim\nVägen 1")
    again = desk(client, "desk_answer_edit", round_.pk, one.pk, data=data)
    assert again.status_code == 422, "somebody has changed it since that page was opened"


def test_letter_to_nobody_cannot_go_and_the_pages_say_why(client, round_):
    input_of(round_, "Kim Lind", email="")
    input_of(round_, "Nils Ek")
    nobody, other = drafted(round_)
    shown = desk(client, "desk_answer", round_.pk, nobody.pk)
    assert "Postadress saknas" in words(shown)
    approve = reverse("consultation:desk_answer_approve", args=[round_.pk, nobody.pk])
    assert approve not in shown.content.decode()
    desk(client, "desk_answers_approve", round_.pk, data={"answer": [nobody.pk, other.pk]})
    page = desk(client, "desk_answers_send", round_.pk)
    assert (page.context["mails"], page.context["letters"]) == (1, 0)
    assert "1 utan postadress" in words(page)
    assert "ingen postadress" in words(desk(client, "desk_answers", round_.pk))


def test_letter_names_the_region_once(client, round_):
    region = the_region()
    region.contact_name = region.name
    region.save()
    input_of(round_, email="")
    (one,) = approved(round_)
    letter = desk(client, "desk_answer_letter", round_.pk, one.pk).content
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(letter)).pages)
    after = text[text.index("Har du frågor") :]
    assert after.count(str(region.name)) == 1


def test_list_says_what_is_missing(client, round_):
    input_of(round_, signed=False)
    assert "1" in words(desk(client, "desk_answers", round_.pk))
    told = words(desk(client, "desk_answers_missing", round_.pk))
    assert "saknar en signerad bedömning" in told


def test_export_has_a_row_for_everybody_who_wrote(client, round_):
    input_of(round_)
    sent(round_)
    input_of(round_, "Eva Ås", signed=False)
    content = desk(client, "desk_answers_export", round_.pk, "csv", data={})
    lines = b"".join(content.streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert ",sent,mail," in lines[1].replace('"', "")
    assert desk(client, "desk_answers_export", round_.pk, "xlsx", data={}).status_code == 200


def test_pages_ask_as_often_for_many_answers_as_for_few(client, round_):
    pages = ("desk_answers", "desk_answers_missing", "desk_answers_send")

    def more(*names):
        for name in names:
            input_of(round_, f"{name} Ek", email="")
            input_of(round_, f"Ej{name} Ek", signed=False)
        approved(round_)

    def asked():
        found = {}
        for name in pages:
            with CaptureQueriesContext(connection) as seen:
                assert desk(client, name, round_.pk).status_code == 200
            found[name] = len(seen)
        return found

    more("Ett")
    asked()  # what is kept for good is asked for now
    few = asked()
    more(*(f"Nr{number}" for number in range(12)))
    assert asked() == few


def test_reader_sees_no_answers(client, round_):
    client.force_login(ReaderFactory())
    assert desk(client, "desk_answers", round_.pk).status_code == 403


def test_desk_tells_how_many_are_ready(coordinator, round_):
    from varv import clock

    for number in range(3):
        input_of(round_, f"Nr{number} Ek")
    approved(round_)
    titles = [str(item.title) for item in items_for(coordinator, clock.now())]
    assert any(title.startswith("3 answers are ready to be sent") for title in titles)


# -- the sender's own page -------------------------------------------------------------------------


def own(made):
    return words(by_link(made.person).get(reverse("consultation:own", args=[made.key])))


def test_sender_sees_the_state_of_each_point_and_nothing_unsigned(round_):
    made = input_of(round_, points=0)
    assert "väntar på att bli läst" in own(made)
    consultation.publish(None, contributions=[made])
    assert "Vi har läst det" in own(made)
    one = point(contribution=made, text="Slå senare.")
    made_one = disposition(
        point=one, reason="Hemligt utkast.", signed_by=None, signed_at=None, outcome="adopted"
    )
    shown = own(made)
    assert "Vi arbetar med den" in shown
    assert "Hemligt utkast." not in shown
    type(made_one).objects.filter(pk=made_one.pk).update(
        signed_at=made_one.made_at, signed_by=CoordinatorFactory()
    )
    type(one).objects.filter(pk=one.pk).update(state="signed")
    area = AreaFactory(programme=round_.programme)
    leads_to(one, "area", area.pk)
    shown = own(made)
    assert "Hemligt utkast." in shown
    assert area.name["sv"] in shown


def test_sender_sees_the_answer_its_correction_and_the_letter(round_):
    made = input_of(round_, email="")
    (one,) = sent(round_)
    person = UserFactory()
    Contribution.objects.filter(pk=made.pk).update(person=person)
    made.refresh_from_db()
    sending.send_correction(one.sent_by, answer=one, number=1, reason="Fel.", text="Rätt är så.")
    shown = own(made)
    assert one.record.reference in shown
    assert "Rätt är så." in shown
    for number, status in ((0, 200), (1, 200), (2, 404)):
        address = reverse("consultation:own_answer", args=[made.key, number])
        given = by_link(person).get(address)
        assert given.status_code == status
        if status == 200:
            assert b"".join(given.streaming_content).startswith(b"%PDF")
        assert Client().get(address).status_code == 404
        assert by_link(UserFactory()).get(address).status_code == 404


def test_masked_words_are_masked_on_the_senders_page(coordinator, round_):
    made = input_of(round_, text="Min granne Gunnar slår för tidigt.")
    (one,) = sent(round_)
    mask(coordinator, thing=made, fields=["text"], passages=["Gunnar"], ground="third_person")
    assert "Gunnar" not in reload(one).record.text
    assert "Gunnar" not in one.message.__class__.objects.get(pk=one.message_id).body


def test_my_page_says_that_it_is_answered(round_):
    made = input_of(round_)
    sent(round_)
    assert "Besvarat" in words(by_link(made.person).get(reverse("web:my")))


# -- everybody -------------------------------------------------------------------------------------


def public(made):
    number = made.record.number
    return words(Client().get(reverse("consultation:contribution", args=[made.round.slug, number])))


def test_everybody_sees_when_input_was_answered_and_in_which_record(round_):
    made = input_of(round_)
    assert "Besvarat" not in public(made)
    (one,) = sent(round_)
    assert f"28 maj, {one.record.reference}" in public(made).partition("Besvarat")[2]


def test_record_does_not_tell_that_one_person_wrote_twice(round_):
    first = input_of(round_)
    second = input_of(round_, text="En sak till.")
    (one,) = sent(round_)
    for made in (first, second):
        assert "28 maj" in public(made).partition("Besvarat")[2]
        assert one.record.reference not in public(made)
    record = Client().get(one.record.public_url).content.decode()
    assert str(first) not in record
    assert str(second) not in record


def thread_of(kind, pk, reader=None):
    return (reader or Client()).get(reverse("registry:thread", args=[kind, pk]))


def test_thread_leads_from_input_to_its_sent_answer_and_back(client, coordinator, round_):
    made = input_of(round_)
    (draft,) = drafted(round_)
    assert thread_of("answer", draft.pk).status_code == 404
    assert draft.desk_url in markup(thread_of("contribution", made.pk, client))
    assert "Svar på inspel" not in words(thread_of("contribution", made.pk))
    sent(round_)
    assert "Svar på inspel" in words(thread_of("contribution", made.pk))
    assert made.get_absolute_url() in markup(thread_of("answer", draft.pk))


def test_thread_does_not_tell_that_one_person_wrote_twice(client, coordinator, round_):
    first, second = input_of(round_), input_of(round_, text="En sak till.")
    (one,) = sent(round_)
    assert thread_of("answer", one.pk).status_code == 404
    for made in (first, second):
        assert "Svar på inspel" not in words(thread_of("contribution", made.pk))
    staff = markup(thread_of("answer", one.pk, client))
    assert (str(first) in staff, str(second) in staff) == (True, True)


def markup(answer):
    return answer.content.decode()


def test_api_and_export_say_when_input_was_answered(round_):
    made = input_of(round_)
    consultation.publish(None, contributions=[made])
    sent(round_)
    (row,) = Client().get(f"/api/v1/rounds/{round_.slug}/contributions").json()["items"]
    assert row["answered_at"]
    address = reverse("consultation:export", args=[round_.slug, "csv"])
    lines = b"".join(Client().get(address).streaming_content).decode().splitlines()
    at = lines[0].split(",").index("answered_at")
    assert lines[1].split(",")[at].startswith("2020-05-28")


def test_step_asks_whether_everybody_has_had_an_answer(round_):
    from datetime import timedelta

    from tests.varv.factories import RoundFactory as Rounds
    from varv import clock
    from varv.cycles import actions as cycles
    from varv.cycles.models import Step

    now = clock.now()
    closed = Rounds(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    lap = cycles.open_lap(None, programme=closed.programme)
    step = Step.objects.get(lap=lap, kind="evaluation")

    def found():
        return next(one for one in findings(step) if one.key == "consultation.all_answered")

    assert not found().ok
    input_of(closed)
    assert found().text == "1 of 1 who wrote waits for an answer."
    sent(closed)
    assert (found().ok, found().text) == (True, "1 has had an answer.")
    assert Answer.objects.get().state == "sent"


def test_region_is_needed_for_nothing_here(db):
    RegionFactory()
    assert sending.send_ordered() == 0


def test_second_writer_of_an_answer_sees_what_the_first_wrote(client, coordinator, round_):
    input_of(round_)
    (one,) = drafted(round_, coordinator)
    client.force_login(coordinator)
    typed = {"subject": "Svar", "opening": "Mina ord.", "seen": actions.seen_as(one)}
    where = ("desk_answer_edit", round_.pk, one.pk)
    assert desk(client, *where, data=typed | {"opening": "Deras ord."}).status_code == 302
    refused = desk(client, *where, data=typed)
    assert refused.status_code == 422
    mine, _, theirs = refused.content.decode().partition('id="theirs"')
    assert "Mina ord." in mine
    assert "<p>Deras ord.</p>" in theirs
    assert str(coordinator) in theirs
    assert reload(one).opening == "Deras ord."
    seen = actions.seen_as(reload(one))
    assert f'value="{seen}"'.replace("+", "&#x2B;") in mine or f'value="{seen}"' in mine
    assert desk(client, *where, data=typed | {"seen": seen}).status_code == 302
    assert reload(one).opening == "Mina ord."
