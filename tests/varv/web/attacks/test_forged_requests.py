"""Attack: have somebody's browser do something, or have a link lead elsewhere."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import URLPattern, get_resolver, is_valid_path, reverse

from tests.varv.web.attacks.site import whole
from tests.varv.web.forms_of_the_site import Scene, pages_of, samples
from varv.registry.models import Event, Message
from varv.registry.outbox import compose

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

EVIL = "https://evil.example/"
ELSEWHERE = [
    EVIL,
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "\x01https://evil.example",
    "https://testserver@evil.example/",
]
#: Chooses a language and nothing else, without a token: with one, no page could be kept (ADR 16).
LANGUAGE = "/language/"
LEADING = ("next", "url", "to", "return", "redirect", "continue", "back")


def every_address(scene: Scene) -> list[str]:
    """Return all addresses of which an example is known; a sample may not fit its place."""
    found = pages_of(get_resolver().url_patterns, samples(scene))
    return [one for one in found if is_valid_path(one)]


def test_every_post_asks_for_the_token_of_our_own_form(scene: Scene):
    """No address takes a POST without it, whoever is signed in; the API takes no POST at all."""
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(scene.coordinator)
    addresses = [one for one in every_address(scene) if one != LANGUAGE]
    before = Event.objects.count()
    for address in addresses:
        answer = forged.post(address, {"name": "x"})
        allowed = {403, 404, 405} if address.startswith("/api/v1/") else {403, 405}
        assert answer.status_code in allowed, address
    assert len(addresses) > 60
    assert Event.objects.count() == before


def test_no_view_is_exempt_from_the_token():
    def views(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern
            else:
                yield from views(pattern.url_patterns)

    exempt = {
        str(one.pattern)
        for one in views(get_resolver().url_patterns)
        if getattr(one.callback, "csrf_exempt", False)
    }
    api = {str(one.pattern) for one in views(get_resolver().url_patterns) if _is_api(one)}
    known = {LANGUAGE.removeprefix("/")}
    assert exempt - known <= api, "only the API, which has no cookies to abuse and takes no POST"


def _is_api(pattern: URLPattern) -> bool:
    return getattr(pattern.callback, "__module__", "").startswith("ninja")


#: That an invitation's link was opened is what its sender wants to know, and nothing is done by it.
NOTED_ON_OPENING = {"consultation.open_invitation"}


def test_an_action_is_never_done_by_a_link(scene: Scene):
    """Opening every address, as a picture on another site makes a browser do, writes nothing."""
    for client in (scene.desk, scene.person):
        addresses, before = every_address(scene), Event.objects.count()
        for address in addresses:
            whole(client.get(address))
        done = Event.objects.order_by("-pk")[: Event.objects.count() - before]
        told = {one.action for one in done if "export" not in one.action}
        assert told - NOTED_ON_OPENING == set()


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_address_leads_elsewhere(scene: Scene, elsewhere: str):
    asked = dict.fromkeys(LEADING, elsewhere)
    for client in (Client(), scene.desk):
        for name in ("account_login", "people:after_sign_in", "set_language", "web:my", "web:desk"):
            for answer in (client.get(reverse(name), asked), client.post(reverse(name), asked)):
                leads_to = answer.headers.get("Location", "")
                assert "evil" not in re.sub(r"next=[^&]*", "", leads_to), name
                assert not leads_to.startswith(("//", "/\\", "javascript"))


def test_who_signs_in_is_not_led_elsewhere(scene: Scene):
    client = Client()
    client.post(f"/sign-in/?next={EVIL}", {"email": scene.coordinator.email, "next": EVIL})
    mail = Message.objects.filter(kind="people.sign_in_code").latest("pk")
    code = mail.secrets["code"]
    answer = client.post("/sign-in/code/", {"code": code, "next": EVIL})
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "host", ["evil.example", "s3.region.example.evil.example", "s3", "", "a b"]
)
def test_unknown_host_is_refused(settings: LazySettings, host: str):
    settings.ALLOWED_HOSTS = ["s3.region.example"]
    for address in ("/", "/sign-in/", "/api/v1/areas"):
        assert Client().get(address, headers={"host": host}).status_code == 400


def test_links_in_mail_come_from_the_configured_address_only(scene: Scene):
    """The host of a request is whatever its sender wrote there."""
    person = scene.registration.person
    forged = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    for address in ("/my/new-link/", "/sign-in/"):
        Client().post(address, {"email": person.email}, headers=forged)
    mails = Message.objects.filter(recipient=person.email)
    assert mails.count() >= 2
    for mail in mails:
        assert "evil.example" not in str(compose(mail).message())


@pytest.mark.parametrize("override", ["X-HTTP-Method-Override", "X-Method-Override"])
def test_method_is_what_it_is(scene: Scene, override: str):
    answer = scene.desk.get("/my/leave/", headers={override: "POST"})
    assert answer.status_code == 405
    assert scene.desk.post("/about/", {"_method": "GET"}).status_code == 405


def test_session_of_before_is_not_the_session_of_after(scene: Scene):
    """Session fixation: a number that was planted before signing in is worth nothing after."""
    client = Client()
    client.get("/sign-in/")
    client.post("/sign-in/", {"email": scene.coordinator.email})
    before = client.session.session_key
    mail = Message.objects.filter(kind="people.sign_in_code").latest("pk")
    code = mail.secrets["code"]
    client.post("/sign-in/code/", {"code": code})
    assert client.session.session_key != before
    planted = Client()
    planted.cookies["sessionid"] = before
    assert planted.get("/desk/").status_code == 302
