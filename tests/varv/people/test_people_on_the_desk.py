"""The rights of a person on the desk: found, told, copied, erased, each act in the log."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.varv.factories import (
    AnalystFactory,
    CoordinatorFactory,
    ReaderFactory,
    RegionFactory,
    RepresentationFactory,
    UserFactory,
)
from varv.people import actions, identity
from varv.registry.models import Event, Message

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def region(db):
    return RegionFactory()


@pytest.fixture
def coordinator(client):
    user = CoordinatorFactory(name="Johan Ek")
    client.force_login(user)
    return user


@pytest.fixture
def person():
    held = RepresentationFactory(person=UserFactory(name="Anna Åberg", email="anna@fjall.example"))
    actions.send_my_link(email=held.person.email, language="sv")
    return held.person


def at(name, person):
    return reverse(f"people:{name}", args=[person.pk])


def found(client, text):
    return list(client.get(reverse("people:desk_people"), {"q": text}).context["page"])


@pytest.mark.parametrize("text", ["anna", "ÅBERG", "fjall.ex", " Anna Å "])
def test_person_is_found_by_name_or_address(client, coordinator, person, text):
    UserFactory(name="Bo Ek", email="bo@skog.example")
    assert found(client, text) == [person]


def test_list_has_everybody_and_bears_hostile_searches(client, coordinator, person):
    assert set(found(client, "")) == {coordinator, person}
    assert found(client, "%") == []
    assert client.get(reverse("people:desk_people"), {"q": "a\x00<b>"}).status_code == 200


def test_page_tells_how_much_is_kept_by_app(client, coordinator, person):
    client.cookies["django_language"] = "sv"
    answer = client.get(at("desk_person", person))
    assert answer.context["kept"] == {"personer": 2, "diarium": 2}
    assert Event.objects.filter(action="people.export_person").count() == 0


def test_page_of_a_button_opened_by_its_address_says_what_to_do(client, coordinator, person):
    client.cookies["django_language"] = "sv"
    answer = client.get(at("desk_person_copy", person))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Sidan öppnas bara med sin knapp" in answer.content.decode()
    assert Event.objects.filter(action="people.export_person").count() == 0


def test_copy_is_a_file_and_is_logged(client, coordinator, person):
    assert client.get(at("desk_person_export", person)).status_code == 405
    answer = client.post(at("desk_person_export", person))
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    copy = json.loads(answer.content)
    assert copy["people"]["name"] == "Anna Åberg"
    assert len(copy["registry.messages"]["messages"]) == 1
    event = Event.objects.get(action="people.export_person")
    assert (event.actor_id, event.subject_id) == (coordinator.pk, person.pk)


def test_erasing_asks_first_then_erases_and_is_logged(client, coordinator, person):
    address = at("desk_person_erase", person)
    assert client.get(address).status_code == 200
    person.refresh_from_db()
    assert person.is_active
    assert client.post(address).url == reverse("people:desk_people")
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("", False)
    assert not Message.objects.filter(recipient="anna@fjall.example").exists()
    event = Event.objects.get(action="people.erase_person")
    assert (event.actor_id, event.subject_id) == (coordinator.pk, person.pk)
    assert "Anna" not in json.dumps(event.data)
    assert found(client, "") == [coordinator]
    assert client.get(at("desk_person", person)).status_code == 404


def test_erasing_ends_the_sessions_of_the_person_and_of_nobody_else(client, coordinator, person):
    by_link, signed_in, other = Client(), Client(), Client()
    by_link.get(f"/my/{identity.make_token(person)}/")
    signed_in.force_login(person)
    signed_in.get("/my/")
    other.get(f"/my/{identity.make_token(UserFactory())}/")
    assert Session.objects.count() == 4
    actions.erase_person(coordinator, person=person)
    assert set(Session.objects.values_list("pk", flat=True)) == {
        client.session.session_key,
        other.session.session_key,
    }


def test_staff_must_be_taken_off_the_staff_first(client, coordinator):
    member = ReaderFactory()
    answer = client.post(at("desk_person_erase", member))
    assert answer.status_code == 422
    member.refresh_from_db()
    assert member.is_active
    with pytest.raises(ValidationError):
        actions.erase_person(coordinator, person=coordinator)


def test_nobody_is_erased_twice(coordinator, person):
    actions.erase_person(coordinator, person=person)
    with pytest.raises(ValidationError):
        actions.erase_person(coordinator, person=person)


@pytest.mark.parametrize("factory", [AnalystFactory, ReaderFactory, UserFactory])
def test_only_coordinators_come_here(client, person, factory):
    client.force_login(factory())
    assert client.get(reverse("people:desk_people")).status_code == 403
    assert client.get(at("desk_person", person)).status_code == 403
    assert client.post(at("desk_person_export", person)).status_code == 403
    assert client.post(at("desk_person_erase", person)).status_code == 403
    person.refresh_from_db()
    assert person.is_active


def test_menu_of_the_desk_leads_here(client, coordinator):
    assert reverse("people:desk_people") in client.get(reverse("web:desk")).content.decode()
