"""Steps of a story: texts are drafted and adopted, and everybody follows a change to its input."""

import re

from tests.journeys.conftest import Visitor
from tests.journeys.simulated_input import CHANGED, REASON, ROADS

AREA_DECISION = {"body": re.compile("utvecklingsnämnden|development committee"), "paragraph": "45"}
PROGRAMME_DECISION = {
    "body": re.compile("fullmäktige|The regional council"),
    "paragraph": "98",
}
PROGRAMME = {
    "sv": "Programmet för smart specialisering",
    "en": "The programme for smart specialisation",
}


def writes_in_a_draft(coordinator: Visitor) -> str:
    """Write a sentence more in a draft of the area and return the draft's address."""
    page = coordinator.go("/desk/areas/").page
    page.locator("main a", has_text=re.compile("Jord och skog|Land and forest")).first.click()
    coordinator.look()
    page.locator("form[action$='/draft/'] button").click()
    coordinator.look().shoot("draft")
    text = page.locator("[name=text_sv]")
    text.fill(f"{text.input_value()}\n\n{CHANGED}".strip())
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot("draft-difference")
    assert page.locator("main ins", has_text="Skogsbilvägarna").count() >= 1
    return page.url.removeprefix(coordinator.site.url)


def adopts_the_area(coordinator: Visitor, draft: str) -> None:
    """Let the committee decide that the area reads so from now on."""
    page = coordinator.go(f"{draft}adopt/").page
    page.locator("[name=reason]").fill("Dialogen visade att vägarna är avgörande.")
    decides(coordinator, AREA_DECISION, "2020-06-05", "Jord och skog får ny lydelse")


def decides(coordinator: Visitor, decision: dict, day: str, title: str) -> None:
    """Fill in the decision by which a version is adopted, and adopt it."""
    page = coordinator.page
    body = page.locator("[name=body] option", has_text=decision["body"]).get_attribute("value")
    page.locator("[name=body]").select_option(body)
    page.locator("[name=decided_on]").fill(day)
    page.locator("[name=paragraph]").fill(decision["paragraph"])
    page.locator("[name=title_sv]").fill(title)
    coordinator.shoot("adopt")
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot("adopted")
    assert page.locator("[aria-invalid=true]").count() == 0
    assert page.locator(".notice--ok").count() == 1


def walks_the_thread(stranger: Visitor, points: int) -> None:
    """Go from the changed sentence to an input that led to it, and back again."""
    page = stranger.go("/areas/jord-och-skog/history/").page
    stranger.shoot("area-history")
    page.locator("main a[href*='/versions/']").first.click()
    stranger.look().shoot("area-version")
    version = page.url
    main = page.locator("main")
    assert main.locator("ins", has_text="Skogsbilvägarna").count() >= 1
    assert "§ 45" in main.inner_text()
    change = page.locator(".change", has=page.locator("ins", has_text="Skogsbilvägarna")).first
    assert change.locator("a[href*='#point-']").count() == points, "by which points"

    change.locator("a[href*='#point-']").first.click()
    stranger.look().shoot("input-answered")
    answered = main.inner_text()
    for words in (REASON, CHANGED):
        assert words in answered
    assert any(words in answered for words in ROADS)
    page.locator("main a[href*='/versions/']").first.click()
    stranger.look()
    assert page.url.split("#")[0] == version, "and back"
    assert page.locator(page.url.split(version)[1] or "main").count() == 1
    page.locator("main a[href*='/thread/']").first.click()
    stranger.look().shoot("thread")
    assert page.locator(".thread a[href*='#point-']").count() >= 1


def adopts_the_programme(coordinator: Visitor) -> None:
    """Write on in what was out for comment, and let the council adopt it in November."""
    page = coordinator.go("/desk/programme/").page
    coordinator.shoot("desk-programme")
    page.locator("main .timeline a[href*='/desk/versions/']").first.click()
    coordinator.look()
    page.locator("form[action$='/draft/'] button").first.click()
    coordinator.look()
    for language, title in PROGRAMME.items():
        page.locator(f"[name=title_{language}]").fill(title)
        text = page.locator(f"[name=text_{language}]")
        text.fill(f"{text.input_value()}\n\n# Vägar\n\n{CHANGED}")
    page.locator("main form .button--primary").first.click()
    coordinator.look()
    coordinator.go(f"{page.url.removeprefix(coordinator.site.url)}adopt/")
    decides(coordinator, PROGRAMME_DECISION, "2020-11-24", "Programmet fastställs")


def reads_the_programme(stranger: Visitor) -> None:
    """Read what the council adopted, by which decision, and how much input had an outcome."""
    page = stranger.go("/programme/").page
    stranger.shoot("programme")
    text = page.locator("main").inner_text()
    title = PROGRAMME[stranger.language]
    for words in (title, "§ 98", "100"):
        assert words in text, words
    page.locator("main a[href*='/versions/']", has_text=title).first.click()
    stranger.look().shoot("programme-version")
    assert page.locator("main ins", has_text=CHANGED).count() == 1
    assert page.locator("main h3, main h4", has_text="Vägar").count() >= 1
    stranger.go("/programme/versions/").shoot("programme-versions")
    assert title in page.locator("main").inner_text()
