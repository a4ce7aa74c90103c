import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tests.varv.factories import CoordinatorFactory, RegionFactory, UserFactory
from varv.people import actions, identity
from varv.registry import kinds
from varv.registry.models import Event, Message

pytestmark = pytest.mark.usefixtures("db")


def path_of(person):
    return identity.my_page_link(person).removeprefix("http://127.0.0.1:8000")


def whose(client):
    return client.session.get(identity.SESSION_KEY, [None])[0]


def test_link_lets_its_owner_in_and_leaves_the_address(client):
    person = UserFactory()
    before = client.session.session_key
    answer = client.get(path_of(person))
    assert answer.status_code == 302
    assert answer.url == reverse("web:my")
    assert whose(client) == person.pk
    assert client.session.session_key != before


@pytest.mark.parametrize("token", ["x", "WzEsIngiXQ:1abc:def", "a" * 3000, "%00", "å<b>"])
def test_wrong_token_gets_a_friendly_page_with_a_way_on(client, token):
    RegionFactory()
    answer = client.get(f"/my/{token}/")
    assert answer.status_code == 410
    assert reverse("people:new_link") in answer.content.decode()
    assert whose(client) is None


def test_who_signed_in_is_named_in_the_log_as_anybody_else(client, rf):
    """The user of a request is a lazy stand-in until somebody looks."""
    RegionFactory()
    person = UserFactory()
    client.force_login(person)
    request = rf.get("/")
    request.session, request.user = client.session, SimpleLazyObject(lambda: person)
    found = identity.person_of(request)
    assert kinds.ref(found) == kinds.ref(person)
    client.post(reverse("people:my_data_file"))
    event = Event.objects.get(action="people.export_person")
    assert (event.subject_kind, event.subject_id) == kinds.ref(person)
    assert event.actor_id == person.pk


def test_link_dies_of_age(client, monkeypatch):
    person = UserFactory()
    path = path_of(person)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + identity.MAX_AGE + 10)
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("change", [{"email": "other@actor.example"}, {"is_active": False}])
def test_link_and_open_session_die_with_the_address(client, change, rf):
    person = UserFactory()
    path = path_of(person)
    client.get(path)
    for field, value in change.items():
        setattr(person, field, value)
    person.save()
    assert client.get(path).status_code == 410
    request = rf.get("/my/")
    request.session, request.user = client.session, None
    assert identity.person_of(request) is None


def my_page(client):
    return client.get(reverse("web:my")).content.decode()


def test_signing_in_by_a_link_ends_the_page_that_anothers_link_opened(client):
    RegionFactory()
    anna, bo = UserFactory(), CoordinatorFactory()
    client.get(path_of(anna))
    assert anna.email in my_page(client)
    client.post(actions.make_sign_in_link(bo.email))
    assert whose(client) is None
    assert bo.email in my_page(client)


def test_signing_in_by_a_code_ends_the_page_that_anothers_link_opened(client):
    RegionFactory()
    anna, bo = UserFactory(), UserFactory()
    client.get(path_of(anna))
    client.post(reverse("account_login"), {"email": bo.email})
    code = Message.objects.latest("pk").secrets["code"]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(bo.pk)
    assert whose(client) is None
    assert bo.email in my_page(client)


def test_who_is_signed_in_comes_before_the_holder_of_a_link(client, rf):
    holder, signed_in = UserFactory(), UserFactory()
    client.get(path_of(holder))
    request = rf.get("/my/")
    request.session, request.user = client.session, signed_in
    assert identity.person_of(request) == signed_in


@pytest.mark.parametrize("by_link", [True, False])
def test_link_of_somebody_else_takes_a_button(client, by_link):
    RegionFactory()
    present, holder = UserFactory(name="Anna Berg"), UserFactory()
    client.get(path_of(present)) if by_link else client.force_login(present)
    answer = client.get(path_of(holder))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Anna Berg" in answer.content.decode()
    assert holder.email not in answer.content.decode()
    assert present.email in my_page(client)
    assert client.post(path_of(holder)).url == reverse("web:my")
    assert whose(client) == holder.pk
    assert "_auth_user_id" not in client.session
    assert holder.email in my_page(client)


def test_other_sites_cannot_press_the_button():
    RegionFactory()
    client = Client(enforce_csrf_checks=True)
    present, holder = UserFactory(), UserFactory()
    client.get(path_of(present))
    assert client.post(path_of(holder)).status_code == 403
    assert whose(client) == present.pk


def test_own_link_keeps_who_is_signed_in(client):
    person = UserFactory()
    client.force_login(person)
    assert client.get(path_of(person)).url == reverse("web:my")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_link_leaves_nothing_of_what_was_in_the_session(client):
    session = client.session
    session["left_here"] = "by a stranger"
    session.save()
    client.get(path_of(UserFactory()))
    assert "left_here" not in client.session


def test_open_page_closes_after_some_hours(rf, client, monkeypatch):
    person = UserFactory()
    client.get(path_of(person))
    request = rf.get("/my/")
    request.session, request.user = client.session, None
    assert identity.person_of(request) == person
    del request._varv_person
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + identity.SESSION_AGE + 10)
    assert identity.person_of(request) is None


def test_new_link_is_mailed_to_who_is_known(client):
    RegionFactory()
    person = UserFactory()
    answer = client.post(reverse("people:new_link"), {"email": person.email.upper()})
    assert answer.url == reverse("people:new_link_sent")
    mail = Message.objects.get()
    assert mail.recipient == person.email
    assert mail.language == "sv"
    path = mail.secrets["link"]
    assert Client().get(path.removeprefix("http://127.0.0.1:8000")).status_code == 302


def test_new_link_does_not_tell_who_is_known(client):
    RegionFactory()
    person = UserFactory()
    answers = [
        client.post(reverse("people:new_link"), {"email": email})
        for email in (person.email, "stranger@else.example")
    ]
    known, stranger = (dict(answer.headers) for answer in answers)
    assert known.pop("X-Request-ID") != stranger.pop("X-Request-ID")
    for headers in (known, stranger):
        assert headers.pop("Expires")  # the second of the answer, which may pass between the two
    assert known == stranger
    assert answers[0].content == answers[1].content
    assert [mail.recipient for mail in Message.objects.all()] == [person.email]


def test_strangers_address_takes_the_same_queries(client):
    RegionFactory()
    person = UserFactory()
    counts = []
    for email in (person.email, "stranger@else.example"):
        with CaptureQueriesContext(connection) as captured:
            actions.send_my_link(email=email, language="sv")
        done = [query["sql"].split()[0] for query in captured]
        counts.append([verb for verb in done if verb not in {"RELEASE", "ROLLBACK"}])
    assert counts[0] == counts[1]


def test_new_link_is_limited_by_address_without_saying_so(client):
    RegionFactory()
    person = UserFactory()
    for _ in range(6):
        answer = client.post(reverse("people:new_link"), {"email": person.email})
        assert answer.url == reverse("people:new_link_sent")
    assert Message.objects.count() == 3


@pytest.mark.parametrize("typed", ["", "x", "a@b.se\r\nBcc: c@d.se", "a\x00@b.se", "a" * 100_000])
def test_new_link_gives_hostile_input_back(client, typed):
    RegionFactory()
    answer = client.post(reverse("people:new_link"), {"email": typed})
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()
    assert not Message.objects.exists()
