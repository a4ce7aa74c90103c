"""Deliveries: received, read, asked about, and stored or thrown away."""

import gzip
import io
import json
import zipfile
from datetime import timedelta

import openpyxl
import polars as pl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from tests.specialisation.examples import data
from tests.varv.analysis.dataset_support import (
    ABOUT,
    TABLE,
    again,
    delivered,
    kinds_of,
    stored,
)
from tests.varv.factories import AnalystFactory, MunicipalityFactory, RegionFactory
from varv import clock
from varv.analysis import words
from varv.analysis.compute import reading as compute
from varv.analysis.compute import tables
from varv.analysis.datasets import actions, extensions, queries
from varv.analysis.datasets.actions import reading
from varv.analysis.datasets.actions.receiving import as_file
from varv.analysis.datasets.actions.storing import SameTableError
from varv.analysis.models import Dataset, DatasetVersion, Delivery
from varv.files import blobs
from varv.files.models import File
from varv.registry.models import Event

State = Delivery.State


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# -- what is read ---

ROWS = [["geo", "nace_r2", "year", "value"], ["SE32", "I55", 2015, 12], ["SE33", "I55", 2015, 9]]
FRAME = pl.DataFrame(ROWS[1:], schema=ROWS[0], orient="row")


def as_parquet():
    stream = io.BytesIO()
    FRAME.write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (FRAME.write_csv().encode(), "CSV"),
        (gzip.compress(FRAME.write_csv(separator=";").encode()), "CSV"),
        (workbook(ROWS), "Excel"),
        (as_parquet(), "Parquet"),
        (b"freq,nace_r2,geo\\TIME_PERIOD\t2015\nA,I55,SE32\t12\nA,I55,SE33\t9\n", "Eurostat TSV"),
        (
            b"DATAFLOW,nace_r2,geo,TIME_PERIOD,OBS_VALUE\nX,I55,SE32,2015,12\nX,I55,SE33,2015,9\n",
            "SDMX-CSV",
        ),
        (
            (
                b'{"version":"2.0","class":"dataset","id":["geo","nace_r2","year"],"size":[2,1,1],'
                b'"dimension":{"geo":{"category":{"index":["SE32","SE33"]}},'
                b'"nace_r2":{"category":{"index":["I55"]}},"year":{"category":{"index":["2015"]}}},'
                b'"value":[12,9]}'
            ),
            "JSON-stat 2",
        ),
    ],
    ids=["csv", "gz", "xlsx", "parquet", "tsv", "sdmx", "jsonstat"],
)
def test_every_format_becomes_the_same_table(content, format_):
    made = delivered(content)
    assert (made.state, made.error, made.preview["format"]) == (State.READ, "", format_)
    version = actions.store_as_new(None, delivery=made, about=ABOUT)
    frame = tables.table_of(version)
    assert frame.select("region", "activity", "year", "value").rows() == [
        ("SE32", "I55", 2015, 12.0), ("SE33", "I55", 2015, 9.0),
    ]  # fmt: skip
    assert tables.panel_of(version).matrix().tolist() == [[12.0], [9.0]]


def test_page_of_a_delivery_has_what_one_chooses_among():
    text = "sex;geo;nace_r2;year;value\n" + "".join(
        f"{sex};{geo};{code};{year};{place + 1}\n"
        for place, (sex, geo, code, year) in enumerate(
            (s, g, c, y)
            for s in "MF"
            for g in ("SE32", "SE3")
            for c in ("I", "I55")
            for y in (2015, 2016)
        )
    )
    made = delivered(text)
    assert kinds_of(made) >= {"mixed_levels", "mixed_measures"}
    assert made.preview["levels"] == {"section": 8, "division": 8}
    assert made.preview["region_levels"] == {"NUTS 1": 8, "NUTS 2": 8}
    assert made.preview["years"] == [2015, 2016]
    assert made.preview["choices"] == {"sex": ["F", "M"]}
    assert made.table is None
    how = {"level": "division", "only": {"sex": "M"}, "years": [2016], "region_level": "NUTS 1"}
    actions.say_how(None, delivery=made, how=how)
    reading.read(made.pk)
    made = again(made)
    assert not kinds_of(made)
    frame = tables.table_in(made.table.sha256)
    assert frame.select("region", "activity", "year").rows() == [("SE3", "I55", 2016)]


