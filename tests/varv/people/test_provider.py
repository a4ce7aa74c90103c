"""Sign-in by the organisation's identity provider, against a real one in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from tests.varv.factories import CoordinatorFactory, ReaderFactory, RegionFactory, UserFactory
from varv.people import actions
from varv.people.models import StaffRole, User
from varv.registry.models import Event, Message
from varv.web import environment

pytestmark = pytest.mark.usefixtures("db")
START = "/sign-in/organisation/"
CALLBACK = "/sign-in/organisation/callback/"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a provider; it asks for a nonce, as the strict ones do."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("provider") / "log").open("wb")
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"]
    options = ["--host", "127.0.0.1", "--port", str(port), "--require-nonce", "true"]
    # With coverage or plain, it needs nothing of ours.
    run = subprocess.Popen([*command, *options], stdout=log, stderr=log, env=dict(os.environ))
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, run, Path(log.name))
        yield url
    finally:
        run.terminate()
        run.wait(10)
        log.close()


def _wait_for(url: str, run: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(150):
        assert run.poll() is None, log.read_text()
        try:
            requests.get(f"{url}/.well-known/openid-configuration", timeout=2)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the provider does not answer: {log.read_text()}")


@pytest.fixture(autouse=True)
def set_up(db, issuer, settings, monkeypatch):
    """Set the site up for the provider, by the environment as an operator does."""
    RegionFactory()
    for name, value in {"ISSUER": issuer, "CLIENT_ID": "varv", "CLIENT_SECRET": "secret"}.items():
        monkeypatch.setenv(f"VARV_OIDC_{name}", value)
    monkeypatch.setenv("VARV_OIDC_NAME", "Region Fjällmark")
    configure(settings)


def configure(settings, monkeypatch=None, **variables):
    for name, value in variables.items():
        monkeypatch.setenv(f"VARV_OIDC_{name.upper()}", value)
    oidc = environment.oidc()
    settings.SOCIALACCOUNT_PROVIDERS = {"organisation": {"APPS": oidc["apps"]}}
    settings.OIDC_NAME, settings.OIDC_ONLY = oidc["name"], oidc["only"]
    settings.OIDC_TRUST_EMAIL = oidc["trust_email"]
    settings.OIDC_ROLES, settings.OIDC_GROUPS_CLAIM = oidc["roles"], oidc["groups_claim"]


def known_at(issuer, sub, **claims):
    answer = requests.put(f"{issuer}/users/{sub}", json=claims, timeout=5)
    assert answer.ok, answer.text


def at_the_provider(client, sub, start=START, **form):
    """Say at the provider who one is; return the address that it sends the browser back to."""
    asked = client.get(start)
    assert asked.status_code == 302, asked.content
    answer = requests.post(asked.url, data={"sub": sub, **form}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://127.0.0.1:8000")


def dance(sub, start=START):
    client = Client()
    return client, client.get(at_the_provider(client, sub, start))


def is_in(client):
    return "_auth_user_id" in client.session


def test_staff_come_in_by_a_verified_address_and_need_no_second_factor(issuer, settings):
    settings.SECOND_FACTOR = "required"
    person = CoordinatorFactory(email="kim@region.example")
    known_at(issuer, "kim-1", email="Kim@region.example", email_verified=True)
    client, answer = dance("kim-1")
    assert answer.url == reverse("people:after_sign_in")
    assert client.get("/desk/").status_code == 200
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Event.objects.filter(action="people.sign_in", subject_id=person.pk).count() == 1


def test_own_second_factor_is_not_asked_for_beside_the_providers(issuer):
    person = ReaderFactory(email="app@region.example")
    actions.begin_second_factor(person, secret="JBSWY3DPEHPK3PXP")
    known_at(issuer, "app-1", email=person.email, email_verified=True)
    client, _answer = dance("app-1")
    assert is_in(client)


def test_account_stays_the_persons_when_the_address_there_changes(issuer):
    person = ReaderFactory(email="lo@region.example")
    known_at(issuer, "lo-1", email=person.email, email_verified=True)
    dance("lo-1")
    known_at(issuer, "lo-1", email="lo.new@region.example", email_verified=False)
    client, _answer = dance("lo-1")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert SocialAccount.objects.get().extra_data == {}  # none of what it said is kept


@pytest.mark.parametrize("verified", [False, None, "no"])
def test_unverified_address_takes_over_nobodys_account(issuer, verified):
    CoordinatorFactory(email="boss@region.example")
    claims = {} if verified is None else {"email_verified": verified}
    known_at(issuer, "evil-1", email="boss@region.example", **claims)
    client, answer = dance("evil-1")
    assert answer.status_code == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_operator_may_vouch_for_all_addresses_of_a_directory(issuer, settings, monkeypatch):
    configure(settings, monkeypatch, trust_email="1")
    person = ReaderFactory(email="entra@region.example")
    known_at(issuer, "entra-1", email=person.email)
    client, _answer = dance("entra-1")
    assert is_in(client)


def test_whoever_is_not_on_the_staff_gets_a_clear_page_and_no_row(issuer):
    actor = UserFactory(email="actor@region.example")
    before = User.objects.count()
    for sub, email in (("actor-1", actor.email), ("nobody-1", "nobody@region.example")):
        known_at(issuer, sub, email=email, email_verified=True)
        client, answer = dance(sub)
        assert answer.status_code == 403
        assert "Region Fjällmark" in answer.content.decode()
        assert not is_in(client)
    assert User.objects.count() == before
    assert not StaffRole.objects.exists()


def test_whoever_left_the_staff_or_was_erased_does_not_come_back(issuer):
    boss, person = CoordinatorFactory(), ReaderFactory(email="gone@region.example")
    known_at(issuer, "gone-1", email=person.email, email_verified=True)
    dance("gone-1")
    actions.remove_staff(boss, user=person)
    client, answer = dance("gone-1")
    assert (answer.status_code, is_in(client)) == (403, False)
    actions.erase_person(boss, person=person)
    assert not SocialAccount.objects.exists()
    client, answer = dance("gone-1")
    assert (answer.status_code, is_in(client)) == (403, False)


NEW = {"email": "ny@region.example", "email_verified": True}


def test_groups_give_and_change_roles(issuer, settings, monkeypatch):
    configure(settings, monkeypatch, roles="coordinator=s3-leads, reader=s3-all")
    known_at(
        issuer,
        "ny-1",
        email="ny@region.example",
        email_verified=True,
        groups=["all-staff", "s3-all"],
    )
    client, _answer = dance("ny-1")
    person = User.objects.get(email="ny@region.example")
    assert person.roles == {"reader"}
    assert client.get("/desk/").status_code == 200
    known_at(
        issuer,
        "ny-1",
        email="ny@region.example",
        email_verified=True,
        groups=["s3-all", "s3-leads"],
    )
    dance("ny-1")
    person = User.objects.get(pk=person.pk)
    assert person.roles == {"coordinator"}
    # The last coordinator stays one, whatever the groups say.
    known_at(
        issuer,
        "ny-1",
        email="ny@region.example",
        email_verified=True,
        groups=["all-staff", "s3-all"],
    )
    dance("ny-1")
    assert User.objects.get(pk=person.pk).roles == {"coordinator"}
    assert Event.objects.filter(action="people.role_by_provider").count() == 1


def test_question_has_state_nonce_and_pkce_and_one_way_back():
    asked = parse_qs(urlsplit(Client().get(START).url).query)
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) >= 16
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) >= 43
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == [f"http://127.0.0.1:8000{CALLBACK}"]


def test_way_back_does_not_follow_the_host_that_was_asked_for():
    asked = Client().get(START, headers={"host": "evil.example"})
    assert "evil.example" not in asked.url


def test_answer_works_in_the_browser_that_asked_and_once(issuer):
    person = ReaderFactory(email="once@region.example")
    known_at(issuer, "once-1", email=person.email, email_verified=True)
    client, other = Client(), Client()
    back = at_the_provider(client, "once-1")
    assert other.get(back).status_code == 400
    assert not is_in(other)
    assert client.get(back).status_code == 302
    client.post(reverse("account_logout"))
    assert client.get(back).status_code == 400
    assert not is_in(client)


def test_token_made_for_another_question_is_refused(issuer):
    person = ReaderFactory(email="nonce@region.example")
    known_at(issuer, "nonce-1", email=person.email, email_verified=True)
    client, thief = Client(), Client()
    stolen = parse_qs(urlsplit(at_the_provider(thief, "nonce-1")).query)["code"][0]
    state = parse_qs(urlsplit(client.get(START).url).query)["state"][0]
    answer = client.get(CALLBACK, {"code": stolen, "state": state})
    assert answer.status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize(
    "query",
    [{}, {"state": "x"}, {"code": "x"}, {"code": "x", "state": "y"}, {"error": "access_denied"}],
)
def test_made_up_answers_are_refused_with_a_page(query):
    answer = Client().get(CALLBACK, query)
    assert answer.status_code == 400
    assert reverse("account_login") in answer.content.decode()


def test_whoever_says_no_there_gets_a_page(issuer):
    client = Client()
    back = at_the_provider(client, "no-1", action="deny")
    answer = client.get(back)
    assert (answer.status_code, is_in(client)) == (400, False)


def test_next_is_followed_within_the_site_only(issuer):
    person = ReaderFactory(email="next@region.example")
    known_at(issuer, "next-1", email=person.email, email_verified=True)
    for wanted, end in (
        ("/desk/staff/", "/desk/staff/"),
        ("https://evil.example/", "/sign-in/done/"),
        ("//evil.example/", "/sign-in/done/"),
    ):
        _client, answer = dance("next-1", f"{START}?next={wanted}")
        assert answer.url == end


def test_silent_provider_is_told_of(settings, monkeypatch):
    configure(settings, monkeypatch, issuer="http://127.0.0.1:9")
    answer = Client().get(START)
    assert answer.status_code == 502
    assert "svarar inte" in answer.content.decode()


def test_without_a_provider_its_addresses_do_not_exist(settings, monkeypatch):
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"VARV_OIDC_{name}")
    configure(settings)
    assert Client().get(START).status_code == 404
    assert Client().get(CALLBACK).status_code == 404
    assert START not in Client().get("/sign-in/").content.decode()


def test_sign_in_page_offers_the_provider_by_its_name():
    page = Client().get("/sign-in/?next=/desk/staff/").content.decode()
    assert "Region Fjällmark" in page
    assert f"{START}?next=/desk/staff/" in page


def test_code_by_mail_can_be_closed_to_staff_and_stays_open_to_actors(settings, monkeypatch):
    configure(settings, monkeypatch, only="1")
    staff, actor = ReaderFactory(), UserFactory()
    answers = [
        Client().post("/sign-in/", {"email": person.email}).status_code for person in (staff, actor)
    ]
    assert answers == [302, 302]  # the same answer: who is staff is not told
    assert [mail.recipient for mail in Message.objects.all()] == [actor.email]


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"ISSUER": "https://id.example"}, "CLIENT_ID"),
        ({"ISSUER": "http://id.example", "CLIENT_ID": "x"}, "https"),
        ({"ONLY": "1"}, "VARV_OIDC_ISSUER"),
        ({"ROLES": "boss=x"}, "VARV_OIDC_ROLES"),
        ({"ROLES": "reader"}, "VARV_OIDC_ROLES"),
    ],
)
def test_careless_set_up_is_refused_by_name(monkeypatch, variables, named):
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"VARV_OIDC_{name}")
    for name, value in variables.items():
        monkeypatch.setenv(f"VARV_OIDC_{name}", value)
    with pytest.raises(environment.ImproperlyConfigured, match=named):
        environment.oidc()
