"""Letters, calls and what was said at meetings, entered one after the other."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.varv.consultation.desk_support import NOW, SWEDEN, queries_of, url
from tests.varv.factories import (
    AnalystFactory,
    MeetingFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ReaderFactory,
    RegionFactory,
    RoundFactory,
    contribution,
)
from varv import clock
from varv.consultation import reach
from varv.consultation.models import Contribution, Round
from varv.cycles.occasions import occasions, thing_of
from varv.meetings.models import Meeting
from varv.reach.counting import ALONE, all_numbers
from varv.registry.models import Message, Record, Trace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

PAGE = "desk_entry"


def typed(round_, **changed):
    given = {
        "round": round_.pk,
        "channel": "letter",
        "received_at": "2020-05-27T09:00",
        "meeting": "",
        "language": "sv",
        "name": "Kim Lind",
        "email": "",
        "organisation": "",
        "sector": "",
        "municipality": "",
        "text": "Vi vill ha bredband.",
    }
    return given | changed


def test_private_person_has_a_municipality_without_a_sector(client, coordinator):
    round_, place = RoundFactory(), MunicipalityFactory()
    client.post(url(PAGE), typed(round_, municipality=place.pk))
    made = Contribution.objects.get()
    assert (made.sector, made.municipality) == ("", place)
    numbers = all_numbers(reach.contributions)
    assert numbers.counts[place.pk, ALONE, round_.pk] == 1
    told = {"name": "Kim Lind", "municipality": MunicipalityFactory().pk}
    client.post(url("desk_input_identify", made.pk), told)
    made.refresh_from_db()
    assert (made.sector, made.municipality_id) == ("", told["municipality"])


def held(**wanted):
    starts = NOW - timedelta(days=1)
    return MeetingFactory(starts_at=starts, sign_up_closes_at=starts, **wanted)


def test_letter_gets_its_number_and_says_who_entered_it(client, coordinator):
    client.post(url(PAGE), typed(RoundFactory()))
    made = Contribution.objects.get()
    assert str(made) == "RUN/430/2018-1"
    assert (made.channel, made.entered_by, made.person) == ("letter", coordinator, None)
    assert made.received_at == datetime(2020, 5, 27, 9, tzinfo=SWEDEN)
    assert made.entered_at == NOW


def test_twenty_in_a_row_keep_what_they_have_in_common(client, coordinator):
    round_, meeting = RoundFactory(), held()
    said = {"channel": "meeting", "meeting": f"meeting:{meeting.pk}"}
    asked = ""
    for number in range(20):
        page = client.get(url(PAGE) + asked)
        text = page.content.decode()
        assert text.count("autofocus") == 1
        begins = page.context["form"].initial
        if number:
            assert f"RUN/430/2018-{number}" in text
            assert (begins["channel"], begins["meeting"]) == ("meeting", said["meeting"])
            assert begins["received_at"] == "2020-05-27T10:00"
        answer = client.post(
            url(PAGE),
            typed(round_, name=f"Person {number}", received_at="2020-05-27T10:00", **said),
        )
        asked = "?" + urlsplit(answer.headers["Location"]).query
        assert set(parse_qs(asked[1:])) == {
            "round", "channel", "received_at", "meeting", "language", "entered"
        }  # fmt: skip
    numbers = Contribution.objects.order_by("pk").values_list("record__number", flat=True)
    assert list(numbers) == list(range(1, 21))
    assert Trace.objects.filter(source_kind="meeting", source_id=meeting.pk).count() == 20


def test_page_of_a_meeting_leads_to_the_entry_of_what_was_said(client, coordinator):
    RoundFactory()
    meeting = held()
    link = f"{url(PAGE)}?meeting=meeting:{meeting.pk}"
    from_there = client.get(f"/desk/meetings/{meeting.pk}/").content.decode()
    assert link in from_there
    begins = client.get(link).context["form"].initial
    assert (begins["channel"], begins["received_at"]) == ("meeting", meeting.starts_at)


def test_only_what_was_said_at_a_meeting_belongs_to_one(client, coordinator):
    round_, meeting = RoundFactory(), held()
    answer = client.post(url(PAGE), typed(round_, meeting=f"meeting:{meeting.pk}"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["meeting"])


def test_meetings_that_have_begun_are_occasions():
    over = held()
    held(state=Meeting.State.DRAFT)
    held(state=Meeting.State.CANCELLED)
    MeetingFactory()
    there = occasions(over.programme)
    assert [one.ref for one in there] == [("meeting", over.pk)]
    assert thing_of(there[0].ref) == over
    over.delete()
    assert thing_of(there[0].ref) is None


def test_scan_is_kept_with_the_input_and_its_record(client, coordinator):
    scan = SimpleUploadedFile("brev.txt", b"Hej")
    client.post(url(PAGE), typed(RoundFactory(), text="", file=[scan]))
    made = Contribution.objects.get()
    assert [one.name for one in made.files.all()] == ["brev.txt"]
    assert list(made.record.files.all()) == list(made.files.all())


def test_file_that_is_not_taken_is_told_and_nothing_is_entered(client, coordinator):
    bad = SimpleUploadedFile("brev.exe", b"MZ")
    answer = client.post(url(PAGE), typed(RoundFactory(), file=[bad]))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert answer.context["files_lost"]
    assert not Contribution.objects.exists()


def test_sender_with_an_address_gets_a_receipt(client, coordinator):
    client.post(url(PAGE), typed(RoundFactory(), email="kim@actor.example", language="en"))
    message = Message.objects.get(kind="consultation.receipt")
    assert (message.recipient, message.language) == ("kim@actor.example", "en")


def test_known_organisation_needs_only_its_name(client, coordinator):
    known = OrganisationFactory(name="Norrskog AB")
    client.post(url(PAGE), typed(RoundFactory(), organisation="Norrskog AB"))
    made = Contribution.objects.get()
    assert (made.organisation, made.sector) == (known, known.sector)
    assert made.municipality == known.municipality
    assert Record.objects.get().counterpart_id == known.pk


def test_what_came_after_the_last_day_is_late_by_when_it_came(client, coordinator):
    round_ = RoundFactory()
    with clock.pinned(datetime(2020, 6, 8, 9, tzinfo=SWEDEN)):
        client.post(url(PAGE), typed(round_, received_at="2020-06-04T23:59"))
        client.post(url(PAGE), typed(round_, received_at="2020-06-05T00:00"))
    came = Contribution.objects.order_by("pk").values_list("is_late", flat=True)
    assert list(came) == [False, True]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"received_at": "2020-05-29T09:00"}, "received_at"),
        ({"received_at": "2020-05-01T09:00"}, "__all__"),
        ({"received_at": "2020-03-29T02:30"}, "received_at"),
        ({"received_at": "igår"}, "received_at"),
        ({"channel": "web"}, "channel"),
        ({"channel": "e-mail"}, "channel"),
        ({"round": "999999"}, "round"),
        ({"meeting": "meeting:999999", "channel": "meeting"}, "meeting"),
        ({"text": "  "}, "__all__"),
        ({"text": "Hej\x00"}, "text"),
        ({"text": "<script>1</script>"}, "text"),
        ({"text": "x" * 50_001}, "text"),
        ({"email": "kim@actor.example\nBcc: alla@example.org"}, "email"),
        ({"name": "Kim\u202eLind"}, "name"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_entered(
    client, coordinator, changed, field
):
    round_ = RoundFactory()
    answer = client.post(url(PAGE), typed(round_, **changed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Vi vill ha bredband." in answer.content.decode() or "text" in changed
    assert not Contribution.objects.exists()
    assert not Record.objects.exists()


def test_round_that_takes_nothing_is_not_offered(client, coordinator):
    draft = RoundFactory(state=Round.State.DRAFT)
    ahead = RoundFactory(opens_at=NOW + timedelta(days=1))
    for one in (draft, ahead):
        assert client.post(url(PAGE), typed(one)).status_code == 422
    page = client.get(url(PAGE))
    assert "<textarea" not in page.content.decode()


def test_entry_asks_as_often_after_thirty_as_after_one(client, coordinator):
    round_ = RoundFactory()
    contribution(round=round_, actor=coordinator)
    held()
    before = queries_of(client, url(PAGE))
    for _ in range(29):
        contribution(round=round_, actor=coordinator)
        held()
        RoundFactory()
    assert queries_of(client, url(PAGE)) == before


@pytest.mark.parametrize(("who", "answer"), [(AnalystFactory, 200), (ReaderFactory, 403)])
def test_editors_enter(client, who, answer):
    RegionFactory()
    RoundFactory()
    client.force_login(who())
    assert client.get(url(PAGE)).status_code == answer