def test_table_of_places_only_and_year_that_is_told():
    made = delivered("kommun;antal\n2380;63985\n2321;12059\n")
    assert made.error.startswith("columns should say which is the activity")
    assert "vilken kolumn" in words.refusal(made.error) or "column" in words.refusal(made.error)
    actions.say_how(None, delivery=made, how={"columns": {"activity": ""}})
    reading.read(made.pk)
    made = again(made)
    assert "year" in made.error
    assert made.preview["has_year"] is False
    how = {"columns": {"activity": ""}, "year_told": 2020}
    actions.say_how(None, delivery=made, how=how)
    reading.read(made.pk)
    version = actions.store_as_new(None, delivery=again(made), about=ABOUT)
    assert not version.dataset.has_activities
    assert (version.first_year, version.last_year) == (2020, 2020)
    assert tables.table_of(version)["activity"].unique().to_list() == ["-"]


def test_what_was_said_is_kept_when_the_table_is_refused():
    made = delivered("geo;nace_r2;year;value\nSE32;I55;2015;-3\n", how={"level": "division"})
    assert kinds_of(made) == {"negative"}
    with pytest.raises(ValidationError, match="still wrong"):
        actions.store_as_new(None, delivery=made, about=ABOUT)
    actions.keep_answers(delivery=made, answers=ABOUT)
    kept = again(made)
    assert kept.reading == {"level": "division", "about": ABOUT}
    actions.say_how(None, delivery=kept, how={"decimal": "."})
    assert again(made).reading == {"decimal": ".", "about": ABOUT}
    assert not DatasetVersion.objects.exists()
    assert not Dataset.objects.exists()


# -- broken files of every kind ---


