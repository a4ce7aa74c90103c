"""Files read: every format, and every fault told with its row and column."""

import doctest
import gzip
import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

import specialisation as sp
from specialisation.io.findings import ROW
from specialisation.io.jsonstat import rows_of_dataset
from specialisation.io.wide import wide_columns

HEADER = "region,activity,year,value"
ROWS = ["SE32,I55,2015,12", "SE32,I56,2015,3", "SE33,I55,2015,4", "SE33,I56,2015,5"]
CUBE = [[[12.0, 3.0], [4.0, 5.0]]]


def csv(*rows, header=HEADER, end="\n"):
    return (end.join([header, *rows]) + end).encode()


def read(*rows, header=HEADER, **options):
    return sp.read(csv(*rows, header=header), **options)


def kinds(found, severity=None):
    return [one.kind for one in found.findings if severity in {None, one.severity}]


def only(found, kind):
    (one,) = found.of_kind(kind)
    return one


def workbook(rows, sheets=("data",)):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return target.getvalue()


def dataset(**changed):
    return {
        "version": "2.0",
        "class": "dataset",
        "id": ["Tid", "Region", "SNI2007"],
        "size": [1, 2, 2],
        "role": {"time": ["Tid"], "geo": ["Region"]},
        "dimension": {
            "Tid": {"category": {"index": ["2015"]}},
            "Region": {"category": {"index": {"SE33": 1, "SE32": 0}}},
            "SNI2007": {"category": {"index": {"I55": 0, "I56": 1}}},
        },
        "value": [12, 3, 4, 5],
    } | changed


TSV = (
    b"freq,nace_r2,geo\\TIME_PERIOD\t2015 \t2016 \n"
    b"A,I55,SE32\t12 b\t: c\nA,I56,SE32\t3\t219 d\nA,I55,SE33\t4\t1\nA,I56,SE33\t5\t: \n"
)
SDMX = (
    b"DATAFLOW,LAST UPDATE,freq,nace_r2,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    b"ESTAT:X(1.0),11/06/26 23:00:00,A,I55,SE32,2015,12,bd,\n"
    b"ESTAT:X(1.0),11/06/26 23:00:00,A,I56,SE32,2015,3,,\n"
    b"ESTAT:X(1.0),11/06/26 23:00:00,A,I55,SE33,2015,4,,\n"
    b"ESTAT:X(1.0),11/06/26 23:00:00,A,I56,SE33,2015,5,,\n"
)


def parquet():
    target = io.BytesIO()
    pl.read_csv(csv(*ROWS)).write_parquet(target)
    return target.getvalue()


def cells_of_rows():
    return [
        HEADER.split(","),
        *([*row.split(",")[:2], 2015, int(row[-2:].strip(","))] for row in ROWS),
    ]


FORMATS = {
    "CSV": csv(*ROWS),
    "CSV, Windows": csv(*ROWS, end="\r\n"),
    "CSV, semicolons": csv(*ROWS).replace(b",", b";"),
    "CSV, tabs": csv(*ROWS).replace(b",", b"\t"),
    "CSV, UTF-8 with mark": b"\xef\xbb\xbf" + csv(*ROWS),
    "CSV, UTF-16": csv(*ROWS).decode().encode("utf-16"),
    "CSV, title above": b'"Employed, 2015"\n\n' + csv(*ROWS),
    "SDMX-CSV": SDMX,
    "JSON-stat 2": json.dumps(dataset()).encode(),
    "JSON-stat 2, sparse": json.dumps(dataset(value={"0": 12, "1": 3, "2": 4, "3": 5})).encode(),
    "Parquet": parquet(),
    "Excel": workbook(cells_of_rows()),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_every_format_gives_the_same_panel(name, pack):
    found = sp.read(pack(FORMATS[name]))
    panel = found.panel()
    assert found.format == name.split(",")[0]
    assert (panel.regions, panel.activities, panel.years) == (
        ("SE32", "SE33"),
        ("I55", "I56"),
        (2015,),
    )
    assert panel.values.tolist() == CUBE
    assert panel.suppressed is None
    assert len(found.sha256) == 64


def test_format_is_told_by_content_and_not_by_name(tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_bytes(csv(*ROWS))
    assert sp.read(path).format == "CSV"
    assert sp.read(str(path)).source == str(path)
    with pytest.raises(OSError, match="missing"):
        sp.read(tmp_path / "missing.csv")


def test_eurostat_tsv_has_flags_in_its_cells():
    found = sp.read(TSV)
    panel = found.panel()
    assert found.format == "Eurostat TSV"
    assert panel.values.tolist() == [CUBE[0], [[0, 219], [1, 0]]]
    assert panel.suppressed.tolist() == [[[False] * 2] * 2, [[True, False], [False, True]]]
    assert sorted(found.frame["flag"].drop_nulls()) == ["b", "c", "d"]
    assert only(found, "suppressed").rows == (2, 5)


def test_suppressed_is_not_zero():
    signs = [":", "..", "", "c", ": c", "-", "NaN", "x", "0 d", "0"]
    rows = [f"SE1{chr(65 + n)},I55,2015,{sign}" for n, sign in enumerate(signs)]
    found = read(*rows, "SE1A,I56,2015,1")
    hidden = found.frame.sort("region")["suppressed"].to_list()
    assert sum(hidden) == 8
    told = found.frame.filter(~pl.col("suppressed"), activity="I55")
    assert told["value"].to_list() == [0, 0]
    assert told["flag"].to_list() == ["d", None]
    assert found.panel().suppressed.sum() == 8


def test_status_of_json_stat_hides_its_cell():
    found = sp.read(json.dumps(dataset(value=[12, None, 4, 5], status={"1": ".."})).encode())
    assert found.panel().suppressed.tolist() == [[[False, True], [False, False]]]
    assert found.frame["flag"].to_list() == [None, "..", None, None]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,5", "2,25"], [1.5, 2.25]),
        (["1.204,5", "2,5"], [1204.5, 2.5]),
        (["1,204.5", "2"], [1204.5, 2]),
        (["1 204", "2\u00a0000\u202f000"], [1204, 2000000]),
        (["1.204.000", "1.204"], [1204000, 1204]),
        (["1,204,000", "7"], [1204000, 7]),
        (["1'204", "7"], [1204, 7]),
        (["36.0", "1e3"], [36, 1000]),
        (["1.2345", "1.204"], [1.2345, 1.204]),
    ],
)
def test_decimals_and_thousands_in_any_writing(cells, values):
    found = read(*(f"SE{n};I55;2015;{cell}" for n, cell in enumerate(cells, start=1)),
                 header=HEADER.replace(",", ";"))  # fmt: skip
    assert found.frame["value"].to_list() == values
    assert not found.errors


