"""Other ways of using the site: without JavaScript, in the dark, on a tiny screen, by keyboard."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
PUBLIC = ["/", "/meetings/", "/meetings/sign-up/", "/areas/", "/areas/jord-och-skog/", "/frame/"]
STAFF = ["/desk/", "/desk/meetings/", "/desk/steps/", "/desk/areas/", "/desk/interests/"]
MORE_STAFF = [
    "/desk/organisations/",
    "/desk/staff/",
    "/desk/messages/",
    "/desk/texts/",
    "/desk/log/",
]
REST = ["/desk/milestones/", "/desk/bodies/", "/desk/evidence/", "/desk/cases/", "/desk/rehearsal/"]


def test_sign_up_works_without_javascript(visit: Callable[..., Visitor]):
    visitor = visit("phone", "sv", java_script_enabled=False)
    page = visitor.page
    page.goto(f"{visitor.site.url}/meetings/sign-up/")
    page.locator("main form .button--primary").click()
    assert page.locator("[aria-invalid=true]").count() >= 3
    page.locator("[name=meetings]").first.check()
    page.locator("[name=name]").fill("Utan Skript")
    page.locator("[name=email]").fill("utan@skript.example")
    page.locator("[name=organisation]").fill("Bygdegården")
    page.locator("[name=sector]").select_option("civil")
    page.locator("[name=municipality]").select_option(label="Ragunda")
    page.locator("main form .button--primary").click()
    page.wait_for_url(re.compile("/meetings/signed-up/"))
    assert page.locator("main .card").count() == 1


def test_public_pages_hold_in_the_dark(visit: Callable[..., Visitor]):
    visitor = visit("phone", "sv", color_scheme="dark")
    for path in PUBLIC:
        visitor.go(path).shoot("dark" + path.replace("/", "-"))


def test_public_pages_fit_a_tiny_screen(visit: Callable[..., Visitor]):
    visitor = visit("tiny", "sv")
    for path in PUBLIC:
        visitor.go(path)


def test_public_pages_bear_large_text(visit: Callable[..., Visitor]):
    visitor = visit("desktop", "sv")
    for path in PUBLIC:
        visitor.go(path)
        visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = visitor.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px with text at double size"


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_every_desk_list_is_accessible(
    visit: Callable[..., Visitor], staff_state: dict, width: str
):
    visitor = visit(width, "sv", storage_state=staff_state)
    for path in STAFF + MORE_STAFF + REST:
        visitor.go(path).shoot(path.strip("/").replace("/", "-"))


def test_desk_list_is_walked_by_keyboard(visit: Callable[..., Visitor], staff_state: dict):
    visitor = visit("desktop", "sv", storage_state=staff_state)
    page = visitor.go("/desk/meetings/").page
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/meetings/\d+/"))
    visitor.look()
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1


def test_help_names_the_keys_of_the_page(visit: Callable[..., Visitor], staff_state: dict):
    visitor = visit("desktop", "sv", storage_state=staff_state)
    page = visitor.go("/desk/points/").page
    page.keyboard.press("?")
    keys = page.locator("dialog[open] kbd").all_inner_texts()
    assert "l" in keys
    assert "p" not in keys
    visitor.look()
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    page.wait_for_url(re.compile(r"/desk/points/similar/"))


def test_first_stop_of_the_tab_key_skips_to_the_content(visit: Callable[..., Visitor]):
    page = visit("desktop", "sv").go("/").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
