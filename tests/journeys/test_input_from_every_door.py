"""Input comes by every door of a round and stands in the public register in the order it came."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from tests.journeys.conftest import ROOT, Site, Visitor
from tests.journeys.test_rehearsing_the_dialogue import start_over

pytestmark = pytest.mark.xdist_group("journeys")
ROUND = "/rounds/dialog-om-prioriterade-omraden/"
SUBJECT, NUMBER = "Inspel kring det framtida tillväxtarbetet", "RUN/430/2018"


@pytest.mark.parametrize(("width", "language"), [("phone", "sv"), ("desktop", "en")])
def test_input_from_every_door_stands_in_the_register(
    visit: Callable[..., Visitor],
    site: Site,
    staff_state: dict,
    tmp_path: Path,
    width: str,
    language: str,
):
    coordinator = visit(width, language, storage_state=staff_state)
    start_over(coordinator)
    round_page = looks_at_the_round_and_its_warning(coordinator)
    invites_from_excel(coordinator, round_page, tmp_path)

    actor = visit(width, language)
    reads_the_rounds(actor)
    writes_and_comes_back_to_the_draft(actor, tmp_path)
    my_page = confirms(actor, coordinator)

    mails = [
        mail(tmp_path, "one", "ola@gard.example", SUBJECT, f"Mer vatten.\n\nDnr {NUMBER}"),
        mail(tmp_path, "two", "siv@by.example", "Om dialogen", THREAD),
        mail(tmp_path, "three", "kim@by.example", "En fråga", "Vart ska jag skriva?"),
    ]
    told = receives(site, mails)
    assert [line["where"] for line in told] == ["contribution", "contribution", "triage"]
    assert [line["record"] for line in told[:2]] == [f"{NUMBER}-2", f"{NUMBER}-3"]
    reads_what_waits(coordinator)

    enters_a_letter_with_its_scan(coordinator, tmp_path)
    enters_what_was_said_at_a_meeting(coordinator)
    lets_out_what_was_read(coordinator)
    finds_all_in_the_register(visit(width, language))
    changes_and_takes_back(actor, my_page)


THREAD = """\
Vi vill att länet satsar på tåg. Gäller run 430-2018.

Hälsningar
Siv

