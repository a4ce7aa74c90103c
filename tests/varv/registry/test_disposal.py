"""Keeping and disposal: proposed with a preview, done only under a decision, with a stub left."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.varv.factories import (
    AnalystFactory,
    CaseFactory,
    CoordinatorFactory,
    InterestFactory,
    MeetingFactory,
    RegionFactory,
    RegistrationFactory,
    UserFactory,
    the_programme,
)
from tests.varv.people.test_rights import figures, take_part
from varv import clock
from varv.files import actions as files
from varv.files import blobs
from varv.files.models import File
from varv.meetings import due as meetings_due
from varv.meetings import guest_list
from varv.meetings.models import Attendance, GuestList, Registration
from varv.people import actions as people
from varv.people.models import User
from varv.registry import actions, paging, queries, retention
from varv.registry.actions import Recipient
from varv.registry.models import Destroyed, DisposalDecision, KeepTime, Message
from varv.registry.queries.keeping import SAMPLES
from varv.registry.retention import months_before

EVERYTHING = [rule.key for rule in retention.rules]


@pytest.fixture(autouse=True)
def region(db):
    return RegionFactory()


@pytest.fixture
def coordinator(client):
    user = CoordinatorFactory(name="Johan Ek")
    client.force_login(user)
    return user


def decide(covers=EVERYTHING, **values):
    values = {"valid_from": date(2018, 1, 1), "reference": "RN § 12"} | values
    return actions.add_disposal_decision(
        None,
        name="Gallringsplan",
        decided_on=date(2018, 1, 1),
        decided_by="Regionstyrelsen",
        covers=covers,
        **values,
    )


def letter(at="2001-05-01T10:00:00+00:00", **values):
    values = {"kind": "letter", "title": "Brev från Anna", "text": "Anna bor här"} | values
    return actions.record(
        None, case=CaseFactory(), direction="in", received_at=datetime.fromisoformat(at), **values
    )


def due(key):
    return queries.due_of(retention.rules[key], clock.now())


def test_nothing_is_destroyed_without_a_decision_that_covers_it_and_is_in_force():
    entry = letter()
    for decision in (
        None,
        decide(covers=["registry.messages"]),
        decide(valid_from=date(2100, 1, 1)),
        decide(valid_to=date(2019, 1, 1)),
    ):
        with pytest.raises(ValidationError):
            actions.dispose(None, decision=decision, rule="registry.records")
    entry.refresh_from_db()
    assert entry.text == "Anna bor här"


def test_nothing_is_destroyed_before_its_time():
    early = letter((clock.now() - timedelta(days=3000)).isoformat())
    late = letter()
    with pytest.raises(ValidationError):
        actions.dispose(None, decision=decide(), rule="registry.records", ids=[early.pk, late.pk])
    assert not Destroyed.objects.exists()


def test_a_record_leaves_a_stub_that_names_the_decision(
    client, coordinator, django_capture_on_commit_callbacks
):
    file = files.store(None, name="Anna.txt", content=b"Anna i en fil")
    entry = letter(files=[file])
    made = actions.mask(None, thing=entry, fields=["text"], passages=["Anna"], ground="other")
    message_of = letter()
    with django_capture_on_commit_callbacks(execute=True):
        actions.dispose(coordinator, decision=decide(), rule="registry.records", ids=[entry.pk])
    entry.refresh_from_db()
    message_of.refresh_from_db()
    file.refresh_from_db()
    made.refresh_from_db()
    assert (entry.number, entry.title, entry.text) == (1, "[gallrad]", "")
    assert "Anna" in message_of.text
    assert (file.name, blobs.path_of(file.sha256).exists()) == ("", False)
    assert made.places.get().original is None
    assert made.passages == []
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "Gallringsplan (RN § 12)" in page
    assert due("registry.records").count == 1


def test_content_that_another_file_has_too_stays(django_capture_on_commit_callbacks):
    one, other = (files.store(None, name="a.txt", content=b"Samma") for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        assert files.destroy(one)
    assert blobs.read(other.sha256) == b"Samma"
    assert not files.destroy(one)


def test_minutes_are_never_proposed():
    letter(kind="minutes")
    assert due("registry.records").count == 0


def test_records_of_the_erased_are_due_at_once():
    entry = letter(clock.now().isoformat())
    actions.mask(None, thing=entry, fields=["title", "text"], ground="erasure")
    with clock.pinned(clock.now() + timedelta(minutes=1)):
        actions.dispose(None, decision=decide(), rule="registry.erased_records", ids=[entry.pk])
    entry.refresh_from_db()
    assert entry.text == ""


def test_figures_are_the_same_after_everything_due_was_destroyed(coordinator):
    """Every kind at once, as in the tests of erasing people: reach, counts, thread and log."""
    for number in range(4):
        take_part(f"Person {number}", f"p{number}@x.example", number=number)
        InterestFactory(withdrawn_at=clock.now())
    actions.record(
        None, case=the_programme().case, direction="in", kind="letter", title="Brev", text="Text"
    )
    with clock.pinned(clock.now() + timedelta(days=365 * 12)):
        before, destroyed = figures(), []
        for rule in retention.rules:
            if due(rule.key).count:
                actions.dispose(coordinator, decision=decide(), rule=rule.key)
                destroyed.append(rule.key)
        after = figures()
    assert before["log"] == []
    assert {"meetings.registrations", "cycles.withdrawn_interests", "registry.records"} <= set(
        destroyed
    )
    assert after == before
    assert not User.objects.filter(name__startswith="Person ", registrations__isnull=False).exists()


def test_registrations_keep_their_counts_and_lose_their_people():
    person, meeting = UserFactory(), MeetingFactory(starts_at=clock.now() - timedelta(days=1500))
    rows = [RegistrationFactory(meeting=meeting, needs="Tolk") for _ in range(2)]
    rows.append(RegistrationFactory(meeting=meeting, person=person, name="Anna", needs="Tolk"))
    Attendance.objects.create(
        meeting=meeting, registration=rows[2], person=person, name="Anna", sector="business"
    )
    ahead = MeetingFactory(starts_at=clock.now() + timedelta(days=9))
    recent = RegistrationFactory(person=person, name="Anna", meeting=ahead)
    before = list(Registration.objects.order_by("pk").values_list("meeting", "sector", "state"))
    done = actions.dispose(None, decision=decide(), rule="meetings.registrations")
    assert done.count == 3
    after = list(Registration.objects.order_by("pk").values_list("meeting", "sector", "state"))
    assert after == before
    assert not Registration.objects.filter(meeting=meeting).exclude(name="", needs="").exists()
    assert Registration.objects.filter(person=person).get() == recent
    assert list(Attendance.objects.values_list("name", "person")) == [("", None)]
    assert due("meetings.registrations").count == 0


def test_needs_go_a_month_after_the_meeting_and_the_registration_stays():
    old = RegistrationFactory(
        meeting=MeetingFactory(starts_at=clock.now() - timedelta(days=60)), needs="Tolk"
    )
    actions.dispose(None, decision=decide(), rule="meetings.needs")
    old.refresh_from_db()
    assert (old.needs, bool(old.name)) == ("", True)


def test_interests_that_were_taken_back_become_nameless():
    gone = InterestFactory(withdrawn_at=clock.now() - timedelta(days=800), message="Hej")
    standing = InterestFactory(person=gone.person)
    actions.dispose(None, decision=decide(), rule="cycles.withdrawn_interests")
    gone.refresh_from_db()
    assert (gone.name, gone.message, gone.person.is_active) == ("", "", False)
    standing.refresh_from_db()
    assert standing.person.is_active


def test_mail_loses_recipient_and_text():
    message = actions.queue(
        kind="people.sign_in_code",
        occasion="code",
        recipient=Recipient("anna@x.example", "Anna", "sv"),
        context={"code": "ABC-DEF", "minutes": "15"},
    )
    Message.objects.update(state="sent", finished_at=clock.now() - timedelta(days=40))
    assert [due(key).count for key in ("registry.sign_in_mail", "registry.messages")] == [1, 0]
    actions.dispose(None, decision=decide(), rule="registry.sign_in_mail")
    message.refresh_from_db()
    assert (message.subject, message.body, message.state) == ("", "", "sent")
    assert "anna" not in message.recipient
    assert due("registry.sign_in_mail").count == 0


def test_files_that_belong_to_nothing_are_found_and_no_others():
    unused, used, plan = (
        files.store(None, name=f"{n}.txt", content=f"Fil {n}".encode()) for n in range(3)
    )
    letter(files=[used])
    decide(document=plan)
    File.objects.update(stored_at=clock.now() - timedelta(days=90))
    assert list(retention.rules["registry.unused_files"].begun(clock.now())) == [unused]


def test_people_without_ties_are_found_and_no_others():
    long_ago = clock.now() - timedelta(days=1200)
    nobody, tied, recent = (UserFactory() for _ in range(3))
    CoordinatorFactory()
    RegistrationFactory(person=tied)
    User.objects.exclude(pk=recent.pk).update(created_at=long_ago)
    found = list(retention.due(retention.rules["people.without_ties"], clock.now(), 24))
    assert found == [nobody]
    actions.dispose(None, decision=decide(), rule="people.without_ties")
    nobody.refresh_from_db()
    assert (nobody.name, nobody.is_active) == ("", False)


def test_a_time_is_changed_only_under_a_decision():
    rule = retention.rules["registry.records"]
    with pytest.raises(ValidationError):
        actions.set_keep_time(None, decision=decide(["meetings.needs"]), rule=rule.key, months=1)
    assert retention.months_of(rule) == 120
    actions.set_keep_time(None, decision=decide(), rule=rule.key, months=12)
    assert retention.months_of(rule) == 12
    assert KeepTime.objects.get().decision is not None


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, "2020-02-29"), (13, "2019-02-28"), (-1, "2020-04-30"), (0, "2020-03-31")],
)
def test_months_end_on_days_that_there_are(months, expected):
    assert months_before(datetime(2020, 3, 31), months).date().isoformat() == expected  # noqa: DTZ001


def test_staff_see_what_is_due_and_destroy_it_under_a_decision(client, coordinator):
    entry = letter()
    address = reverse("registry:desk_keeping_rule", args=["registry.records"])
    without = client.get(address).content.decode()
    assert "Brev från Anna" in without
    assert 'name="expected"' not in without
    made = client.post(
        reverse("registry:desk_disposal_new"),
        {
            "name": "Gallringsplan",
            "decided_by": "Regionstyrelsen",
            "decided_on": "2020-01-02",
            "valid_from": "2020-01-02",
            "covers": ["registry.records"],
        },
    )
    decision = DisposalDecision.objects.get()
    assert made.url == decision.get_absolute_url()
    for page in (address, made.url, reverse("registry:desk_keeping")):
        assert client.get(page).status_code == 200
    assert client.post(address, {"decision": decision.pk, "expected": 7}).status_code == 422
    entry.refresh_from_db()
    assert entry.text
    client.post(address, {"decision": decision.pk, "expected": 1})
    entry.refresh_from_db()
    assert entry.text == ""
    assert client.get(made.url).status_code == 200


def test_staff_see_among_all_kinds_when_more_is_due_than_is_counted(
    client, coordinator, monkeypatch
):
    monkeypatch.setattr(paging, "COUNTED", 2)
    for _ in range(2):
        letter()
    overview = reverse("registry:desk_keeping")
    assert "mer än 2" not in client.get(overview).content.decode()
    letter()
    assert "mer än 2" in client.get(overview).content.decode()
    page = client.get(reverse("registry:desk_keeping_rule", args=["registry.records"]))
    assert due("registry.records").count == 3
    assert "mer än" not in page.content.decode()


@pytest.mark.parametrize(
    ("months", "told"), [(120, "10 år"), (12, "1 år"), (18, "18 månader"), (1, "1 månad")]
)
def test_whole_years_are_told_as_years(client, coordinator, months, told):
    actions.set_keep_time(None, rule="registry.records", months=months, decision=decide())
    for page in (
        reverse("registry:desk_keeping"),
        reverse("registry:desk_keeping_rule", args=["registry.records"]),
        reverse("web:privacy"),
    ):
        text = " ".join(client.get(page).content.decode().split())
        assert told in text


@pytest.mark.parametrize(("more", "left_out"), [(0, 0), (1, 0), (2, 2)])
def test_no_line_says_that_there_is_one_more(more, left_out):
    for _ in range(SAMPLES + more):
        letter()
    found = due("registry.records")
    assert found.count - len(found.samples) == left_out


def test_staff_change_how_long_a_kind_is_kept(client, coordinator):
    address = reverse("registry:desk_keeping_time", args=["registry.records"])
    assert client.post(address, {"months": "60"}).status_code == 422
    decision = decide()
    client.post(address, {"months": "60", "decision": decision.pk})
    assert retention.months_of(retention.rules["registry.records"]) == 60


def test_an_analyst_reads_but_destroys_nothing():
    entry = letter()
    client = Client()
    client.force_login(AnalystFactory())
    address = reverse("registry:desk_keeping_rule", args=["registry.records"])
    assert client.get(address).status_code == 200
    client.post(address, {"decision": decide().pk, "expected": 1})
    entry.refresh_from_db()
    assert entry.text


def test_disposals_are_done_again_after_a_restore(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.HOME = tmp_path
    entry, newer = letter(), letter((clock.now() - timedelta(days=90)).isoformat())
    with django_capture_on_commit_callbacks(execute=True):
        actions.dispose(None, decision=decide(), rule="registry.records")
    Destroyed.objects.all().delete()
    entry.text = "Anna bor här"
    entry.save()
    assert people.reapply_erasures().destroyed == 1
    entry.refresh_from_db()
    newer.refresh_from_db()
    assert (entry.text, newer.text) == ("", "Anna bor här")
    assert not any(people.reapply_erasures())


def test_a_guest_list_that_nobody_enters_is_forgotten_after_two_hours(coordinator):
    meeting = MeetingFactory()
    guest_list.keep(coordinator, meeting, [guest_list.SheetRow(2, {"name": "Anna"})])
    first = meetings_due.next_guest_list(clock.now())
    assert guest_list.kept(coordinator, meeting) is not None
    assert meetings_due.drop_guest_lists(clock.now()) == 0
    with clock.pinned(first):
        assert guest_list.kept(coordinator, meeting) is None
        assert meetings_due.drop_guest_lists(clock.now()) == 1
    assert not GuestList.objects.exists()
