"""The desk: looking at meetings and planning them."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from tests.varv.factories import (
    AnalystFactory,
    CoordinatorFactory,
    ReaderFactory,
    RegionFactory,
    UserFactory,
)
from tests.varv.meetings.desk_support import (
    NOW,
    SECRET,
    STARTS,
    TZ,
    a_meeting,
    programme,
    queries_of,
    signed_up,
)
from varv import clock
from varv.meetings.models import Meeting, Registration
from varv.registry.models import Event, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

TYPED = {
    "title_sv": "Skog och jord",
    "title_en": "",
    "summary_sv": "Vi pratar om skog.",
    "summary_en": "",
    "kind": "dialogue",
    "area": "",
    "place": "",
    "online": "on",
    "capacity": "",
    "day": "2020-06-09",
    "starts": "09:00",
    "ends": "12:00",
    "opens_day": "2020-05-20",
    "opens": "08:00",
    "closes_day": "2020-06-08",
    "closes": "16:00",
    "responsible": "",
}


IN_TIME = TYPED | {"closes_day": "2020-06-04"}


def url(page, *args):
    return reverse(f"meetings:{page}", args=args)


@pytest.fixture
def coordinator(client):
    RegionFactory()
    person = CoordinatorFactory()
    client.force_login(person)
    return person


def pages_of(meeting, registration):
    one = [meeting.pk]
    looking = [("desk_meetings", []), ("desk_meeting", one), ("desk_minutes", one)]
    changing = [
        ("desk_meeting_new", []),
        ("desk_meeting_edit", one),
        ("desk_meeting_publish", one),
        ("desk_meeting_close", one),
        ("desk_meeting_reopen", one),
        ("desk_meeting_link", one),
        ("desk_meeting_move", one),
        ("desk_meeting_cancel", one),
        ("desk_meeting_delete", one),
        ("desk_participant_new", one),
        ("desk_participant_cancel", [meeting.pk, registration.pk]),
        ("desk_participants_export", one),
        ("desk_guest_list", one),
        ("desk_guest_list_template", one),
        ("desk_guest_list_check", one),
        ("desk_guest_list_enter", one),
        ("desk_attendance", one),
        ("desk_minutes_publish", one),
    ]
    return looking, changing


POST_ONLY = {
    "desk_meeting_publish",
    "desk_meeting_close",
    "desk_participants_export",
    "desk_guest_list_enter",
}


@pytest.mark.parametrize("who", [None, UserFactory, ReaderFactory, AnalystFactory])
def test_pages_let_in_only_those_who_may(client, who):
    meeting = a_meeting(link=SECRET)
    looking, changing = pages_of(meeting, signed_up(meeting))
    if who:
        client.force_login(who())
    for page, args in looking:
        expected = {None: 302, UserFactory: 403}.get(who, 200)
        assert client.get(url(page, *args)).status_code == expected, page
    for page, args in changing:
        expected = 302 if who is None else 403
        send = client.post if page in POST_ONLY else client.get
        assert send(url(page, *args)).status_code == expected, page
    if who:
        assert client.post(url("desk_minutes", meeting.pk), {"text": "Hej"}).status_code == 403
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PUBLISHED
    assert not Event.objects.filter(action__startswith="meetings.").exists()


def test_anonymous_visitor_is_sent_to_sign_in(client):
    RegionFactory()
    answer = client.get(url("desk_meetings"))
    assert answer.status_code == 302
    assert "next=/desk/meetings/" in answer["Location"]


def test_every_page_opens_for_the_coordinator(client, coordinator):
    meeting = a_meeting(starts_at=NOW - timedelta(hours=1))
    looking, changing = pages_of(meeting, signed_up(meeting))
    for page, args in looking + [page for page in changing if page[0] not in POST_ONLY]:
        answer = client.get(url(page, *args))
        if page in {"desk_guest_list_check"}:
            assert answer.status_code == 302
        elif page == "desk_minutes_publish":
            assert answer.status_code == 404
        else:
            assert answer.status_code == 200, page


def test_what_is_not_there_is_not_found(client, coordinator):
    meeting = a_meeting()
    other = signed_up(a_meeting())
    assert client.get(url("desk_meeting", 999_999)).status_code == 404
    assert client.get("/desk/meetings/99999999999999999999999/").status_code == 404
    answer = client.get(url("desk_participant_cancel", meeting.pk, other.pk))
    assert answer.status_code == 404


def test_reader_sees_numbers_but_no_names_and_no_link(client):
    meeting = a_meeting(link=SECRET)
    signed_up(meeting, "Kalle Karlsson")
    for who in (ReaderFactory, AnalystFactory):
        client.force_login(who())
        for page, args in (("desk_meetings", []), ("desk_meeting", [meeting.pk])):
            text = client.get(url(page, *args)).content.decode()
            assert "Kalle Karlsson" not in text
            assert SECRET not in text


def test_coordinator_sees_the_link_on_the_page_of_the_meeting_only(client, coordinator):
    meeting = a_meeting(link=SECRET)
    assert SECRET in client.get(url("desk_meeting", meeting.pk)).content.decode()
    assert SECRET not in client.get(url("desk_meetings")).content.decode()


def test_list_asks_the_database_as_often_for_many_as_for_one(client, coordinator):
    counts = set()
    for number in (1, 30):
        for place in range(number):
            meeting = a_meeting(title=f"Möte {place}", starts_at=STARTS + timedelta(days=place))
            signed_up(meeting)
            a_meeting(starts_at=NOW - timedelta(days=place + 1))
        counts.add(queries_of(client, url("desk_meetings")))
    assert len(counts) == 1
    assert max(counts) <= 12


def test_page_asks_the_database_as_often_for_many_as_for_one(client, coordinator):
    meeting, counts = a_meeting(), set()
    for number in (1, 30):
        for place in range(number):
            signed_up(meeting, f"Person {place}")
            signed_up(meeting, f"Väntar {place}", state=Registration.State.WAITING)
            signed_up(meeting, f"Avbokad {place}", state=Registration.State.CANCELLED)
        counts.add(queries_of(client, url("desk_meeting", meeting.pk)))
    assert len(counts) == 1
    assert max(counts) <= 25


def test_list_says_how_it_stands_with_the_link_and_what_is_next(client, coordinator):
    a_meeting(title="Utan länk")
    a_meeting(title="Med länk", link=SECRET)
    a_meeting(title="Utkast", state=Meeting.State.DRAFT)
    past = a_meeting(title="Förra", starts_at=NOW - timedelta(days=3))
    answer = client.get(url("desk_meetings"))
    lines = {line.meeting.title["sv"]: line for line in answer.context["coming"]}
    assert lines["Utan länk"].link.state == "missing"
    assert lines["Utan länk"].next_act.url == url(
        "desk_meeting_link", lines["Utan länk"].meeting.pk
    )
    assert lines["Med länk"].link.at == datetime(2020, 6, 4, 9, tzinfo=TZ)
    assert lines["Med länk"].next_act is None
    assert lines["Utkast"].next_act.url == url("desk_meeting", lines["Utkast"].meeting.pk)
    [over] = answer.context["past"]
    assert over.next_act.url == url("desk_attendance", past.pk)
    assert "data-keys" in answer.content.decode()


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2020, 6, 4, 8, 59, tzinfo=TZ), "planned"),
        (datetime(2020, 6, 4, 9, tzinfo=TZ), "due"),
        (STARTS + timedelta(hours=4), "over"),
    ],
)
def test_link_that_nobody_was_there_to_get_is_not_shown_as_to_come(
    client, coordinator, moment, state
):
    meeting = a_meeting(link=SECRET)
    with clock.pinned(moment):
        answer = client.get(url("desk_meeting", meeting.pk))
    assert answer.context["line"].link.state == state


def test_sent_and_missed_links_are_counted(client, coordinator):
    meeting = a_meeting(link=SECRET)
    reached, missed = signed_up(meeting, "Nådd Nyberg"), signed_up(meeting, "Missad Modig")
    for registration, state in ((reached, "sent"), (missed, "failed")):
        Message.objects.create(
            kind="meetings.link",
            occasion=f"meetings.link:{meeting.pk}:1:0:{registration.pk}",
            recipient=registration.person.email,
            recipient_name=registration.name,
            language="sv",
            subject="Länk",
            body="…",
            message_id=f"{registration.pk}@example",
            state=state,
            created_at=NOW,
            due_at=NOW,
            try_at=NOW,
        )
    answer = client.get(url("desk_meeting", meeting.pk))
    link = answer.context["line"].link
    assert (link.state, link.sent, link.missed) == ("sent", 1, 1)
    assert [one.name for one in answer.context["unreached"]] == ["Missad Modig"]


# --- making and editing ---------------------------------------------------------------------------


def test_new_meeting_is_a_draft(client, coordinator):
    programme()
    answer = client.post(url("desk_meeting_new"), TYPED)
    meeting = Meeting.objects.get()
    assert answer.status_code == 302
    assert meeting.state == Meeting.State.DRAFT
    assert meeting.title == {"sv": "Skog och jord"}
    assert meeting.starts_at == datetime(2020, 6, 9, 9, tzinfo=TZ)
    assert meeting.sign_up_closes_at == datetime(2020, 6, 8, 16, tzinfo=TZ)
    assert Event.objects.filter(action="meetings.create_meeting", actor_id=coordinator.pk).exists()


@pytest.mark.parametrize(
    ("day", "starts", "said"),
    [
        ("2020-03-29", "02:30", "finns inte"),
        ("2020-10-25", "02:30", "två gånger"),
    ],
)
def test_times_at_the_change_of_the_clock_are_refused_clearly(
    client, coordinator, day, starts, said
):
    programme()
    sent = TYPED | {"day": day, "starts": starts, "ends": "04:00"}
    answer = client.post(url("desk_meeting_new"), sent)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors["starts"])
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title_sv", ""),
        ("title_sv", "<b>fet</b>"),
        ("title_sv", "noll\x00tecken"),
        ("title_sv", "vänd\u202etext"),
        ("title_sv", "rad\r\nBcc: alla@example.org"),
        ("title_sv", "x" * 1_000_000),
        ("summary_sv", "x" * 1_000_000),
        ("place", "Sal\r\n5"),
        ("day", "2020-13-45"),
        ("day", "igår"),
        ("day", "0001-01-01"),
        ("day", "9999-12-31"),
        ("starts", "25:00"),
        ("ends", "08:00"),
        ("capacity", "0"),
        ("capacity", "-5"),
        ("capacity", "99999999999999999999"),
        ("kind", "party"),
        ("area", "\x00"),
        ("area", "99999999999999999999"),
        ("responsible", "1 OR 1=1"),
        ("closes", "nu"),
        ("opens_day", "2020-06-20"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(client, coordinator, field, value):
    programme()
    answer = client.post(url("desk_meeting_new"), TYPED | {field: value})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert field in form.errors or (field == "opens_day" and "closes" in form.errors)
    assert form[field].value() == value
    assert 'value="09:00"' in answer.content.decode() or field == "starts"
    assert not Meeting.objects.exists()


def test_emoji_in_a_title_is_plain_text(client, coordinator):
    programme()
    client.post(url("desk_meeting_new"), TYPED | {"title_sv": "Skog 🌲"})
    assert Meeting.objects.get().title["sv"] == "Skog 🌲"


def test_what_an_action_refuses_stands_beside_the_field(client, coordinator):
    programme()
    late = TYPED | {"closes_day": "2020-06-20"}
    answer = client.post(url("desk_meeting_new"), late)
    assert answer.status_code == 422
    assert "closes" in answer.context["form"].errors


def test_edit_shows_what_is_there_and_keeps_the_time(client, coordinator):
    meeting = a_meeting(place="Sal 5", capacity=20)
    answer = client.get(url("desk_meeting_edit", meeting.pk))
    form = answer.context["form"]
    assert "day" not in form.fields
    assert form["title_sv"].value() == "Hållbar energi"
    assert form["closes"].value().hour == 9
    client.post(url("desk_meeting_edit", meeting.pk), IN_TIME | {"capacity": "30"})
    meeting.refresh_from_db()
    assert (meeting.capacity, meeting.starts_at) == (30, STARTS)
    assert meeting.title["sv"] == "Skog och jord"


def test_responsible_can_only_be_staff(client, coordinator):
    meeting = a_meeting()
    stranger = UserFactory()
    sent = IN_TIME | {"responsible": stranger.pk}
    assert client.post(url("desk_meeting_edit", meeting.pk), sent).status_code == 422
    sent = IN_TIME | {"responsible": coordinator.pk}
    assert client.post(url("desk_meeting_edit", meeting.pk), sent).status_code == 302
    meeting.refresh_from_db()
    assert meeting.responsible == coordinator


# --- acts -----------------------------------------------------------------------------------------


def test_draft_is_published_and_sign_up_closed_and_opened_again(client, coordinator):
    meeting = a_meeting(state=Meeting.State.DRAFT)
    client.post(url("desk_meeting_publish", meeting.pk))
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PUBLISHED
    client.post(url("desk_meeting_close", meeting.pk))
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CLOSED
    sent = {"closes_day": "2020-06-04", "closes": "12:00"}
    client.post(url("desk_meeting_reopen", meeting.pk), sent)
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PUBLISHED
    assert meeting.sign_up_closes_at == datetime(2020, 6, 4, 12, tzinfo=TZ)


def test_reopening_until_yesterday_is_refused_beside_the_field(client, coordinator):
    meeting = a_meeting(state=Meeting.State.CLOSED)
    sent = {"closes_day": "2020-05-24", "closes": "12:00"}
    answer = client.post(url("desk_meeting_reopen", meeting.pk), sent)
    assert answer.status_code == 422
    assert "closes" in answer.context["form"].errors


def test_publishing_what_is_over_says_why_it_cannot_be_done(client, coordinator):
    meeting = a_meeting(state=Meeting.State.DRAFT, starts_at=NOW - timedelta(days=1))
    answer = client.post(url("desk_meeting_publish", meeting.pk), follow=True)
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.DRAFT
    assert "notice--error" in answer.content.decode()


def test_buttons_only_answer_to_post(client, coordinator):
    meeting = a_meeting()
    for page in POST_ONLY:
        assert client.get(url(page, meeting.pk)).status_code == 405


def test_link_is_saved(client, coordinator):
    meeting = a_meeting()
    client.post(url("desk_meeting_link", meeting.pk), {"link": SECRET})
    meeting.refresh_from_db()
    assert meeting.link == SECRET


@pytest.mark.parametrize(
    "link", ["", "javascript:alert(1)", "ftp://meet.example/x", "inte en länk", "https://a\x00b.se"]
)
def test_what_is_no_link_is_refused(client, coordinator, link):
    meeting = a_meeting()
    answer = client.post(url("desk_meeting_link", meeting.pk), {"link": link})
    assert answer.status_code == 422
    assert "link" in answer.context["form"].errors


def test_move_tells_how_many_will_hear_of_it_and_then_tells_them(client, coordinator):
    meeting = a_meeting()
    signed_up(meeting)
    signed_up(meeting, state=Registration.State.WAITING)
    answer = client.get(url("desk_meeting_move", meeting.pk))
    assert "2 " in answer.context["notice"]
    sent = {
        "day": "2020-06-11",
        "starts": "13:00",
        "ends": "15:00",
        "reason": "Lokalen är upptagen.",
    }
    answer = client.post(url("desk_meeting_move", meeting.pk), sent)
    meeting.refresh_from_db()
    assert answer.status_code == 302
    assert meeting.starts_at == datetime(2020, 6, 11, 13, tzinfo=TZ)
    assert Message.objects.count() == 2


def test_move_needs_a_reason_and_keeps_what_was_typed(client, coordinator):
    meeting = a_meeting()
    sent = {"day": "2020-06-11", "starts": "13:00", "ends": "15:00", "reason": " "}
    answer = client.post(url("desk_meeting_move", meeting.pk), sent)
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert "13:00" in answer.content.decode()


def test_draft_is_moved_without_a_reason_and_deleted(client, coordinator):
    meeting = a_meeting(state=Meeting.State.DRAFT)
    sent = {"day": "2020-06-11", "starts": "13:00", "ends": "15:00"}
    assert client.post(url("desk_meeting_move", meeting.pk), sent).status_code == 302
    meeting.refresh_from_db()
    assert meeting.starts_at == datetime(2020, 6, 11, 13, tzinfo=TZ)
    client.post(url("desk_meeting_delete", meeting.pk))
    assert not Meeting.objects.exists()


def test_published_meeting_is_not_deleted(client, coordinator):
    meeting = a_meeting()
    assert client.post(url("desk_meeting_delete", meeting.pk)).status_code == 422
    assert Meeting.objects.exists()


def test_cancelled_meeting_tells_everybody_and_offers_no_more_acts(client, coordinator):
    meeting = a_meeting()
    signed_up(meeting)
    sent = {"reason": "För få anmälda."}
    assert client.post(url("desk_meeting_cancel", meeting.pk), sent).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CANCELLED
    assert Message.objects.count() == 1
    answer = client.get(url("desk_meeting", meeting.pk))
    acts = answer.context["acts"]
    assert not any(vars(acts).values())
    assert client.post(url("desk_meeting_cancel", meeting.pk), sent).status_code == 422


def test_acts_follow_the_clock(client, coordinator):
    meeting = a_meeting(online=True)
    acts = client.get(url("desk_meeting", meeting.pk)).context["acts"]
    assert acts.move
    assert not acts.attendance
    with clock.pinned(STARTS + timedelta(hours=1)):
        acts = client.get(url("desk_meeting", meeting.pk)).context["acts"]
        assert acts.attendance
        assert not acts.move
        assert acts.register
    with clock.pinned(STARTS + timedelta(hours=4)):
        acts = client.get(url("desk_meeting", meeting.pk)).context["acts"]
        assert not acts.register
        assert not acts.cancel