@pytest.mark.parametrize("mark", [",", "."])
def test_figures_that_may_be_either_are_asked_about(mark):
    rows = [f"SE1;I55;2015;1{mark}204", f"SE2;I55;2015;2{mark}500"]
    header = HEADER.replace(",", ";")
    with pytest.raises(ValueError, match="may have decimals or thousands"):
        read(*rows, header=header).panel()
    assert read(*rows, header=header, decimal=mark).frame["value"].to_list() == [1.204, 2.5]
    other = "." if mark == "," else ","
    assert read(*rows, header=header, decimal=other).frame["value"].to_list() == [1204, 2500]


FAULTS = {
    "not_a_number": ([*ROWS, "SE34,I55,2015,many"], "value", (6,)),
    "formula": ([*ROWS, "SE34,I55,2015,=A1+1"], "value", (6,)),
    "negative": ([*ROWS, "SE34,I55,2015,-1"], "value", (6,)),
    "blank_code": ([*ROWS, "SE34,,2015,1"], "activity", (6,)),
    "not_a_year": ([*ROWS, "SE34,I55,2015-Q1,1"], "year", (6,)),
    "duplicate": ([*ROWS, ROWS[1]], "", (3, 6)),
    "zero_year": ([*ROWS, "SE32,I55,2014,0", "SE33,I55,2014,0.0"], "value", (6, 7)),
    "mixed_levels": ([*ROWS, "SE32,I,2015,15"], "activity", ()),
    "overlap": ([*ROWS, "SE32,I55+I56,2015,15"], "activity", (2, 3, 4, 5)),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_fault_is_named_with_its_row_and_column_and_gives_no_panel(kind):
    rows, column, places = FAULTS[kind]
    found = read(*rows)
    fault = only(found, kind)
    assert (fault.severity, fault.column, fault.rows) == ("error", column, places)
    assert found.errors[0] in found.findings
    with pytest.raises(ValueError, match=fault.message[:20].replace("(", r"\(")):
        found.panel()


@pytest.mark.parametrize("cell", ["=A1+1", "10.0%", '"1,5,x"'])
def test_year_of_cells_that_are_no_figures_is_not_told_as_one_of_zeros(cell):
    found = read(*ROWS, f"SE32,I55,2014,{cell}", f"SE33,I55,2014,{cell}")
    assert [one.kind for one in found.errors][:1] in (["formula"], ["not_a_number"])
    assert "zero_year" not in kinds(found)


def test_formula_in_a_code_is_refused():
    assert only(read(*ROWS, '"=HYPERLINK(""x"")",I55,2015,1'), "formula").column == "region"


def test_damaged_figures_count_as_not_told():
    found = read(*ROWS, "SE34,I55,2015,12:00 AM", "SE34,I56,2015,2015-03-01")
    assert only(found, "damaged").rows == (6, 7)
    assert found.panel().suppressed.sum() == 2


def test_blank_activity_may_be_given_a_name():
    found = read(*ROWS, "SE32,,2015,1", blank="not stated")
    assert not found.errors
    assert "not stated" in found.panel().activities


def test_level_is_chosen_and_printed_sums_are_held_against_their_parts():
    rows = [*ROWS, "SE32,I,2015,16", "SE33,I,2015,9", "SE32,TOTAL,2015,15", "SE33,TOTAL,2015,900"]
    found = read(*rows, level="division", classification="NACE Rev. 2")
    assert found.panel().values.tolist() == CUBE
    assert only(found, "total_row").rows == (8, 9)
    assert only(found, "left_out").rows == (6, 7)
    rounding = only(found, "rounding")
    assert rounding.severity == "note"
    assert "1 of 2 printed activity totals (section)" in rounding.message
    assert "up to 1 (of 16)" in rounding.message
    assert only(found, "sum_differs").rows == (9,)


def test_level_needs_a_version_that_is_told_or_shows():
    rows = ["SE32,10,2015,1", "SE32,I,2015,2"]
    found = read(*rows, level="division")
    assert (found.panel().activities, found.classification) == (("10",), "")
    assert only(found, "classification").severity == "warning"
    with pytest.raises(ValueError, match="classification should be told"):
        read("SE32,10,2015,1", level="division")
    with pytest.raises(ValueError, match="one that the file has, section, division"):
        read(*rows, level="class", classification="SNI 2007")
    assert read(*rows, level="section", classification="SNI 2007").panel().activities == ("I",)


def test_sums_with_a_hidden_part_are_not_judged():
    found = read("SE32,I,2015,900", "SE32,I55,2015,:", "SE32,I56,2015,3",
                 level="division", classification="SNI 2007")  # fmt: skip
    assert not {"rounding", "sum_differs", "partial"} & set(kinds(found))


def test_country_among_its_regions_is_left_out():
    found = read(*ROWS, "SE,I55,2015,16", "SE,I56,2015,9", "NO,I55,2015,7")
    assert found.panel().regions == ("SE32", "SE33")
    assert only(found, "mixed_region_levels").rows == (6, 7, 8)
    assert "NO" in only(found, "regions_left_out").message
    assert "by up to 1 (of 9)" in only(found, "rounding").message
    country = read(*ROWS, "SE,I55,2015,16", region_level=0)
    assert country.panel().regions == ("SE",)
    with pytest.raises(ValueError, match="region_level should be one that the file has"):
        read(*ROWS, region_level=3)


def test_union_is_a_total_among_its_countries():
    found = read("SE,I55,2015,1", "NO,I55,2015,2", "EU27_2020,I55,2015,99", "EA20,I55,2015,70")
    assert found.panel().regions == ("NO", "SE")
    assert only(found, "total_row").rows == (4, 5)


def test_section_within_a_range_of_sections_counts_twice():
    assert not read("SE32,A,2020,1", "SE32,B-E,2020,9", "SE32,F,2020,2").errors
    found = read("SE32,A,2020,1", "SE32,B-E,2020,9", "SE32,C,2020,7")
    assert "count twice: C" in only(found, "overlap").message


def test_code_that_the_classification_does_not_have_is_told():
    rows = [f"SE32,C{n},2020,{n}" for n in range(10, 34)]
    found = read(*rows, "SE32,L68A,2020,1", classification="SNI 2007")
    assert only(found, "beside").severity == "warning"
    assert read(*rows, "SE32,K62,2020,1", "SE32,C,2020,1", "SE32,L68A,2020,1").of_kind(
        "mixed_levels"
    )


def test_swedish_codes_have_levels_of_their_own():
    rows = ["00,A,2020,90", "23,A,2020,7", "2380,A,2020,4", "2321,A,2020,3"]
    found = read(*rows)
    assert found.panel().regions == ("2321", "2380")
    assert read(*rows, region_level="county").panel().regions == ("23",)


def test_a_total_that_is_not_called_one_is_seen():
    parts = {"a": 100, "b": 210, "c": 330}
    rows = []
    for n in range(1, 7):
        rows += [f"r{n},{name},2015,{value * n}" for name, value in parts.items()]
        rows.append(f"r{n},everyone,2015,{640 * n + n % 2}")
    found = only(read(*rows), "hidden_total")
    assert found.severity == "error"
    assert "everyone" in found.message


@given(st.lists(st.integers(0, 10_000), min_size=40, max_size=40))
def test_no_total_is_seen_where_there_is_none(values):
    cube = np.array(values).reshape(8, 5)
    cube[:, 0] += 1  # a year all zero is another matter
    rows = [f"r{i},a{j},2015,{cube[i, j]}" for i in range(8) for j in range(5)]
    halves = (2 * cube == cube.sum(1, keepdims=True)).all(0) | (2 * cube == cube.sum(0)).all(
        1
    ).any()
    if not halves.any() and (2 * cube.max(1) < 0.9 * cube.sum(1)).all():
        assert "hidden_total" not in kinds(read(*rows))


def test_total_printed_elsewhere_is_held_against_the_sum():
    assert not {"rounding"} & set(kinds(read(*ROWS, totals={("SE32", 2015): 15})))
    near = only(read(*ROWS, totals={("SE32", 2015): 16}), "rounding")
    assert "up to 1 (of 16)" in near.message
    far = only(
        read(*ROWS, "SE34,I55,2015,1", totals={("SE32", 2015): 15, ("SE33", 2015): 30}),
        "sum_differs",
    )
    assert far.severity == "warning"
    with pytest.raises(ValueError, match="of a region and year of the table"):
        read(*ROWS, totals={("SE99", 2015): 1})


def test_file_about_another_region_is_refused():
    found = read(*ROWS, expected_regions=["SE11", "SE12"])
    assert only(found, "other_region").severity == "error"
    some = read(*ROWS, expected_regions=["SE32", "SE33", "SE11"])
    assert only(some, "missing_region").severity == "warning"
    assert not {"other_region", "missing_region"} & set(
        kinds(read(*ROWS, expected_regions=["SE32"]))
    )


def test_one_region_filed_as_another_is_seen():
    rows = [f"{code},a{n},2016,{17 * n + 3}" for code in ("04", "18") for n in range(7)]
    assert "04 and 18 have the same figures in 2016" in only(read(*rows), "same_figures").message
    assert "same_figures" not in kinds(read(*rows[:-1], "18,a6,2016,1"))


def test_swapped_columns_are_seen():
    rows = [",".join([row.split(",")[1], row.split(",")[0], *row.split(",")[2:]]) for row in ROWS]
    found = read(*rows)
    assert only(found, "swapped_columns").severity == "error"
    right = {"region": "activity", "activity": "region"}
    assert read(*rows, columns=right).panel().values.tolist() == CUBE


@pytest.mark.parametrize(
    ("rows", "column", "text"),
    [
        (["C17,SE11", "62,SE11", "C17,SE12", "62,SE12"], "geo", "geo holds activities (62, C17)"),
        (["10,SE11", "11,SE11", "10,SE12", "11,SE12"], "geo", "nace regions (SE11, SE12)"),
        (["C17,Norrbotten", "J62,Norrbotten"], "geo", "geo should hold regions"),
        (["Hotell,SE11", "Krog,SE32"], "nace", "nace should hold activities, holds regions (SE11"),
        (["SE11,SE32", "SE32,SE11"], "nace", "nace should hold activities"),
    ],
)
def test_codes_of_the_other_kind_in_one_column_are_enough(rows, column, text):
    found = read(*(f"{row},2020,5" for row in rows), header="geo,nace,year,value")
    fault = only(found, "swapped_columns")
    assert (fault.severity, fault.column) == ("error", column)
    assert text in fault.message


@pytest.mark.parametrize(
    "rows",
    [
        ["01001,111", "01002,112"],  # German districts and occupations
        ["2303,I55", "2305,I56"],
        ["10,A01", "22,C12"],  # counties and classes of patents
        ["C,I", "Z,A"],  # counties by their letters
        ["Åre,TRADE", "Berg,FISH"],
        ["SE11,SEA", "SE12,ITSER"],
    ],
)
def test_codes_that_may_be_of_either_kind_are_not_taken_for_swapped(rows):
    found = read(*(f"{row},2020,5" for row in rows), header="geo,nace,year,value")
    assert not found.of_kind("swapped_columns")


def test_rows_without_a_year_are_named_and_are_not_the_same_cell():
    found = read(*ROWS, "18,a6,,3", "18,a6, ,4", "18,a6,20x5,4")
    assert only(found, "blank_year").message == "the year should not be blank"
    rows = len(ROWS) + 2
    assert only(found, "blank_year").rows == (rows, rows + 1)
    assert only(found, "not_a_year").message == "periods should be years, are 20x5"
    assert "duplicate" not in kinds(found)
    assert not [one for one in found.findings if "None" in one.message]
    with pytest.raises(ValueError, match="the year should not be blank"):
        found.panel()


def test_no_row_with_a_year_is_told_without_none():
    found = read("18,a6,,3", "18,a7,,4", "19,a6,,0")
    assert {one.kind for one in found.errors} == {"blank_year"}
    assert not [one for one in found.findings if "None" in str(one)]


def test_findings_of_sums_name_the_columns_of_the_file():
    rows = ["SE11,A,2020,1", "SE11,C,2020,2", "SE11,TOTAL,2020,9", "SE,A,2020,7", "SE,C,2020,2"]
    found = read(*rows, header="geo,nace_r2,time,n")
    told = {one.column for one in found.findings if one.kind in {"partial", "sum_differs"}}
    assert told == {"geo", "nace_r2"}
    totals = {("SE11", 2020): 20}
    names = {one.column for one in read(*rows, header="geo,nace_r2,time,n", totals=totals).findings}
    assert names <= {"geo", "nace_r2", "time", "n", ""}


def test_measures_are_never_mixed():
    header = HEADER + ",measure,label"
    rows = ["23,A,2020,1,night,x", "23,A,2021,2,day,y", "23,C,2021,2,day,z"]
    found = read(*rows, header=header)
    assert only(found, "mixed_measures").column == "measure"
    assert read(*rows, header=header, only={"measure": "day"}).panel().years == (2021,)
    with pytest.raises(ValueError, match="measure should be noon in some rows; has day, night"):
        read(*rows, header=header, only={"measure": "noon"})
    with pytest.raises(ValueError, match="names 'kind'"):
        read(*rows, header=header, only={"kind": "x"})


def test_a_column_that_parts_doubles_is_a_measure_whatever_its_name():
    rows = ["23,A,2020,1,w", "23,A,2020,2,m"]
    assert only(read(*rows, header=HEADER + ",who"), "mixed_measures").column == "who"


def test_region_without_rows_in_a_year_is_masked_and_not_zero():
    found = read(*ROWS, "SE32,I55,2016,9")
    panel = found.panel()
    assert panel.suppressed[1].tolist() == [[False, True], [True, True]]
    assert only(found, "year_lacks").severity == "warning"
    assert "not_told" not in kinds(found)


def test_single_cell_without_a_row_counts_as_zero_and_is_told():
    found = read(*ROWS[:3])
    assert found.panel().values.tolist() == [[[12, 3], [4, 0]]]
    assert only(found, "not_told").count == 1


GAPS = [*ROWS[:3], "SE32,I55,2016,9"]


def test_absent_cells_are_told_once_with_what_became_of_each():
    found = read(*GAPS)
    assert found.panel().suppressed[1].tolist() == [[False, True], [True, True]]
    told = only(found, "year_lacks")
    assert "not_told" not in kinds(found)
    assert told.message.startswith("4 of 8 cells are told by no row: 3 count as unknown")
    assert told.message.endswith("(2016 (3)), 1 as zero")


@pytest.mark.parametrize(("absent", "hidden"), [("zero", 0), ("unknown", 4)])
def test_absent_cells_are_what_is_said_of_them(absent, hidden):
    found = read(*GAPS, absent=absent)
    mask = found.panel().suppressed
    assert (0 if mask is None else mask.sum()) == hidden
    (told,) = [one for one in found.findings if one.kind in {"not_told", "year_lacks"}]
    assert (f"count as {absent}" in told.message, told.count) == (True, 4)
    with pytest.raises(ValueError, match="'zero' or 'unknown'"):
        read(*GAPS, absent="perhaps")


def test_absent_cell_of_a_service_is_unknown():
    values = {"0": 12, "1": 3, "2": 4}
    found = sp.read(json.dumps(dataset(value=values)).encode())
    assert found.panel().suppressed.tolist() == [[[False, False], [False, True]]]
    plain = sp.read(json.dumps(dataset(value=values)).encode(), absent="zero")
    assert plain.panel().suppressed is None


def test_too_many_unknown_cells_are_refused(monkeypatch):
    monkeypatch.setattr("specialisation.io.examine.MOST_ADDED", 3)
    with pytest.raises(ValueError, match="absent should be 'zero' where 4 cells"):
        read(*GAPS, absent="unknown")


def test_years_are_chosen():
    rows = [*ROWS, "SE32,I55,2014,0"]
    assert read(*rows, year=2015).panel().years == (2015,)
    assert read(*rows, year=[2015]).panel().values.tolist() == CUBE
    with pytest.raises(ValueError, match="one of 2014, 2015; not there: 1999"):
        read(*rows, year=1999)


def test_columns_are_told_guessed_or_asked_for():
    found = read(*ROWS, header="geo,nace_r2,time,n2015")
    assert found.columns == {
        "region": "geo",
        "activity": "nace_r2",
        "year": "time",
        "value": "n2015",
    }
    one = read("SE32,I55,12", header="geo,nace_r2,n2015")
    assert one.panel().years == (2015,)
    with pytest.raises(ValueError, match="which is the region, value; the file has x, activity"):
        read(*ROWS, header="x,activity,year,y")
    with pytest.raises(ValueError, match="should have nowhere"):
        read(*ROWS, columns={"region": "nowhere"})
    with pytest.raises(ValueError, match="names place"):
        read(*ROWS, columns={"place": "region"})
    with pytest.raises(ValueError, match="different column for each role"):
        read(*ROWS, columns={"region": "year", "year": "year"})


BROKEN = "region;activity;year;value\nÅre;I55;2015;1\nSE32;".encode() + b"\xff\x81;2015;2\n"


@pytest.mark.parametrize(
    ("data", "encoding", "place"),
    [
        (BROKEN, None, "utf-8, has byte 0xff in line 3"),
        (BROKEN, "utf-8", "utf-8, has byte 0xff in line 3"),
        (BROKEN.replace(b"\n", b"\r\n"), None, "utf-8, has byte 0xff in line 3"),
        (BROKEN.replace(b"\n", b"\r"), None, "utf-8, has byte 0xff in line 3"),
        (b"\xef\xbb\xbf" + BROKEN, None, "utf-8, has byte 0xff in line 3"),
        (b"\xef\xbb\xbf" + BROKEN, "utf-8-sig", "utf-8-sig, has byte 0xff in line 3"),
        ("a;b\nc;d".encode("utf-16") + b"\x00", None, "utf-16, has byte 0x00 in line 2"),
    ],
)
def test_first_byte_that_is_broken_is_told_with_its_line(data, encoding, place):
    with pytest.raises(ValueError, match=f"should be text in {place}$"):
        sp.read(data, encoding=encoding)


def test_file_that_is_no_utf_8_says_where_it_first_is_not():
    data = "region;activity;year;value\nSE32;I55;2015;1\nÅre;I55;2015;2\n".encode("cp1252")
    (found,) = sp.read(data).of_kind("encoding")
    assert "(byte 0xc5 in line 3); read as cp1252" in found.message


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_nordic_letters_in_old_encodings(encoding):
    rows = ["Jämtland,Skärgård,2015,1", "Åre,Öl,2015,2"]
    text = csv(*rows).decode().encode(encoding)
    found = sp.read(text)
    assert found.panel().regions == ("Jämtland", "Åre")
    assert only(found, "encoding").severity == "warning"
    assert not sp.read(text, encoding=encoding).of_kind("encoding")
    with pytest.raises(ValueError, match="text in utf-8"):
        sp.read(text, encoding="utf-8")


def test_letters_broken_before_are_told():
    found = read("Ã…re,A,2015,1", "JÃ¤mtland,A,2015,2", "Berg,A,2015,2")
    fault = only(found, "broken_letters")
    assert (fault.severity, fault.column, fault.rows) == ("error", "region", (2, 3))
    assert "choose the encoding" in fault.message
    with pytest.raises(ValueError, match="letters are broken, as in 'Ã…re'"):
        found.panel()


@pytest.mark.parametrize(
    ("said", "encoding"), [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp850")]
)
def test_text_read_in_the_wrong_encoding_is_no_table(said, encoding):
    rows = "Åre;Jordbruk;2020;1\nJämtland;Övrigt;2020;2\nMalmö;Får;2020;2\n"
    data = ("region;näringsgren;år;värde\n" + rows).encode(said)
    roles = dict(zip(("region", "activity", "year", "value"), range(4), strict=True))
    header = data.decode(encoding).split("\n")[0].split(";")
    named = {role: header[place] for role, place in roles.items()}
    found = sp.read(data, encoding=encoding, columns=named)
    told = found.of_kind("broken_letters")
    assert [one.column for one in told] == header
    assert told[0].rows == (2, 3, 4)
    assert told[2].rows == ()  # the name alone
    assert not sp.read(data).of_kind("broken_letters")
    assert not sp.read(data.decode(said).encode("cp1252")).of_kind("broken_letters")


@pytest.mark.parametrize(
    "name", ["Sysselsatta", "folkmängd", "antal", "Gästnätter", "befolkning", "Anställda"]
)
def test_what_offices_count_is_known_for_the_value(name):
    found = read("SE32,I55,2015,12", header=f"region,näringsgren,år,{name}")
    assert found.columns["value"] == name
    assert f"value is {name}" in only(found, "guessed_columns").message


def test_two_counts_are_asked_about():
    header = "region,näringsgren,år,sysselsatta,befolkning"
    with pytest.raises(ValueError, match="which is the value"):
        read("SE32,I55,2015,12,90", header=header)


def test_the_one_column_of_figures_left_is_the_value():
    rows = ["SE32,Hotell,I55,2015,1 204", "SE33,Hotell,I55,2015,..", "SE11,Hotell,I55,2015,7"]
    found = read(*rows, header="region,namn,sni,år,helårspersoner")
    note = next(one for one in found.of_kind("guessed_columns") if one.column)
    assert (note.severity, note.column) == ("note", "helårspersoner")
    assert found.panel().values.sum() == 1211
    with pytest.raises(ValueError, match="which is the value"):  # two of them
        read("SE32,5,I55,2015,7", header="region,löpnummer,sni,år,helårspersoner")
    with pytest.raises(ValueError, match="which is the value"):  # it may be the year
        read("SE32,I55,2015", header="region,sni,period")
    with pytest.raises(ValueError, match="which is the activity, value"):  # or the activity
        read("SE32,2015,55", header="region,år,kod")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"region,activity,value\n", "only a header"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a picture"),
        (b"\xd0\xcf\x11\xe0", "before 2007"),
        (b"<html><body>Sign in</body></html>", "web page"),
        (b"{ broken", "broken JSON"),
        (b"[1]", "other JSON"),
        (b'{"class": "collection"}', "other JSON"),
        (b"PAR1 broken", "Parquet"),
        (b"PK\x03\x04 broken", "xlsx"),
        (gzip.compress(csv(*ROWS), mtime=0)[:-12], "is cut off"),
        (gzip.compress(csv(*ROWS), mtime=0)[:-12] + b"broken broken", "readable gz"),
        (b"\x1f\x8bbroken", "readable gz"),
        (b"a,b\0\n1,2", "not text"),
        (b"region,region,activity,value\na,b,c,1", "different names|field"),
        (csv(*ROWS, "SE34,I55,2015,1,2,3"), "the fields of the header"),
    ],
)
def test_what_is_no_table_is_refused(data, text):
    with pytest.raises(ValueError, match=text):
        sp.read(data).panel()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode)
       | st.text("SEI5,;\n\t2015.: d\"'=", max_size=300).map(lambda text: csv(text)))  # fmt: skip