Den tors 28 maj 2020 kl 09:12 skrev Region <regionalutveckling@regionjh.se>:
> Tyck till senast den 4 juni.
> Med vänlig hälsning
"""


def looks_at_the_round_and_its_warning(coordinator: Visitor) -> str:
    page = coordinator.go("/desk/rounds/").page
    coordinator.shoot("desk-rounds")
    page.locator("main a[href^='/desk/rounds/']", has_text=re.compile("omr|area")).first.click()
    coordinator.look().shoot("desk-round")
    assert page.locator(".notice--warn").count() >= 1, "18 days are under four weeks"
    return page.url.removeprefix(coordinator.site.url)


def invites_from_excel(coordinator: Visitor, round_page: str, folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Namn", "E-post", "Aktör", "Sektor", "Kommun"])
    sheet.append(["Eva Ek", "eva@mittun.example", "Mittuniversitetet", "Akademi", "Östersund"])
    sheet.append(["Ulf Ås", "ulf@skog.example", "Norrskog AB", "Näringsliv", "Ragunda"])
    path = folder / "lista.xlsx"
    book.save(path)
    page = coordinator.go(f"{round_page}invitations/").page
    coordinator.shoot("invitations-empty")
    coordinator.go(f"{round_page}invitations/list/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form .button--primary").click()
    coordinator.look().shoot("invitations-check")
    page.locator("form[action$='/enter/'] button").click()
    coordinator.look()
    coordinator.go(f"{round_page}invitations/send/").shoot("invitations-send")
    page.locator("main form button").first.click()
    coordinator.look().shoot("invitations-sent")
    assert page.locator("main tbody tr").count() == 2


def reads_the_rounds(actor: Visitor) -> None:
    actor.go("/rounds/").shoot("rounds")
    assert actor.page.locator("main a[href*='remiss']").count() == 1, "the earlier round"
    page = actor.go(ROUND).page
    page.locator("details summary").first.click()
    actor.look().shoot("round")
    text = page.locator("main").inner_text()
    asked = SUBJECT if actor.language == "sv" else "Input on the future growth work"
    for fact in (NUMBER, "4 juni" if actor.language == "sv" else "4 June", asked):
        assert fact in text


def writes_and_comes_back_to_the_draft(actor: Visitor, folder: Path) -> None:
    plan = folder / "plan.pdf"
    plan.write_bytes(a_pdf())
    page = actor.go(f"{ROUND}write/").page
    page.locator("[name=text]").fill("Bredband till hela Ljungdalen.")
    fold = page.locator("details", has=page.locator("[name^=remark-]")).first
    fold.locator("summary").first.click()
    fold.locator("details summary").first.click()
    fold.locator("[name^=remark-]").first.fill("Skriv vem som gör det.")
    page.locator("[name=enclosed]").set_input_files(plan)
    page.locator("form button.button--primary").last.click()
    actor.look().shoot("write-refused")
    assert page.locator("[aria-invalid=true]").count() >= 3, "each fault stands beside its field"
    assert "plan.pdf" in page.locator("main").inner_text(), "the file is kept"
    actor.go(f"{ROUND}write/").shoot("write-draft")
    assert page.locator("[name=text]").input_value() == "Bredband till hela Ljungdalen."
    page.locator("[name=speaks_for][value=organisation]").check()
    page.locator("[name=name]").fill("Maja Åkerström")
    page.locator("[name=email]").fill("maja@ljungdalen.example")
    page.locator("[name=organisation]").fill("Ljungdalens byalag")
    page.locator("[name=sector]").select_option("civil")
    page.locator("[name=municipality]").select_option(label="Berg")
    page.locator("form button.button--primary").last.click()
    page.wait_for_url(re.compile("/thanks/"))
    actor.look().shoot("write-thanks")


def confirms(actor: Visitor, coordinator: Visitor) -> str:
    link = link_in_mail(coordinator, "maja@ljungdalen.example", r"/rounds/confirm/\S+")
    page = actor.go(link).page
    actor.shoot("confirm")
    page.locator("main form button").first.click()
    actor.look().shoot("confirmed")
    assert f"{NUMBER}-1" in page.locator("main").inner_text()
    return link_in_mail(coordinator, "maja@ljungdalen.example", r"/my/\S+")


def link_in_mail(coordinator: Visitor, address: str, pattern: str) -> str:
    page = coordinator.go(f"/desk/messages/?q={address}").page
    rows = page.locator("main tbody tr", has_text=address)
    paths = [row.locator("a").first.get_attribute("href") for row in rows.all()]
    for path in paths:
        text = coordinator.go(path or "").page.locator("main").inner_text()
        if found := re.search(pattern, text):
            return found.group(0)
    raise AssertionError(f"no mail to {address} with {pattern}: {paths}")


def mail(folder: Path, name: str, sender: str, subject: str, text: str) -> Path:
    letter = EmailMessage()
    letter["From"], letter["To"] = f"Någon <{sender}>", "regionalutveckling@regionjh.se"
    letter["Subject"], letter["Message-ID"] = subject, f"<{name}@{folder.name}.example>"
    letter.set_content(text)
    path = folder / f"{name}.eml"
    path.write_bytes(bytes(letter))
    return path


def receives(site: Site, mails: list[Path]) -> list[dict]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("VARV_")}
    done = subprocess.run(
        [sys.executable, "-m", "varv.cli", "receive", *map(str, mails)],
        env={**kept, "VARV_HOME": str(site.home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def reads_what_waits(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/mail/").page
    coordinator.shoot("desk-mails")
    page.locator("main tbody a").first.click()
    coordinator.look().shoot("desk-mail")
    assert "Vart ska jag skriva?" in page.locator("main").inner_text()


def enters_a_letter_with_its_scan(coordinator: Visitor, folder: Path) -> None:
    page = coordinator.go("/desk/input/new/").page
    coordinator.shoot("desk-entry")
    page.locator("[name=channel]").select_option("letter")
    page.locator("[name=name]").fill("Per Brev")
    page.locator("[name=text]").fill("Fjällen behöver leder.")
    page.locator("[name=file]").set_input_files(folder / "plan.pdf")
    page.locator("main form .button--primary").last.click()
    coordinator.look().shoot("desk-entered")
    assert f"{NUMBER}-4" in page.locator("main").inner_text()


def enters_what_was_said_at_a_meeting(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/input/new/?channel=meeting").page
    page.locator("[name=channel]").select_option("meeting")
    page.locator("[name=name]").fill("Lena Mötesröst")
    page.locator("[name=text]").fill("Ungdomar ska höras.")
    page.locator("main form .button--primary").last.click()
    coordinator.look()
    assert f"{NUMBER}-5" in page.locator("main").inner_text()


def lets_out_what_was_read(coordinator: Visitor) -> None:
    page = coordinator.go("/desk/input/").page
    coordinator.shoot("desk-input")
    assert page.locator("main tbody tr").count() == 5
    page.locator("main tbody a", has_text=f"{NUMBER}-1").first.click()
    coordinator.look().shoot("desk-input-one")
    page.locator("form[action$='/publish/'] button").first.click()
    coordinator.look()


def finds_all_in_the_register(stranger: Visitor) -> None:
    page = stranger.go("/register/").page
    stranger.shoot("register")
    page.locator("main a", has_text=NUMBER).first.click()
    stranger.look().shoot("register-case")
    text = page.locator("main").inner_text()
    numbers = [text.index(f"{NUMBER}-{number}") for number in range(1, 6)]
    assert numbers in (sorted(numbers), sorted(numbers, reverse=True)), "in the order they came"
    stranger.go(f"{ROUND}contributions/").shoot("contributions")
    listed = page.locator("main").inner_text()
    assert "Ljungdalen" in listed
    stranger.go(f"{ROUND}contributions/2/").shoot("contribution-unread")
    shown = text + listed + page.locator("main").inner_text()
    for secret in ("Åkerström", "Per Brev", "Mötesröst", "ola@gard", "Mer vatten", "satsar på tåg"):
        assert secret not in shown, secret


def changes_and_takes_back(actor: Visitor, my_page: str) -> None:
    page = actor.go(my_page).page
    actor.shoot("my-input")
    page.locator("a[href^='/my/contributions/']").first.click()
    actor.look().shoot("own-input")
    own = page.url.removeprefix(actor.site.url)
    copy = page.request.get(f"{actor.site.url}{own}receipt.pdf")
    assert "Bredband till hela Ljungdalen." in read_pdf(copy.body())
    actor.go(f"{own}change/").shoot("own-change")
    page.locator("[name=text]").fill("Fiber till hela Ljungdalen.")
    page.locator("main form .button--primary").last.click()
    actor.look()
    assert "Fiber till hela Ljungdalen." in page.locator("main").inner_text()
    actor.go(f"{own}withdraw/").shoot("own-withdraw")
    page.locator("main form button").first.click()
    actor.look()
    page = actor.go(f"{ROUND}contributions/1/").page
    actor.shoot("contribution-withdrawn")
    assert "Ljungdalen." not in page.locator("main").inner_text()


def a_pdf() -> bytes:
    writer, stream = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(stream)
    return stream.getvalue()


def read_pdf(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
