"""What may be kept by others, what is only asked for anew, and what a first visit costs."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.varv.factories import RegistrationFactory, UserFactory
from varv.cycles.models import Area
from varv.meetings.models import Meeting
from varv.people.identity import my_page_link

PUBLIC = ["/", "/areas/", "/meetings/", "/frame/", "/about/", "/programme/"]
PUBLIC += ["/memos/", "/api/v1/meetings"]
FORMS = ["/meetings/sign-up/", "/interest/", "/sign-in/", "/my/new-link/"]
COMPRESSED = {"Accept-Encoding": "gzip"}
#: Over the wire, on the first visit: page, styles, scripts and pictures.
BUDGET = 30_000


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_may_be_kept_for_a_moment_by_all_who_send_no_cookie(county, client, address):
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=10"
    assert "Cookie" in answer.headers["Vary"]
    assert not answer.cookies


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_that_is_as_it_was_is_not_sent_again(county, client, address):
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_public_page_that_has_changed_is_sent_again(county, client):
    address = Meeting.objects.earliest("pk").get_absolute_url()
    etag = client.get(address).headers["ETag"]
    Meeting.objects.update(capacity=7)
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again.headers["ETag"] != etag


@pytest.mark.parametrize("address", [*PUBLIC, *FORMS, "/my/"])
def test_page_of_somebody_signed_in_is_kept_by_nobody(county, client, address):
    client.force_login(UserFactory())
    answer = client.get(address)
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("address", PUBLIC)
def test_page_of_whoever_opened_a_personal_link_is_kept_by_nobody(county, client, address):
    link = my_page_link(RegistrationFactory(meeting=Meeting.objects.earliest("pk")).person)
    client.get(link.removeprefix(django_settings.BASE_URL), follow=True)
    client.post(link.removeprefix(django_settings.BASE_URL))
    assert django_settings.SESSION_COOKIE_NAME in client.cookies
    assert "no-store" in client.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("address", FORMS)
def test_page_with_a_form_is_kept_by_nobody(county, client, address):
    answer = client.get(address)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "csrfmiddlewaretoken" in answer.content.decode()


def test_page_that_shows_a_message_is_kept_by_nobody(county, client):
    client.cookies["messages"] = "something"
    assert "no-store" in client.get("/").headers["Cache-Control"]


def test_page_that_is_not_there_is_kept_by_nobody(county, client):
    assert "no-store" in client.get("/nothing/").headers["Cache-Control"]


def test_languages_are_kept_apart(county, client):
    swedish = client.get("/").headers["ETag"]
    client.post("/language/", {"language": "en"})
    english = client.get("/", headers={"If-None-Match": swedish})
    assert english.status_code == 200
    assert "Cookie" in english.headers["Vary"]


def _first_view(client: Client, address: str) -> int:
    """Return how many bytes the page costs with all it loads, compressed as they are served."""
    answer = client.get(address, headers=COMPRESSED)
    assert answer.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    loaded = set(re.findall(rf'(?:src|href)="{django_settings.STATIC_URL}([^"]+)"', page))
    assert "varv/varv.css" in loaded
    return len(answer.content) + sum(_compressed(name) for name in loaded)


def _compressed(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))


@pytest.mark.parametrize("name", ["home", "area", "meeting", "sign-up"])
def test_first_view_of_a_public_page_costs_little(county, client, name):
    address = {
        "home": "/",
        "area": Area.objects.earliest("pk").get_absolute_url(),
        "meeting": Meeting.objects.earliest("pk").get_absolute_url(),
        "sign-up": reverse("meetings:sign_up"),
    }[name]
    assert _first_view(client, address) < BUDGET


@pytest.mark.parametrize("address", [*PUBLIC[:-1], *FORMS])
def test_no_script_keeps_a_page_from_being_drawn(county, client, address):
    page = client.get(address).content.decode()
    for script in re.findall(r"<script[^>]*>", page):
        assert " defer" in script
