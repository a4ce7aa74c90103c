"""Attack: guess, cut, alter or keep a signed link. Every failure gets the same answer."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.varv.factories import InterestFactory, RegistrationFactory, UserFactory
from tests.varv.web.forms_of_the_site import Scene
from varv.people import actions, identity
from varv.people.models import SignInLink

pytestmark = pytest.mark.usefixtures("county_for_all", "db")


def seen(address: str, method: str = "get") -> tuple[int, str]:
    """Return what a visitor sees, without what differs by request."""
    answer = getattr(Client(), method)(address)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return answer.status_code, text.replace(address, "")


def test_dead_links_to_my_page_all_get_one_answer(scene: Scene, monkeypatch):
    person, gone, moved = UserFactory(), UserFactory(), UserFactory()
    token, of_gone, of_moved = (identity.make_token(one) for one in (person, gone, moved))
    actions.erase_person(None, person=gone)
    moved.email = "moved@example.org"
    moved.save()
    other_salt = signing.dumps([person.pk, identity.fingerprint(person)], salt="other")
    other_key = signing.dumps(
        [person.pk, identity.fingerprint(person)], key="x", salt=identity.SALT
    )
    dead = [
        "x",
        token[:-1],
        token + "x",
        token.swapcase(),
        other_salt,
        other_key,
        of_gone,
        of_moved,
    ]
    answers = {seen(reverse("people:my_link", args=[one])) for one in dead}
    monkeypatch.setattr(identity, "MAX_AGE", -1)
    answers.add(seen(reverse("people:my_link", args=[token])))
    assert len(answers) == 1
    assert answers.pop()[0] == 410


def test_dead_links_that_sign_in_all_get_one_answer(scene: Scene):
    used, late, whole = (
        actions.make_sign_in_link(scene.coordinator.email).strip("/").rsplit("/", 1)[-1]
        for _ in range(3)
    )
    assert actions.use_sign_in_link(token=used)
    links = SignInLink.objects.order_by("pk")
    links.filter(pk=links[1].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    dead = ["x", used, late, whole[:-1], whole.swapcase(), "a" * 2_000]
    answers = {seen(reverse("people:sign_in_once", args=[one]), "post") for one in dead}
    assert len(answers) == 1
    assert answers.pop()[0] == 410


@pytest.mark.parametrize("name", ["change_registration", "cancel_registration"])
def test_registrations_of_others_do_not_exist(scene: Scene, name: str):
    other = RegistrationFactory(meeting=scene.meeting)
    for client in (Client(), scene.person):
        for method in ("get", "post"):
            for number in (other.pk, other.pk + 10_000, 0):
                answer = getattr(client, method)(reverse(f"meetings:{name}", args=[number]))
                assert answer.status_code == 404
    other.refresh_from_db()
    assert other.cancelled_at is None


def test_interests_of_others_do_not_exist(scene: Scene):
    other = InterestFactory(area=scene.area)
    for client in (Client(), scene.person):
        for number in (other.pk, other.pk + 10_000):
            answer = client.post(reverse("cycles:withdraw_interest", args=[number]))
            assert answer.status_code == 404
    other.refresh_from_db()
    assert other.withdrawn_at is None
