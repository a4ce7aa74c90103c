"""Input becomes points, answers and changed texts, and everybody can follow it back and forth.

The input is simulated, and says so.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.journeys.conftest import ROOT, Site, Visitor
from tests.journeys.test_input_from_every_door import (
    NUMBER,
    SUBJECT,
    invites_from_excel,
    mail,
    receives,
)
from tests.journeys.test_rehearsing_the_dialogue import start_over, steps_to

pytestmark = pytest.mark.xdist_group("change")
COLLEAGUE = "kollega@regionjh.example"
SAID = (
    "Skogsbilvägarna måste hållas öppna även om vintern, annars stannar virket i skogen.",
    "Håll skogsbilvägarna öppna hela vintern så att virket kommer fram.",
    "Fler unga behöver lära sig att förädla mjölk och kött på fjällgårdarna.",
    "Bredband till byarna är viktigare än nya broschyrer.",
)
CHANGED = "Skogsbilvägarna hålls öppna året runt, så att virke kan hämtas när det behövs."


@pytest.mark.parametrize(
    ("width", "language", "inputs"), [("phone", "sv", 24), ("desktop", "en", 200)]
)
def test_input_changes_a_text_and_its_senders_are_told(
    visit: Callable[..., Visitor],
    site: Site,
    staff_state: dict,
    tmp_path: Path,
    width: str,
    language: str,
    inputs: int,
):
    coordinator = visit(width, language, storage_state=staff_state)
    start_over(coordinator)
    round_page = finds_the_round(coordinator)
    invites_from_excel(coordinator, round_page, tmp_path)
    receives(site, [simulated(tmp_path, number) for number in range(1, inputs + 1)])
    publishes_all(coordinator)
    colleague = invites_a_colleague(coordinator, visit(width, language), site)
    steps_to(coordinator, "2020-06-05T09:00")

    splits_by_keyboard(coordinator, inputs)
    sees_similar_points(coordinator)
    draft = writes_in_a_draft(coordinator)
    answers_many_at_once(coordinator)
    nothing_is_public_yet(visit(width, language))
    signs(colleague)
    adopts(coordinator, draft)
    walks_the_thread(visit(width, language))

    makes_a_paper(coordinator, round_page, "compilation")
    makes_a_paper(coordinator, round_page, "decision_paper")
    makes_a_paper(coordinator, round_page, "handover")
    reads_the_papers(visit(width, language), inputs)
    answers_everybody(coordinator, round_page, inputs)
    sees_who_was_not_heard(coordinator, round_page)
    adopts_the_programme(coordinator)
    reads_the_programme(visit(width, language))


def simulated(folder: Path, number: int) -> Path:
    said = SAID[number % len(SAID)]
    text = f"Simulerat inspel {number}.\n\n{said}\n\nDnr {NUMBER}"
    return mail(folder, f"s{number}", f"simulerad{number}@by.example", SUBJECT, text)


def finds_the_round(coordinator: Visitor) -> str:
    page = coordinator.go("/desk/rounds/").page
    page.locator("main a[href^='/desk/rounds/']", has_text=re.compile("omr|area")).first.click()
    coordinator.look()
    return page.url.removeprefix(coordinator.site.url)


def publishes_all(coordinator: Visitor) -> None:
    page = coordinator.page
    while True:
        coordinator.go("/desk/input/?state=unread&ticked=all")
        if not page.locator("main tbody tr").count():
            return
        presses(page, "p")
        coordinator.look()


def presses(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press(key)


def invites_a_colleague(coordinator: Visitor, colleague: Visitor, site: Site) -> Visitor:
    page = coordinator.go("/desk/staff/").page
    page.locator("main a[href$='/new/'], main a[href$='/invite/']").first.click()
    coordinator.look()
    page.locator("[name=name]").fill("Kim Kollega")
    page.locator("[name=email]").fill(COLLEAGUE)
    page.locator("[name=role][value=coordinator]").check()
    page.locator("main form .button--primary").click()
    coordinator.look()
    colleague.page.goto(signs_in_once(site))
    colleague.page.locator("main form button").first.click()
    colleague.page.wait_for_url(re.compile("/desk/"))
    return colleague.look()


def signs_in_once(site: Site) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("VARV_")}
    done = subprocess.run(
        [sys.executable, "-m", "varv.cli", "sign-in-link", COLLEAGUE],
        env={**kept, "VARV_HOME": str(site.home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"/sign-in/once/\S+", done.stdout)
    assert found, done.stdout
    return site.url + found.group()


def splits_by_keyboard(coordinator: Visitor, inputs: int) -> None:
    page = coordinator.go("/desk/points/").page
    coordinator.shoot("points-empty")
    presses(page, "s")
    coordinator.look().shoot("split")
    selects(page, "[data-part=text]", SAID[1])
    assert page.locator("[name=quote]").input_value() == SAID[1]
    presses(page, "s")
    coordinator.look().shoot("split-made")
    assert page.locator("mark", has_text=SAID[1]).count() == 1
    for left in range(inputs - 1, 0, -1):
        coordinator.page.goto(f"{coordinator.site.url}/desk/points/")
        presses(page, "s")
        if left == inputs - 1:
            page.locator("form[action$='/whole/'] button").click()
            page.wait_for_load_state()
            coordinator.look()
            continue
        whole(page)
    page = coordinator.go("/desk/points/").page
    coordinator.shoot("points")
    assert re.search(rf"\b{inputs}\b", page.locator("main caption").inner_text())


def selects(page: Page, where: str, words: str) -> None:
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


def whole(page: Page) -> None:
    """Press the button as a browser does, without waiting for the page that comes after."""
    token = page.locator("form[action$='/whole/'] [name=csrfmiddlewaretoken]").first.input_value()
    done = page.request.post(
        f"{page.url}whole/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
        max_redirects=0,
    )
    assert done.status == 302, done.text()


def sees_similar_points(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/points/similar/").page
    coordinator.shoot("similar")
    assert "skogsbilväg" in page.locator("main").inner_text().casefold()


def writes_in_a_draft(coordinator: Visitor) -> str:
    page = coordinator.go("/desk/areas/").page
    page.locator("main a", has_text=re.compile("Jord och skog|Land and forest")).first.click()
    coordinator.look()
    page.locator("form[action$='/draft/'] button").click()
    coordinator.look().shoot("draft")
    if not page.url.endswith("/edit/"):
        page.locator("main a[href$='/edit/']").first.click()
    coordinator.look()
    text = page.locator("[name=text_sv]")
    text.fill(f"{text.input_value()}\n\n{CHANGED}".strip())
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot("draft-difference")
    assert page.locator("main ins", has_text="Skogsbilvägarna").count() >= 1
    return page.url.removeprefix(coordinator.site.url)


def answers_many_at_once(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/points/?text=skogsbilv%C3%A4garna").page
    coordinator.shoot("points-about-roads")
    page.locator("[name=all]").check()
    presses(page, "d")
    page.locator("[name=outcome][value=partly]").check()
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot("disposition-refused")
    assert page.locator("[aria-invalid=true]").count() == 1, "a reason is asked for"
    page.locator("[name=reason]").fill("Vägarna hålls öppna där virke hämtas.")
    page.locator("[name=changed_text]").fill(CHANGED)
    change = page.locator("[name=changed] option[value^='change:']").first
    page.locator("[name=changed]").select_option(change.get_attribute("value"))
    coordinator.look().shoot("disposition")
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot("disposition-given")
    coordinator.go("/desk/points/?state=open")
    page.locator("[name=all]").check()
    presses(page, "d")
    page.locator("[name=outcome][value=noted]").check()
    page.locator("[name=reason]").fill("Vi tar det med oss till handlingsplanen.")
    page.locator("main form .button--primary").first.click()
    coordinator.look()
    coordinator.go("/desk/points/?state=open")
    assert page.locator("main tbody tr").count() == 0


def nothing_is_public_yet(stranger: Visitor) -> None:
    page = stranger.go("/rounds/dialog-om-prioriterade-omraden/points/").page
    assert "Vägarna hålls öppna" not in page.locator("main").inner_text()


def signs(colleague: Visitor) -> None:
    page = colleague.go("/desk/").page
    colleague.shoot("colleague-desk")
    colleague.go("/desk/points/?state=proposed")
    page.locator("[name=all]").check()
    page.locator("button[name=act][value=sign]").click()
    colleague.look().shoot("sign")
    page.locator("main form .button--primary").first.click()
    colleague.look()
    colleague.go("/desk/points/?state=proposed")
    assert page.locator("main tbody tr").count() == 0


def adopts(coordinator: Visitor, version: str) -> None:
    page = coordinator.go(f"{version}adopt/").page
    coordinator.shoot("adopt")
    body = page.locator("[name=body] option").nth(1).get_attribute("value")
    page.locator("[name=body]").select_option(body)
    page.locator("[name=decided_on]").fill("2020-06-05")
    page.locator("[name=paragraph]").fill("45")
    page.locator("[name=title_sv]").fill("Jord och skog får ny lydelse")
    if page.locator("[name=reason]").count():
        page.locator("[name=reason]").fill("Dialogen visade att vägarna är avgörande.")
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot("adopted")


def walks_the_thread(stranger: Visitor) -> None:
    page = stranger.go("/areas/jord-och-skog/history/").page
    stranger.shoot("area-history")
    page.locator("main a[href*='/versions/']").first.click()
    stranger.look().shoot("area-version")
    assert page.locator("main ins", has_text="Skogsbilvägarna").count() >= 1
    page.locator("main a[href*='#point-']").first.click()
    stranger.look().shoot("input-answered")
    assert "Vägarna hålls öppna" in page.locator("main").inner_text()
    page.locator("main a[href*='/versions/']").first.click()
    stranger.look()
    page.locator("main a[href*='/thread/']").first.click()
    stranger.look().shoot("thread")


def makes_a_paper(coordinator: Visitor, round_page: str, kind: str) -> None:
    page = coordinator.go(f"{round_page}papers/new/").page
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("[name=title]").fill(f"Simulering: {kind}")
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot(f"paper-{kind}")
    page.locator("main a[href$='/publish/']").click()
    coordinator.look()
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    at = page.url
    for _try in range(120):
        page.goto(at)
        if page.locator("main a[href^='/papers/']").count():
            break
        page.wait_for_timeout(1000)
    coordinator.look().shoot(f"paper-{kind}-made")


def reads_the_papers(stranger: Visitor, inputs: int) -> None:
    stranger.go("/rounds/dialog-om-prioriterade-omraden/").shoot("round-with-papers")
    page = stranger.page
    papers = page.locator("main a[href^='/papers/']")
    addresses = {
        papers.nth(place).inner_text(): papers.nth(place).get_attribute("href")
        for place in range(papers.count())
    }
    assert len(addresses) == 3
    stranger.go(addresses["Simulering: compilation"] or "").shoot("paper")
    files = page.locator("main a[href*='/files/']")
    found = {
        str(link.get_attribute("href")): page.request.get(
            stranger.site.url + str(link.get_attribute("href"))
        ).body()
        for link in files.all()
    }
    pdf = next(content for content in found.values() if content.startswith(b"%PDF"))
    word = next(content for content in found.values() if content.startswith(b"PK"))
    reader = PdfReader(BytesIO(pdf))
    text = " ".join(one.extract_text() for one in reader.pages)
    assert f"{NUMBER}-{inputs}" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged"
    assert "Skogsbilvägarna" in ZipFile(BytesIO(word)).read("word/document.xml").decode()


def answers_everybody(coordinator: Visitor, round_page: str, inputs: int) -> None:
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
    for _try in range(120):
        coordinator.page.goto(f"{coordinator.site.url}{round_page}answers/?stage=sent")
        caption = page.locator("main caption")
        if caption.count() and re.search(rf"\b{inputs}\b", caption.inner_text()):
            break
        page.wait_for_timeout(1000)
    coordinator.look().shoot("answers-sent")
    assert re.search(rf"\b{inputs}\b", page.locator("main caption").inner_text())


def sees_who_was_not_heard(coordinator: Visitor, round_page: str) -> None:
    coordinator.go("/desk/reach/").shoot("desk-reach")
    page = coordinator.go(f"{round_page}unheard/").page
    coordinator.shoot("unheard")
    assert "Ragunda" in page.locator("main").inner_text()
    coordinator.go("/reach/").shoot("reach")


def adopts_the_programme(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/programme/").page
    coordinator.shoot("desk-programme")
    page.locator("form[action$='/draft/'] button").first.click()
    coordinator.look()
    if not page.url.endswith("/edit/"):
        page.locator("main a[href$='/edit/']").first.click()
    coordinator.look()
    page.locator("[name=title_sv]").fill("Programmet för smart specialisering")
    page.locator("[name=text_sv]").fill("# Mål\n\nLänet växer hållbart.\n\n" + CHANGED)
    page.locator("main form .button--primary").first.click()
    coordinator.look()
    adopts(coordinator, page.url.removeprefix(coordinator.site.url))


def reads_the_programme(stranger: Visitor) -> None:
    stranger.go("/programme/").shoot("programme")
    assert "100" in stranger.page.locator("main").inner_text(), "all input has an outcome"
