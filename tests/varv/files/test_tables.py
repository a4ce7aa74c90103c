"""Lists come in Excel or as text, and are the same rows."""

import pytest
from django.core.exceptions import ValidationError

from varv.files import excel, plain, tables


def read(content, **most):
    return tables.read(content, **({"max_rows": 10, "max_columns": 5} | most))


def cells(content):
    return [(row.number, row.text(0), row.text(1)) for row in read(content)]


def test_excel_and_text_give_the_same_rows():
    rows = [["Kim", "a@b.example"], ["", ""], ["Åsa", "c@d.example"]]
    book = excel.write([excel.Sheet("L", ["Namn", "E-post"], rows)])
    text = "Namn;E-post\nKim;a@b.example\n;\nÅsa;c@d.example\n".encode()
    assert cells(book) == cells(text)
    assert [number for number, *_rest in cells(text)] == [1, 2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_of_every_usual_encoding_is_read(encoding):
    assert cells("Åsa;Öberg".encode(encoding)) == [(1, "Åsa", "Öberg")]


def test_cell_in_quotes_may_hold_what_stands_between_cells_and_breaks_of_lines():
    assert cells(b'a,b\n"x, y","Box 1\nAre"\n')[1] == (2, "x, y", "Box 1\nAre")


@pytest.mark.parametrize(
    "content",
    [
        b"a;b\n" * 11,
        b"a;b;c;d;e;f\n",
        b"\x00binary",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"x" * (excel.MAX_BYTES + 1),
        b"a;" + b"x" * (excel.MAX_CELL + 1),
        b"a;\x07bell",
        b'"' + b"x" * 200_000,
        b"PK\x03\x04broken",
    ],
)
def test_what_is_too_much_or_no_table_is_refused(content):
    with pytest.raises(ValidationError):
        read(content)


def test_nothing_is_no_rows():
    assert read(b"") == []


def test_programs_read_a_hyphen_before_what_is_below_zero():
    assert plain.csv_line(["a", -5, -12.5]).strip() == "a,-5,-12.5"
    assert "-12.5" in "".join(plain.json_text({}, "rows", [{"value": -12.5}]))
