"""The desk where staff sort mail: what it shows, and what each press does."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.varv.consultation.mails import NUMBER, written
from tests.varv.factories import (
    AnalystFactory,
    CaseFactory,
    CoordinatorFactory,
    ReaderFactory,
    RoundFactory,
)
from varv.consultation import actions, sorting
from varv.consultation.models import Contribution, IncomingMail
from varv.consultation.sorting import Reason
from varv.registry.models import Event, Message
from varv.text.translated import Translated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
Where = IncomingMail.Where


@pytest.fixture
def round_(at):
    return RoundFactory(mail_subject=Translated(sv="Inspel kring tillväxtarbetet"))


@pytest.fixture
def waiting(round_):
    return actions.take_in(written(subject="Inspel kring tillväxtarbetet"))


@pytest.fixture
def coordinator(at):
    return CoordinatorFactory()


@pytest.fixture
def desk(coordinator):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(coordinator)
    return client


def page(client, mail):
    return client.get(mail.get_absolute_url())


def press(client, what, mail, **typed):
    return client.post(reverse(f"consultation:desk_mail_{what}", args=[mail.pk]), typed)


def test_one_press_sorts_it_into_the_suggested_round_and_shows_the_next(desk, round_, waiting):
    later = actions.take_in(written(subject="Hej", message_id="<2@x>"))
    assert (
        f'name="round"\n                value="{round_.pk}"' in page(desk, waiting).content.decode()
    )
    answer = press(desk, "sort", waiting, round=round_.pk)
    assert answer.url == later.get_absolute_url()
    waiting.refresh_from_db()
    made = waiting.contribution
    assert (waiting.where, waiting.reason) == (Where.CONTRIBUTION, "")
    assert (str(made), made.text) == (f"{NUMBER}-1", waiting.text)
    assert made.entered_by == waiting.sorted_by
    receipt = Message.objects.get(kind="consultation.receipt")
    assert (receipt.recipient, receipt.in_reply_to) == ("anna@actor.example", "1@actor.example")


def test_after_the_last_one_the_list_is_shown(desk, round_, waiting):
    answer = press(desk, "sort", waiting, round=round_.pk)
    assert answer.url == reverse("consultation:desk_mails")


def test_staff_say_whom_it_is_from_and_what_it_says(desk, round_):
    mail = actions.take_in(written("", sender="Anna", subject=NUMBER))
    typed = {"name": "Anna Ek", "email": "anna@e.example", "text": "Tåg!"}
    press(desk, "sort", mail, round=round_.pk, **typed)
    made = Contribution.objects.get(mail=mail)
    assert (made.name, made.person.email, made.text) == ("Anna Ek", "anna@e.example", "Tåg!")


def test_mail_that_is_too_large_can_be_sorted_as_well(coordinator, round_, monkeypatch):
    monkeypatch.setattr("varv.files.actions.MAX_ORIGINAL", 300)
    mail = actions.take_in(written("x" * 400, subject="Stort"))
    made = actions.sort_mail(coordinator, mail=mail, round=round_)
    assert made.text == "Stort"


def test_stranger_whose_mail_is_sorted_is_answered_in_the_language_of_it(coordinator, round_):
    text = "We would like the bus from our village to stop at the school, and that is all of it."
    mail = actions.take_in(written(text, subject="Bus"))
    actions.sort_mail(coordinator, mail=mail, round=round_)
    assert Message.objects.get(kind="consultation.receipt").language == "en"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, "It is not kept here: it is too large, or empty."),
        ({"mailbox": "box", "uid_validity": 1, "uid": 1}, "It lies in the mailbox:"),
    ],
    ids=["a file", "fetched"],
)
def test_mail_that_is_not_kept_lies_in_the_mailbox_only_if_it_came_there(desk, place, said):
    mail = actions.take_in(b"", **place)
    assert said in page(desk, mail).content.decode()


def test_pressed_twice_it_is_sorted_once(desk, round_, waiting):
    press(desk, "sort", waiting, round=round_.pk)
    answer = press(desk, "sort", waiting, round=round_.pk)
    assert answer.url == waiting.get_absolute_url()
    assert Contribution.objects.count() == 1


def test_two_of_the_staff_at_once_sort_it_once(coordinator, round_, waiting):
    actions.sort_mail(coordinator, mail=waiting, round=round_)
    with pytest.raises(ValidationError):
        actions.put_mail_aside(coordinator, mail=waiting, reason="Reklam")


def test_round_that_opened_later_is_not_offered_and_refused(desk, round_, waiting):
    later = RoundFactory(opens_at=round_.closes_at, closes_at=round_.closes_at.replace(month=9))
    assert f'value="{later.pk}"' not in page(desk, waiting).content.decode()
    assert press(desk, "sort", waiting, round=later.pk).status_code == 422
    assert not Contribution.objects.exists()


def test_put_aside_with_a_reason_and_taken_up_again(desk, waiting):
    assert press(desk, "aside", waiting).status_code == 422
    press(desk, "aside", waiting, reason="Reklam för 100 % rabatt")
    waiting.refresh_from_db()
    assert (waiting.where, waiting.reason) == (Where.IGNORED, Reason.PUT_ASIDE)
    assert "Reklam för 100 % rabatt" in page(desk, waiting).content.decode()
    assert not Message.objects.exists()
    press(desk, "again", waiting)
    waiting.refresh_from_db()
    assert (waiting.where, waiting.reason) == (Where.TRIAGE, Reason.TAKEN_UP)
    assert Event.objects.filter(action="consultation.take_mail_up").exists()


def test_double_is_marked_and_can_be_a_mail_of_its_own_again(desk, round_, waiting):
    second = actions.take_in(written(subject="Samma sak", message_id="<2@x>"))
    press(desk, "double", second, first=waiting.pk)
    second.refresh_from_db()
    assert (second.where, second.duplicate_of) == (Where.DUPLICATE, waiting)
    press(desk, "again", second)
    second.refresh_from_db()
    assert (second.where, second.duplicate_of) == (Where.TRIAGE, None)


def test_mail_with_a_stolen_identity_is_found_and_heard(coordinator, round_, waiting):
    other = actions.take_in(written("Något annat", files={"a.txt": b"Bilaga"}))
    assert other.reason == Reason.OTHER_CONTENT
    actions.take_mail_up(coordinator, mail=other)
    made = actions.sort_mail(coordinator, mail=other, round=round_)
    assert made.text == "Något annat"
    assert [file.name for file in made.files.all()] == ["a.txt"]


def test_of_two_cases_each_is_offered(desk, round_):
    other = RoundFactory(case=CaseFactory(number="RUN/77/2019"))
    mail = actions.take_in(written(subject=f"{NUMBER} och RUN/77/2019"))
    text = page(desk, mail).content.decode()
    assert text.count('accesskey="1"') == text.count('accesskey="2"') == 1
    press(desk, "sort", mail, round=other.pk)
    assert Contribution.objects.get().round == other


def test_tabs_hold_what_they_say(desk, waiting):
    aside = actions.take_in(written(subject="Bortrest", message_id="<2@x>", Auto_Submitted="auto"))
    taken = actions.take_in(written(subject=NUMBER, message_id="<3@x>"))
    shown = {
        tab: [
            one.pk
            for one in desk.get(reverse("consultation:desk_mails"), {"show": tab}).context["page"]
        ]
        for tab in ("", "aside", "all", "nonsense")
    }
    assert shown[""] == shown["nonsense"] == [waiting.pk]
    assert shown["aside"] == [aside.pk]
    assert set(shown["all"]) == {waiting.pk, aside.pk, taken.pk}


def test_what_strangers_write_is_text_on_the_page(desk, round_):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    mail = actions.take_in(
        written(hostile, subject=hostile, sender=f'"{hostile}" <anna@actor.example>')
    )
    for answer in (page(desk, mail), desk.get(reverse("consultation:desk_mails"))):
        text = answer.content.decode()
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example"])
def test_press_leads_nowhere_else(desk, round_, waiting, where):
    address = reverse("consultation:desk_mail_sort", args=[waiting.pk]) + f"?next={where}"
    answer = desk.post(address, {"round": round_.pk, "next": where})
    assert answer.url == reverse("consultation:desk_mails")


def test_analyst_reads_and_sorts_nothing_and_reader_sees_nothing(waiting, round_):
    analyst, reader = Client(), Client()
    analyst.force_login(AnalystFactory())
    reader.force_login(ReaderFactory())
    text = page(analyst, waiting).content.decode()
    assert waiting.text in text
    assert 'name="round"' not in text
    assert page(reader, waiting).status_code == 403
    assert press(analyst, "sort", waiting, round=round_.pk).status_code == 403
    for client, status in ((analyst, 200), (reader, 404), (Client(), 404)):
        answer = client.get(waiting.original.get_absolute_url())
        answer.getvalue()  # or the file stays open
        assert answer.status_code == status


def test_original_is_a_download_and_never_a_page(desk, waiting):
    answer = desk.get(waiting.original.get_absolute_url())
    assert b"".join(answer.streaming_content) == written(subject="Inspel kring tillväxtarbetet")
    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Content-Disposition"].startswith("attachment")


def test_desk_tells_coordinators_that_mail_waits(desk, waiting):
    text = desk.get("/desk/").content.decode()
    assert text.count(reverse("consultation:desk_mails")) > 1
    analyst = Client()
    analyst.force_login(AnalystFactory())
    assert analyst.get("/desk/").content.decode().count(reverse("consultation:desk_mails")) == 1


@pytest.mark.parametrize("reason", Reason.values)
def test_every_reason_reads_with_what_fills_it_in(reason):
    said = sorting.in_words(reason, "50 % av det")
    assert "%(" not in said
    assert said


def test_reason_that_is_no_longer_known_is_shown_as_it_is():
    assert sorting.in_words("from_before") == "from_before"


def test_mail_of_which_nothing_can_be_read_is_not_offered_by_one_press(desk, round_):
    assert not page(desk, actions.take_in(b"")).context["offered"]


def test_number_in_the_subject_is_whole_in_the_name_of_the_original(round_):
    kept = actions.take_in(written(subject=f"Inspel {NUMBER}"))
    assert kept.original.name == "Inspel RUN-430-2018.eml"
