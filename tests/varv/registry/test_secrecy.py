"""Secrecy: that a secret record exists is public, and what it says is nowhere."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.varv.factories import BodyFactory, CaseFactory, MeetingFactory, OrganisationFactory
from varv import clock
from varv.bodies import actions as bodies
from varv.files import access
from varv.files import actions as files
from varv.meetings import actions as meetings
from varv.meetings.models import Meeting
from varv.registry import actions, queries
from varv.registry.models import Case, Event, Record
from varv.registry.search import find
from varv.text.translated import Translated

LAW = "OSL 21 kap. 1 §"
TEXT = "Hemligheten om sjukdomen"


@pytest.fixture
def case(region, at) -> Case:
    return CaseFactory(number="RUN/430/2018")


@pytest.fixture
def letter(case) -> Record:
    return actions.record(
        None, case=case, direction="in", kind="letter", title="Brev om sjukdom", text=TEXT
    )


@pytest.fixture
def home(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"


def page_of(record: Record) -> str:
    return reverse("registry:desk_record_secrecy", args=[record.case_id, record.number])


def lift_of(record: Record) -> str:
    return reverse("registry:desk_record_secrecy_lift", args=[record.case_id, record.number])


def test_secrecy_is_set_and_lifted_and_logged_once(letter):
    for _twice in range(2):
        made = actions.set_secrecy(None, record=letter, reference=f" {LAW} ")
    assert made.secrecy == LAW
    for _twice in range(2):
        lifted = actions.lift_secrecy(None, record=letter, reason="Uppgiften är känd.")
    assert lifted.secrecy == ""
    told = Event.objects.filter(action__contains="secrecy").order_by("pk")
    assert [(event.action, event.data) for event in told] == [
        ("registry.set_secrecy", {"reference": LAW, "before": ""}),
        ("registry.lift_secrecy", {"reason": "Uppgiften är känd.", "before": LAW}),
    ]


@pytest.mark.parametrize(
    "wrong", ["", "  ", "x" * 201, "a\x00", "a\nb", "<b>OSL</b>", "OSL\u202e", "a\tb"]
)
def test_hostile_and_empty_reference_is_refused(letter, wrong):
    with pytest.raises(ValidationError) as refused:
        actions.set_secrecy(None, record=letter, reference=wrong)
    assert list(refused.value.message_dict) == ["reference"]
    letter.refresh_from_db()
    assert letter.secrecy == ""


@pytest.mark.parametrize("wrong", ["", " ", "a\x00", "a\nb", "x" * 501])
def test_secrecy_is_lifted_for_a_reason_only(letter, wrong):
    actions.set_secrecy(None, record=letter, reference=LAW)
    with pytest.raises(ValidationError) as refused:
        actions.lift_secrecy(None, record=letter, reason=wrong)
    assert list(refused.value.message_dict) == ["reason"]
    letter.refresh_from_db()
    assert letter.secrecy == LAW


@pytest.mark.parametrize(
    ("reference", "likely"),
    [
        (LAW, True),
        ("21:1", True),
        ("offentlighets- och sekretesslagen", False),
        ("Lag (2009:400)", True),
        ("Act 2022:66", True),
        ("hemligt", False),
    ],
)
def test_what_does_not_look_like_a_law_is_hinted_at_and_saved(sign_in, letter, reference, likely):
    client = sign_in("coordinator")
    answer = client.post(page_of(letter), {"reference": reference}, follow=True)
    letter.refresh_from_db()
    assert letter.secrecy == reference
    assert ("does not look like a law" in answer.content.decode()) is not likely


def test_secrecy_is_set_and_lifted_on_the_desk(sign_in, letter):
    client = sign_in("coordinator")
    answer = client.post(page_of(letter), {"reference": LAW})
    assert answer["Location"] == letter.get_absolute_url()
    for page in (letter.get_absolute_url(), letter.case.get_absolute_url()):
        assert f"Secret: {LAW}" in client.get(page).content.decode()
    assert TEXT in client.get(letter.get_absolute_url()).content.decode()
    answer = client.post(lift_of(letter), {"reason": ""})
    assert answer.status_code == 422
    assert client.post(lift_of(letter), {"reason": "Känd."})["Location"]
    letter.refresh_from_db()
    assert letter.secrecy == ""


def test_record_is_entered_as_secret_at_once(sign_in, case):
    client = sign_in("coordinator")
    typed = {
        "direction": "in",
        "kind": "letter",
        "title": "Brev",
        "text": TEXT,
        "received_at": "2020-05-22T14:30",
        "secrecy": LAW,
    }
    client.post(reverse("registry:desk_record_new", args=[case.pk]), typed)
    entry = Record.objects.get()
    assert entry.secrecy == LAW
    assert Event.objects.get(action="registry.record").data["secrecy"] == LAW


@pytest.mark.parametrize("role", ["analyst", "reader"])
def test_only_coordinators_decide_on_secrecy(sign_in, letter, role):
    client = sign_in(role)
    assert client.get(page_of(letter)).status_code == 403
    assert client.post(page_of(letter), {"reference": LAW}).status_code == 403
    assert client.post(lift_of(letter), {"reason": "x"}).status_code == 403
    letter.refresh_from_db()
    assert letter.secrecy == ""


def test_public_sees_that_a_secret_record_exists_and_under_which_law(client, case):
    client.cookies["django_language"] = "en"
    meeting = MeetingFactory(title=Translated(sv="Hemliga mötet", en="The secret meeting"))
    known = OrganisationFactory(name="Fjällkraft AB", checked_at=clock.now())
    record = actions.record(
        None,
        case=case,
        direction="in",
        kind="contribution",
        title="Input to something",
        text=TEXT,
        subject=meeting,
        counterpart=known,
        secrecy=LAW,
    )
    for page in (case.public_url, record.public_url):
        html = client.get(page).content.decode()
        for shown in (record.reference, "Fjällkraft AB", LAW, "Incoming"):
            assert shown in html, (page, shown)
        for hidden in (TEXT, "The secret meeting", "Input to something", meeting.slug):
            assert hidden not in html, (page, hidden)
    assert queries.public_record(case, record.number).concerns == ""


def test_secret_text_is_found_by_nobody_outside_the_staff(letter):
    actions.set_secrecy(None, record=letter, reference=LAW)
    for typed in ("sjukdomen", "Hemligheten om sjukdomen", "Brev om sjukdom"):
        assert not find(AnonymousUser(), typed).hits


def test_file_of_a_secret_record_is_closed_whoever_owns_it(
    sign_in, client, case, home, monkeypatch
):
    scan = files.store(None, name="brev.txt", content=b"Hello")
    record = actions.record(
        None, case=case, direction="in", kind="letter", title="Brev", files=[scan]
    )
    owners = type(access.owners)("owners in a test")
    owners.register("everybody", lambda _file, _reader: True)
    monkeypatch.setattr(access, "owners", owners)
    page = scan.get_absolute_url()
    assert b"".join(client.get(page)) == b"Hello"
    actions.set_secrecy(None, record=record, reference=LAW)
    assert client.get(page).status_code == 404
    assert sign_in("reader").get(page).status_code == 404
    assert b"".join(sign_in("analyst").get(page)) == b"Hello"


def test_minutes_that_become_secret_leave_the_web(client, case, at):
    meeting = MeetingFactory(state=Meeting.State.HELD, starts_at=at)
    with clock.pinned(at.replace(day=28)):
        meetings.save_minutes(None, meeting=meeting, text=TEXT)
        meetings.publish_minutes(None, meeting=meeting)
        record = Record.objects.get(kind="minutes")
        page = meeting.get_absolute_url()
        assert TEXT in client.get(page).content.decode()
        assert find(AnonymousUser(), "sjukdomen").hits
        actions.set_secrecy(None, record=record, reference=LAW)
        assert TEXT not in client.get(page).content.decode()
        meetings.correct_minutes(None, meeting=meeting, text=f"{TEXT}, rättad")
        assert TEXT not in client.get(page).content.decode()
        assert not find(AnonymousUser(), "sjukdomen").hits


def test_decision_that_becomes_secret_keeps_its_text(client, sign_in, case, at):
    decision = bodies.record_decision(
        None,
        body=BodyFactory(),
        decided_on=at.date(),
        paragraph="7",
        title={"sv": "Om stöd"},
        text={"sv": TEXT},
        case=case,
    )
    page = decision.body.get_absolute_url()
    assert TEXT in client.get(page).content.decode()
    actions.set_secrecy(None, record=decision.record, reference=LAW)
    html = client.get(page).content.decode()
    assert TEXT not in html
    assert LAW in html
    assert not find(AnonymousUser(), "sjukdomen").hits
