"""The command line of the numbers: what it answers, in every form, and what it refuses."""

import json
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

import specialisation as sp
from specialisation.cli import labels
from specialisation.cli.commands import app
from specialisation.cli.names import region_name
from tests.specialisation import labour
from tests.specialisation.examples import data

COMMANDS = ("profile", "strengths", "openings", "peers", "shift-share", "backtest")
OF_ONE_REGION = {"strengths", "openings", "peers"}
COLUMNS = "region=geo,activity=nace_r2,year=time,value=value"
EUROSTAT = "regions/sbs_r_nuts06_r2_2015.csv"
BRITAIN = "regions/uk_bres_nuts2_sic4_2010_2018.csv.gz"


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch):
    """Tables are as wide as they are where nothing says how wide; a test runner may say."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="module")
def jobs(tmp_path_factory) -> Path:
    return labour.write(tmp_path_factory.mktemp("labour") / "jobs.csv")


@pytest.fixture(scope="module")
def one_year(tmp_path_factory) -> Path:
    return labour.write(tmp_path_factory.mktemp("labour") / "jobs.csv", years=(2019,))


def run(*given):
    return CliRunner().invoke(app, [str(one) for one in given], catch_exceptions=False)


def asked(command, file, *more):
    """Return the result of a command with all that it cannot do without."""
    region = ["--region", "SE32"] if command in OF_ONE_REGION else []
    few = ["--draws", "10", "--horizon", "3", "--method", "logistic"]
    return run(command, file, "--columns", COLUMNS, *region,
               *(few if command == "backtest" else []), *more)  # fmt: skip


def answer(command, file, *more):
    done = asked(command, file, "--json", *more)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def refused(*given):
    """Return the one line that says what is wrong."""
    done = run(*given)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


# What it answers


def test_strengths_have_intervals_probabilities_and_a_manifest(jobs):
    told = answer("strengths", jobs, "--level", "division")
    known = [row["lq_low"] for row in told["rows"] if row["lq_low"] is not None]
    assert known == sorted(known, reverse=True)
    assert "C17" in {row["activity"] for row in told["rows"] if row["verdict"] == "strength"}
    panel = sp.read(jobs).panel()
    found = sp.strengths(panel.matrix(), suppressed=panel.suppressed[-1])
    place = panel.place_of_region("SE32")
    for row in told["rows"]:
        at = panel.place_of_activity(row["activity"])
        if row["activity"] == "J61":
            continue
        assert row["value"] == panel.matrix()[place, at]
        assert row["lq"] == pytest.approx(found.evidence.mean[place, at])
        assert row["lq_low"] <= row["lq"] <= row["lq_high"]
        assert row["probability_above_one"] == found.evidence.probability_above_one[place, at]
        assert row["probability_above_least"] == row["probability_above_one"]
        assert row["verdict"] == found.verdict[place, at]
    assert len(told["rows"]) == len(labour.ACTIVITIES)
    assert told["year"] == 2019
    manifest = told["manifest"]
    assert manifest["input_sha256"] == sp.fingerprint(panel)
    assert manifest["classification"] == "NACE Rev. 2"
    assert manifest["parameters"]["region"] == "SE32"
    assert manifest["source"].startswith("jobs.csv (SHA-256 ")


def test_what_is_not_told_is_unknown_and_not_zero(jobs):
    told = answer("strengths", jobs)
    (row,) = (row for row in told["rows"] if row["activity"] == "J61")
    assert row["verdict"] == "unknown"
    assert {row[name] for name in ("value", "lq", "lq_low", "probability_above_one")} == {None}
    openings = answer("openings", jobs, "--year", "2012")["rows"]
    assert "J61" not in {row["activity"] for row in openings}


def test_mellersta_norrland_is_not_shown_as_jamtland(one_year):
    for command in OF_ONE_REGION:
        done = asked(command, one_year)
        assert "Mellersta Norrland" in done.stdout
        assert "Jämtland" not in done.stdout
        assert "Västernorrlands and Jämtlands län together, not one of them alone" in done.stderr
        assert "together, not one of them alone" in answer(command, one_year)["region_note"]


def test_activities_have_names(jobs):
    (row,) = (row for row in answer("strengths", jobs)["rows"] if row["activity"] == "C17")
    assert row["name"] == "Manufacture of paper and paper products"
    assert "Manufacture of paper" in asked("strengths", jobs).stdout


def test_strength_may_have_to_be_more_than_one(one_year):
    done = asked("strengths", one_year, "--least", "1.5")
    assert "above 1.5" in " ".join(done.stdout.split())
    rows = [row for row in answer("strengths", one_year, "--least", "1.5")["rows"] if row["lq"]]
    assert all(row["probability_above_least"] <= row["probability_above_one"] for row in rows)
    for row in rows:
        assert (row["verdict"] == "strength") == (row["probability_above_least"] >= 0.95)


def test_larger_workplaces_leave_wider_intervals(jobs):
    def width(*more):
        rows = answer("strengths", jobs, *more)["rows"]
        return {one["activity"]: one["lq_high"] - one["lq_low"] for one in rows if one["lq"]}

    narrow, wide = width(), width("--cluster-size", "50")
    assert all(wide[one] > narrow[one] for one in narrow)


def test_openings_are_related_complex_and_likely(jobs):
    told = answer("openings", jobs, "--horizon", "3")
    rows = told["rows"]
    panel = sp.read(jobs).panel()
    place = panel.place_of_region("SE32")
    found = sp.openings(panel.matrix(), place, suppressed=panel.suppressed[-1])
    assert [row["activity"] for row in rows] == [panel.activities[one] for one in found.activities]
    assert [row["density"] for row in rows] == pytest.approx(found.density)
    assert [row["complexity"] for row in rows] == pytest.approx(found.complexity)
    assert all(row["lq"] < 1 for row in rows)
    expected = sp.EntryModel().fit(panel, 3).predict(panel)[place]
    for row in rows:
        at = panel.place_of_activity(row["activity"])
        assert row["probability"] == pytest.approx(expected[at], nan_ok=False)
        assert re.fullmatch(r"[+−] [a-z ]+, [+−] [a-z ]+", row["why"])
    assert told["horizon"] == 3
    assert told["manifest"]["call"] == "openings"


def test_openings_of_one_year_have_no_probability_and_say_so(one_year):
    done = asked("openings", one_year, "--json")
    told = json.loads(done.stdout)
    assert {row["probability"] for row in told["rows"]} == {None}
    assert told["horizon"] is None
    assert "there is no probability" in done.stderr


def test_openings_as_of_a_year_learn_from_no_later_one(jobs, tmp_path):
    before = labour.write(tmp_path / "before.csv", years=labour.YEARS[:7])
    one, other = (
        answer("openings", file, *more) for file, more in ((jobs, ["--year", "2016"]), (before, []))
    )
    assert one["year"] == 2016
    assert one["rows"] == other["rows"]
    assert one["manifest"]["input_sha256"] == other["manifest"]["input_sha256"]


def test_openings_follow_a_preset(one_year):
    panel = sp.read(one_year).panel()
    hidden, place = panel.suppressed[-1], panel.place_of_region("SE32")
    for name in ("ecomplexity", "econgeo", "datawheel"):
        how = sp.preset(name).profile
        found = sp.openings(panel.matrix(), place, suppressed=hidden, **how)
        rows = answer("openings", one_year, "--preset", name)["rows"]
        assert [row["density"] for row in rows] == pytest.approx(found.density)
        assert [row["complexity"] for row in rows] == pytest.approx(found.complexity)


def test_anchor_decides_which_end_is_complex(one_year, tmp_path):
    rng = np.random.default_rng(1)
    income = dict(zip(labour.REGIONS, rng.uniform(1, 2, len(labour.REGIONS)), strict=True))
    found = []
    for sign in (1, -1):
        path = tmp_path / "income.csv"
        rows = [f"{region},{sign * number}" for region, number in income.items()]
        path.write_text("\n".join(["region,income", *rows]))
        told = answer("openings", one_year, "--anchor", path)
        found.append([row["complexity"] for row in told["rows"]])
    assert found[0] == pytest.approx([-one for one in found[1]])
    path.write_text("region,income\nSE32,1\n")
    line = refused("openings", one_year, "--region", "SE32", "--anchor", path)
    assert "--anchor should tell a number of every region, misses 15: FI19" in line


def test_peers_are_ranked_with_what_keeps_them_apart(jobs):
    told = answer("peers", jobs, "--least-compared", "0.5")
    distances = [row["distance"] for row in told["rows"]]
    assert distances == sorted(distances)
    assert len(distances) == len(labour.REGIONS) - 1
    assert 0 <= told["percentile"] <= 100
    first = told["rows"][0]
    assert first["rank_low"] <= 1 <= first["rank_high"]
    assert any("C17" in row["more_here"] for row in told["rows"])
    abroad = answer("peers", jobs, "--abroad")["rows"]
    assert {row["region"][:2] for row in abroad} == {"NO", "FI"}


def test_profile_measures_regions_activities_and_cells(jobs):
    rows = answer("profile", jobs)["rows"]
    assert len(rows) == len(labour.REGIONS) * len(labour.YEARS)
    panel = sp.read(jobs).panel()
    with pytest.warns(sp.WeakSignWarning):  # which the command tells as a note
        found = sp.profile(panel)
    assert "which end is high is hardly known" in asked("profile", jobs).stderr
    for row in rows[:20]:
        at, place = panel.place_of_year(row["year"]), panel.place_of_region(row["region"])
        assert row["diversity"] == found.diversity[at, place]
        assert row["complexity"] == pytest.approx(found.regions[at, place])
        assert row["strengths"] <= row["diversity"] + 1
    activities = answer("profile", jobs, "--of", "activities", "--year", "2012")["rows"]
    assert {row["year"] for row in activities} == {2012}
    assert len(activities) == len(labour.ACTIVITIES)
    cells = answer("profile", jobs, "--of", "cells", "--year", "2012")["rows"]
    assert len(cells) == len(labour.REGIONS) * len(labour.ACTIVITIES)
    hidden = {(row["region"], row["activity"]) for row in cells if row["lq"] is None}
    assert hidden == labour.HIDDEN


def test_parts_of_a_change_add_up(jobs):
    for more in ([], ["--region", "SE32"], ["--method", "esteban"]):
        for row in answer("shift-share", jobs, *more)["rows"]:
            parts = row["national"] + row["structural"] + row["regional"]
            assert parts + row.get("allocation", 0) == pytest.approx(row["change"])
            assert row["after"] - row["before"] == pytest.approx(row["change"])
            assert row["regional_low"] <= row["regional"] <= row["regional_high"]


def test_backtest_stands_beside_simple_forecasts(jobs):
    told = answer("backtest", jobs)
    assert {row["forecast"] for row in told["rows"]} == {"base rate", "LQ", "density", "model"}
    assert {row["definition"] for row in told["rows"]} == {"loose", "strict"}
    assert (told["year"], told["until"]) == (2016, 2019)
    assert set(told["definitions"]) == {"loose", "strict"}
    assert (
        sum(row["cells"] for row in told["calibration"] if row["definition"] == "loose")
        == (told["definitions"]["loose"]["cells"])
    )
    from_ = answer("backtest", jobs, "--year", "2015")
    assert (from_["year"], from_["until"]) == (2015, 2018)
    shown = asked("backtest", jobs).stdout
    assert all(word in shown for word in ("base rate", "density", "ROC-AUC", "foretold"))


# In what form


@pytest.mark.parametrize("command", COMMANDS)
def test_table_is_an_answer_and_the_rest_is_beside_it(command, jobs, one_year):
    file = jobs if command in {"shift-share", "backtest"} else one_year
    done = asked(command, file, "--top", "3")
    assert done.exit_code == 0
    assert done.stdout.strip()
    assert "\x1b" not in done.stdout + done.stderr  # no colour and no bar where no terminal is
    assert "•" not in done.stdout


@pytest.mark.parametrize("command", ["profile", "strengths", "openings", "peers", "shift-share"])
@pytest.mark.parametrize("width", [80, 200])
def test_no_number_is_cut_in_a_narrow_terminal(command, width, one_year, jobs, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    file = jobs if command == "shift-share" else one_year
    lines = [line for line in asked(command, file).stdout.splitlines() if line.strip()]
    assert max(map(len, lines)) <= width
    (under,) = (at for at, line in enumerate(lines) if "───" in line)
    assert len(lines) - under > 10
    for row in lines[under + 1 :]:
        code, *_name, last = row.split()
        assert "…" not in code + last  # only names are cut, and they stand between
        assert row.count("…") <= 1


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("command", ["strengths", "openings"])
def test_file_has_the_rows_and_the_manifest(command, ending, one_year, tmp_path):
    target = tmp_path / f"out.{ending}"
    done = asked(command, one_year, "-o", target)
    assert (done.exit_code, done.stdout) == (0, "")
    rows = answer(command, one_year)["rows"]
    if ending == "csv":
        frame = pl.read_csv(target)
        manifest = json.loads((tmp_path / "out.csv.manifest.json").read_text())
    elif ending == "parquet":
        frame = pl.read_parquet(target)
        manifest = json.loads(pl.read_parquet_metadata(target)["manifest"])
    else:
        frame, manifest = workbook(target)
    assert frame["activity"].to_list() == [row["activity"] for row in rows]
    assert frame["lq"].to_list() == pytest.approx([row["lq"] for row in rows], nan_ok=True)
    assert manifest["call"] == command


def workbook(path):
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    header, *rows = book["data"].iter_rows(values_only=True)
    frame = pl.DataFrame(rows, schema=list(header), orient="row", infer_schema_length=None)
    return frame, {row[0]: row[1] for row in book["manifest"].iter_rows(values_only=True)}


@pytest.mark.parametrize("command", COMMANDS)
def test_picture_is_drawn_and_says_what_it_is_of(command, jobs, one_year, tmp_path):
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    target = tmp_path / "out.svg"
    file = jobs if command in {"shift-share", "backtest"} else one_year
    done = asked(command, file, "--plot", target)
    assert done.exit_code == 0, done.stderr
    text = target.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "Source: jobs.csv" in text
    if command in OF_ONE_REGION:
        assert "Västernorrlands and Jämtlands län together" in text


def test_picture_without_its_packages_is_refused_before_the_work(jobs, monkeypatch):
    monkeypatch.setattr("specialisation.cli.charts.find_spec", lambda name: None)
    line = refused("strengths", jobs, "--region", "SE32", "--plot", "out.svg")
    assert "pip install 'varv[charts]'" in line


def test_labels_cover_neither_each_other_nor_a_point():
    rng = np.random.default_rng(3)
    points = [(float(x), float(y)) for x, y in rng.uniform((0, 0), (860, 600), (80, 2))]
    points += [(430.0, 300.0 + at) for at in range(8)]  # a crowd
    texts = [f"C{at} Manufacture of things" if at % 2 else "" for at in range(len(points))]
    boxes = labels.placed(points, texts, 860, 600)
    there = [box for box in boxes if box is not None]
    assert len(there) > 25
    assert all(box is None for box, text in zip(boxes, texts, strict=True) if not text)
    for at, box in enumerate(there):
        assert 0 <= box.left <= box.right <= 860
        assert not any(box.meets(other) for other in there[:at])
        assert not any(box.left < x < box.right and box.top < y < box.bottom for x, y in points)


# What it refuses


@pytest.mark.parametrize("command", COMMANDS)
def test_no_such_file(command, tmp_path):
    region = ["--region", "SE32"] if command in OF_ONE_REGION else []
    assert "No such file" in refused(command, tmp_path / "nothing.csv", *region)


def test_unknown_region_is_told_with_its_neighbours(jobs):
    line = refused("strengths", jobs, "--region", "SE34")
    assert line.startswith("--region SE34 is not among the 16 regions of the file; it has SE3")


def test_region_of_a_level_that_the_file_has_not(jobs):
    line = refused("strengths", jobs, "--region", "SE322")
    assert "--region SE322 is not among the 16 regions of the file" in line


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--columns", "region=län"], "should have län; has geo, nace_r2, time, value"),
        (["--columns", "geo"], "--columns should be like name=value"),
        (["--columns", "place=geo"], "--columns should name region, activity"),
        (["--level", "group"], "--level should be one that the file has, division"),
        (["--level", "county"], "--level should be one of section, division"),
        (["--year", "2021"], "--year should be one that the file has (2010, 2011"),
        (["--year", "2005-2008"], "--year should be one that the file has"),
        (["--year", "last"], "--year should be like 2018, 2015-2018"),
        (["--preset", "excel"], "should be one of ecomplexity, econgeo, datawheel"),
        (["--certainty", "0.3"], "--certainty should be from 0.5"),
        (["--cluster-size", "0"], "--cluster-size should be"),
        (["-o", "out.docx"], "-o should end in .parquet, .csv, .xlsx"),
        (["-o", "nowhere/out.csv"], "there is no folder nowhere"),
        (["--plot", "out.png"], "--plot should end in .svg"),
        (["--only", "sex=T"], "--only should name a column of the file, names 'sex'"),
        (["--classification", "ISIC"], "--classification should be one of NACE Rev. 2"),
    ],
)
def test_bad_option_is_refused_in_one_line(options, said, jobs):
    assert said in refused("strengths", jobs, "--region", "SE32", *options)


def test_shift_share_needs_two_years(jobs):
    assert "year" in refused("shift-share", jobs, "--year", "2012")


def test_backtest_needs_years_as_far_apart_as_its_horizon(jobs):
    assert "--horizon" in refused("backtest", jobs, "--horizon", "20").replace(
        "the horizon", "--horizon"
    )


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\x03", b"%PDF-1.7", b"geo,nace_r2,jobs\n", b"a,b\n1,2\n"]
)
def test_file_that_is_no_table_of_jobs(content, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_bytes(content)
    assert refused("profile", path)


def test_faults_of_a_file_are_all_named(tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("geo,nace_r2,time,n\nSE32,C10,2015,5\nSE32,C10,2015,6\nSE32,,2015,-1\n")
    line = refused("profile", path)
    assert "jobs.csv" in line
    assert "rows 2, 3" in line
    assert "rows 4" in line


def test_rows_without_an_activity_are_refused_or_named(tmp_path):
    path = labour.write(tmp_path / "jobs.csv", years=(2019,))
    with path.open("a") as file:
        file.write("SE32,,2019,12\nSE11,,2019,30\n")
    assert "(--blank)" in refused("strengths", path, "--region", "SE32")
    rows = answer("strengths", path, "--blank", "not stated")["rows"]
    assert {row["value"] for row in rows if row["activity"] == "not stated"} == {12}


# Real files


def test_real_file_of_eurostat_mixes_levels_and_says_so():
    line = refused("strengths", data(EUROSTAT), "--region", "SE32")
    assert "choose with --level" in line


def test_real_file_of_eurostat_tells_of_mellersta_norrland():
    file = data(EUROSTAT)
    columns = "region=geo,activity=nace_r2,value=n2015"
    done = run("strengths", file, "--region", "SE32", "--level", "division",
               "--columns", columns, "--json")  # fmt: skip
    told = json.loads(done.stdout)
    panel = sp.read(file, level="division", region_level=sp.nuts_level("SE32")).panel()
    assert told["manifest"]["input_sha256"] == sp.fingerprint(panel)
    called = [row["activity"] for row in told["rows"] if row["verdict"] == "strength"]
    assert called[:2] == ["C17", "C16"]
    assert told["year"] == 2015


def test_region_at_a_coarser_level_is_found():
    done = run("strengths", data(EUROSTAT), "--region", "SE3", "--level", "division", "--json")
    told = json.loads(done.stdout)
    assert told["manifest"]["size"]["regions"] < 150
    assert "Norra Sverige" in told["region_name"]


def test_years_without_figures_are_refused_until_left_out():
    file = data(BRITAIN)
    assert "2010" in refused("profile", file)
    done = run("profile", file, "--year", "2015-2018", "--json")
    assert json.loads(done.stdout)["years"] == [2015, 2016, 2017, 2018]


# Names


def test_every_county_of_sweden_is_named_and_lies_in_a_named_region():
    from specialisation.cli.names import counties_in

    assert len(counties_in("SE")) == 21
    assert counties_in("SE32") == ["Västernorrlands län", "Jämtlands län"]
    parts = [f"SE{one}" for one in ("11", "12", "21", "22", "23", "31", "32", "33")]
    assert sum(len(counties_in(one)) for one in parts) == 21
    assert all(region_name(one) for one in parts)
