"""Findings and refusals in the words of the page: every kind that the numbers know is worded."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

import specialisation.io
from tests.varv.analysis.dataset_support import TABLE
from varv.analysis import words
from varv.analysis.compute import reading
from varv.analysis.words.findings import FINDINGS
from varv.analysis.words.refusals import REFUSALS
from varv.analysis.words.told import worded

SOURCE = Path(specialisation.io.__file__).parent


def kinds_in_the_source():
    """Yield the kinds of all findings that the numbers make."""
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "Finding",
                "in_rows",
            }:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield first.value


def test_every_kind_of_finding_is_worded():
    known = {*kinds_in_the_source(), "mixed_region_levels", "left_out", "elsewhere"}
    assert len(known) > 30
    assert known == set(FINDINGS)


def refusals_in_the_source():
    """Yield the first words of all refusals of files, with ``{}`` for what is put in."""
    for name in ("formats", "limits", "text", "excel", "jsonstat", "roles"):
        for node in ast.walk(ast.parse((SOURCE / f"{name}.py").read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValueError":
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    yield text.value
                elif isinstance(text, ast.JoinedStr):
                    yield "".join(
                        part.value if isinstance(part, ast.Constant) else "7"
                        for part in text.values
                    )


def test_every_refusal_of_a_file_is_worded():
    found = set(refusals_in_the_source())
    assert len(found) > 25
    left = {
        text
        for text in found
        if worded(REFUSALS, text) == text
        # What only whoever writes a program can do wrong, or a machine without a library.
        and not re.match(
            r"a workbook needs|columns should name 7|7 should stand|7 should have 7 cells"
            r"|the periods should|the file should be a table, is 7",
            text,
        )
    }
    assert not left


@pytest.mark.parametrize(
    ("text", "swedish", "english"),
    [
        (
            "geo;nace_r2;year;value\nSE32;I;2015;5\nSE32;I55;2015;5\n",
            (
                "Filen blandar nivåer av branscher, och summan skulle räknas dubbelt: "
                "avdelningar (bokstäver) (1 rader), huvudgrupper (2 siffror) (1 rader). "
                "Välj en nedan."
            ),
            (
                "The file mixes levels of activities, whose sum would count twice: "
                "sections (letters) (1 rows), divisions (2 digits) (1 rows). Choose one below."
            ),
        ),
        (
            TABLE.replace("1204", "-4"),
            "Siffror är mindre än noll.",
            "Figures are below zero.",
        ),
    ],
)
def test_error_is_told_in_both_languages(text, swedish, english):
    look = reading.look(text.encode(), {})
    for language, expected in (("sv", swedish), ("en", english)):
        with translation.override(language):
            told = [one for one in words.told(look.findings) if one.severity == "error"]
            assert told[0].text == expected


def test_rows_are_named_and_the_rest_counted():
    text = TABLE.splitlines()[0] + "\n" + "SE32;I55;2015;tolv\n" * 12
    look = reading.look(text.encode(), {})
    with translation.override("sv"):
        told = next(one for one in words.told(look.findings) if one.kind == "not_a_number")
        assert told.where == "rader 2, 3, 4, 5, 6 och 7 till"
        assert told.column == "value"
        assert told.label == "Fel"


def test_figures_are_written_as_the_language_does():
    finding = {
        "kind": "not_told", "severity": "note", "column": "", "rows": [], "count": 346,
        "message": "346 of 33,027 cells are told by no row and count as zero",
    }  # fmt: skip
    with translation.override("sv"):
        assert "33\N{NO-BREAK SPACE}027" in words.told([finding])[0].text


def test_cells_that_no_row_tells_are_told_once_in_words():
    text = TABLE.replace("SE33;I56;2015;710\n", "SE32;I55;2016;9\n")
    with translation.override("sv"):
        told = words.told(reading.look(text.encode(), {}).findings)
    (one,) = [one.text for one in told if "inte finns" in one.text or "på någon rad" in one.text]
    assert one == (
        "4 av 8 rutor finns inte på någon rad. 3 av dem räknas som okända, eftersom året inte har "
        "någon rad alls för regionen eller branschen (2016 (3)); resten (1) räknas som noll."
    )


def test_what_is_quoted_stands_as_it_stood():
    text = "geo;nace_r2;year;value\nSE32;I55;2015;10,000\nSE33;I55;2015;12,500\n"
    with translation.override("sv"):
        told = words.told(reading.look(text.encode(), {}).findings)
    assert "10,000" in next(one.text for one in told if one.kind == "ambiguous_number")


def test_unknown_kind_is_told_as_it_is():
    finding = {"kind": "news", "severity": "warning", "message": "something new", "rows": [3]}
    told = words.told([finding])[0]
    assert (told.text, told.severity) == ("something new", "warning")
    assert words.refusal("something else") == "something else"


def test_header_of_the_file_stands_as_it_is_in_the_file():
    text = "region;activity;year;value\nSE32;I55;2015;5\n"
    look = reading.look(text.encode(), {})
    with translation.override("sv"):
        told = next(one for one in words.told(look.findings) if one.kind == "guessed_columns")
    assert told.text == (
        "Kolumnerna känns igen på namnen: region är region, bransch är activity, år är year, "
        "värde är value"
    )


def test_cells_of_the_file_are_not_translated():
    look = reading.look(TABLE.replace("1204", "region").encode(), {})
    with translation.override("sv"):
        told = next(one for one in words.told(look.findings) if one.kind == "not_a_number")
    assert "'region'" in told.text


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("the file should have 209,715,200 bytes, has 209,715,201", "Filen är större än 200 MB."),
        (
            "the workbook should unpack to 157,286,400 bytes in 10,000 parts, unpacks to 2 in 3",
            "Arbetsboken packas upp till mer än 150 MB. Den läses inte.",
        ),
    ],
)
def test_sizes_are_told_in_megabytes(message, expected):
    with translation.override("sv"):
        assert words.refusal(message).replace("\N{NO-BREAK SPACE}", " ") == expected


def test_rows_without_a_year_are_told_in_words():
    look = reading.look(TABLE.replace("2015", "").encode(), {})
    with translation.override("sv"):
        told = words.told(look.findings)
    wrong = [one for one in told if one.severity == "error"]
    assert [one.text for one in wrong] == [
        "Året är tomt. Fyll i det, eller ta bort raderna ur filen."
    ]
    assert wrong[0].where == "rader 2, 3, 4 och 5"
    assert "None" not in "".join(one.text for one in told)


@pytest.mark.parametrize(
    ("kind", "message", "said"),
    [
        (
            "partial",
            "all 1 totals are above the sum of their parts: some parts are not here",
            "Den tryckta summan är större än summan av delarna: några delar finns inte här.",
        ),
        (
            "partial",
            "all 4 totals are above the sum of their parts: some parts are not here",
            "Alla 4 tryckta summor är större än summan av delarna: några delar finns inte här.",
        ),
        ("preamble", "1 rows stand above the header", "En rad står ovanför rubrikraden."),
        (
            "classification",
            "activities may be of NACE Rev. 2 or NACE Rev. 2.1: say which with classification=",
            "Branscherna kan vara kodade i NACE Rev. 2 eller NACE Rev. 2.1. Ange nedan vilken.",
        ),
    ],
)
def test_one_is_said_as_one_and_words_among_codes_are_translated(kind, message, said):
    with translation.override("sv"):
        assert worded(FINDINGS[kind], message) == said