def test_any_bytes_are_read_or_refused(data):
    with suppress(ValueError):
        assert sp.read(data).panel().values.size


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([FORMATS["CSV"], FORMATS["SDMX-CSV"], FORMATS["JSON-stat 2"], TSV]),
    st.lists(
        st.tuples(
            st.floats(0, 1, exclude_max=True),
            st.integers(0, 30),
            st.sampled_from(
                [b"", b'"', b",", b"\n", b"\t", b"null", b"=1", b"1e999", b"\xff", b"["]
            ),
        ),
        max_size=8,
    ),
)
def test_damaged_file_is_read_or_refused(data, damage):
    for place, length, new in damage:
        start = int(place * len(data))
        data = data[:start] + new + data[start + length :]
    with suppress(ValueError):
        assert sp.read(data).panel().values.size


def test_sizes_are_limited():
    small = sp.Limits(packed=10_000, unpacked=20_000, rows=3, columns=5)
    with pytest.raises(ValueError, match="have 3 rows"):
        read(*ROWS, limits=small)
    with pytest.raises(ValueError, match="5 columns"):
        read("a,b,c,d,e,f", header="a,b,c,d,e,f", limits=small)
    with pytest.raises(ValueError, match="unpack to 20,000 bytes"):
        sp.read(gzip.compress(b"a" * 1_000_000), limits=small)
    with pytest.raises(ValueError, match="10,000 bytes"):
        sp.read(b"a" * 10_001, limits=small)
    with pytest.raises(ValueError, match="3 rows"):
        sp.read(parquet(), limits=small)
    with pytest.raises(ValueError, match="3 rows"):
        sp.read(workbook(cells_of_rows()), limits=small)
    with pytest.raises(ValueError, match="3 cells, has 4"):
        sp.read(json.dumps(dataset()).encode(), limits=small)


