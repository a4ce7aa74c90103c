"""The first page and the pages about the site."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from varv import clock
from varv.cycles.models import StepKind


def test_home_without_a_region_says_how_to_begin(db, client: Client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "varv load" in answer.content.decode()


def test_home_shows_wheel_areas_timetable_and_deadline(county, client: Client):
    text = client.get("/").content.decode()
    for step in StepKind:
        assert f"/steps/{step}/" in text
    for name in ("Jord och skog", "Upplevelser", "Digitala lösningar", "Hållbar energi"):
        assert name in text
    assert text.count('href="/meetings/') >= 8
    for detail in ("torsdag 4 juni", "regionalutveckling@regionjh.se", "RUN/430/2018"):
        assert detail in text
    assert "Inspel kring det framtida tillväxtarbetet" in text


def test_home_speaks_english_when_chosen(county, client: Client):
    client.cookies["django_language"] = "en"
    text = client.get("/").content.decode()
    assert '<html lang="en"' in text
    assert "Sustainable energy" in text
    assert "Last day for input" in text


def test_home_stops_asking_for_input_after_the_last_day(county: datetime, client: Client):
    with clock.pinned(county + timedelta(days=11)):
        text = client.get("/").content.decode()
    assert "Skriv till oss senast" not in text


def test_home_says_rehearsal_only_in_rehearsal(county, client: Client, settings):
    assert "Övning" not in client.get("/").content.decode()
    settings.REHEARSAL = True
    settings.REHEARSAL_START = county
    assert "Övning" in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/about/", "/accessibility/", "/privacy/", "/api/docs"])
def test_page_about_the_site_reads_in_both_languages(county, client: Client, path: str):
    swedish = client.get(path)
    client.cookies["django_language"] = "en"
    english = client.get(path)
    assert swedish.status_code == english.status_code == 200
    assert swedish.content != english.content


def test_language_switch_comes_back_to_the_page(county, client: Client):
    answer = client.post("/language/", {"language": "en", "next": "/about/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/about/"
    assert "About" in client.get("/about/").content.decode()


def test_language_switch_goes_nowhere_else(county, client: Client):
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_robots_keeps_crawlers_from_what_is_private(db, client: Client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in text
    assert "Disallow: /my/" in text


def test_unknown_address_gets_a_page_of_ours(county, client: Client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


def test_policy_allows_nothing_inline_and_nothing_foreign(county, client: Client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_privacy_page_tells_of_browsers_and_of_short_sessions(county, client, settings):
    settings.STAFF_SESSION_AGE = 5 * 3600
    html = client.get("/privacy/").content.decode()
    assert "webbläsarens och systemets namn" in html
    assert "personal: 5 timmar" in html
