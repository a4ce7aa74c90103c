"""Flows, co-occurrence and panels from microdata, held against a count in plain Python."""

import doctest
import gzip
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specialisation as sp

pytest.importorskip("ibis", reason="microdata needs Ibis")
pytest.importorskip("duckdb", reason="microdata needs DuckDB")

KEYS = {"person": "person", "year": "year", "activity": "activity"}
PLAIN = pl.DataFrame(
    {
        "person": [1, 1, 1, 2, 2, 3, 4, 4],
        "year": [2020, 2021, 2022, 2020, 2021, 2022, 2020, 2022],
        "activity": ["A01", "A01", "I55", "A01", "I55", "I55", "I55", "A01"],
    }
)
PERSONS_AND_YEARS = st.dictionaries(
    st.tuples(st.sampled_from(["p", "q", "å", None]), st.sampled_from([2019, 2020, 2021, 2024])),
    st.sampled_from(["01", "1", "I55", "  ", "", None, " 01 "]),
    min_size=1,
)


def flows(table: Any, **more: Any) -> sp.LabourFlows:
    return sp.labour_flows(table, **KEYS, **more)


def counted_plainly(
    rows: dict[tuple[str | None, int], str | None], gap: int
) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Count moves and what is left out, one person at a time."""
    moves: Counter[tuple[str, str]] = Counter()
    left: Counter[str] = Counter()
    coded = {key: (code or "").strip() for key, code in rows.items()}
    years = [year for person, year in coded if person is not None]
    for (person, year), code in coded.items():
        later = sorted(y for p, y in coded if p == person and y > year)
        if person is None:
            left["no_person"] += 1
        elif not code:
            left["no_activity"] += 1
        elif not later or later[0] - year > gap + 1:
            left["last_year" if year == max(years) else "no_next_year"] += 1
        elif not coded[person, later[0]]:
            left["no_next_activity"] += 1
        else:
            moves[code, coded[person, later[0]]] += 1
    return moves, left


def test_moves_between_consecutive_years_are_counted():
    found = flows(PLAIN)
    assert found.activities == ("A01", "I55")
    assert found.counts.tolist() == [[1, 2], [0, 0]]
    assert found.frame.rows() == [("A01", "A01", 1), ("A01", "I55", 2)]
    assert found.suppressed is None
    # Person 4 was away in 2021; nothing can follow 2022; person 2 is not there in 2022.
    assert {k: v for k, v in found.left_out.items() if v} == {"last_year": 3, "no_next_year": 2}
    assert found.rows == 8


def test_gap_lets_somebody_be_away():
    assert flows(PLAIN, gap=1).counts.tolist() == [[1, 2], [1, 0]]


def test_flows_fit_skill_relatedness():
    found = flows(PLAIN, gap=1)
    ratio = sp.skill_relatedness(found.counts).ratio
    assert ratio[0, 1] == pytest.approx(2 * 4 / (3 * 2))
    assert found.movers.tolist() == [[0, 2], [1, 0]]
    assert found.counts.tolist() == [[1, 2], [1, 0]]


@settings(max_examples=40, deadline=None)
@given(rows=PERSONS_AND_YEARS, gap=st.integers(0, 3))
def test_count_is_that_of_plain_python(rows: dict[Any, Any], gap: int):
    frame = pl.DataFrame(
        [(person, year, code) for (person, year), code in rows.items()],
        schema={"person": pl.String, "year": pl.Int16, "activity": pl.String},
        orient="row",
    )
    found = flows(frame, gap=gap)
    moves, left = counted_plainly(rows, gap)
    assert {(a, b): n for a, b, n in found.frame.rows()} == dict(moves)
    assert {why: n for why, n in found.left_out.items() if n} == dict(left)
    assert found.counts.sum() + sum(found.left_out.values()) == found.rows == len(rows)
    assert found.frame.rows() == sorted(found.frame.rows())


def test_several_rows_in_a_year_are_refused_by_name():
    twice = pl.concat([PLAIN, PLAIN.head(2)])
    with pytest.raises(ValueError, match=r"2 persons and years have several: 1 in 2020, 1 in 2021"):
        flows(twice)


@pytest.mark.parametrize("main", [[10.0, 30.0, 5.0], [False, True, False], ["10", "30.5", ""]])
def test_main_job_is_the_one_that_counts(main: list[Any]):
    rows = pl.DataFrame(
        {
            "person": [1, 1, 1],
            "year": [2020, 2020, 2021],
            "activity": ["A01", "I55", "A01"],
            "main": main,
        }
    )
    found = flows(rows, main="main")
    assert found.frame.rows() == [("I55", "A01", 1)]
    assert found.left_out["other_jobs"] == 1
    assert found.counts.sum() + sum(found.left_out.values()) == found.rows == 3
    assert found.undecided == 0


def test_undecided_main_job_is_told():
    rows = pl.DataFrame(
        {
            "person": [1, 1, 1, 2, 2],
            "year": [2020, 2020, 2021, 2020, 2020],
            "activity": ["I55", "A01", "A01", "A01", "A01"],
            "hours": [20.0, 20.0, None, None, float("nan")],
        }
    )
    found = flows(rows, main="hours")
    assert found.frame.rows() == [("A01", "A01", 1)]
    assert found.undecided == 1  # both of the rows of person 2 are of one activity
    assert found.left_out["other_jobs"] == 2


def test_missing_codes_are_left_out_and_counted():
    rows = pl.DataFrame(
        {
            "person": [1, 1, 1, None, 2, 3],
            "year": [2020, 2021, 2022, 2020, None, 2020],
            "activity": ["A01", None, "A01", "A01", "A01", " "],
        }
    )
    found = flows(rows, gap=1)
    assert found.counts.tolist() == [[0]]
    told = {why: n for why, n in found.left_out.items() if n}
    assert told == {
        "no_person": 1,
        "no_year": 1,
        "no_activity": 2,
        "no_next_activity": 1,
        "last_year": 1,
    }


def moved(*pairs: tuple[str, str, int]) -> pl.DataFrame:
    """Return so many persons who each go one way."""
    rows, person = [], 0
    for origin, destination, persons in pairs:
        for _each in range(persons):
            person += 1
            rows += [(person, 2020, origin), (person, 2021, destination)]
    return pl.DataFrame(rows, schema=list(KEYS), orient="row")


def test_small_cells_are_suppressed_and_hide_each_other():
    table = moved(("A", "A", 50), ("A", "B", 2), ("B", "A", 7), ("B", "B", 9))
    found = flows(table, least=5)
    # A to B alone could be told from the number of rows: the next smallest is hidden with it.
    assert found.frame.rows() == [("A", "A", 50), ("A", "B", None), ("B", "A", None), ("B", "B", 9)]
    assert found.suppressed is not None
    assert found.suppressed.tolist() == [[False, True], [True, False]]
    assert found.counts.tolist() == [[50, 0], [0, 9]]


def test_least_asks_for_persons_and_not_for_years():
    stays = pl.DataFrame(
        {"person": [1] * 9, "year": list(range(2000, 2009)), "activity": ["A"] * 9}
    )
    found = flows(
        pl.concat([stays, moved(("B", "B", 6), ("B", "A", 6)).with_columns(pl.col("person") + 1)]),
        least=3,
    )
    assert found.frame.filter(origin="A")["count"].to_list() == [None]


def test_source_may_be_of_any_kind(tmp_path: Path):
    import ibis

    frame = PLAIN.with_columns(
        pl.col("activity").replace({"A01": "01"}), pl.lit("å;ä").alias("more")
    )
    frame.write_parquet(tmp_path / "all.parquet")
    frame.head(3).write_parquet(tmp_path / "part-1.parquet")
    frame.tail(5).write_parquet(tmp_path / "part-2.parquet")
    frame.write_csv(tmp_path / "all.csv", separator=";")
    with gzip.open(tmp_path / "all.tsv.gz", "wb") as out:
        frame.write_csv(out, separator="\t")
    folder = tmp_path / "folder"
    frame.write_parquet(folder, partition_by="year", mkdir=True)
    expected = flows(frame)
    assert expected.activities == ("01", "I55")
    sources = {
        "path": tmp_path / "all.parquet",
        "glob": str(tmp_path / "part-*.parquet"),
        "list": [tmp_path / "part-1.parquet", tmp_path / "part-2.parquet"],
        "folder": folder,
        "CSV": tmp_path / "all.csv",
        "packed": tmp_path / "all.tsv.gz",
        "lazy": frame.lazy(),
        "categories": frame.with_columns(pl.col("activity").cast(pl.Categorical)),
        "floats": frame.with_columns(pl.col("year").cast(pl.Float64)),
        "Ibis": ibis.memtable(frame),
    }
    for name, source in sources.items():
        found = flows(source)
        assert found.activities == expected.activities, name
        assert found.frame.equals(expected.frame), name
        assert (found.rows, found.left_out) == (expected.rows, expected.left_out), name


def test_pandas_frame_with_gaps_in_numbers():
    pandas = pytest.importorskip("pandas")
    rows = pandas.DataFrame(
        {"person": [1, 1, None], "year": [2020, 2021, 2020], "activity": ["A", "B", "A"]}
    )
    before = rows.copy()
    found = flows(rows)
    assert found.frame.rows() == [("A", "B", 1)]
    assert found.left_out["no_person"] == 1
    assert rows.equals(before)


def test_codes_may_be_numbers():
    found = flows(PLAIN.with_columns(pl.col("activity").replace_strict({"A01": 10, "I55": 9})))
    assert found.activities == (9, 10)
    assert found.counts.tolist() == [[0, 0], [2, 1]]


def test_many_rows_fit_into_little_memory(tmp_path: Path):
    people = np.repeat(np.arange(60_000), 5)
    codes = np.random.default_rng(1).integers(0, 40, len(people))
    frame = pl.DataFrame(
        {"person": people, "year": np.tile(np.arange(2015, 2020), 60_000), "activity": codes}
    )
    engine = sp.Engine(memory_limit="48MB", temp_directory=tmp_path, threads=1)
    found = flows(frame.sample(fraction=1, shuffle=True, seed=1), engine=engine)
    expected = np.zeros((40, 40))
    by_person = codes.reshape(-1, 5)
    np.add.at(expected, (by_person[:, :-1].ravel(), by_person[:, 1:].ravel()), 1)
    assert np.array_equal(found.counts, expected)
    assert not list(tmp_path.iterdir())


BROKEN: dict[str, tuple[Any, dict[str, Any], str]] = {
    "no such column": (PLAIN.drop("year"), {}, r"columns for year \('year'\)"),
    "no rows": (PLAIN.clear(), {}, "rows"),
    "no table": (None, {}, "table should be"),
    "a number": (7, {}, "table should be"),
    "no paths": ([], {}, "table should be"),
    "no such file": ("nowhere/*.parquet", {}, "there is none"),
    "years with a fraction": (PLAIN.with_columns(pl.col("year") + 0.5), {}, "year"),
    "years of text": (
        PLAIN.with_columns(pl.lit("2020-01").alias("year")),
        {},
        r"8 rows have '2020",
    ),
    "codes of fractions": (PLAIN.with_columns(pl.lit(0.5).alias("activity")), {}, "activity"),
    "negative gap": (PLAIN, {"gap": -1}, "gap"),
    "least of nought": (PLAIN, {"least": 0}, "least"),
    "unknown engine": (PLAIN, {"engine": "sqlite"}, "engine should be duckdb"),
    "memory in words": (PLAIN, {"engine": sp.Engine(memory_limit="much")}, "engine"),
    "no such folder": (PLAIN, {"engine": sp.Engine(temp_directory="nowhere")}, "temp_directory"),
    "main of text": (PLAIN.with_columns(pl.lit("x").alias("m")), {"main": "m"}, "m"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_said(name: str):
    table, more, told = BROKEN[name]
    with pytest.raises(ValueError, match=told):
        flows(table, **more)


def test_damaged_file_is_said(tmp_path: Path):
    damaged = tmp_path / "x.parquet"
    damaged.write_bytes(b"PAR1 nothing")
    with pytest.raises(ValueError, match="readable"):
        flows(damaged)
    (tmp_path / "x.docx").touch()
    with pytest.raises(ValueError, match="should end with"):
        flows(tmp_path / "x.docx")
    (tmp_path / "x.csv").touch()
    with pytest.raises(ValueError, match="one kind"):
        flows([damaged, tmp_path / "x.csv"])


@pytest.mark.parametrize("home", [None, "nowhere"])
def test_spark_without_java_is_said(monkeypatch: pytest.MonkeyPatch, home: str | None):
    monkeypatch.setenv("PATH", "nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", home)
    with pytest.raises(ValueError, match=r"Spark needs Java 17"):
        flows(PLAIN, engine="spark://counting.example:7077")


ANY_COLUMN = st.sampled_from(
    [
        [1, 2, None],
        [2020.0, 2021.0, float("nan")],
        [1.5, float("inf"), -1.0],
        ["2020", " 2021 ", "x"],
        ["", "\x00", "å\t"],
        [True, False, None],
        [date(2020, 1, 1), None, date(2021, 1, 1)],
        [None, None, None],
        [-(2**63), 2**63 - 1, 0],
        [[1], [2], [3]],
    ]
)


@pytest.mark.parametrize(
    "count",
    [
        lambda f: sp.labour_flows(f, person="a", year="b", activity="c", main="d"),
        lambda f: sp.unit_co_occurrence(f, unit=["a", "b"], activity="c"),
        lambda f: sp.microdata_panel(f, region="a", year="b", activity="c", value="d"),
    ],
    ids=["labour_flows", "unit_co_occurrence", "microdata_panel"],
)
@settings(max_examples=20, deadline=None)
@given(columns=st.tuples(ANY_COLUMN, ANY_COLUMN, ANY_COLUMN, ANY_COLUMN))
def test_whatever_the_columns_there_is_an_answer_or_an_error(count: Any, columns: Any):
    frame = pl.DataFrame(dict(zip("abcd", columns, strict=True)))
    before = frame.clone()
    with suppress(ValueError):
        assert sum(count(frame).left_out.values()) <= 3
    assert frame.equals(before)


def test_how_to_is_true():
    page = Path(__file__).resolve().parents[2] / "docs/how-to/count-flows-on-a-cluster.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (failed, tried > 3) == (0, True)


UNITS = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, None]), st.sampled_from(["a", "b", "c", " ", None])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(rows=UNITS)
def test_co_occurrence_is_that_of_the_incidence(rows: list[tuple[int | None, str | None]]):
    frame = pl.DataFrame(rows, schema={"plant": pl.Int64, "product": pl.String}, orient="row")
    found = sp.unit_co_occurrence(frame, unit="plant", activity="product")
    told = {(unit, code) for unit, code in rows if unit and code and code.strip()}
    units = sorted({unit for unit, _code in told})
    codes = sorted({code for _unit, code in told})
    incidence = np.array([[(u, c) in told for c in codes] for u in units], np.bool_)
    assert found.activities == tuple(codes)
    assert found.units == len(units)
    assert found.rows == len(rows) == len(told) + sum(found.left_out.values())
    if told:
        assert np.array_equal(found.counts, sp.co_occurrence(incidence))
        assert np.array_equal(found.ubiquity, sp.ubiquity(incidence))


def test_unit_may_be_told_by_several_columns():
    rows = pl.DataFrame({"plant": [1, 1, 1], "year": [1, 1, 2], "product": ["a", "b", "a"]})
    found = sp.unit_co_occurrence(rows, unit=["plant", "year"], activity="product")
    assert found.units == 2
    assert found.ubiquity.tolist() == [2, 1]
    with pytest.raises(ValueError, match="unit"):
        sp.unit_co_occurrence(rows, unit=[], activity="product")


def test_rare_pairs_are_suppressed():
    rows = [(unit, code) for unit in range(9) for code in "ab"] + [(0, "c"), (1, "c")]
    frame = pl.DataFrame(rows, schema=["unit", "code"], orient="row")
    found = sp.unit_co_occurrence(frame, unit="unit", activity="code", least=3)
    assert found.frame.rows() == [("a", "b", 9), ("a", "c", None), ("b", "c", None)]
    assert found.suppressed is not None
    assert found.suppressed[2, 0]
    assert found.ubiquity[2] == 0


JOBS = pl.DataFrame(
    {
        "county": ["23", "23", "23", "22", None, "22"],
        "code": ["I55", "I55", "A01", "A01", "A01", None],
        "when": [2020, 2020, 2020, 2021, 2021, 2021],
        "who": [1, 1, 2, 3, 4, 5],
        "pay": [1, 2, 4, 8, 16, 32],
    }
)
CELL = {"region": "county", "activity": "code"}


def test_panel_counts_persons_or_adds_a_value():
    persons = sp.microdata_panel(JOBS, **CELL, year="when", person="who")
    assert persons.panel.regions == ("22", "23")
    assert persons.panel.years == (2020, 2021)
    assert persons.panel.values.tolist() == [[[0, 0], [1, 1]], [[1, 0], [0, 0]]]
    told = {why: n for why, n in persons.left_out.items() if n}
    assert told == {"no_region": 1, "no_activity": 1, "repeated": 1}
    rows = sp.microdata_panel(JOBS, **CELL)
    assert rows.panel.matrix().tolist() == [[1, 0], [1, 2]]
    pay = sp.microdata_panel(JOBS, **CELL, year="when", person="who", value="pay")
    assert pay.panel.values.tolist() == [[[0, 0], [4, 3]], [[8, 0], [0, 0]]]
    assert pay.left_out["repeated"] == 0


def test_panel_masks_cells_of_few_persons():
    more = [JOBS[3].with_columns(who=pl.lit(9 + k, pl.Int64)) for k in range(5)]
    table = pl.concat([JOBS.head(4), *more])
    found = sp.microdata_panel(table, **CELL, person="who", value="pay", least=3)
    assert found.panel.suppressed is not None
    # Two cells of one person each hold two together, which is too few: the third is hidden too.
    assert found.panel.suppressed.tolist() == [[[True, False], [True, True]]]
    assert found.frame["value"].to_list() == [None, None, None]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"pay": pl.lit(-1)}, "zero or more"),
        ({"pay": pl.lit(float("inf"))}, "finite"),
        ({"pay": pl.lit("much")}, "pay"),
        ({"county": pl.lit(None)}, "nothing is missing"),
        ({"pay": pl.lit(0)}, "zero in every row"),
    ],
)
def test_panel_of_broken_rows_is_refused(change: dict[str, pl.Expr], told: str):
    with pytest.raises(ValueError, match=told):
        sp.microdata_panel(JOBS.with_columns(**change), **CELL, year="when", value="pay")