def test_a_million_columns_are_refused_at_once():
    wide = ",".join(f"c{n}" for n in range(1_000_000)).encode()
    with pytest.raises(ValueError, match="2,000 columns, has 1,000,000"):
        sp.read(wide + b"\n1")
    with pytest.raises(ValueError, match="2,000 columns"):
        sp.read(b"geo\\TIME_PERIOD\t" + b"2015\t" * 1_000_000 + b"\n")


def test_a_dataset_that_claims_a_huge_size_is_refused_at_once():
    huge = dataset(size=[10**6, 10**6, 10**6])
    with pytest.raises(ValueError, match="cells, has 1,000,000,000,000,000,000"):
        sp.read(json.dumps(huge).encode())


def test_zip_bomb_in_a_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    assert len(target.getvalue()) < 10_000
    with pytest.raises(ValueError, match="unpack to 2,000,000 bytes"):
        sp.read(target.getvalue(), limits=sp.Limits(unpacked=2_000_000))


def test_entities_in_a_workbook_are_refused():
    target = io.BytesIO(workbook(cells_of_rows()))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/bomb.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(ValueError, match="declare no entities"):
        sp.read(target.getvalue())


def test_formulas_in_a_workbook_are_named():
    rows = cells_of_rows()
    rows[2][3] = "=SUM(D2:D2)"
    fault = only(sp.read(workbook(rows)), "formula")
    assert (fault.severity, fault.column, fault.rows) == ("error", "value", (3,))


