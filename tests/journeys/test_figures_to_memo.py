"""An analyst makes evidence of a table: imported, computed, argued about, and sent with a meeting.

It goes by the real file of Eurostat. A telephone reads Swedish here and a desktop English; each
takes a minute, so the other two ways are left to the stories that are shorter.
"""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import ROOT, Site, Visitor
from tests.journeys.test_rehearsing_the_dialogue import signs_up_for_one, start_over

FILE = ROOT.parent / "shared" / "data" / "regions" / "sbs_r_nuts06_r2_2015.csv"
pytestmark = [
    pytest.mark.xdist_group("rehearsal"),
    pytest.mark.skipif(not FILE.exists(), reason=f"the real table is not there: {FILE}"),
]
TABLE = re.compile("Sysselsatta i näringslivet|Persons employed in business")
AREA, MEETING = "upplevelser", "mobilisering-upplevelser"
#: How many seconds the worker may take, on a machine that does other things too.
PATIENCE = 180_000
PICTURES = ("strengths", "openings", "peers", "space")
FINDINGS = {"I55": "55", "I56": "56", "N79": "79"}


@pytest.mark.parametrize(("width", "language"), [("phone", "sv"), ("desktop", "en")])
def test_analyst_makes_evidence_of_a_table(
    visit: Callable[..., Visitor], site: Site, staff_state: dict, width: str, language: str
):
    analyst = visit(width, language, storage_state=staff_state)
    start_over(analyst)
    imports_the_table(analyst)
    makes_the_profiles_of_it(analyst)
    run = runs_it(analyst)
    sees_the_pictures(analyst, run)
    makes_findings(analyst, run)
    cites_reports(analyst)

    actor = visit(width, language)
    signs_up_for_one(actor, MEETING, "Anna Fjäll", f"anna-{width}-{language}@fjall.example")
    memo = publishes_the_memo(analyst)
    reads_the_memo(actor, memo)
    finds_it_at_the_meeting_and_in_the_mail(analyst, actor, memo)

    gets_new_figures(analyst)
    repeats_the_run(analyst, run)
    looks_at_the_whole_county(actor)


def imports_the_table(analyst: Visitor) -> None:
    page = analyst.go("/desk/deliveries/new/").page
    analyst.shoot("import")
    reads_the_file(analyst, FILE)
    asked = page.locator("main").inner_text()
    for odd in ("12:00 AM", "DE41", "nace_r2"):
        assert odd in asked
    assert page.locator("#store").count() == 0, "what mixes levels is not stored"
    page.locator("[name=level]").select_option("division")
    page.locator("form[action$='/say/'] button[type=submit]").click()
    waits_for_the_worker(page)
    analyst.look().shoot("import-clean")
    about = {
        "title_sv": "Sysselsatta i näringslivet",
        "title_en": "Persons employed in business",
        "unit_sv": "sysselsatta",
        "unit_en": "persons employed",
        "publisher": "Eurostat",
        "licence_sv": "CC BY 4.0",
    }
    for name, value in about.items():
        page.locator(f"form[action$='/store/'] [name={name}]").fill(value)
    page.locator("form[action$='/store/'] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/desk/datasets/sysselsatta-i-naringslivet/"))
    analyst.look().shoot("dataset")


def reads_the_file(analyst: Visitor, file: Path) -> None:
    page = analyst.page
    page.locator("input[type=file]").set_input_files(str(file))
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/desk/deliveries/\d+/"))
    waits_for_the_worker(page)
    analyst.look().shoot("import-read")


def waits_for_the_worker(page: Page) -> None:
    """Wait until the page says no longer that something is under way; it loads itself anew."""
    page.wait_for_load_state()
    expect(page.locator("#progress")).to_have_count(0, timeout=PATIENCE)
    page.wait_for_load_state()


def makes_the_profiles_of_it(analyst: Visitor) -> None:
    page = analyst.go("/desk/activities/figures/").page
    option = page.locator("[name=version] option").filter(has_text=TABLE)
    page.locator("[name=version]").select_option(str(option.first.get_attribute("value")))
    page.locator("[name=region]").fill("SE32")
    page.locator("main form button.button--primary").click()
    page.wait_for_url(re.compile(r"/desk/activities/$"))
    analyst.look().shoot("activities")
    page = analyst.go(f"/figures/areas/{AREA}/").page
    analyst.shoot("profile")
    told = page.locator("main").inner_text()
    assert "Mellersta Norrland" in told
    assert "Västernorrland" in told, "the page says that it is two counties"
    assert page.locator("figure.figure svg").count() >= 1


