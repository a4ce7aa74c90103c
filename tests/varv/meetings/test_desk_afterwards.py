"""The desk: attendance and minutes."""

import pytest
from django.urls import reverse

from tests.varv.factories import AnalystFactory, CoordinatorFactory, RegionFactory
from tests.varv.meetings.desk_support import (
    a_held_meeting,
    a_meeting,
    a_municipality,
    queries_of,
    signed_up,
)
from varv.meetings import actions
from varv.meetings.models import Meeting, Minutes
from varv.registry.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]


def url(page, *args):
    return reverse(f"meetings:{page}", args=args)


@pytest.fixture
def coordinator(client):
    RegionFactory()
    person = CoordinatorFactory()
    client.force_login(person)
    return person


@pytest.fixture
def place():
    return a_municipality("Åre")


def rows(*guests, total=None):
    sent = {
        "walk_in-TOTAL_FORMS": str(total or len(guests) + 1),
        "walk_in-INITIAL_FORMS": "0",
    }
    for number in range(total or len(guests) + 1):
        guest = guests[number] if number < len(guests) else {}
        for name in ("id", "name", "organisation", "sector", "municipality"):
            sent[f"walk_in-{number}-{name}"] = guest.get(name, "")
    return sent


# --- attendance -----------------------------------------------------------------------------------


def test_attendance_is_saved_as_often_as_one_likes(client, coordinator, place):
    meeting = a_held_meeting()
    came = signed_up(meeting, "Anna Berg", municipality=place)
    signed_up(meeting, "Bo Ek", municipality=place)
    guest = {"name": "Cia Dahl", "sector": "civil", "municipality": "outside"}
    sent = rows(guest) | {"came": [came.pk], "save": "1"}
    for _time in range(2):
        assert client.post(url("desk_attendance", meeting.pk), sent).status_code == 302
    assert sorted(meeting.attendances.values_list("name", flat=True)) == ["Anna Berg", "Cia Dahl"]
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD
    answer = client.get(url("desk_attendance", meeting.pk))
    assert answer.context["ticked"] == {came.pk}
    compared = answer.context["comparison"]
    assert (compared.signed_up, compared.came) == (2, 2)
    municipalities = {row.label: (row.signed_up, row.came) for row in compared.by_municipality}
    assert municipalities["Åre"] == (2, 1)


def test_walk_in_is_renamed_and_taken_away(client, coordinator):
    meeting = a_held_meeting()
    guest = {"name": "Cia Dal", "sector": "civil", "municipality": "outside"}
    client.post(url("desk_attendance", meeting.pk), rows(guest) | {"save": "1"})
    noted = meeting.attendances.get()
    renamed = guest | {"id": noted.pk, "name": "Cia Dahl"}
    client.post(url("desk_attendance", meeting.pk), rows(renamed) | {"save": "1"})
    assert [(one.pk, one.name) for one in meeting.attendances.all()] == [(noted.pk, "Cia Dahl")]
    emptied = renamed | {"name": ""}
    client.post(url("desk_attendance", meeting.pk), rows(emptied) | {"save": "1"})
    assert not meeting.attendances.exists()


def test_all_and_none_tick_without_saving_and_keep_the_rows(client, coordinator):
    meeting = a_held_meeting()
    registrations = [signed_up(meeting, "Anna"), signed_up(meeting, "Bo")]
    guest = {"name": "Cia", "sector": "civil"}
    for wanted, ticked in (("all", {one.pk for one in registrations}), ("none", set())):
        sent = rows(guest) | {"tick": wanted}
        answer = client.post(url("desk_attendance", meeting.pk), sent)
        assert answer.status_code == 200
        assert answer.context["ticked"] == ticked
        assert 'value="Cia"' in answer.content.decode()
    assert not meeting.attendances.exists()


