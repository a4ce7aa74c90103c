"""Excel files cannot run what is in them, and cannot flood us."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils import timezone

from varv.files import excel
from varv.files.excel import Sheet


def book(*rows, **kwargs) -> bytes:
    return excel.write([Sheet("Test", rows[0], rows[1:])])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0"])
def test_write_keeps_a_formula_as_text(text):
    loaded = openpyxl.load_workbook(io.BytesIO(book(["Name"], [text])))
    cell = loaded.active["A2"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_write_and_read_give_the_same_values():
    with timezone.override("Europe/Stockholm"):
        content = book(
            ["A", "B", "C", "D", "E", "F"],
            ["Åre", 3, Decimal("2.5"), date(2020, 6, 5), datetime(2020, 6, 5, 7, tzinfo=UTC), True],
            [],
            [None, None, "x"],
        )
    rows = excel.read(content)
    assert [row.number for row in rows] == [1, 2, 4]
    assert rows[1].cells == (
        "Åre",
        3,
        2.5,
        datetime(2020, 6, 5),  # noqa: DTZ001 - Excel knows no time zones
        datetime(2020, 6, 5, 9),  # noqa: DTZ001 - as above
        True,
    )
    assert (rows[1].text(0), rows[1].text(1), rows[1].text(77)) == ("Åre", "3", "")


def test_write_takes_any_sheet_name():
    content = excel.write([Sheet("[Möte: a/b?] " + "x" * 50, ["A"], [])])
    assert excel.read(content)[0].cells == ("A",)


def test_read_refuses_what_is_no_workbook():
    for content in (b"", b"a;b", b"PK\x03\x04", book(["A"])[:300]):
        with pytest.raises(ValidationError, match="not an Excel file"):
            excel.read(content)


def test_read_refuses_a_damaged_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x")
        archive.writestr("xl/workbook.xml", "<x")
    with pytest.raises(ValidationError, match="damaged"):
        excel.read(stream.getvalue())


def test_read_refuses_a_bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (excel.MAX_UNPACKED + 1))
    assert len(stream.getvalue()) < 100_000
    with pytest.raises(ValidationError, match="too large"):
        excel.read(stream.getvalue())


def test_read_limits_rows_and_columns():
    content = book(["A", "B", "C"], *[["x", "y", "z"]] * 5)
    assert len(excel.read(content, max_rows=6, max_columns=3)) == 6
    with pytest.raises(ValidationError, match="more than 5 rows"):
        excel.read(content, max_rows=5)
    with pytest.raises(ValidationError, match="Row 1 has more than 2 columns"):
        excel.read(content, max_columns=2)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("<b>Anna</b>", "HTML"),
        ("Anna\u202e", "direction"),
        ("x" * 5001, "too long"),
        ("#REF!", "error #REF!"),
    ],
)
def test_read_names_row_and_column_of_a_fault(value, words):
    with pytest.raises(ValidationError, match=f"Row 3, column B: .*{words}"):
        excel.read(book(["A", "B"], ["x", "y"], ["x", value]))


def test_read_takes_the_computed_value_of_a_formula():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        made.add_worksheet().write_formula(0, 0, "=1+1", value=2)
    assert excel.read(stream.getvalue())[0].cells == (2,)