def bomb():
    """A workbook that says to unpack to far more than it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (200 << 20))
    return stream.getvalue()


HOSTILE = {
    "empty": b" \n",
    "header only": b"geo;nace_r2;value\n",
    "pdf": b"%PDF-1.7 ...",
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "old excel": b"\xd0\xcf\x11\xe0" + b"x" * 100,
    "web page": b"<html><body>Logga in</body></html>",
    "cut gz": gzip.compress(TABLE.encode())[:-9],
    "broken gz": b"\x1f\x8b" + b"x" * 50,
    "gz bomb": gzip.compress(b"0" * (450 << 20), 9),
    "xlsx bomb": bomb(),
    "broken xlsx": b"PK\x03\x04" + b"x" * 50,
    "broken parquet": b"PAR1" + b"x" * 50,
    "broken json": b'{"class": "dataset", ',
    "other json": b'{"a": 1}',
    "million columns": b";".join(b"c%d" % n for n in range(1_000_000)) + b"\n1;2\n",
    "same names": b"geo;geo;value\nSE32;I55;1\n",
    "binary": bytes(range(256)) * 10,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_broken_file_is_refused_in_words_and_leaves_nothing(name):
    made = delivered(HOSTILE[name])
    assert made.state == State.FAILED, made.error
    assert made.preview["known"] is True
    assert words.refusal(made.error) != made.error, "it is told in words of the page"
    assert made.table is None
    actions.drop_delivery(None, delivery=made)
    assert not Delivery.objects.exists()
    assert not File.objects.filter(destroyed_at=None).exists()
    assert not Dataset.objects.exists()


RIGHT = ("SE33", "I55", "2015", "5")


def grid(*rows):
    return "geo;nace_r2;year;value\n" + "".join(";".join(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "kind", "rows"),
    [
        (grid(("SE32", "I55", "2015", "=1+1"), RIGHT), "formula", [2]),
        (grid(("SE32", "=cmd|' /C calc'!A0", "2015", "1")), "formula", [2]),
        (grid(("SE32", "I55", "2015", "1"), ("SE32", "I55", "2015", "2")), "duplicate", [2, 3]),
        (grid(("I55", "SE32", "2015", "1"), ("I56", "SE33", "2015", "2")), "swapped_columns", []),
        (grid(("C17", "SE11", "2015", "1"), ("62", "SE12", "2015", "2")), "swapped_columns", []),
        (grid(("Norrland", "SE33", "2015", "1")), "swapped_columns", []),
        (grid(("C17", "Norrland", "2015", "1")), "swapped_columns", []),
        (grid(("SE32", "I55", "2015", "tolv"), RIGHT), "not_a_number", [2]),
        (grid(("SE32", "I55", "", "1"), ("SE32", "I55", "", "2"), RIGHT), "blank_year", [2, 3]),
        (grid(("JÃ¤mtland", "I55", "2015", "1"), RIGHT), "broken_letters", [2]),
        (grid(("SE32", "I55", "20x5", "1")), "not_a_year", [2]),
        (grid(("", "I55", "2015", "1"), ("SE32", "I55", "2015", "1")), "blank_code", [2]),
        (grid(("SE32", "I55", "2014", "0"), ("SE32", "I55", "2015", "1")), "zero_year", [2]),
        (grid(("SE32", "I55", "2015", "1.204")), "ambiguous_number", []),
    ],
)
def test_wrong_cells_are_named_by_row_and_nothing_is_stored(text, kind, rows):
    made = delivered(text)
    wrong = [one for one in made.findings if one["severity"] == "error"]
    assert [one["kind"] for one in wrong] == [kind]
    assert wrong[0]["rows"] == rows
    assert made.table is None
    told = next(one for one in words.told(made.findings) if one.severity == "error")
    assert told.text != wrong[0]["message"] or kind in {"negative"}
    with pytest.raises(ValidationError):
        actions.store_as_new(None, delivery=made, about=ABOUT)


def test_hidden_signs_and_nul_do_not_reach_the_database():
    text = "geo;nace_r2;year;value\n" + "SE32;I55;2015;1\n" * 2_000 + "SE3\x002;<b>;2015;1\n"
    made = delivered(text)
    assert kinds_of(made) == {"duplicate"}
    assert "\x00" not in str(made.preview) + str(made.findings)


def test_table_of_too_many_cells_is_refused_before_it_takes_the_memory():
    lines = "".join(f"r{n};a{n};{1700 + n % 500};1\n" for n in range(4_000))
    made = delivered("region;activity;year;value\n" + lines)
    assert made.error.startswith("the table should have 30,000,000 regions")
    assert made.table is None


def test_latin_1_is_read_with_a_warning():
    made = delivered("kommun;näringsgren;år;antal\nÅre;Hotell;2020;5\n".encode("cp1252"))
    assert "encoding" in kinds_of(made, "warning")
    assert made.preview["first"][0][0] == "Åre"


def test_broken_letters_are_told_on_the_first_read_though_no_column_is_known(client):
    text = "region;nÃ¤ringsgren;Ã¥r;sysselsatta\nJÃ¤mtland;GÃ¤stgiveri;2020;430\n"
    made = delivered(text)
    assert made.error.startswith("columns should say which is the activity")
    told = {one.column: one for one in words.told(made.findings) if one.kind == "broken_letters"}
    assert set(told) == {"region", "nÃ¤ringsgren", "Ã¥r"}
    assert told["region"].where
    client.force_login(AnalystFactory())
    page = client.get(made.desk_url).content.decode()
    assert "teckenkodning nedan" in page
    assert 'name="encoding"' in page
    how = {"columns": {"activity": "nÃ¤ringsgren", "year": "Ã¥r"}}
    actions.say_how(None, delivery=made, how=how)
    reading.read(made.pk)
    assert kinds_of(again(made)) == {"broken_letters"}
    assert again(made).table is None
    with pytest.raises(ValidationError, match="still wrong"):
        actions.store_as_new(None, delivery=again(made), about=ABOUT)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "Filen är inte text i utf-8: rad 3 har byten 0xff."),
        ("en", "The file is not text in utf-8: line 3 has the byte 0xff."),
    ],
)
def test_broken_byte_is_told_with_its_line(client, language, words):
    broken = "geo;nace_r2;year;value\nÅre;I55;2015;1\nSE32;I55;2015;".encode() + b"\xff\x81\n"
    made = delivered(broken, name="broken_utf8.csv")
    client.force_login(AnalystFactory())
    client.cookies["django_language"] = language
    assert words in client.get(made.desk_url).content.decode()


def test_broken_letters_in_a_workbook_are_no_matter_of_its_encoding():
    made = delivered(workbook([*ROWS, ["JÃ¤mtland", "I55", 2015, 4]]))
    assert kinds_of(made) == {"broken_letters"}
    with translation.override("sv"):
        told = next(one for one in words.told(made.findings) if one.severity == "error")
    assert "teckenkodning" not in told.text
    assert (told.column, told.where) == ("geo", "rad 4")


def test_other_countys_table_is_refused_when_one_says_what_should_be_there():
    made = delivered(TABLE, how={"expected_regions": ["SE11", "SE12"]})
    assert kinds_of(made) == {"other_region"}


def test_other_countys_table_is_no_next_version():
    dataset = stored().dataset
    made = delivered(TABLE.replace("SE32", "SE11").replace("SE33", "SE12"), dataset=dataset)
    with pytest.raises(ValidationError, match="SE32"):
        actions.store_delivery(None, delivery=made, dataset=dataset)
    places = delivered("region;year;value\nSE32;2015;4\n", how={"columns": {"activity": ""}})
    with pytest.raises(ValidationError, match="places only"):
        actions.store_delivery(None, delivery=places, dataset=dataset)
    assert dataset.versions.count() == 1


# -- versions ---


def test_version_tells_how_it_differs_from_the_one_before():
    first = stored()
    text = TABLE.replace("1204", "1300").replace("SE33;I56;2015;710\n", "") + "SE32;I55;2016;1310\n"
    second = stored(text, dataset=first.dataset)
    assert (first.number, second.number) == (1, 2)
    told = second.difference
    # SE33 has no row in 2016 and I56 none either, so that year has cells that are masked.
    assert (told["changed"], told["gone"], told["same"]) == (1, 1, 2)
    assert told["years"] == [2016]
    assert told["largest"] == [
        {"region": "SE32", "activity": "I55", "year": 2015, "before": 1204.0, "after": 1300.0}
    ]
    assert tables.table_of(first).height == 4, "what is stored never changes"


def test_same_table_is_told_and_not_stored_twice():
    first = stored()
    shuffled = TABLE.splitlines(keepends=True)
    again_ = delivered("".join([shuffled[0], *reversed(shuffled[1:])]), dataset=first.dataset)
    assert again_.table.sha256 == first.table.sha256, "the same input gives the same bytes"
    with pytest.raises(SameTableError) as told:
        actions.store_delivery(None, delivery=again_, dataset=first.dataset)
    assert told.value.version == first
    with pytest.raises(SameTableError):
        actions.store_as_new(None, delivery=again_, about=ABOUT)
    assert DatasetVersion.objects.count() == 1
    assert again(again_).state == State.READ


def test_dataset_needs_title_unit_publisher_and_licence():
    made = delivered()
    with pytest.raises(ValidationError) as refused:
        actions.store_as_new(None, delivery=made, about={})
    assert set(refused.value.message_dict) == {"title", "unit", "publisher", "licence"}
    assert not Dataset.objects.exists()


def test_each_act_is_one_line_in_the_log():
    stored()
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == [
        "analysis.receive_delivery",
        "analysis.delivery_read",
        "analysis.make_dataset",
        "analysis.store_version",
    ]


# -- typed tables ---


@pytest.mark.parametrize(
    "text",
    [
        "SE32\tI55\t2015\t1204\nSE33\tI55\t2015\t980",
        "SE32;I55;2015;1204\r\n\r\nSE33;I55;2015;980\n",
        "region;activity;year;value\nSE32;I55;2015;1204\nSE33;I55;2015;980",
    ],
)
def test_typed_rows_need_no_header(text):
    made = actions.receive_text(None, text=text)
    assert reading.read_if_small(made)
    version = actions.store_as_new(None, delivery=again(made), about=ABOUT)
    assert version.dataset.origin == Dataset.Origin.TYPED
    assert tables.table_of(version)["value"].to_list() == [1204.0, 980.0]


@pytest.mark.parametrize(
    "text",
    [
        "region\tsni\t2015\t2016\nSE32\tI55\t1204\t1210\nSE33\tI55\t980\t990",
        "region\tår\tI55\tI56\nSE32\t2015\t1204\t560\nSE33\t2015\t980\t710",
        "region;I55;I56;G47\nSE32;1204;1560;1900\nSE33;1980;1710;1204",
    ],
)
def test_pasted_table_with_a_column_for_each_year_or_activity_is_read_as_rows(text):
    made = actions.receive_text(None, text=text)
    actions.say_how(None, delivery=made, how=made.reading | {"year_told": 2015})
    reading.read(made.pk)
    made = again(made)
    assert (made.error, made.preview["wide"], made.preview["regions"]) == ("", True, 2)
    assert made.table is not None
    assert made.preview["columns"] == text.split("\n")[0].replace(";", "\t").split("\t")


def test_heading_with_a_digit_is_no_figure():
    text = "x0;x1;x2\n2380;I55;12\n"
    assert as_file(text).decode() == text


def test_typed_row_with_a_figure_like_a_year_is_no_header():
    text = "Åre;Handel;2015;1987\nÅre;Handel;2016;1990\nBerg;Handel;2015;1204"
    assert as_file(text).decode().startswith("region;activity;year;value\n")


def test_columns_of_years_are_left_as_they_stand_when_the_analyst_says_so(client):
    client.force_login(AnalystFactory())
    made = delivered("geo;nace_r2;2015;2016\nSE32;I55;12;13\nSE33;I55;9;8\n")
    assert made.preview["years_read"] == [2015, 2016]
    page = client.get(made.desk_url).content.decode()
    assert "en kolumn för varje år eller bransch" in page
    sent = {"wide": "as it stands", "column_value": "2016", "column_year": "", "column_flag": ""}
    sent |= {"column_region": "geo", "column_activity": "nace_r2", "expected_regions": ""}
    answer = client.post(reverse("analysis:desk_delivery_say", args=[made.pk]), sent, follow=True)
    assert answer.status_code in {200, 422}
    # The columns as they stand can be chosen once that is said.
    sent = {"wide": "as it stands"}
    client.post(reverse("analysis:desk_delivery_say", args=[made.pk]), sent)
    client.post(
        reverse("analysis:desk_delivery_say", args=[made.pk]), sent | {"column_value": "2016"}
    )
    version = actions.store_as_new(None, delivery=again(made), about=ABOUT)
    assert tables.table_of(version).select("year", "value").rows() == [(2016, 13.0), (2016, 8.0)]
    assert version.reading["wide"] == "as it stands"


def test_table_whose_columns_are_not_clear_says_what_is_wanted(client):
    client.force_login(AnalystFactory())
    made = delivered("ort;grupp;mått\nSE32;I55;12\n")
    page = client.get(made.desk_url).content.decode()
    assert "2380; I55; 560; 541" in page
    assert "en rad för varje siffra" in page


@pytest.mark.parametrize("text", ["", " \n;;\n", "12", "1;2;3;4;5\n"])
def test_typed_nonsense_is_refused_beside_the_field(text):
    with pytest.raises(ValidationError) as refused:
        as_file(text)
    assert "text" in refused.value.message_dict


def test_typed_rows_are_put_right():
    made = actions.receive_text(None, text="SE32;I55;2015;tolv")
    reading.read(made.pk)
    assert "not_a_number" in kinds_of(again(made))
    before = made.file.sha256
    actions.change_text(None, delivery=made, text="SE32;I55;2015;12")
    reading.read(made.pk)
    assert again(made).table is not None
    assert File.objects.get(sha256=before).destroyed_at
    with pytest.raises(ValidationError, match="came as a file"):
        actions.change_text(None, delivery=delivered(), text="SE32;I55;2015;12")


# -- cells that no row tells ---

GAPS = TABLE.replace("SE33;I56;2015;710\n", "")


@pytest.mark.parametrize(("said", "hidden"), [("", None), ("zero", None), ("unknown", 1)])
def test_cells_that_no_row_tells_count_as_the_analyst_says(said, hidden, client):
    client.force_login(AnalystFactory())
    made = delivered(GAPS)
    assert (
        "Rutor som inte finns på någon rad räknas som" in client.get(made.desk_url).content.decode()
    )
    client.post(reverse("analysis:desk_delivery_say", args=[made.pk]), {"absent": said})
    version = actions.store_as_new(None, delivery=again(made), about=ABOUT)
    mask = tables.panel_of(version).suppressed
    assert (None if mask is None else int(mask.sum())) == hidden
    assert version.reading.get("absent", "") == said
    page = client.get(version.get_absolute_url()).content.decode()
    assert ("som sades när tabellen importerades" in page) == bool(said)


def test_whole_table_is_asked_nothing_of_absent_cells(client):
    client.force_login(AnalystFactory())
    page = client.get(delivered().desk_url).content.decode()
    assert "finns inte på någon rad" not in page
    assert "how_absent" not in page


# -- the next file of a dataset ---


def test_next_file_is_read_as_the_last_one_but_for_its_years():
    how = {"years": [2015], "level": "division"}
    text = TABLE + "SE32;I;2015;7\nSE32;I55;2014;1\n"
    dataset = stored(text, how=how).dataset
    assert Dataset.objects.get(pk=dataset.pk).reading == how
    fresh = Dataset.objects.get(pk=dataset.pk)
    following = delivered(TABLE.replace("2015", "2016"), dataset=fresh)
    assert following.reading == {"level": "division"}
    assert following.table is not None


def test_sheet_that_is_not_there_can_be_chosen_anew(client):
    made = delivered(workbook(ROWS), how={"sheet": "Blad 9"})
    assert made.state == State.FAILED
    assert "Blad 9" in made.error
    client.force_login(AnalystFactory())
    assert "Blad 9" in client.get(made.desk_url).content.decode()
    client.post(f"{made.desk_url}say/", {"sheet": "Sheet"})
    assert again(made).table is not None


# -- large files, full disks, and what nobody stores ---


def test_small_files_are_read_at_once_and_packed_ones_by_the_worker():
    small = actions.receive_file(None, name="a.csv", size=1, pieces=[TABLE.encode()])
    packed = actions.receive_file(
        None, name="a.csv.gz", size=1, pieces=[gzip.compress(TABLE.encode())]
    )
    assert reading.read_if_small(small)
    assert not reading.read_if_small(packed)
    assert again(packed).state == State.RECEIVED
    assert reading.read(packed.pk)
    assert again(packed).state == State.READ


def test_full_disk_is_told_and_nothing_is_there(monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(blobs, "write_in_pieces", full)
        with pytest.raises(ValidationError, match="no room"):
            delivered()
    assert not Delivery.objects.exists()
    made = actions.receive_file(None, name="a.csv", size=1, pieces=[TABLE.encode()])
    with monkeypatch.context() as broken:
        broken.setattr(blobs, "write", full)
        reading.read(made.pk)
    assert again(made).state == State.FAILED
    assert "no room" in again(made).error
    actions.read_again(None, delivery=made)
    reading.read(made.pk)
    assert again(made).table is not None


def test_what_is_said_meanwhile_holds(monkeypatch):
    made = actions.receive_file(None, name="a.csv", size=1, pieces=[TABLE.encode()])
    look, said = compute.look, []

    def slow(content, how):
        if not said:
            said.append(how)
            actions.say_how(None, delivery=made, how={"expected_regions": ["SE32"]})
        return look(content, how)

    monkeypatch.setattr(compute, "look", slow)
    assert reading.read(made.pk)
    assert again(made).state == State.READ
    assert again(made).reading == {"expected_regions": ["SE32"]}


def test_what_nobody_stores_is_thrown_away_after_ninety_days():
    made = delivered()
    kept = stored(TABLE.replace("1204", "1"))
    first = extensions.next_forgetting(clock.now())
    assert first == made.received_at + extensions.KEPT
    assert extensions.forget(first - timedelta(seconds=1)) == 0
    assert extensions.forget(first) == 1
    assert extensions.forget(first) == 0
    assert list(DatasetVersion.objects.all()) == [kept]
    assert not queries.deliveries_under_way().exists()


def test_what_a_killed_worker_left_is_read_by_the_next():
    made = actions.receive_file(None, name="a.csv", size=1, pieces=[TABLE.encode()])
    Delivery.objects.filter(pk=made.pk).update(progress=60)
    assert list(queries.deliveries_to_read()) == [made]
    extensions.read_on(clock.now())
    assert reading.read(made.pk)
    assert again(made).state == State.READ


# -- the real files ---


def test_eurostats_file_becomes_a_version():
    made = delivered(data("regions/sbs_r_nuts06_r2_2015.csv").read_bytes())
    assert kinds_of(made) == {"mixed_levels"}
    assert {"damaged", "suppressed", "nothing_told"} <= kinds_of(made, "warning")
    actions.say_how(None, delivery=made, how={"level": "division", "region_level": "NUTS 2"})
    reading.read(made.pk)
    version = actions.store_as_new(None, delivery=again(made), about=ABOUT)
    panel = tables.panel_of(version)
    assert "SE32" in panel.regions
    assert panel.classification == "NACE Rev. 2"
    assert panel.suppressed.any()
    assert version.first_year == 2015


def test_years_without_data_are_refused_until_they_are_left_out():
    made = delivered(data("regions/uk_bres_nuts2_sic4_2010_2018.csv.gz").read_bytes())
    assert kinds_of(made) == {"zero_year"}
    actions.say_how(None, delivery=made, how={"years": [2015, 2016, 2017, 2018]})
    reading.read(made.pk)
    version = actions.store_as_new(None, delivery=again(made), about=ABOUT)
    assert (version.first_year, version.last_year) == (2015, 2018)


def test_three_quarters_of_a_million_rows():
    made = delivered(data("regions/de_kreis_occ3_total.csv.gz").read_bytes())
    assert kinds_of(made) == {"blank_code"}
    actions.say_how(None, delivery=made, how={"blank": "okänd"})
    reading.read(made.pk)
    version = actions.store_as_new(None, delivery=again(made), about=ABOUT)
    assert version.rows >= 735_033


# --- another county's table -----------------------------------------------------------------------

OTHERS = "geo;nace_r2;year;value\nSE11;I55;2015;12\nSE11;I56;2015;5\nSE12;I55;2015;7\n"


@pytest.fixture
def own():
    """The region with its codes: a county in SE32 with one municipality."""
    region = RegionFactory()
    region.nuts, region.code = "SE322", "23"
    region.save()
    MunicipalityFactory(region=region, code="2303")


@pytest.mark.parametrize("code", ["SE322", "SE32", "SE3", "SE", "2303", "23", "2303 Ragunda"])
def test_table_with_figures_of_our_region_is_not_asked_about(own, code):
    made = delivered(f"region;year;value\n{code};2015;12\n")
    assert "elsewhere" not in kinds_of(made)
    assert "elsewhere" not in made.preview


def test_table_of_another_county_is_asked_about_and_stored_once_it_is_meant(own, client):
    made = delivered(OTHERS)
    assert kinds_of(made) == {"elsewhere"}
    with pytest.raises(ValidationError):
        actions.store_as_new(None, delivery=made, about=ABOUT)
    client.force_login(AnalystFactory())
    client.cookies["django_language"] = "en"
    page = client.get(made.desk_url).content.decode()
    assert "This table has no figures of Region Fjällmark." in page
    assert 'name="elsewhere"' in page
    assert 'id="store"' not in page
    say = reverse("analysis:desk_delivery_say", args=[made.pk])
    assert client.post(say, {"elsewhere": "on"}).status_code == 302
    made = again(made)
    assert kinds_of(made) == set()
    version = actions.store_as_new(None, delivery=made, about=ABOUT)
    assert version.rows == 3
    # What was said holds for the next table of the dataset too.
    following = delivered(OTHERS.replace(";7", ";8"), dataset=version.dataset)
    assert kinds_of(following) == set()


def test_answer_can_be_taken_back(own, client):
    made = delivered(OTHERS, how={"elsewhere": True})
    assert kinds_of(made) == set()
    client.force_login(AnalystFactory())
    say = reverse("analysis:desk_delivery_say", args=[made.pk])
    client.post(say, {"level": ""})
    assert kinds_of(again(made)) == {"elsewhere"}


def test_region_without_codes_is_asked_nothing():
    assert "elsewhere" not in kinds_of(delivered(OTHERS))


# -- what is odd is asked about ---


@pytest.mark.parametrize(
    ("text", "kind", "answer", "regions"),
    [
        (TABLE + "se33;I57;2015;8\n", "alike_codes", {"alike": "one"}, ["SE32", "SE33"]),
        (TABLE + "se33;I57;2015;8\n", "alike_codes", {"alike": "apart"}, ["SE32", "SE33", "se33"]),
        (TABLE.replace("710", "1" + "0" * 17), "huge", {"huge": "on"}, ["SE32", "SE33"]),
    ],
)
def test_what_is_odd_is_stored_once_the_analyst_has_said_what_it_is(
    text, kind, answer, regions, client
):
    client.force_login(AnalystFactory())
    made = delivered(text)
    assert kinds_of(made) == {kind}
    assert made.table is None
    assert f"how_{next(iter(answer))}" in client.get(made.desk_url).content.decode()
    address = reverse("analysis:desk_delivery_say", args=[made.pk])
    if kind == "alike_codes":
        assert client.post(address, {}).status_code == 422
    client.post(address, answer)
    version = actions.store_as_new(None, delivery=again(made), about=ABOUT)
    assert tables.table_of(version)["region"].unique().sort().to_list() == regions
    assert set(answer) <= set(version.reading)


def test_hidden_rows_of_a_workbook_are_told_on_the_page(client):
    client.force_login(AnalystFactory())
    book = openpyxl.Workbook()
    for row in [*ROWS, ["SE33", "I56", 2015, 4]]:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    made = delivered(stream.getvalue())
    assert made.preview["rows"] == 3
    page = client.get(made.desk_url).content.decode()
    assert "Rader är dolda i arbetsboken" in page


# -- tables without activities ---

POPULATION = {
    "version": "2.0", "class": "dataset", "id": ["Region", "ContentsCode", "Tid"],
    "size": [2, 1, 2], "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
    "dimension": {
        "Region": {"category": {"index": ["2380", "2303"]}},
        "ContentsCode": {"category": {"index": ["BE0101N1"]}},
        "Tid": {"category": {"index": ["2019", "2020"]}},
    },
    "value": [63985, 64324, 5262, 5212],
}  # fmt: skip


@pytest.mark.parametrize(
    "text", [json.dumps(POPULATION), "kommun;2019;2020\n2380;63985;64324\n2303;5262;5212\n"]
)
def test_table_without_activities_is_offered_as_such_first(text, client):
    client.force_login(AnalystFactory())
    made = delivered(text)
    assert made.preview["no_activity"] is True
    page = client.get(made.desk_url)
    field = page.context["how_form"].asked[0]
    assert (field.name, field.initial) == ("column_activity", "-")
    assert field.field.choices[0][0] == "-"
    assert "Den här tabellen har inga branscher" in page.content.decode()
    assert "Ingen kolumn med branscher hittades" in page.content.decode()
    address = reverse("analysis:desk_delivery_say", args=[made.pk])
    client.post(address, {"column_activity": field.initial})
    made = again(made)
    assert (made.error, made.preview["places_only"]) == ("", True)
    # The answer can be taken back as openly.
    assert client.get(made.desk_url).context["how_form"].asked[0].name == "column_activity"


def test_table_with_activities_is_not_asked_whether_it_has_any(client):
    client.force_login(AnalystFactory())
    form = client.get(delivered().desk_url).context["how_form"]
    assert "column_activity" in [field.name for field in form.rest]


# -- a series that grows from yearly deliveries ---

NEXT_YEAR = TABLE.replace("2015", "2016").replace("I56", "J62")


def test_years_are_added_to_those_of_the_version_before_with_the_source_of_each(client):
    first = stored(TABLE)
    client.force_login(AnalystFactory())
    made = delivered(NEXT_YEAR, dataset=first.dataset)
    page = client.get(made.desk_url).content.decode()
    assert "Lägg till åren till dem i version 1" in page
    assert "2016 här, 2015 där" in page
    sent = {"dataset": first.dataset.key, "add_years": "on"}
    client.post(reverse("analysis:desk_delivery_next", args=[made.pk]), sent)
    second = first.dataset.versions.get(number=2)
    assert second.years_text == "2015–2016"
    panel = tables.panel_of(second)
    assert panel.years == (2015, 2016)
    assert panel.activities == ("I55", "I56", "J62")
    # What one year does not have at all is unknown there, never nought.
    assert panel.suppressed[:, 0].tolist() == [[False, False, True], [False, True, False]]
    assert (second.difference["gone"], second.difference["changed"]) == (0, 0)
    assert [(one["version"], one["years"]) for one in second.reading["series"]] == [
        (1, [2015]), (2, [2016]),
    ]  # fmt: skip
    third = actions.store_delivery(
        None,
        delivery=delivered(TABLE.replace("2015", "2017"), dataset=first.dataset),
        dataset=first.dataset,
        add_years=True,
    )
    assert [one["years"] for one in third.reading["series"]] == [[2015], [2016], [2017]]
    page = client.get(third.get_absolute_url()).content.decode()
    assert "från filen till version 2" in page
    assert "från filen till den här versionen" in page
    first.dataset.refresh_from_db()
    assert "series" not in first.dataset.reading, "the next file has a source of its own"


def test_delivery_of_other_years_is_alone_unless_it_is_said_and_told_in_words(client):
    first = stored(TABLE)
    second = stored(TABLE.replace("2015", "2016"), dataset=first.dataset)
    assert (second.first_year, second.rows) == (2016, 4)
    page = client.get(second.get_absolute_url()).content.decode()
    assert "Åren är andra än förut (2016 i stället för 2015)" in page
    assert "0 ändrade" not in page


def test_years_are_not_offered_where_one_is_in_both(client):
    first = stored(TABLE)
    client.force_login(AnalystFactory())
    made = delivered(TABLE.replace("1204", "1300"), dataset=first.dataset)
    assert "next_add_years" not in client.get(made.desk_url).content.decode()


@pytest.mark.parametrize(
    ("text", "how", "message"),
    [
        (TABLE.replace("1204", "1300"), None, "have figures of 2015"),
        (TABLE.replace("2015", "2016").replace("I5", "J6"), None, "activities are others"),
        (NEXT_YEAR, {"classification": "NACE Rev. 2.1"}, "activities are others"),
    ],
)
def test_years_that_make_no_series_are_refused(text, how, message):
    first = stored(TABLE)
    made = delivered(text, dataset=first.dataset, how=how)
    with translation.override("en"), pytest.raises(ValidationError, match=message):
        actions.store_delivery(None, delivery=made, dataset=first.dataset, add_years=True)
    assert first.dataset.versions.count() == 1
    with translation.override("en"), pytest.raises(ValidationError, match="no version yet"):
        actions.store_delivery(
            None,
            delivery=delivered(NEXT_YEAR),
            dataset=Dataset.objects.create(
                **{name: ABOUT[name] for name in ("title", "unit", "publisher", "licence")},
                key="empty",
            ),
            add_years=True,
        )
