"""A coordinator takes in a list, sees that one of it is a double, merges, and takes that back."""

import re
from collections.abc import Callable, Sequence

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ["name", "number", "sector", "municipality", "aliases", "person", "email", "title"]


def test_list_is_taken_in_and_a_double_merged_and_brought_back(
    visit: Callable[..., Visitor], staff_state: dict
):
    at_desk = Coordinator(visit("desktop", "sv", storage_state=staff_state))
    at_desk.chooses(_rows("Fjällkraft i Åre", sector="skog"))
    at_desk.looks("list-wrong")
    at_desk.chooses(_rows("Fjällkraft i Åre", "Mittuniversitet"))
    at_desk.looks("list-new")
    at_desk.page.goto(f"{at_desk.page.url}?state=doubtful")
    at_desk.looks("list-doubtful")
    at_desk.presses("form[action$='/enter/'] button")
    at_desk.looks("organisations")
    at_desk.opens("Mittuniversitet")
    at_desk.looks("double")
    at_desk.visitor.go(f"/desk/organisations/{at_desk.own_id()}/same-as/")
    at_desk.types_and_chooses("other", "mittuni", "Mittuniversitetet")
    at_desk.presses("main form .button--primary")
    at_desk.looks("side-by-side")
    at_desk.presses("form[action$='/merge/'] button >> nth=1")
    at_desk.looks("merged")
    on_phone = Coordinator(visit("phone", "en", storage_state=staff_state))
    on_phone.opens("Mittuniversitet")
    assert on_phone.page.locator("h1").inner_text() == "Mittuniversitetet"
    on_phone.looks("merged")
    on_phone.presses("form[action$='/undo/'] button")
    assert on_phone.page.locator("h1").inner_text() == "Mittuniversitet"
    on_phone.looks("brought-back")
    on_phone.visitor.go(f"/desk/organisations/{on_phone.own_id()}/history/")
    on_phone.looks("history")
    on_phone.chooses(_rows("Fjällkraft i Åre", "Mittuniversitet"))
    on_phone.looks("list-known")


class Coordinator:
    """Somebody who works in the register of organisations."""

    def __init__(self, visitor: Visitor) -> None:
        """Sit down with a browser."""
        self.visitor, self.page = visitor, visitor.page

    def looks(self, name: str) -> None:
        """Look at the page, and keep a picture of it."""
        self.visitor.look().shoot(f"organisations-{name}")

    def chooses(self, content: bytes) -> None:
        """Choose a list and see what it would do."""
        self.visitor.go("/desk/organisations/list/")
        sheet = {"name": "Företag 2020.xlsx", "mimeType": EXCEL, "buffer": content}
        self.page.locator("[type=file]").set_input_files(sheet)  # type: ignore[arg-type]
        self.presses("main form .button--primary")
        self.page.wait_for_url(re.compile(r"/list/[0-9a-f-]{36}/"))

    def opens(self, name: str) -> None:
        """Look an organisation up in the list by its name or another, and open it."""
        self.visitor.go(f"/desk/organisations/?q={name}")
        self.page.locator("tbody a").first.click()
        self.page.wait_for_url(re.compile(r"/desk/organisations/\d+/$"))

    def own_id(self) -> str:
        """Return the number of the organisation whose page is open."""
        return self.page.url.rstrip("/").rpartition("/")[2]

    def types_and_chooses(self, field: str, beginning: str, name: str) -> None:
        """Type the beginning of a name, wait for it to be offered, and take it."""
        box = self.page.locator(f"[name={field}]")
        box.press_sequentially(beginning)
        offer = self.page.locator(f"datalist option[value='{name}']")
        offer.wait_for(state="attached")
        box.fill(name)

    def presses(self, button: str) -> None:
        """Press a button and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.locator(button).first.click()


def _rows(*names: str, sector: str = "academia") -> bytes:
    from varv.files import excel

    rows: list[Sequence[str]] = [
        [name, "", sector, "Åre", "", f"Kontakt {at}", f"kontakt{at}@lista.example", "VD"]
        for at, name in enumerate(names)
    ]
    return excel.write([excel.Sheet("Lista", HEADINGS, rows)])