def runs_it(analyst: Visitor) -> str:
    page = analyst.go("/desk/runs/new/").page
    page.locator("main a").filter(has_text=TABLE).first.click()
    analyst.look().shoot("run-new")
    assert page.locator("[name=region]").input_value() == "SE32"
    page.locator("main form button.button--primary").click()
    page.wait_for_url(re.compile(r"/desk/runs/\d+/$"))
    waits_for_the_worker(page)
    analyst.look().shoot("run")
    return re.sub(r".*/desk/runs/(\d+)/.*", r"\1", page.url)


def sees_the_pictures(analyst: Visitor, run: str) -> None:
    page = analyst.page
    for kind in PICTURES:
        section = page.locator(f"section#{kind}")
        assert section.locator("figure.figure svg").count() >= 1, kind
        assert section.locator("figcaption").inner_text().strip(), kind
    page.locator("form[action$='/publish/'] button").first.click()
    analyst.look()
    analyst.go(f"/runs/{run}/").shoot("run-public")


def makes_findings(analyst: Visitor, run: str) -> None:
    page = analyst.page
    for code, name in FINDINGS.items():
        analyst.go(f"/desk/runs/{run}/results/strengths/finding/?row={code}")
        page.locator("[name=sentence_sv]").fill(f"Näring {name}: så mycket har vi av det.")
        page.locator("[name=sentence_en]").fill(f"Activity {name}: this much of it here.")
        page.locator("[name=area]").select_option(label=area_name(analyst))
        page.locator("main form button.button--primary").click()
        page.wait_for_url(re.compile(r"/desk/findings/\d+/$"))
        page.locator("form[action$='/publish/'] button").first.click()
        analyst.look()
    analyst.shoot("finding")
    analyst.go("/findings/").shoot("findings")


def area_name(visitor: Visitor) -> str:
    return {"sv": "Upplevelser", "en": "Experiences"}[visitor.language]


def cites_reports(analyst: Visitor) -> None:
    page = analyst.go("/desk/claims/new/").page
    page.locator("[name=sentence_sv]").fill("Besöksnäringen bär jobb i hela länet.")
    page.locator("[name=sentence_en]").fill("Tourism carries jobs in the whole county.")
    page.get_by_label(area_name(analyst), exact=True).check()
    page.locator("main form button.button--primary").click()
    page.wait_for_url(re.compile(r"/desk/claims/\d+/$"))
    claim = page.url.removeprefix(analyst.site.url)
    for report, stance in (("OECD", "supports"), ("Oxford Research", "contradicts")):
        analyst.go(f"{claim}cite/")
        source = page.locator("main select").first
        option = source.locator("option").filter(has_text=report).first
        source.select_option(str(option.get_attribute("value")))
        page.locator(f"[name=stance][value={stance}]").check()
        page.locator("[name=strength][value=judgement]").check()
        page.locator("[name=wording][value=paraphrase]").check()
        page.locator("[name=page]").fill("47")
        page.locator("[name=text]").fill("Turismen ger arbete där annat saknas.")
        page.locator("main form button.button--primary").click()
        page.wait_for_url(re.compile(r"/desk/claims/\d+/$"))
    analyst.look().shoot("claim")


def publishes_the_memo(analyst: Visitor) -> str:
    page = analyst.go("/desk/memos/new/").page
    page.locator("[name=kind][value=memo]").check()
    page.locator("[name=area]").select_option(label=area_name(analyst))
    page.locator("select[name=language]").select_option(analyst.language)
    meeting = page.locator("[name=meeting] option").filter(has_text=area_name(analyst)).last
    page.locator("[name=meeting]").select_option(str(meeting.get_attribute("value")))
    page.locator("main form button.button--primary").click()
    page.wait_for_url(re.compile(r"/desk/memos/\d+/$"))
    analyst.look().shoot("memo-draft")
    memo = page.url.removeprefix(analyst.site.url)
    analyst.go(f"{memo}edit/").shoot("memo-edit")
    text = page.locator("[name=text]")
    text.fill(text.input_value() + "\n\nSE32: {jobs}, {lq} ({lq_low}–{lq_high}).")
    page.locator("main form button.button--primary").click()
    page.wait_for_url(re.compile(r"/desk/memos/\d+/$"))
    analyst.go(f"{memo}publish/").shoot("memo-publish")
    page.locator("main form button.button--primary").click()
    page.wait_for_url(re.compile(r"/desk/memos/\d+/$"))
    waits_for_the_worker(page)
    analyst.look()
    return memo.removeprefix("/desk")


