"""The second factor of staff."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
)
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.varv.factories import CoordinatorFactory, ReaderFactory, RegionFactory, UserFactory
from varv.people import actions, second_factor
from varv.registry.models import Event, Message

pytestmark = pytest.mark.usefixtures("db")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = "/my/second-factor/"


@pytest.fixture(autouse=True)
def region(db):
    return RegionFactory()


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


def code_of_app(secret=SECRET, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_app(person):
    return actions.begin_second_factor(person, secret=SECRET)


def code_in_mail():
    return Message.objects.filter(kind="people.sign_in_code").latest("pk").secrets["code"]


def type_code_of_mail(person):
    client = Client()
    client.post(reverse("account_login"), {"email": person.email})
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    return client, answer


def sign_in(person, code=None):
    client, _answer = type_code_of_mail(person)
    answer = client.post(reverse("mfa_authenticate"), {"code": code or code_of_app()})
    return client, answer


def is_in(client):
    return "_auth_user_id" in client.session


def test_code_of_the_app_is_asked_for_after_the_code_of_the_mail():
    person = ReaderFactory()
    with_app(person)
    client, answer = type_code_of_mail(person)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(reverse("web:desk")).url.startswith("/sign-in/?")
    assert client.get(answer.url).status_code == 200
    answer = client.post(answer.url, {"code": code_of_app()})
    assert answer.url == reverse("people:after_sign_in")
    assert client.get(reverse("web:desk")).status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "abc", "\x00", "1" * 500])
def test_wrong_code_is_refused_with_the_form(code):
    person = ReaderFactory()
    with_app(person)
    client, _answer = type_code_of_mail(person)
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 422
    assert not is_in(client)


def test_code_of_the_app_works_once():
    person, code = ReaderFactory(), code_of_app()
    with_app(person)
    sign_in(person, code)
    _client, answer = sign_in(person, code)
    assert answer.status_code == 422


def test_tries_are_few_even_with_a_new_mail_each_time():
    person = ReaderFactory()
    with_app(person)
    client, _answer = type_code_of_mail(person)
    for number in range(5):
        client.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    client, _answer = type_code_of_mail(person)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of_app()})
    assert answer.status_code == 422
    assert not is_in(client)


def test_recovery_code_signs_in_once():
    person = ReaderFactory()
    codes = with_app(person)
    assert len(set(codes)) == 10
    client, _answer = sign_in(person, codes[3])
    assert is_in(client)
    client, answer = sign_in(person, codes[3])
    assert answer.status_code == 422
    assert not is_in(client)


def test_secret_is_not_readable_in_the_database(settings):
    person = ReaderFactory()
    with_app(person)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept
    client, _answer = sign_in(person)
    assert is_in(client)
    settings.SECRET_KEY = "another key, after the old one was lost, of forty signs"
    _client, answer = sign_in(person, code_of_app(steps=1))
    assert answer.status_code == 422


@pytest.mark.usefixtures("required")
class TestRequired:
    def test_desk_is_closed_until_the_app_is_added(self):
        person = CoordinatorFactory()
        client, answer = type_code_of_mail(person)
        assert client.get(answer.url).url == PAGE
        for address in ("/desk/", "/desk/staff/", "/desk/messages/"):
            assert client.get(address).url == PAGE
            assert client.post(address).url == PAGE
        assert client.get("/desk/", headers={"hx-request": "true"})["HX-Redirect"] == PAGE
        assert client.get(PAGE).status_code == 200
        secret = get_adapter().decrypt(client.session[SECRET_SESSION_KEY])
        answer = client.post(PAGE, {"code": code_of_app(secret)})
        assert answer.url == reverse("people:recovery_codes")
        page = client.get(answer.url).content.decode()
        assert len(re.findall(r"<code[^>]*>\d{8}</code>", page)) == 10
        assert client.get(reverse("people:recovery_codes")).status_code == 302  # shown once
        assert client.get("/desk/").status_code == 200

    def test_who_lacks_it_has_no_role_anywhere(self, rf):
        person = CoordinatorFactory()
        client, _answer = type_code_of_mail(person)
        assert client.get(reverse("web:my")).status_code == 200
        assert not client.get(reverse("web:my")).context["user"].roles

    def test_actors_need_none(self):
        client, _answer = type_code_of_mail(UserFactory())
        assert client.get(reverse("web:my")).status_code == 200
        assert client.get(PAGE).status_code == 403

    def test_link_of_the_operator_leads_to_the_app_and_needs_no_code(self):
        person = CoordinatorFactory()
        client = Client()
        client.post(actions.make_sign_in_link(person.email))
        assert client.get("/desk/").url == PAGE
        with_app(person)
        client = Client()
        client.post(actions.make_sign_in_link(person.email))
        assert client.get("/desk/").status_code == 200
        client.post(reverse("people:remove_second_factor"))  # the phone is lost
        assert not second_factor.has_one(person)

    def test_rehearsal_only_offers_it(self, settings):
        settings.REHEARSAL = True
        assert not second_factor.is_required()


def test_where_it_is_offered_the_desk_is_open():
    client, _answer = type_code_of_mail(ReaderFactory())
    assert client.get("/desk/").status_code == 200


def test_adding_the_app_signs_other_browsers_out_and_tells_by_mail():
    person = ReaderFactory()
    other, _answer = type_code_of_mail(person)
    other.get("/desk/")
    client, _answer = type_code_of_mail(person)
    client.get(PAGE)
    client.post(
        PAGE, {"code": code_of_app(get_adapter().decrypt(client.session[SECRET_SESSION_KEY]))}
    )
    assert client.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302
    mail = Message.objects.get(kind="people.second_factor_changed")
    assert mail.recipient == person.email
    assert Event.objects.filter(action="people.begin_second_factor").count() == 1


def test_wrong_first_code_adds_nothing_and_keeps_the_key():
    person = ReaderFactory()
    client, _answer = type_code_of_mail(person)
    client.get(PAGE)
    secret = get_adapter().decrypt(client.session[SECRET_SESSION_KEY])
    answer = client.post(PAGE, {"code": "000000"})
    assert answer.status_code == 422
    assert get_adapter().decrypt(client.session[SECRET_SESSION_KEY]) == secret
    assert not second_factor.has_one(person)


@pytest.mark.parametrize("name", ["people:recovery_codes", "people:remove_second_factor"])
def test_change_needs_a_fresh_proof(name, monkeypatch):
    person = ReaderFactory()
    with_app(person)
    client, _answer = sign_in(person)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + timedelta(minutes=11).total_seconds())
    assert client.post(reverse(name)).url == reverse("people:prove")
    assert second_factor.has_one(person)
    answer = client.post(reverse("people:prove"), {"code": code_of_app()})
    assert answer.url == PAGE
    assert client.post(reverse(name)).url != reverse("people:prove")


def test_new_recovery_codes_end_the_old_ones():
    person = ReaderFactory()
    old = with_app(person)
    new = actions.renew_recovery_codes(person)
    assert not set(old) & set(new)
    _client, answer = sign_in(person, old[0])
    assert answer.status_code == 422
    client, _answer = sign_in(person, new[0])
    assert is_in(client)


def test_coordinator_resets_the_app_of_another_and_the_person_is_told():
    boss, person = CoordinatorFactory(), ReaderFactory()
    with_app(person)
    theirs, _answer = sign_in(person)
    theirs.get("/desk/")
    client = Client()
    client.force_login(boss)
    address = reverse("people:desk_second_factor", args=[person.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).url == reverse("people:desk_staff")
    assert not second_factor.has_one(person)
    assert not is_in(theirs)
    event = Event.objects.get(action="people.reset_second_factor")
    assert (event.actor_id, event.subject_id) == (boss.pk, person.pk)
    assert Message.objects.filter(
        kind="people.second_factor_changed", recipient=person.email
    ).exists()
    assert client.post(address).status_code == 422
    assert client.get(reverse("people:desk_second_factor", args=[boss.pk])).status_code == 404


def test_app_is_added_once():
    person = ReaderFactory()
    with_app(person)
    with pytest.raises(ValidationError):
        with_app(person)


def test_erasing_a_person_takes_the_app_with_it():
    person = UserFactory()
    with_app(person)
    actions.erase_person(CoordinatorFactory(), person=person)
    assert not Authenticator.objects.filter(user=person).exists()
