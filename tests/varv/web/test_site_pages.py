"""The site's own pages are found by search, as they read now."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from tests.varv.factories import AreaFactory, RegionFactory
from varv.people.models import Region
from varv.registry import search
from varv.registry.search import words
from varv.text.translated import Translated
from varv.web import site_pages
from varv.web.models import SitePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return RegionFactory(
        about=Translated(sv="Vi samlar zirkonbyarna.", en="We gather the zircon villages."),
        contact_email="kontakten@region.example",
    )


@pytest.fixture
def now():
    return timezone.now()


def found(typed: str) -> list[str]:
    """Return the addresses of the hits."""
    return [hit.thing.url for hit in search.find(AnonymousUser(), typed).hits]


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("personuppgifter", "/privacy/"),
        ("kakor", "/privacy/"),
        ("dataskydd", "/privacy/"),
        ("skärmläsare", "/accessibility/"),
        ("screen reader", "/accessibility/"),
        ("smart specialisering sätt", "/about/"),
        ("zirkonbyarna", "/about/"),
        ("zircon villages", "/about/"),
        ("kontakten@region.example", "/about/"),
        ("öppna data", "/api/docs"),
        ("vill vara med", "/interest/"),
        ("kriterium", "/criteria/"),
        ("fulfilment criteria", "/criteria/"),
        ("testbäddar", "/assets/"),
        ("påståenden", "/claims/"),
        ("PM", "/memos/"),
        ("statistik tabeller", "/datasets/"),
    ],
)
def test_what_a_page_says_is_found(region: Region, now, typed: str, url: str):
    with translation.override("sv"):
        assert site_pages.read_if_due(now) == len(site_pages.NAMES)
        assert url in found(typed)


def test_pages_are_named_in_the_language_that_is_read(region: Region, now):
    site_pages.read_all(region, now)
    for language, name in (("sv", "Tillgänglighet"), ("en", "Accessibility")):
        with translation.override(language):
            (hit,) = [
                one
                for one in search.find(AnonymousUser(), "accessibility").hits
                if one.thing.url == "/accessibility/"
            ]
            assert hit.thing.name == name


@pytest.mark.parametrize("name", site_pages.NAMES)
def test_every_page_has_a_heading_says_something_and_answers(region: Region, now, name: str):
    site_pages.read_all(region, now)
    page = SitePage.objects.get(name=name)
    for language in ("sv", "en"):
        assert page.title[language]
        assert len(page.text[language]) > 40
    assert Client().get(reverse(name)).status_code == 200


def test_an_excerpt_of_a_page_reads_as_sentences(region: Region, now):
    site_pages.read_all(region, now)
    text = SitePage.objects.get(name="web:privacy").text["en"]
    assert "Protects forms against forgery. one year. " in text
    assert "What for" not in text, "the head of a table"
    assert "See what we keep about you" not in text, "a button"
    assert ".." not in text


def test_what_stands_in_a_list_is_found_once(region: Region, now):
    AreaFactory(name=Translated(sv="Zirkonen", en="Zircon"))
    site_pages.read_all(region, now)
    assert not SitePage.objects.get(name="cycles:areas").text.text("sv").count("Zirkonen")


def test_pages_are_read_at_once_and_then_each_hour(region: Region, now):
    assert site_pages.read_if_due(now) > 0
    assert site_pages.read_if_due(now + timedelta(minutes=59)) == 0
    region.about = Translated(sv="Nu gäller det topas.")
    region.save()
    assert site_pages.read_if_due(now + timedelta(minutes=60)) > 0
    assert found("zirkonbyarna") == []
    assert found("topas") == ["/about/"]


def test_without_a_region_there_is_nothing_to_read(db, now):
    assert site_pages.read_if_due(now) == 0


def test_a_page_that_is_no_longer_one_is_forgotten(region: Region, now):
    SitePage.objects.create(name="web:gone", title=Translated(sv="Borta"), read_at=now)
    with translation.override("sv"):
        assert found("borta") == []
        site_pages.read_all(region, now)
    assert not SitePage.objects.filter(name="web:gone").exists()


def test_a_slip_in_a_word_of_a_page_is_forgiven(region: Region, now):
    site_pages.read_all(region, now)
    words.gather(now)
    with translation.override("sv"):
        result = search.find(AnonymousUser(), "tilgänglighet")
    assert result.corrected == "tillgänglighet"