def test_sheet_is_chosen():
    book = workbook(cells_of_rows(), sheets=("one", "two"))
    assert only(sp.read(book), "sheets").severity == "warning"
    assert "sheets" not in kinds(sp.read(book, sheet="two"))
    with pytest.raises(ValueError, match="one of one, two"):
        sp.read(book, sheet="three")


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"size": [1, 2]}, "fit each other"),
        ({"size": [1, 2, -1]}, "fit each other"),
        ({"value": [1, 2]}, "4 cells, has 2"),
        ({"value": []}, "only their description"),
        ({"value": {"9": 1}}, "stand at 0 to 3"),
        ({"size": [1, 1, 2]}, "1 different codes, has 2"),
        ({"size": [0, 2, 2]}, "has none"),
    ],
)
def test_dataset_that_does_not_fit_itself_is_refused(changed, text):
    with pytest.raises(ValueError, match=text):
        sp.read(json.dumps(dataset(**changed)).encode())


def test_last_dimension_of_a_dataset_varies_fastest():
    frame, roles, _source = rows_of_dataset(dataset(), sp.Limits())
    assert frame["SNI2007"].to_list() == ["I55", "I56", "I55", "I56"]
    assert frame["Region"].to_list() == ["SE32", "SE32", "SE33", "SE33"]
    assert frame[ROW].to_list() == [1, 2, 3, 4]
    assert roles["year"] == "Tid"


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "json"])
def test_what_is_written_is_read_again(tmp_path, ending):
    mask = np.array([[[False, True], [False, False]]])
    values = np.array([[[12.5, 0], [4, 5]]])
    panel = sp.Panel(("Jämtland", "SE33"), ("I55", "I56"), (2015,), values, mask)
    path = tmp_path / f"out.{ending}"
    sp.write(panel, path, {"measure": "jobs", "sha256": "abc"})
    found = sp.read(path, sheet="data" if ending == "xlsx" else None).panel()
    assert (found.regions, found.activities, found.years) == (
        panel.regions, panel.activities, panel.years,
    )  # fmt: skip
    assert found.values.tolist() == values.tolist()
    assert found.suppressed.tolist() == mask.tolist()


