"""Somebody sees what is kept about them and is erased; a text is masked and given back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
WAYS = [("phone", "sv"), ("desktop", "en")]
AREA, NAME = "upplevelser", "Ludmila Kvarnlöf"
#: Words of the area's summary, in the region's first language, and one that is only there.
PASSAGE, WORD = "mat och evenemang", "evenemang"


@pytest.mark.parametrize(("width", "language"), WAYS)
def test_person_reads_what_is_kept_and_is_erased(
    visit: Callable[..., Visitor], staff_state: dict[str, object], width: str, language: str
):
    person = visit(width, language)
    coordinator = visit(width, language, storage_state=staff_state)
    email = f"ludmila-{width}@kvarn.example"
    shows_interest(person, email)
    notes_a_call(coordinator)
    assert names_found(coordinator)
    person.go(link_mailed_to(coordinator, email))
    reads_the_copy(person, email)
    asks_to_be_erased(person)
    sees_the_request(coordinator)
    masks_what_mentions_the_person(coordinator)
    erases(coordinator)
    assert visits(person, "/my/data/") == 401
    assert names_found(coordinator) == [], "not even staff find the name"
    assert names_found(person) == []
    for path in ("/", f"/areas/{AREA}/", "/bodies/", f"/api/v1/search?q={NAME}"):
        assert NAME not in text_of(person, path), path


@pytest.mark.parametrize(("width", "language"), WAYS)
def test_masked_words_are_gone_at_once_and_come_back(
    visit: Callable[..., Visitor], staff_state: dict[str, object], width: str, language: str
):
    coordinator = visit(width, language, storage_state=staff_state)
    stranger = visit(width, "sv")
    assert all(shown(stranger, PASSAGE).values())
    masks_the_passage(coordinator)
    assert not any(shown(stranger, PASSAGE).values())
    stranger.go(f"/areas/{AREA}/").shoot("masked-area")
    assert "[maskerat]" in stranger.page.locator("main").inner_text()
    lifts(coordinator)
    assert all(shown(stranger, PASSAGE).values())


# -- the person ------------------------------------------------------------------------------------


def shows_interest(person: Visitor, email: str) -> None:
    page = person.go("/interest/").page
    page.locator("[name=areas]").first.check()
    page.locator("[name=level]").first.check()
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=email]").fill(email)
    page.locator("[name=organisation]").fill("Kvarnlöfs kvarn")
    page.locator("[name=sector]").select_option("business")
    page.locator("[name=municipality]").select_option(label="Ragunda")
    page.locator("[name=message]").fill("Jag vill mala havre")
    presses(person, "main form .button--primary")


def reads_the_copy(person: Visitor, email: str) -> None:
    person.go("/my/data/").shoot("my-data")
    copy = person.page.locator("main").inner_text()
    for kept in (NAME, email, "Jag vill mala havre", person.says("Business")):
        assert kept in copy, kept
    codes = {"cycles.interest_confirmed", "information", "business", "captured"}
    assert not codes & set(copy.splitlines())


def asks_to_be_erased(person: Visitor) -> None:
    person.page.locator("a[href$='/my/data/ask/']").click()
    person.look().shoot("my-data-ask")
    person.page.locator("[name=kind][value=erasure]").check()
    presses(person, "main form .button--primary")
    person.look().shoot("my-data-asked")


# -- the desk --------------------------------------------------------------------------------------


def notes_a_call(coordinator: Visitor) -> None:
    """Enter a record that mentions the person and is not theirs."""
    page = coordinator.go("/desk/cases/").page
    page.locator("main tbody a").first.click()
    page.locator("a[href$='/records/new/']").first.click()
    page.locator("[name=title]").fill("Samtal om havre")
    page.locator("[name=text]").fill(f"{NAME} ringde och frågade om havre.")
    presses(coordinator, "main form .button--primary")


def link_mailed_to(coordinator: Visitor, email: str) -> str:
    page = coordinator.go("/desk/messages/").page
    page.locator("tbody tr", has_text=email).first.locator("a").first.click()
    coordinator.look()
    link = re.search(r"http\S+(/my/\S+)", page.locator("main").inner_text())
    assert link
    return link.group(1)


def sees_the_request(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/").page
    page.locator("main a", has_text=NAME).first.click()
    coordinator.look().shoot("person")
    page.get_by_role("link", name=coordinator.says("Answer the request")).click()
    coordinator.look().shoot("person-answer")
    page.go_back()
    presses(coordinator, "main .card a[href$='/erase/']")
    coordinator.look().shoot("person-erase")
    expect(page.locator("main table tbody tr").first).to_be_visible()


def masks_what_mentions_the_person(coordinator: Visitor) -> None:
    page, preview = coordinator.page, coordinator.page.url
    mentions = page.locator("section[aria-labelledby=mentions] .card")
    assert mentions.count() == 1, "their own interest is masked by erasing"
    presses(coordinator, "section[aria-labelledby=mentions] .button")
    page.locator("[name=fields_to_mask][value=text]").check()
    masks(coordinator, NAME)
    page.goto(preview)
    coordinator.look().shoot("person-erase-masked")
    assert mentions.count() == 0


def erases(coordinator: Visitor) -> None:
    presses(coordinator, "main form .button--danger")
    coordinator.look().shoot("person-erased")
    assert NAME not in coordinator.page.locator("main").inner_text()


def masks_the_passage(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/masking/choose/area/").page
    coordinator.shoot("mask-choose")
    with page.expect_navigation():
        page.locator("main li a", has_text=re.compile("Upplevelser|Experiences")).click()
    page.locator("[name=fields_to_mask][value=summary]").check()
    coordinator.look().shoot("mask-area")
    masks(coordinator, PASSAGE)
    coordinator.look().shoot("mask-area-done")


def masks(coordinator: Visitor, passage: str) -> None:
    page = coordinator.page
    page.locator("[name=passages]").fill(passage)
    page.locator("[name=ground]").first.check()
    page.locator("[name=reason]").fill("26 kap. 1 § OSL")
    presses(coordinator, "main form .button--primary")


def lifts(coordinator: Visitor) -> None:
    page = coordinator.page
    page.locator("[name=reason]").fill("Det var inte hemligt")
    presses(coordinator, "main form .button--danger")
    coordinator.look().shoot("mask-area-lifted")


# -- what others see -------------------------------------------------------------------------------


def shown(stranger: Visitor, words: str) -> dict[str, bool]:
    """Tell for every place where the summary stands whether the words are there."""
    places = {
        "page": f"/areas/{AREA}/",
        "list": "/areas/",
        "api": "/api/v1/areas?language=sv",
        "search": f"/api/v1/search?q={WORD}",
        "found": f"/search/?q={WORD}",
    }
    return {name: words in text_of(stranger, path) for name, path in places.items()}


def names_found(visitor: Visitor) -> list[str]:
    """Return what a search finds that has the name of the person in it."""
    assert visits(visitor, f'/search/?q="{NAME}"') == 200
    return [text for text in visitor.page.locator(".hits").all_inner_texts() if NAME in text]


def text_of(visitor: Visitor, path: str) -> str:
    answer = visitor.page.request.get(visitor.site.url + path)
    assert answer.ok, path
    return re.sub(r"</?mark>", "", answer.text())


def visits(visitor: Visitor, path: str) -> int:
    answer = visitor.page.goto(visitor.site.url + path)
    return answer.status if answer else 0


def presses(visitor: Visitor, button: str) -> None:
    """Press a button and wait for the page that comes."""
    with visitor.page.expect_navigation():
        visitor.page.locator(button).first.click()
