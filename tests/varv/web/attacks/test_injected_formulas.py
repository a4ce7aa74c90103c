"""Attack: write a formula where somebody opens a sheet, or a line break where a header stands."""

import io

import openpyxl
import pytest
from django.urls import get_resolver, is_valid_path

from tests.varv.web.forms_of_the_site import Scene, pages_of, samples
from varv.files.excel import CONTENT_TYPE
from varv.meetings.models import Registration
from varv.people.models import Organisation

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

FORMULAS = ('=HYPERLINK("http://evil.example")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1")


def test_no_sheet_of_the_site_holds_a_formula(scene: Scene):
    """Every address is opened and pressed; whatever is a sheet is read as Excel reads it."""
    found = Registration.objects.filter(pk=scene.registration.pk)
    organisation = scene.organisation
    sheets = 0
    for formula in FORMULAS:
        found.update(name=formula, needs=formula, organisation=organisation)
        Organisation.objects.filter(pk=organisation.pk).update(name=formula)
        for address in pages_of(get_resolver().url_patterns, samples(scene)):
            if "export" in address and is_valid_path(address):
                for answer in (scene.desk.get(address), scene.desk.post(address)):
                    sheets += _check(answer)
    assert sheets >= len(FORMULAS)


def _check(answer) -> int:
    disposition = answer.headers.get("Content-Disposition", "")
    assert "\n" not in disposition
    if answer.headers.get("Content-Type") != CONTENT_TYPE:
        return 0
    assert disposition.startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    starts = [cell for cell in cells if str(cell.value or "").startswith(("=", "+", "@", "\t"))]
    assert all(cell.quotePrefix for cell in starts), "a text also after somebody edits the cell"
    return 1