def test_manifest_goes_with_the_file(tmp_path):
    frame = pl.DataFrame({"a": ["=1+1"]})
    manifest = {"measure": "jobs"}
    sp.write(frame, tmp_path / "out.csv", manifest)
    assert json.loads((tmp_path / "out.csv.manifest.json").read_text()) == manifest
    sp.write(frame, tmp_path / "out.parquet", manifest)
    told = pl.read_parquet_metadata(tmp_path / "out.parquet")["manifest"]
    assert json.loads(told) == manifest
    panel = sp.read(FORMATS["CSV"]).panel()
    made = sp.manifest(panel, "read", {}, "an office")
    sp.write(panel, tmp_path / "out.json", made)
    extension = json.loads((tmp_path / "out.json").read_text())["extension"]
    assert extension["manifest"] == made.as_dict()
    with pytest.raises(ValueError, match=r"end in \.csv"):
        sp.write(frame, tmp_path / "out.doc")
    with pytest.raises(ValueError, match="a panel to be written as JSON-stat"):
        sp.write(frame, tmp_path / "out.json")


def test_what_the_documentation_shows_is_true():
    page = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "read-a-statistics-file.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (failed, tried > 5) == (0, True)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "json"])
def test_version_of_the_codes_goes_along_and_keeps_versions_apart(ending, tmp_path):
    panels = []
    for year, version in ((2020, "NACE Rev. 2"), (2025, "NACE Rev. 2.1")):
        made = sp.Panel(
            ("SE31", "SE32"), ("C10", "C11"), (year,), np.ones((1, 2, 2)), None, version
        )
        target = tmp_path / f"{year}.{ending}"
        sp.write(made, target)
        panels.append(sp.read(target).panel())
        assert panels[-1].classification == version
        assert sp.fingerprint(panels[-1]) == sp.fingerprint(made)
    with pytest.raises(ValueError, match=r"NACE Rev\. 2 and NACE Rev\. 2\.1"):
        sp.join_years(panels)


