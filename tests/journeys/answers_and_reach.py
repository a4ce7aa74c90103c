"""Steps of a story: senders are answered, and those who were not heard are asked."""

import re

from tests.journeys.conftest import Visitor
from tests.journeys.simulated_input import CHANGED, REASON, address_of, number_in, said
from tests.journeys.test_input_from_every_door import NUMBER

MOST_SECONDS = 180
SILENT, ASKED = "Ulf Ås", "Sågen i Bispgården"


def sees_who_is_not_heard(coordinator: Visitor, round_page: str) -> None:
    """See that Ragunda's businesses are silent, read a reminder, and draft an invitation."""
    page = coordinator.go("/desk/reach/").page
    coordinator.shoot("desk-reach")
    page.locator(f"main a[href='{round_page}unheard/']").click()
    coordinator.look().shoot("unheard")
    row = page.locator("main tbody tr", has=page.locator("th", has_text="Ragunda"))
    row.locator("a[href*='sector=business']").click()
    coordinator.look().shoot("unheard-ragunda")
    silent = page.url
    assert SILENT in page.locator("[aria-labelledby=cell]").inner_text()
    page.locator("main a[href*='/remind/'][href*='sector=business']").click()
    coordinator.look()
    page.locator("main a[href*='sooner=1']").click()
    coordinator.look().shoot("unheard-reminder")
    assert number_in(page.locator("main .lead").inner_text()) == 1
    assert NUMBER in page.locator("main .mail__text").inner_text()
    page.goto(silent)
    page.locator("main a[href*='/add/'][href$='#one']").click()
    coordinator.look().shoot("unheard-invitation")
    assert page.locator("[name=sector]").input_value() == "business"
    chosen = page.locator("[name=municipality]").input_value()
    assert "Ragunda" in (chosen, page.locator("[name=municipality] option:checked").inner_text())
    page.locator("[name=organisation]").fill(ASKED)
    page.locator("[name=email]").fill("sagen@bispgarden.example")
    page.locator("section[aria-labelledby=one] .button--primary").click()
    coordinator.look()
    coordinator.go(f"{round_page}invitations/send/").shoot("unheard-mail")
    text = page.locator("main").inner_text()
    assert number_in(page.locator("main .lead").inner_text()) == 1
    assert NUMBER in text


def sees_the_reach(stranger: Visitor) -> None:
    """Read, as everybody may, from where input has come and from where not."""
    page = stranger.go("/reach/").page
    stranger.shoot("reach")
    assert "Ragunda" in page.locator("main").inner_text()


def answers_everybody(coordinator: Visitor, round_page: str, inputs: int) -> None:
    """Draft one answer to each sender, read one, approve all, send them, and see them gone."""
    page = coordinator.go(f"{round_page}answers/").page
    coordinator.shoot("answers-none")
    page.locator("form[action$='/draft/'] button").click()
    coordinator.look().shoot("answers")
    page.locator("main tbody a").first.click()
    coordinator.look().shoot("answer")
    coordinator.go(f"{round_page}answers/")
    page.locator("summary", has_text=re.compile(r"\d")).first.click()
    page.locator("button[name=all]").click()
    coordinator.look()
    coordinator.go(f"{round_page}answers/send/").shoot("answers-send")
    page.locator("main form button").first.click()
    coordinator.look()
    for _second in range(MOST_SECONDS):
        page.goto(f"{coordinator.site.url}{round_page}answers/?stage=sent")
        caption = page.locator("main caption")
        if caption.count() and number_in(caption.inner_text()) == inputs:
            break
        page.wait_for_timeout(1000)
    coordinator.look().shoot("answers-sent")
    assert number_in(page.locator("main caption").inner_text()) == inputs


def reads_the_answer(coordinator: Visitor, sender: Visitor, number: int) -> None:
    """Read, as one who wrote, the one answer, follow its link, and see the same on the own page."""
    answers = []
    for path in mails_to(coordinator, address_of(number)):
        text = coordinator.go(path).page.locator("main").inner_text()
        if REASON in text:
            answers.append(text)
            coordinator.shoot("answer-mail")
    assert len(answers) == 1, "one answer"
    (answer,) = answers
    for words in (said(number), CHANGED):
        assert words in answer
    changed = re.search(r"https?://\S+?(/areas/\S+/versions/\S+)", answer)
    own = re.search(r"https?://\S+?(/my/\S+)", answer)
    assert changed, answer
    assert own, answer
    page = sender.go(changed.group(1)).page
    assert CHANGED.split()[0] in page.locator("main ins").first.inner_text()
    sender.go(own.group(1)).shoot("my-page")
    page.locator("a[href^='/my/contributions/']").first.click()
    sender.look().shoot("my-input-answered")
    text = page.locator("main").inner_text()
    for words in (said(number), REASON, CHANGED):
        assert words in text


def mails_to(coordinator: Visitor, address: str) -> list[str]:
    """Leaf through all mail and return where each to one address stands."""
    page = coordinator.go("/desk/messages/").page
    found: list[str] = []
    while True:
        rows = page.locator("main tbody tr", has_text=address)
        found += [str(row.locator("a").first.get_attribute("href")) for row in rows.all()]
        following = page.locator("a[rel=next]")
        if not following.count():
            return found
        with page.expect_navigation():
            following.first.click()
