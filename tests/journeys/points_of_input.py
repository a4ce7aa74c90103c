"""Steps of a story: input is split into points, and points are answered and signed."""

import re

from playwright.sync_api import Page

from tests.journeys.conftest import Visitor
from tests.journeys.simulated_input import CHANGED, NOTED, REASON, ROADS, number_in, presses, said

SPLIT_ONE_BY_ONE = 3


def splits_by_keyboard(coordinator: Visitor, inputs: int) -> None:
    """Split by selecting words, by ticking sentences and as a whole; then all the others."""
    page = coordinator.go("/desk/points/").page
    coordinator.shoot("points-empty")
    presses(page, "s")
    coordinator.look().shoot("split")
    selects(page, "[data-part=text]", said(1))
    assert page.locator("[name=quote]").input_value() == said(1)
    presses(page, "s")
    coordinator.look().shoot("split-made")
    assert page.locator("mark", has_text=said(1)).count() == 1

    presses(page, "j")
    coordinator.look()
    ticks_by_keyboard(page, said(2))
    coordinator.look().shoot("split-sentences")
    presses(page, "s")
    coordinator.look()
    assert page.locator("mark", has_text=said(2)).count() == 1

    presses(page, "j")
    coordinator.look()
    page.locator("form[action$='/whole/'] button").focus()
    presses(page, "Enter")
    coordinator.look()
    makes_one_point_of_each_left(coordinator, inputs - SPLIT_ONE_BY_ONE)
    page = coordinator.go("/desk/points/").page
    coordinator.shoot("points")
    assert number_in(page.locator("main caption").inner_text()) == inputs


def selects(page: Page, where: str, words: str) -> None:
    """Select words in a text, as with the mouse or with Shift and arrows."""
    page.evaluate(
        """([where, words]) => {
            const text = document.querySelector(where).firstChild;
            const at = text.data.indexOf(words), range = document.createRange();
            range.setStart(text, at);
            range.setEnd(text, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [where, words],
    )
    page.wait_for_function("document.querySelector('[name=quote]').value !== ''")


def ticks_by_keyboard(page: Page, words: str) -> None:
    """Open the sentences and tick one, with no key but Enter, Tab and Space."""
    fold = page.locator("details.sentences", has_text=words)
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    box = fold.locator("label", has_text=words).locator("[name=piece]")
    for _key in range(fold.locator("[name=piece]").count()):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            page.keyboard.press("Space")
            break
    assert box.is_checked()


def makes_one_point_of_each_left(coordinator: Visitor, left: int) -> None:
    """Let each input that is not split yet be one point, all in one act."""
    page = coordinator.page
    page.locator("main a[href*='points=unsplit']").click()
    coordinator.look().shoot("input-not-split")
    button = page.locator("button[name=all][formaction$='/whole/']")
    assert number_in(button.inner_text()) == left
    button.click()
    coordinator.look().shoot("input-made-points")


def sees_similar_points(coordinator: Visitor, count: int) -> None:
    """Read which points say much the same, and open the first of them side by side."""
    page = coordinator.go("/desk/points/similar/").page
    coordinator.shoot("similar")
    group = page.locator("main li.card", has_text=re.compile("skogsbilväg", re.IGNORECASE)).first
    group.locator("h2 a").click()
    coordinator.look().shoot("similar-side-by-side")
    columns = page.locator(".beside > li")
    assert columns.count() == count // len(ROADS), "a group for each wording"
    for words in columns.locator("blockquote").all_text_contents():
        assert "skogsbilväg" in words.casefold()


def answers_many_at_once(coordinator: Visitor, count: int) -> None:
    """Give all points about the roads one disposition, and all others another."""
    page = coordinator.go("/desk/points/?text=skogsbilv%C3%A4garna").page
    coordinator.shoot("points-about-roads")
    assert number_in(page.locator("main caption").inner_text()) == count
    page.locator("[name=all]").check()
    presses(page, "d")
    assert number_in(page.locator("h1").inner_text()) == count
    page.locator("[name=outcome][value=partly]").check()
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot("disposition-refused")
    assert page.locator("[aria-invalid=true]").count() == 1, "a reason is asked for"
    page.locator("[name=reason]").fill(REASON)
    page.locator("[name=changed_text]").fill(CHANGED)
    change = page.locator("[name=changed] option[value^='change:']").first
    page.locator("[name=changed]").select_option(change.get_attribute("value"))
    coordinator.look().shoot("disposition")
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot("disposition-given")
    coordinator.go("/desk/points/?state=proposed")
    assert number_in(page.locator("main caption").inner_text()) == count
    coordinator.go("/desk/points/?state=open")
    page.locator("[name=all]").check()
    presses(page, "d")
    page.locator("[name=outcome][value=noted]").check()
    page.locator("[name=reason]").fill(NOTED)
    page.locator("main form .button--primary").first.click()
    coordinator.look()
    coordinator.go("/desk/points/?state=open")
    assert page.locator("main tbody tr").count() == 0


def cannot_sign_own(coordinator: Visitor) -> None:
    """Nobody is their own second reader."""
    page = coordinator.go("/desk/points/?state=proposed").page
    reads_to_sign(coordinator)
    coordinator.shoot("sign-own")
    assert page.locator("form[action$='/sign/']").count() == 0


def nothing_is_public_yet(stranger: Visitor) -> None:
    """Before the signature nobody outside sees an answer."""
    page = stranger.go("/rounds/dialog-om-prioriterade-omraden/points/").page
    assert REASON not in page.locator("main").inner_text()


def signs(colleague: Visitor) -> None:
    """Let the second reader sign all that waits for one."""
    page = colleague.go("/desk/").page
    colleague.shoot("colleague-desk")
    assert page.locator("main a[href*='/desk/points/']").count() >= 1, (
        "the desk tells that it waits"
    )
    colleague.go("/desk/points/?state=proposed")
    reads_to_sign(colleague)
    colleague.shoot("sign")
    page.locator("form[action$='/sign/'] button").click()
    colleague.look()
    colleague.go("/desk/points/?state=proposed")
    assert page.locator("main tbody tr").count() == 0


def reads_to_sign(reader: Visitor) -> None:
    """Tick all that the list shows, and read their answers, each once."""
    page = reader.page
    page.locator("[name=all]").check()
    page.locator("button[name=act][value=sign]").click()
    reader.look()
