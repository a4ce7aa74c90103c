"""Somebody looks for something: from the head of any page, and by the slash key on the desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

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
    }.items():
        visitor.go(f"/search/{query}").shoot(f"search-{name}")


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
