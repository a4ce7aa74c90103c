"""Where somebody is in, how long that lasts, and how it ends."""

import time
from importlib import import_module

import pytest
from django.conf import settings as live
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.varv.factories import (
    CoordinatorFactory,
    InterestFactory,
    ReaderFactory,
    RegionFactory,
    UserFactory,
)
from varv.people import actions, devices, identity, sessions
from varv.people.models import BrowserSession
from varv.registry.models import Event

pytestmark = pytest.mark.usefixtures("db")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Mobile Safari/604"


@pytest.fixture(autouse=True)
def region(db):
    return RegionFactory()


def signed_in(person, agent=FIREFOX):
    client = Client(headers={"user-agent": agent})
    client.force_login(person)
    client.get(reverse("web:my"))
    return client


def by_link(person, agent=PHONE):
    client = Client(headers={"user-agent": agent})
    client.get(f"/my/{identity.make_token(person)}/")
    return client


def is_in(client):
    return client.get(reverse("web:my")).status_code == 200


def age(client, *, opened=0, seen=0):
    """Let the session of ``client`` have begun, and have been seen, so many seconds ago."""
    store = import_module(live.SESSION_ENGINE).SessionStore(client.session.session_key)
    kept = store[sessions.KEY]
    kept["opened"] -= opened
    kept["seen"] -= seen
    store[sessions.KEY] = kept
    store.save()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (EDGE, "Edge, Windows"),
        (PHONE, "Safari, iPhone"),
        ("curl/8", ""),
        ("<script>", ""),
    ],
)
def test_device_is_told_in_words(agent, words):
    assert devices.device_of(agent) == words


def test_list_shows_every_browser_and_which_is_this_one():
    person = UserFactory()
    here, _phone, stranger = signed_in(person), by_link(person), signed_in(UserFactory(), EDGE)
    page = here.get(reverse("people:sessions")).content.decode()
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert "Edge" not in page
    assert sessions.sessions_of(person).count() == 2
    assert stranger.get(reverse("people:sessions")).status_code == 200


def test_nothing_but_words_and_times_is_kept_of_a_browser():
    signed_in(UserFactory())
    kept = {field.name for field in BrowserSession._meta.get_fields()}
    assert kept == {"id", "person", "key", "device", "by_link", "opened_at", "seen_at"}


def test_one_browser_is_signed_out_at_once_and_the_others_stay():
    person = UserFactory()
    here, there = signed_in(person), by_link(person)
    row = BrowserSession.objects.get(key=there.session.session_key)
    here.post(reverse("people:end_session", args=[row.pk]))
    assert not is_in(there)
    assert is_in(here)


def test_nobody_ends_the_session_of_another():
    theirs = signed_in(UserFactory())
    row = BrowserSession.objects.get()
    answer = signed_in(UserFactory()).post(reverse("people:end_session", args=[row.pk]))
    assert answer.status_code == 404
    assert is_in(theirs)


def test_signing_out_everywhere_ends_all_and_kills_the_links_in_mails():
    person = UserFactory()
    here, there, link = signed_in(person), by_link(person), identity.make_token(person)
    other = signed_in(UserFactory())
    answer = there.post(reverse("people:end_all_sessions"))
    assert answer.url == reverse("web:home")
    assert not is_in(here)
    assert not is_in(there)
    assert Client().get(f"/my/{link}/").status_code == 410
    assert is_in(other)
    person.refresh_from_db()
    assert is_in(by_link(person))  # a new link works
    assert Event.objects.filter(action="people.sign_out_everywhere").count() == 1


def test_staff_are_out_when_left_alone_and_after_a_working_day(settings):
    for staff, seconds in ((ReaderFactory(), {"seen": settings.STAFF_IDLE_AGE + 60}),):
        client = signed_in(staff)
        age(client, **seconds)
        assert client.get(reverse("web:desk")).url.startswith("/sign-in/?")
    client = signed_in(CoordinatorFactory())
    age(client, opened=settings.STAFF_SESSION_AGE + 60)
    assert client.get(reverse("web:desk")).url.startswith("/sign-in/?")


def test_actors_stay_for_two_weeks_and_no_longer(settings):
    client = signed_in(UserFactory())
    age(client, opened=settings.STAFF_SESSION_AGE + 60, seen=settings.STAFF_IDLE_AGE + 60)
    assert is_in(client)
    age(client, opened=settings.SESSION_COOKIE_AGE + 60)
    assert not is_in(client)


def test_being_seen_keeps_staff_in(settings):
    client = signed_in(ReaderFactory())
    age(client, seen=settings.STAFF_IDLE_AGE - 60)
    assert client.get(reverse("web:desk")).status_code == 200
    assert time.time() - client.session[sessions.KEY]["seen"] < 60


def test_removing_staff_and_erasing_a_person_end_their_sessions_at_once():
    boss, member, actor = CoordinatorFactory(), ReaderFactory(), UserFactory()
    gone, erased = signed_in(member), by_link(actor)
    actions.remove_staff(boss, user=member)
    actions.erase_person(boss, person=actor)
    assert not is_in(gone)
    assert not is_in(erased)
    assert not BrowserSession.objects.filter(person__in=[member, actor]).exists()


def test_session_gets_a_new_key_at_sign_in():
    person = CoordinatorFactory()
    client = Client()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"email": UserFactory().email})
    before = client.session.session_key
    client.post(actions.make_sign_in_link(person.email))
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_session_that_was_ended_during_a_request_does_not_come_back():
    person = UserFactory()
    client = signed_in(person)
    age(client, seen=sessions.NOTE_EVERY + 1)
    BrowserSession.objects.all().delete()  # as if another request had just ended it
    client.get(reverse("web:my"))
    assert not is_in(client)


def test_old_rows_are_forgotten():
    signed_in(UserFactory())
    BrowserSession.objects.update(seen_at="2019-01-01T00:00Z")
    recent = signed_in(UserFactory())
    assert sessions.forget_old(None) == 1
    assert BrowserSession.objects.get().key == recent.session.session_key


def test_public_pages_note_nobody():
    client = Client()
    client.get(reverse("web:about"))
    InterestFactory()
    assert not BrowserSession.objects.exists()