def reads_the_memo(actor: Visitor, memo: str) -> None:
    page = actor.go(memo).page
    actor.shoot("memo")
    told = page.locator("main").inner_text()
    for words in ("Eurostat", "Mellersta Norrland", "Västernorrland", "OECD", "Oxford Research"):
        assert words in told or words in page.content(), words
    assert page.locator("figure.figure svg").count() >= 1
    for link in page.locator("main a[download]").all():
        address = str(link.get_attribute("href"))
        answer = page.request.get(actor.site.url + address)
        assert answer.ok
        if answer.headers["content-type"].startswith("application/pdf"):
            is_accessible(answer.body())


def is_accessible(pdf: bytes) -> None:
    """Hold a PDF to what can be told from outside of PDF/UA-1: tags, title, language, texts."""
    reader = PdfReader(io.BytesIO(pdf))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/Lang"]
    assert "pdfuaid" in str(catalogue["/Metadata"].get_object().get_data())
    assert all(page.get("/Tabs") == "/S" for page in reader.pages)


def finds_it_at_the_meeting_and_in_the_mail(analyst: Visitor, actor: Visitor, memo: str) -> None:
    page = actor.go(f"/meetings/{MEETING}/").page
    actor.shoot("meeting")
    assert page.locator(f"section[aria-labelledby=to-read] a[href='{memo}']").count() == 1
    page = analyst.go("/desk/messages/").page
    analyst.shoot("mail")
    subject = {"sv": "Att läsa inför mötet", "en": "To read before the meeting"}
    assert page.locator("main").get_by_text(re.compile("|".join(subject.values()))).count() >= 1


def gets_new_figures(analyst: Visitor) -> None:
    """Deliver the table again with the hotels of our region halved."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    place = {name: at for at, name in enumerate(lines[0].split(";"))}
    for at, line in enumerate(lines):
        cells = line.split(";")
        if cells[place["geo"]] == "SE32" and cells[place["nace_r2"]] == "I55":
            cells[place["n2015"]] = "900"
            lines[at] = ";".join(cells)
    page = analyst.go("/desk/datasets/sysselsatta-i-naringslivet/next/").page
    page.locator("input[type=file]").set_input_files(
        {"name": "nya.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/desk/deliveries/\d+/"))
    waits_for_the_worker(page)
    analyst.look().shoot("next-version")
    if page.locator("form[action$='/next/']").count() == 0:
        page.locator("[name=level]").select_option("division")
        page.locator("form[action$='/say/'] button[type=submit]").click()
        waits_for_the_worker(page)
    page.locator("form[action$='/next/'] button[type=submit]").click()
    page.wait_for_load_state()
    analyst.look().shoot("next-stored")


def repeats_the_run(analyst: Visitor, run: str) -> None:
    page = analyst.go(f"/desk/runs/{run}/").page
    page.locator("form[action$='/repeat/'] button").first.click()
    page.wait_for_load_state()
    waits_for_the_worker(page)
    analyst.look().shoot("run-repeated")
    page = analyst.go("/desk/findings/?state=questioned").page
    analyst.shoot("findings-questioned")
    assert page.locator("main a[href*='/desk/findings/']").count() >= 1


def looks_at_the_whole_county(actor: Visitor) -> None:
    page = actor.go("/figures/county/").page
    actor.shoot("county")
    told = page.locator("main").inner_text()
    for name in ("Östersund", "Härjedalen", "Ragunda"):
        assert name in told
    for path in ("/figures/areas/", "/datasets/", "/assets/", "/claims/", "/criteria/", "/memos/"):
        actor.go(path).shoot(path.strip("/").replace("/", "-"))