def test_more_rows_keep_what_was_typed_and_ticked(client, coordinator):
    meeting = a_held_meeting()
    came = signed_up(meeting, "Anna")
    sent = rows({"name": "Cia"}, total=5) | {"more": "1", "came": [came.pk]}
    answer = client.post(url("desk_attendance", meeting.pk), sent)
    assert answer.context["ticked"] == {came.pk}
    assert len(answer.context["walk_ins"].forms) > 5
    assert 'value="Cia"' in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"walk_in-0-name": ""},
        {"walk_in-0-name": "x\x00"},
        {"walk_in-0-name": "<i>x</i>"},
        {"walk_in-0-name": "x" * 1_000_000},
        {"walk_in-0-sector": ""},
        {"walk_in-0-municipality": "99999999"},
        {"walk_in-0-id": "; drop table"},
        {"came": ["999999"]},
        {"came": ["x"]},
        {"walk_in-TOTAL_FORMS": "100000"},
        {"walk_in-TOTAL_FORMS": "x"},
        {"walk_in-TOTAL_FORMS": ""},
    ],
)
def test_bad_attendance_is_refused_and_saves_nothing(client, coordinator, wrong):
    meeting = a_held_meeting()
    signed_up(meeting)
    guest = {"name": "Cia", "sector": "civil", "municipality": "outside"}
    answer = client.post(url("desk_attendance", meeting.pk), rows(guest) | {"save": "1"} | wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode() or "notice--error" in answer.content.decode()
    assert not meeting.attendances.exists()


def test_registration_of_another_meeting_cannot_be_ticked(client, coordinator):
    meeting, other = a_held_meeting(), signed_up(a_held_meeting())
    sent = rows() | {"came": [other.pk], "save": "1"}
    assert client.post(url("desk_attendance", meeting.pk), sent).status_code == 422


def test_attendance_before_the_meeting_is_refused(client, coordinator):
    meeting = a_meeting()
    answer = client.post(url("desk_attendance", meeting.pk), rows() | {"save": "1"})
    assert answer.status_code == 422


def test_attendance_asks_the_database_as_often_for_many_as_for_one(client, coordinator, place):
    meeting, counts = a_held_meeting(), set()
    for number in (1, 30):
        for one in range(number):
            signed_up(meeting, f"Person {one}", municipality=place)
        counts.add(queries_of(client, url("desk_attendance", meeting.pk)))
    assert len(counts) == 1


# --- minutes --------------------------------------------------------------------------------------


def test_minutes_are_drafted_read_once_more_and_published(client, coordinator):
    meeting = a_held_meeting()
    page = url("desk_minutes", meeting.pk)
    client.post(page, {"text": "Vi enades.\n\nOm skogen.", "then": "draft"})
    assert Minutes.objects.get().published_at is None
    answer = client.post(page, {"text": "Vi enades om skogen.", "then": "publish"}, follow=True)
    assert answer.context["reference"] == "RUN/430/2018-1"
    assert "RUN/430/2018-1" in answer.content.decode()
    assert Minutes.objects.get().published_at is None
    client.post(url("desk_minutes_publish", meeting.pk))
    minutes = Minutes.objects.get()
    assert minutes.published_at
    assert minutes.record.reference == "RUN/430/2018-1"
    assert "RUN/430/2018-1" in client.get(page).content.decode()
    assert client.get(url("desk_minutes_publish", meeting.pk)).status_code == 302


def test_published_minutes_are_corrected_as_a_new_record(client, coordinator):
    meeting = a_held_meeting()
    page = url("desk_minutes", meeting.pk)
    client.post(page, {"text": "Fel ord.", "then": "publish"})
    client.post(url("desk_minutes_publish", meeting.pk))
    shown = client.post(page, {"text": "Rätt\n\nord."})
    assert "Läs dem en gång till" in shown.content.decode()
    assert Record.objects.count() == 1
    again = client.post(page, {"text": "Rätt ord.", "then": "edit"})
    assert again.status_code == 200
    assert again.context["form"]["text"].value() == "Rätt ord."
    client.post(page, {"text": "Rätt ord.", "then": "publish"})
    assert [one.text for one in Record.objects.order_by("number")] == ["Fel ord.", "Rätt ord."]
    assert Minutes.objects.get().text == "Rätt ord."


@pytest.mark.parametrize(
    "text", ["", "   ", "<script>x</script>", "a\x00b", "\u202e", "x" * 1_000_000]
)
def test_bad_minutes_are_refused_and_kept(client, coordinator, text):
    meeting = a_held_meeting()
    answer = client.post(url("desk_minutes", meeting.pk), {"text": text, "then": "draft"})
    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == text
    assert not Minutes.objects.exists()


def test_minutes_before_the_meeting_are_refused(client, coordinator):
    answer = client.post(url("desk_minutes", a_meeting().pk), {"text": "Klart!", "then": "draft"})
    assert answer.status_code == 422


def test_others_on_the_staff_read_published_minutes_but_do_not_write_them(client, coordinator):
    meeting = a_held_meeting()
    client.post(url("desk_minutes", meeting.pk), {"text": "Vi enades.", "then": "draft"})
    client.force_login(AnalystFactory())
    assert "Vi enades." not in client.get(url("desk_minutes", meeting.pk)).content.decode()
    actions.publish_minutes(coordinator, meeting=meeting)
    answer = client.get(url("desk_minutes", meeting.pk))
    assert "Vi enades." in answer.content.decode()
    assert "<textarea" not in answer.content.decode()
    assert client.post(url("desk_minutes", meeting.pk), {"text": "X"}).status_code == 403
