"""Attack: write a formula where somebody opens a sheet, or a line break where a header stands."""

import copy
import csv
import io

import openpyxl
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import get_resolver, is_valid_path

from tests.varv.web.attacks.test_stored_scripts import poison
from tests.varv.web.forms_of_the_site import Scene, pages_of, samples
from varv.files.excel import CONTENT_TYPE
from varv.meetings.models import Registration

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

FORMULAS = ('=HYPERLINK("http://evil.example")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1")


def test_no_sheet_of_the_site_holds_a_formula(scene: Scene):
    """Every address is opened and pressed; whatever is a sheet is read as Excel reads it.

    What a press does is taken back, so that the next one finds the site as it was.
    """
    addresses = [
        address
        for address in pages_of(get_resolver().url_patterns, samples(scene))
        if is_valid_path(address)
    ]
    assert scene.desk.get("/desk/").status_code == 200  # signed in, before anything is taken back
    ways = [
        (scene.desk.get if method == "GET" else scene.desk.post, address)
        for address in addresses
        for method in ("GET", "POST")
        if _is_sheet(_pressed(scene, method, address))
    ]
    assert len(ways) >= 4, ways
    for formula in FORMULAS:
        poison(formula)
        Registration.objects.update(name=formula, needs=formula, organisation=scene.organisation)
        sheets = [press(address) for press, address in ways]
        assert sum(map(_check, sheets)) == len(ways)


def _pressed(scene: Scene, method: str, address: str) -> HttpResponse:
    point, cookies = transaction.savepoint(), copy.copy(scene.desk.cookies)
    answer = scene.desk.generic(method, address)
    transaction.savepoint_rollback(point)
    scene.desk.cookies = cookies  # signing out is one of the presses
    return answer


def _is_sheet(answer: HttpResponse) -> bool:
    kind = answer.headers.get("Content-Type", "")
    return kind == CONTENT_TYPE or kind.startswith(("text/csv", "text/tab-separated"))


def _check(answer: HttpResponse) -> int:
    disposition = answer.headers.get("Content-Disposition", "")
    assert "\n" not in disposition
    assert disposition.startswith("attachment")
    if answer.headers["Content-Type"].startswith("text/csv"):
        return _check_text(answer.getvalue().decode("utf-8-sig"))
    assert answer.headers["Content-Type"] == CONTENT_TYPE, (
        "a kind of sheet that is read nowhere yet"
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    starts = [cell for cell in cells if str(cell.value or "").startswith(("=", "+", "@", "\t"))]
    loose = [(cell.parent.title, cell.coordinate) for cell in starts if not cell.quotePrefix]
    assert loose == [], "a text also after somebody edits the cell"
    return 1


def _check_text(table: str) -> int:
    between = max(",;", key=table.split("\n", 1)[0].count)
    cells = [cell for row in csv.reader(io.StringIO(table), delimiter=between) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
    return 1