def test_file_of_two_versions_is_refused_until_one_is_chosen():
    rows = (
        b"region,activity,year,value,classification\n"
        b"A,C10,2020,1,NACE Rev. 2\nA,C11,2020,1,SNI 2025\n"
    )
    with pytest.raises(ValueError, match="not to be mixed"):
        sp.read(rows)
    found = sp.read(rows, only={"classification": "SNI 2025"})
    assert found.classification == "NACE Rev. 2.1"


@pytest.mark.parametrize(("place", "value"), [(8, 99), (6, 1)], ids=["unknown packing", "password"])
def test_workbook_that_cannot_be_unpacked_is_refused(place, value):
    """Written into both headers of every part: how it is packed, and whether it is locked."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet()
    data = bytearray(target.getvalue())
    for start, mark in ((place, b"PK\x03\x04"), (place + 2, b"PK\x01\x02")):
        found = data.find(mark)
        while found >= 0:
            data[found + start] = value
            found = data.find(mark, found + 4)
    with pytest.raises(ValueError, match="readable xlsx file, is broken"):
        sp.read(bytes(data))


@pytest.mark.parametrize("word", ["inf", "abc", "Bad", "okänd"])
def test_word_that_is_no_flag_is_a_mistake_and_not_a_secret(word):
    found = sp.read(f"region,activity,year,value\nA,x,2020,1\nB,x,2020,{word}\n".encode())
    assert only(found, "not_a_number").rows == (3,)
    with pytest.raises(ValueError, match="should hold figures"):
        found.panel()


YEARS_WIDE = "region;sni;2014;2015\nSE32;I55;7;12\nSE32;I56;1;3\nSE33;I55;..;4\nSE33;I56;2;5\n"


@pytest.mark.parametrize("heading", ["2014;2015", "Antal 2014;Antal 2015", "n2014;n2015"])
def test_one_column_for_each_year_is_read_as_rows(heading):
    found = sp.read(YEARS_WIDE.replace("2014;2015", heading).encode())
    panel = found.panel()
    assert (panel.years, panel.matrix(2015).tolist()) == ((2014, 2015), CUBE[0])
    assert panel.suppressed.sum() == 1
    told = only(found, "wide")
    assert (told.severity, told.message.split(":")[1]) == ("note", f" {heading.replace(';', ', ')}")


def test_row_of_several_cells_is_named_once():
    found = sp.read(YEARS_WIDE.replace("1;3", "-1;-3").encode())
    assert (only(found, "negative").rows, only(found, "negative").count) == ((3,), 1)


def test_name_of_the_classification_is_no_year():
    found = sp.read(YEARS_WIDE.replace("sni", "näringsgren SNI 2007").encode())
    assert found.panel().years == (2014, 2015)
    assert found.columns["activity"] == "näringsgren SNI 2007"
    assert found.classification == "NACE Rev. 2"


def test_one_column_for_each_activity_is_read_as_rows_and_its_total_left_out():
    text = "kommun;år;Jordbruk A;C Tillverkning;Totalt\n2380;2020;1;2;3\n2303;2020;4;5;9\n"
    found = sp.read(text.encode())
    assert found.panel().activities == ("A", "C")
    assert found.panel().matrix().tolist() == [[4, 5], [1, 2]]
    assert only(found, "total_row").count == 2


def test_workbook_with_a_column_for_each_year_is_read_as_rows():
    rows = [["region", "sni", 2014, 2015.0], ["SE32", "I55", 7, 12], ["SE33", "I55", 1, 3]]
    assert sp.read(workbook(rows)).panel().matrix(2015).tolist() == [[12], [3]]


def test_columns_are_left_as_they_stand_where_that_is_said():
    with pytest.raises(ValueError, match="which is the value"):
        sp.read(YEARS_WIDE.encode(), wide=False)
    told = sp.read(YEARS_WIDE.encode(), columns={"value": "2015"})
    assert told.panel().values.tolist() == CUBE
    assert not told.of_kind("wide")


@pytest.mark.parametrize(
    "header",
    [
        "region,activity,year,value,2019,2020",  # it names its values
        "region,activity,men 2019,women 2019",  # two things of one year
        "region,activity,men 2019,women 2020",
        "region,year,A",  # one column is a value
        "2019,2020",
    ],
)
def test_table_that_names_no_two_years_or_activities_is_long(header):
    assert wide_columns(header.split(",")) is None


def test_wide_table_of_too_many_cells_is_refused():
    with pytest.raises(ValueError, match="7 cells"):
        sp.read(YEARS_WIDE.encode(), limits=sp.io.Limits(rows=7))


# -- what is odd, and may be meant ---


def test_codes_spelt_in_two_ways_are_named_and_made_one_where_that_is_said():
    rows = [*ROWS[:3], "se33,I56,2015,5", "SE34,i56,2015,1"]
    found = read(*rows)
    told = {one.column: one for one in found.of_kind("alike_codes")}
    assert (told["region"].severity, told["region"].rows) == ("warning", (5,))
    assert "se33 / SE33" in told["region"].message
    assert "i56 / I56" in told["activity"].message
    one = read(*rows, alike="one").panel()
    assert (one.regions, one.activities) == (("SE32", "SE33", "SE34"), ("I55", "I56"))
    assert one.matrix().tolist() == [*CUBE[0], [0, 1]]
    apart = read(*rows, alike="apart")
    assert not apart.of_kind("alike_codes")
    assert "se33" in apart.panel().regions
    with pytest.raises(ValueError, match="'one' or 'apart'"):
        read(*rows, alike="both")


def test_codes_made_one_are_the_same_cell():
    assert "duplicate" in kinds(read(*ROWS, "se32,I55,2015,1", alike="one"))


@pytest.mark.parametrize(
    ("value", "is_told"),
    [("100000000000000000", True), ("5000000", True), ("8300000001", True), ("90000", False)],
)
def test_figure_far_above_all_others_is_told(value, is_told):
    found = read(*ROWS, f"SE34,I55,2015,{value}")
    assert [one.rows for one in found.of_kind("huge")] == ([(6,)] if is_told else [])


def test_large_figures_alike_are_not_told():
    assert "huge" not in kinds(read("SE32,I55,2015,5000000", "SE33,I55,2015,90000000"))
    assert only(read("SE32,I55,2015,9e9", "SE33,I55,2015,9e9"), "huge").count == 2


@pytest.mark.parametrize("size", [5, 60_000])
def test_hidden_rows_of_a_workbook_are_told_and_read(size):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("data")
        for place, row in enumerate([*cells_of_rows(), *([["SE34", "I55", 2015, 1]] * size)]):
            sheet.write_row(place, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(size, None, None, {"hidden": True})
    found = sp.read(target.getvalue())
    told = only(found, "hidden_rows")
    assert (told.severity, told.rows, told.count) == ("warning", (3, size + 1), 2)
    assert found.frame.height >= 4 + size
