"""The public pages: what a visitor sees and sends, and what nobody may see."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests.varv.factories import (
    CoordinatorFactory,
    MeetingFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
    RegistrationFactory,
    UserFactory,
)
from tests.varv.meetings.support import LINK, an_area, local, mails, run_due, sign_up
from varv import clock
from varv.meetings import actions, limits, queries, reach
from varv.meetings.models import Attendance, Meeting, Registration
from varv.people import identity
from varv.people.limits import Limit
from varv.people.models import Organisation, User
from varv.reach.counting import public_numbers
from varv.registry.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
DUE = local("2020-06-04", "09:00")
AFTER = local("2020-06-05", "14:00")


@pytest.fixture
def place():
    return MunicipalityFactory(name="Åre", region=RegionFactory())


@pytest.fixture
def typed(place):
    """What a visitor types for one meeting."""

    def of(*meetings, **values):
        given = {
            "meetings": [meeting.slug for meeting in meetings],
            "name": "Anna Berg",
            "email": "anna@example.org",
            "organisation": "Fjällkraft AB",
            "sector": "business",
            "municipality": str(place.pk),
        }
        return given | values

    return of


@pytest.fixture
def send(client):
    return lambda data, **extra: client.post(reverse("meetings:sign_up"), data, **extra)


def page(client, name, *args, status=200):
    response = client.get(reverse(f"meetings:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def as_person(person):
    """Return a browser that came by the person's own link."""
    client = Client()
    response = client.get(identity.my_page_link(person).removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 302
    return client


# --- reading --------------------------------------------------------------------------------------


def test_the_list_shows_what_is_coming_by_day_and_what_was(client):
    MeetingFactory(title={"sv": "Jord och skog"}, capacity=6)
    few = MeetingFactory(title={"sv": "Snart fullt"}, capacity=6)
    RegistrationFactory(meeting=few)
    MeetingFactory(title={"sv": "Ett utkast"}, state=Meeting.State.DRAFT)
    full = MeetingFactory(title={"sv": "Fullsatt"}, capacity=1)
    RegistrationFactory(meeting=full)
    MeetingFactory(title={"sv": "Gammalt möte"}, starts_at=local("2020-05-20"))
    html = page(client, "meetings")
    assert "fredag 5 juni kl. 9–12" in html
    assert "platser finns" in html.lower()
    assert "få platser kvar" in html.lower()
    assert not re.search(r"\d platser", html), "who signed up can be computed from the places"
    assert "väntelistan" in html
    assert "Gammalt möte" in html
    assert "Ett utkast" not in html


def test_an_empty_list_says_what_will_come(client):
    RegionFactory()
    assert "Inget möte är planerat just nu" in page(client, "meetings")


def test_a_draft_does_not_exist_for_visitors(client):
    draft = MeetingFactory(state=Meeting.State.DRAFT)
    for name in ("meeting", "calendar"):
        page(client, name, draft.slug, status=404)
    page(client, "meeting", "no-such-meeting", status=404)


def test_a_meeting_says_when_the_link_comes_and_how_to_sign_up(client):
    meeting = MeetingFactory(area=an_area())
    html = page(client, "meeting", meeting.slug)
    assert "torsdag 4 juni kl. 9" in html
    assert f"{reverse('meetings:sign_up')}?meeting={meeting.slug}" in html
    with clock.pinned(DUE):
        assert "så fort du har anmält dig" in page(client, "meeting", meeting.slug)


def test_a_closed_meeting_offers_no_sign_up(client):
    meeting = MeetingFactory(state=Meeting.State.CLOSED)
    html = page(client, "meeting", meeting.slug)
    assert "Anmälan är stängd" in html
    assert "?meeting=" not in html


def test_a_moved_and_a_cancelled_meeting_say_so_with_reason_and_old_time(client):
    meeting = MeetingFactory()
    actions.move_meeting(
        None,
        meeting=meeting,
        starts_at=local("2020-06-12"),
        ends_at=local("2020-06-12", "12:00"),
        reason="Salen är upptagen.",
    )
    html = page(client, "meeting", meeting.slug)
    assert "<del>fredag 5 juni kl. 9–12</del>" in html
    assert "Salen är upptagen." in html
    for seen in (html, client.get(reverse("meetings:meetings")).content.decode()):
        assert '<span class="tag tag--moved">flyttat</span>' in seen
    (moved,) = client.get("/api/v1/meetings").json()["items"]
    assert moved["moved"] is True
    actions.cancel_meeting(None, meeting=meeting, reason="För <b>få</b> anmälda.")
    html = page(client, "meeting", meeting.slug)
    assert "Mötet är inställt" in html
    assert "För &lt;b&gt;få&lt;/b&gt; anmälda." in html


def test_afterwards_the_page_has_minutes_and_numbers_but_no_names(client, place):
    meeting = MeetingFactory()
    registration = RegistrationFactory(meeting=meeting, name="Hemliga Hulda", municipality=place)
    with clock.pinned(AFTER):
        actions.record_attendance(None, meeting=meeting, present=[registration.pk])
        actions.save_minutes(None, meeting=meeting, text="Vi enades.")
        assert "Vi enades." not in page(client, "meeting", meeting.slug)
        actions.publish_minutes(None, meeting=meeting)
        html = page(client, "meeting", meeting.slug)
    assert "Vi enades." in html
    assert "1 person kom." not in html, "one person is told by a number"
    assert "färre än 5" in html
    assert "Åre" in html
    assert "Hulda" not in html
    assert html.count("Vilka som kom varifrån") == 2
    assert "Visa som tabell" not in html
    assert "Publicerade fredag 5 juni kl. 14." in html


def came_to(title, *, alone=0, organisations=0, place=None):
    """Let a meeting be over to which so many came, alone or for an organisation."""
    meeting = MeetingFactory(title={"sv": title}, starts_at=local("2020-05-20"))
    known = OrganisationFactory(sector="business", municipality=place, checked_at=AFTER)
    rows = [Attendance(meeting=meeting, name="Bo", sector="civil") for _one in range(alone)]
    rows += [
        Attendance(meeting=meeting, name="Li", sector="business", organisation=known)
        for _one in range(organisations)
    ]
    for row in rows:
        row.municipality = place
    Attendance.objects.bulk_create(rows)
    return meeting


def test_the_list_tells_how_many_came_only_where_the_page_of_the_meeting_does(client, place):
    many, few = came_to("Många", alone=60, place=place), came_to("Få", alone=2, organisations=31)
    known = came_to("Aktörer", organisations=3)
    html = page(client, "meetings")
    assert "60 personer kom" in html
    assert "3 personer kom" in html, "organisations are no private persons"
    assert "33 personer kom" not in html, "two private persons are told by the sum"
    told = re.findall(r"(\d+) personer kom", html)
    assert sorted(told) == ["3", "60"]
    for one, shown in ((many, True), (few, False), (known, True)):
        numbers = public_numbers(reach.came)
        assert (numbers.together(one.pk).number is not None) == shown


def test_corrected_minutes_say_when_they_were_corrected(client):
    meeting = MeetingFactory()
    with clock.pinned(AFTER):
        actions.save_minutes(None, meeting=meeting, text="Vi enades.")
        actions.publish_minutes(None, meeting=meeting)
    with clock.pinned(local("2020-06-24")):
        actions.correct_minutes(None, meeting=meeting, text="Vi var oense.")
        html = page(client, "meeting", meeting.slug)
    assert "Rättade onsdag 24 juni kl. 9." in html
    assert "Publicerade" not in html


def test_the_calendar_file_has_the_time_zone_and_no_link(client):
    meeting = MeetingFactory()
    response = client.get(reverse("meetings:calendar", args=[meeting.slug]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    (zone,) = Calendar.from_ical(response.content).walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Europe/Stockholm"
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert event["DTSTAMP"].dt == clock.now()
    assert LINK not in response.content.decode()


def test_the_feed_holds_the_meetings_of_the_coming_half_year(client):
    coming = MeetingFactory.create_batch(2)
    MeetingFactory(starts_at=local("2020-05-20"))
    MeetingFactory(starts_at=local("2020-12-05"))
    MeetingFactory(state=Meeting.State.DRAFT)
    response = client.get(reverse("meetings:feed"))
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [one.title["sv"] for one in coming]


def test_sign_up_offers_the_soonest_meetings_and_the_one_that_was_chosen(
    client, typed, monkeypatch
):
    monkeypatch.setattr(queries, "OFFERED", 2)
    page = reverse("meetings:sign_up")
    soon, later, *_others, last = MeetingFactory.create_batch(5)
    for day, meeting in enumerate((soon, later, *_others, last), start=4):
        meeting.starts_at = local(f"2020-06-{day:02}", "09:00")
        meeting.ends_at = local(f"2020-06-{day:02}", "12:00")
        meeting.save()

    def offered(answer):
        return re.findall(r'name="meetings" value="([^"]+)"', answer.content.decode())

    first = client.get(page)
    assert offered(first) == [soon.slug, later.slug]
    assert reverse("meetings:meetings") in first.content.decode().partition("kommer närmast")[2]
    chosen = client.get(page, {"meeting": last.slug})
    assert offered(chosen) == [soon.slug, later.slug, last.slug]
    assert re.search(rf'value="{last.slug}"[^>]*\schecked', chosen.content.decode())
    refused = client.post(page, {"meetings": [last.slug]})
    assert refused.status_code == 422
    assert offered(refused) == [soon.slug, later.slug, last.slug]
    assert client.post(page, typed(last)).status_code == 302
    assert last.registrations.count() == 1


def test_sign_up_that_offers_all_says_nothing_of_others(client):
    MeetingFactory()
    assert "kommer närmast" not in client.get(reverse("meetings:sign_up")).content.decode()


@pytest.mark.parametrize("moment", [local("2020-05-25"), DUE, local("2020-06-05", "10:00"), AFTER])
def test_the_secret_link_is_on_no_public_page_and_in_no_feed(client, typed, send, moment):
    area = an_area()
    meeting = MeetingFactory(
        area=area,
        ends_at=local("2020-06-05", "12:00"),
        sign_up_closes_at=local("2020-06-05", "12:00"),
    )
    sign_up(meeting, email="first@example.org")
    run_due(moment)
    with clock.pinned(moment):
        if moment < meeting.ends_at:
            assert send(typed(meeting)).status_code == 302
        pages = [
            reverse("web:home"),
            area.get_absolute_url(),
            *(reverse(f"meetings:{name}") for name in ("meetings", "sign_up", "signed_up", "feed")),
            *(reverse(f"meetings:{name}", args=[meeting.slug]) for name in ("meeting", "calendar")),
            "/api/v1/meetings",
            "/api/v1/areas",
        ]
        for url in pages:
            response = client.get(url, follow=True)
            assert response.status_code == 200, url
            assert "hemlig-lank" not in response.content.decode(), url


def test_the_number_of_queries_does_not_grow_with_meetings(client, django_assert_max_num_queries):
    def count(url):
        with django_assert_max_num_queries(60) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    area = an_area()
    # The second page of thirty and thirty has some to come and some that were, as that of one has.
    pages = [f"{reverse('meetings:meetings')}?page=2"]
    pages += [reverse(f"meetings:{name}") for name in ("sign_up", "feed")]

    def fill(number):
        for meeting in MeetingFactory.create_batch(number, capacity=2, area=area):
            RegistrationFactory.create_batch(3, meeting=meeting)
        for meeting in MeetingFactory.create_batch(
            number, starts_at=local("2020-05-20"), area=area
        ):
            Attendance.objects.create(meeting=meeting, name="Bo", sector="civil")

    fill(1)
    one = [count(page) for page in pages]
    fill(29)
    assert [count(page) for page in pages] == one


# --- signing up -----------------------------------------------------------------------------------


def test_the_form_comes_with_the_meeting_of_the_link_chosen(client):
    chosen, other = MeetingFactory(), MeetingFactory()
    response = client.get(reverse("meetings:sign_up"), {"meeting": [chosen.slug, "x\x00y"]})
    boxes = re.findall(r'<input type="checkbox" name="meetings"[^>]*>', response.content.decode())
    assert [chosen.slug in box and "checked" in box for box in boxes] == [True, False]
    assert other.slug in boxes[1]


def test_signing_up_for_two_leads_to_a_page_that_says_what_was_chosen(client, typed, send):
    pair = [MeetingFactory(area=an_area()), MeetingFactory(starts_at=local("2020-06-08"))]
    response = send(typed(*pair, needs="Hörslinga", join_partnership="on"))
    assert response.status_code == 302
    assert response.url == reverse("meetings:signed_up")
    html = page(client, "signed_up")
    assert "anna@example.org" in html
    assert all(meeting.title["sv"] in html for meeting in pair)
    assert Registration.objects.filter(needs="Hörslinga").count() == 2
    assert len(mails("confirmation")) == 1
    again = page(client, "signed_up")  # perhaps by the next one at the same computer
    assert "anna@example.org" not in again
    assert pair[0].title["sv"] in again
    assert Registration.objects.count() == 2


def test_the_page_after_sign_up_needs_a_sign_up(client):
    RegionFactory()
    page(client, "signed_up", status=302)


def test_a_known_address_gets_the_same_answer(typed, place):
    meeting = MeetingFactory(capacity=1)
    answers = []
    for email in ("anna@example.org", "anna@example.org", "new@example.org"):
        browser = Client()
        sent = browser.post(reverse("meetings:sign_up"), typed(meeting, email=email))
        html = browser.get(reverse("meetings:signed_up")).content.decode().replace(email, "X")
        answers.append((sent.status_code, sent.url, re.sub(r'value="[^"]{64}"', "", html)))
    assert answers[1] == answers[2]


def test_a_classroom_behind_one_address_signs_up_within_a_minute(typed):
    meeting = MeetingFactory()
    for number in range(30):
        data = typed(meeting, email=f"elev{number}@example.org")
        assert Client().post(reverse("meetings:sign_up"), data).status_code == 302
    assert Registration.objects.count() == 30


def test_one_address_is_typed_six_times_an_hour_and_what_was_typed_is_kept(typed):
    meeting = MeetingFactory()

    def answer(email):
        return Client().post(reverse("meetings:sign_up"), typed(meeting, email=email))

    assert [answer("Anna@example.org").status_code for _number in range(6)] == [302] * 6
    refused = answer("anna@example.org")
    assert refused.status_code == 429
    assert "Skicka det igen om 10 minuter" in refused.content.decode()
    assert 'value="Fjällkraft AB"' in refused.content.decode()
    assert answer("bo@example.org").status_code == 302


def test_one_origin_has_a_limit_too(typed, monkeypatch):
    monkeypatch.setattr(limits, "FROM_ONE_PLACE", Limit("sign_up_place", "", 3, limits.HOUR))
    meeting = MeetingFactory()
    codes = [
        Client().post(reverse("meetings:sign_up"), typed(meeting, email=email)).status_code
        for email in ("a@example.org", "b@example.org", "c@example.org", "d@example.org")
    ]
    assert codes == [302, 302, 302, 429]
    assert Registration.objects.count() == 3


def test_signing_up_again_in_ones_own_session_changes_what_was_said(typed):
    meeting = MeetingFactory()
    anna = sign_up(meeting).person
    url = reverse("meetings:sign_up")
    as_person(UserFactory()).post(url, typed(meeting, name="Mallory"))
    assert Registration.objects.get().name == "Anna Berg"
    as_person(anna).post(url, typed(meeting, name="Anna Ek"))
    assert Registration.objects.get().name == "Anna Ek"


def test_a_program_that_fills_in_every_field_is_thanked_and_not_let_in(client, typed, send):
    response = send(typed(MeetingFactory(), website="https://spam.example"))
    assert response.url == reverse("meetings:signed_up")
    assert "Tack" in page(client, "signed_up")
    assert not Registration.objects.exists()
    assert not Message.objects.exists()
    assert not User.objects.exists()


HOSTILE = [
    ("name", "<script>alert(1)</script>"),
    ("name", "Anna\x00Berg"),
    ("name", "Anna\r\nBcc: victim@example.org"),
    ("name", "A" * 1_000_000),
    ("name", "gnorw\u202eeman"),
    ("name", ""),
    ("email", "anna@example.org\nBcc: victim@example.org"),
    ("email", "anna@example.org, victim@example.org"),
    ("email", "not an address"),
    ("email", "a" * 300 + "@example.org"),
    ("email", ""),
    ("organisation", "<img src=x onerror=alert(1)>"),
    ("organisation", "\x00"),
    ("organisation", "!!!"),
    ("organisation", "B" * 1_000_000),
    ("sector", "mafia"),
    ("sector", ""),
    ("municipality", "999999999999999999999"),
    ("municipality", "1; DROP TABLE"),
    ("municipality", ""),
    ("needs", "x" * 1_000_000),
    ("needs", "<b>tolk</b>"),
    ("meetings", []),
    ("meetings", ["no-such-meeting"]),
    ("meetings", ["\x00"]),
    ("meetings", ["' OR 1=1 --"]),
]


@pytest.mark.parametrize(("field", "value"), HOSTILE)
def test_bad_input_is_told_beside_its_field_and_nothing_is_let_in(typed, send, field, value):
    response = send(typed(MeetingFactory()) | {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert list(response.context["form"].errors) == [field]
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "onerror=alert(1)>" not in html
    assert 'value="Fjällkraft AB"' in html or field == "organisation"
    assert not User.objects.exists()
    assert not Organisation.objects.exists()
    assert not Message.objects.exists()


def test_emoji_and_other_alphabets_are_welcome(typed, send):
    response = send(typed(MeetingFactory(), name="Åsa 🌲 Öst", organisation="Σίσυφος & Söner"))
    assert response.status_code == 302
    assert Registration.objects.get().name == "Åsa 🌲 Öst"


def test_a_meeting_that_closed_meanwhile_is_told_beside_the_meetings(typed, send):
    meeting = MeetingFactory()
    actions.close_sign_up(None, meeting=meeting)
    response = send(typed(meeting))
    assert response.status_code == 422
    assert "meetings" in response.context["form"].errors


def test_a_form_from_elsewhere_is_refused(typed):
    meeting = MeetingFactory()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("meetings:sign_up"), typed(meeting)).status_code == 403
    assert not Registration.objects.exists()


def test_where_no_meeting_is_open_the_form_says_so(client):
    RegionFactory()
    assert "inget möte att anmäla sig till" in page(client, "sign_up")


# --- one's own registration -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["change_registration", "cancel_registration"])
def test_only_the_person_opens_their_registration(name):
    registration = sign_up(MeetingFactory()).registrations[0]
    colleague = sign_up(MeetingFactory(), email="kollega@example.org").person
    url = reverse(f"meetings:{name}", args=[registration.pk])
    assert as_person(registration.person).get(url).status_code == 200
    assert as_person(colleague).get(url).status_code == 404
    assert as_person(UserFactory()).get(url).status_code == 404
    assert Client().get(url).status_code == 404
    coordinator = Client()
    coordinator.force_login(CoordinatorFactory(), "django.contrib.auth.backends.ModelBackend")
    assert coordinator.get(url).status_code == 404
    assert Client().post(url).status_code == 404
    assert Registration.objects.get(pk=registration.pk).state == Registration.State.CONFIRMED


def test_the_owner_changes_and_cancels(typed):
    meeting = MeetingFactory()
    registration = sign_up(meeting).registrations[0]
    browser = as_person(registration.person)
    url = reverse("meetings:change_registration", args=[registration.pk])
    assert 'value="Fjällkraft AB"' in browser.get(url).content.decode()
    refused = browser.post(url, typed(name="<b>", needs="Tolk"))
    assert refused.status_code == 422
    assert "Tolk" in refused.content.decode()
    response = browser.post(url, typed(name="Anna Ek", needs="Tolk"))
    assert response.url == reverse("web:my")
    registration.refresh_from_db()
    assert (registration.name, registration.needs) == ("Anna Ek", "Tolk")
    away = reverse("meetings:cancel_registration", args=[registration.pk])
    assert "Vill du avboka" in browser.get(away).content.decode()
    assert browser.post(away).url == reverse("web:my")
    registration.refresh_from_db()
    assert registration.state == Registration.State.CANCELLED
    assert browser.get(away).status_code == 404


def test_a_registration_cannot_be_changed_after_the_meeting():
    registration = sign_up(MeetingFactory()).registrations[0]
    browser = as_person(registration.person)
    with clock.pinned(AFTER):
        for name in ("change_registration", "cancel_registration"):
            url = reverse(f"meetings:{name}", args=[registration.pk])
            assert browser.get(url).status_code == 404


def test_my_page_shows_the_link_when_it_is_due_and_not_before():
    registration = sign_up(MeetingFactory()).registrations[0]
    browser = as_person(registration.person)
    assert LINK not in browser.get(reverse("web:my")).content.decode()
    with clock.pinned(DUE):
        assert LINK in browser.get(reverse("web:my")).content.decode()
