"""Steps of a story: simulated input comes to a round, and staff publish it.

The input is simulated, and says so.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.conftest import ROOT, Site, Visitor
from tests.journeys.test_input_from_every_door import NUMBER, SUBJECT, mail

COLLEAGUE = "kollega@regionjh.example"
#: One input in five is about the roads, in one of two wordings.
ROADS = (
    "Skogsbilvägarna måste hållas öppna även om vintern, annars stannar virket i skogen.",
    "Håll skogsbilvägarna öppna hela vintern så att virket kommer fram.",
)
OTHERS = (
    "Fler unga behöver lära sig att förädla mjölk och kött på fjällgårdarna.",
    "Bredband till byarna är viktigare än nya broschyrer.",
    "Sök pengar ur Interreg tillsammans med Trøndelag för turismen över gränsen.",
    "Små vattenkraftverk ska få tillstånd fortare.",
)
CHANGED = "Skogsbilvägarna hålls öppna året runt, så att virke kan hämtas när det behövs."
REASON = "Vägarna hålls öppna där virke hämtas."
NOTED = "Vi tar det med oss till handlingsplanen."


def said(number: int) -> str:
    """Return what the simulated input with this number says."""
    if number % 5 == 1:
        return ROADS[number // 5 % 2]
    return OTHERS[(number + 3) % 5]


def address_of(number: int) -> str:
    """Return who sent it; the first is one of those who were asked."""
    return "eva@mittun.example" if number == 1 else f"simulerad{number}@by.example"


def simulated(folder: Path, number: int) -> Path:
    """Return a file with one simulated input, as it comes by e-mail."""
    text = f"Simulerat inspel {number}.\n\n{said(number)}\n\nDnr {NUMBER}"
    return mail(folder, f"s{number}", address_of(number), SUBJECT, text)


def finds_the_round(coordinator: Visitor) -> str:
    """Open the round on the desk and return its address."""
    page = coordinator.go("/desk/rounds/").page
    page.locator("main a[href^='/desk/rounds/']", has_text=re.compile("omr|area")).first.click()
    coordinator.look()
    return page.url.removeprefix(coordinator.site.url)


def publishes_all(coordinator: Visitor, inputs: int) -> None:
    """Read and publish what waits, a page at a time, by keyboard."""
    page = coordinator.go("/desk/input/?state=unread").page
    coordinator.shoot("input-waits")
    assert number_in(page.locator("main caption").inner_text()) == inputs
    while page.locator("main tbody tr").count():
        coordinator.go("/desk/input/?state=unread&ticked=all")
        presses(page, "p")
        coordinator.go("/desk/input/?state=unread")


def number_in(text: str) -> int:
    """Return the number that a text holds."""
    found = re.search(r"\d[\d\s]*", text)
    assert found, text
    return int(re.sub(r"\s", "", found.group()))


def presses(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press(key)


def invites_a_colleague(coordinator: Visitor, colleague: Visitor, site: Site) -> Visitor:
    """Let somebody more be of the staff, and let them sign in."""
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
    """Return the address of a link that signs the colleague in."""
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
