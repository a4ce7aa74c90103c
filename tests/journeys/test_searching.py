"""Somebody looks for something: from the head of any page, and by the slash key on the desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.parametrize(("width", "language"), [("phone", "sv"), ("desktop", "en")])
def test_a_visitor_finds_an_area_from_any_page(
    visit: Callable[..., Visitor], width: str, language: str
):
    visitor = visit(width, language)
    page = visitor.page
    visitor.go("/meetings/")
    if width == "phone":  # there is no room for a field in the head, but for a link
        page.locator(".site-nav a[href='/search/']").click()
        visitor.look()
    field = page.locator("[type=search]")
    field.fill("skog")
    field.press("Enter")
    page.wait_for_url("**/search/?**q=skog**")
    visitor.look().shoot("search-found")
    expect(page.locator(".hits mark").first).to_be_visible()
    page.locator("summary").first.click()
    page.locator("[name=since]").fill("2199-01-01")
    page.locator("main [data-search]").press("Enter")
    page.wait_for_url("**since=2199-01-01**")
    visitor.look().shoot("search-no-days")
    expect(page.locator(".empty")).to_be_visible()
    page.get_by_role("link", name=visitor.says("Search all days")).click()
    page.locator(".hits a").first.click()
    visitor.look()


@pytest.mark.parametrize(("width", "language"), [("phone", "en"), ("desktop", "sv")])
def test_pages_of_search_hold_and_help(visit: Callable[..., Visitor], width: str, language: str):
    visitor = visit(width, language)
    for name, query in {
        "help": "",
        "nothing": "?q=xqzwvut",
        "small": "?q=och",
        "slip": "?q=skgsbruk",
        "wrong-day": "?q=skog&since=igår&until=9999-01-01",
        "phrase": '?q="smart specialisering"',
        "hostile": "?q=<script>alert(1)</script>%00",
        "signs": "?q=%26|!()<->:*'",
    }.items():
        visitor.go(f"/search/{query}").shoot(f"search-{name}")


@pytest.mark.parametrize(("width", "language"), [("phone", "sv"), ("desktop", "en")])
def test_a_keyboard_is_enough_to_find_all_meetings(
    visit: Callable[..., Visitor], width: str, language: str
):
    visitor = visit(width, language)
    page = visitor.page
    visitor.go("/search/")
    _tab_to(page, "main [data-search]")
    page.keyboard.type("möten" if language == "sv" else "meetings")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=m**")
    visitor.look().shoot("search-kind")
    _tab_to(page, "main a[href*='kind=meeting']")
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=meeting**")
    assert page.locator(".hits > li").count() > 3
    _tab_to(page, ".hits a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/**")
    visitor.look()


def _tab_to(page: Page, selector: str) -> None:
    """Go on by the tab key until the focus is on what the selector names."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the tab key does not reach {selector}")


def test_the_slash_key_searches_from_the_desk(
    visit: Callable[..., Visitor], staff_state: dict[str, object]
):
    visitor = visit("desktop", "sv", storage_state=staff_state)
    page = visitor.page
    visitor.go("/desk/")
    page.keyboard.press("/")
    page.keyboard.type("skog")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    visitor.look().shoot("search-desk")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/search/" not in url)
    visitor.look()
