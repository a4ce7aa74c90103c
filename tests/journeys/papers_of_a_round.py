"""Steps of a story: papers of a round are made, and read as page, PDF, Word and package."""

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

from playwright.sync_api import Page
from pypdf import PdfReader

from tests.journeys.conftest import Visitor
from tests.journeys.simulated_input import CHANGED, NOTED, OTHERS, REASON, ROADS
from tests.journeys.test_input_from_every_door import NUMBER, ROUND
from tests.journeys.versions_of_texts import PROGRAMME

MOST_SECONDS = 120
TITLES = {
    "compilation": "Simulerad remissammanställning",
    "decision_paper": "Simulerat beslutsunderlag",
    "handover": "Simulerat överlämnande till ERUF och Interreg",
}


def makes_a_paper(coordinator: Visitor, round_page: str, kind: str) -> None:
    """Begin a paper, publish it, and wait for the worker."""
    page = coordinator.go(f"{round_page}papers/new/").page
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("[name=title]").fill(TITLES[kind])
    page.locator("main form .button--primary").first.click()
    coordinator.look().shoot(f"paper-{kind}")
    page.locator("main a[href$='/publish/']").click()
    coordinator.look().shoot("paper-publish")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    at = page.url
    for _second in range(MOST_SECONDS):
        page.goto(at)
        if page.locator("main a[href^='/papers/']").count():
            break
        page.wait_for_timeout(1000)
    coordinator.look().shoot(f"paper-{kind}-made")


def reads_the_compilation(stranger: Visitor, inputs: int) -> None:
    """Find all input, what was answered and what changed, in each form."""
    opens(stranger, "compilation")
    text = page_and_files_say(stranger, [CHANGED, REASON, NOTED, *ROADS, *OTHERS])
    assert f"{NUMBER}-{inputs}" in text
    assert f"{inputs} inspel kom in." in text
    assert "till torsdag 4 juni 2020" in text


def reads_the_decision_paper(stranger: Visitor) -> None:
    """Find what is proposed and what it changes, in each form."""
    opens(stranger, "decision_paper")
    page_and_files_say(stranger, ["Det föreslås", CHANGED])


def reads_the_handover(stranger: Visitor) -> None:
    """Find the adopted programme and what was said of the funds, in each form and as a package."""
    page = opens(stranger, "handover")
    page_and_files_say(stranger, [PROGRAMME["sv"], "§ 98", CHANGED, OTHERS[2], "ERUF", "Interreg"])
    link = page.locator("main a[href$='/package.zip']")
    package = page.request.get(stranger.site.url + str(link.get_attribute("href")))
    with ZipFile(BytesIO(package.body())) as found:
        files = {name: found.read(name) for name in found.namelist()}
    sealed = json.loads(files.pop("manifest.json"))["sha256"]
    assert sealed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {"paper.pdf", "paper.docx", "paper.json", "points.csv", "points.xlsx"} <= set(files)
    programme = files["programme.txt"].decode()
    assert "§ 98" in programme
    assert CHANGED in programme
    areas = [content.decode() for name, content in files.items() if name.startswith("areas/")]
    assert sum(CHANGED in text for text in areas) == 1
    points = files["points.csv"].decode()
    assert OTHERS[2] in points
    assert ROADS[0] not in points, "it names no fund"
    listed = page.request.get(f"{stranger.site.url}/api/v1/papers").json()
    assert TITLES["handover"] in str(listed)


def opens(stranger: Visitor, kind: str) -> Page:
    """Find a paper from the page of its round, as everybody does, and open it."""
    page = stranger.go(ROUND).page
    stranger.shoot("round-with-papers")
    page.locator("main a[href^='/papers/']", has_text=TITLES[kind]).click()
    stranger.look().shoot(f"paper-{kind}-public")
    return page


def page_and_files_say(stranger: Visitor, words: list[str]) -> str:
    """Look for the words on the page, in the tagged PDF and in Word; return what the PDF says."""
    page = stranger.page
    links = page.locator("main a[href*='/files/']").all()
    found = [
        page.request.get(stranger.site.url + str(link.get_attribute("href"))).body()
        for link in links
    ]
    reader = PdfReader(BytesIO(next(one for one in found if one.startswith(b"%PDF"))))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged"
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    pdf = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    word = next(one for one in found if one.startswith(b"PK"))
    document = ZipFile(BytesIO(word)).read("word/document.xml").decode()
    data = page.request.get(f"{page.url}paper.json").text()
    for one in words:
        assert one in data, one
        assert one in pdf, one
        assert one in document, one
    return pdf
