"""Runs over years of which one does not tell an activity: no figure stands on another whole."""

import numpy as np
import polars as pl
import pytest
from django.utils import translation

import specialisation as sp
from tests.varv.analysis import run_support as support
from tests.varv.factories import AnalystFactory, RegionFactory
from varv.analysis import actions
from varv.analysis.queries import runs as queries
from varv.analysis.results.differences import differences
from varv.analysis.results.figures import figure_of
from varv.analysis.results.notes import notes_of
from varv.analysis.results.reading import rows_of

pytestmark = pytest.mark.usefixtures("db", "at", "region")
#: Trade of 2020 is not in it.
PREINSTALLED = support.ROOT / "regions/jamtland-harjedalen/statistics/employed-nuts2.csv"
#: Jobs of A, C, F and G in three years.
FIGURES = {
    "SE32": {2016: (100, 50, 100, 100), 2020: (110, 50, 100, 90), 2021: (120, 50, 100, 80)},
    "SE11": {2016: (100, 50, 0, 300), 2020: (100, 50, 0, 320), 2021: (120, 50, 0, 340)},
    "SE12": {2016: (0, 100, 100, 200), 2020: (0, 100, 100, 200), 2021: (0, 100, 100, 200)},
}


@pytest.fixture
def region():
    return RegionFactory(nuts="SE322")


def without(activity, year, regions=tuple(FIGURES)):
    """Return the figures, of which some regions do not tell an activity of a year."""
    hidden = {(region, activity, year) for region in regions}
    rows = [
        (region, code, of, None if (region, code, of) in hidden else float(value))
        for region, years in FIGURES.items()
        for of, values in years.items()
        for code, value in zip("ACFG", values, strict=True)
    ]
    names = ["region", "activity", "year", "value"]
    table = pl.DataFrame(rows, schema=names, orient="row")
    return table.with_columns(suppressed=pl.col("value").is_null())


def preinstalled(*years):
    """Return the table of the region's folder, of which some more years do not tell of trade."""
    kept = ["region", "activity", "year", "value", "suppressed"]
    found = sp.read(PREINSTALLED).frame.select(kept)
    hidden = (pl.col("activity") == "G") & pl.col("year").is_in(years)
    return support.version(
        found.with_columns(
            value=pl.when(~hidden).then("value"), suppressed=pl.col("suppressed") | hidden
        )
    )


def rows(run, kind):
    return {row["activity"]: row for row in rows_of(queries.result_of(run, kind))}


# -- growth --


def test_growth_holds_the_first_year_against_the_last_whatever_a_year_between_tells():
    run = support.done(support.version(without("G", 2020)))
    # All: 1,200 to 1,260, 5 %; A: 200 to 240, 20 %; C, F: none; G: 600 to 620, a thirtieth.
    found = rows(run, "growth")
    a, c, g = (found[code] for code in "ACG")
    assert (a["before"], a["after"], a["change"]) == (100, 120, 20)
    parts = ("national", "structural", "regional")
    assert [a[part] for part in parts] == pytest.approx([5, 15, 0])
    assert [c[part] for part in parts] == pytest.approx([2.5, -2.5, 0])
    assert (g["before"], g["after"], g["change"]) == (100, 80, -20)
    assert [g[part] for part in parts] == pytest.approx([5, 100 / 30 - 5, -20 - 100 / 30])
    besides = queries.result_of(run, "growth").besides
    assert (besides["before"], besides["after"], besides["change"]) == (350, 350, 0)
    assert besides["regional"] == pytest.approx(-20 - 100 / 30)
    assert besides["left_out"] == []
    with translation.override("en"):
        said = notes_of(run, "growth")
        figure = figure_of(run, queries.result_of(run, "growth"))
    assert said[0].startswith("2016 is held against 2021.")
    assert not any("left out" in one for one in said)
    assert figure.drawing.data["rows"][0]["label"] == "All together"


def test_growth_says_beside_the_sum_what_an_end_year_does_not_tell():
    run = support.done(support.version(without("G", 2021)))
    assert rows(run, "growth")["G"]["change"] is None
    # Without G: SE32 from 250 to 270, all from 600 to 640, a fifteenth.
    besides = queries.result_of(run, "growth").besides
    assert (besides["before"], besides["change"]) == (250, 20)
    assert besides["national"] == pytest.approx(250 / 15)
    assert [one["activity"] for one in besides["left_out"]] == ["G"]
    with translation.override("en"):
        figure = figure_of(run, queries.result_of(run, "growth"))
        said = notes_of(run, "growth")
    every = figure.drawing.data["rows"][0]
    assert (every["label"], every["change"]) == ("All together but G", 20)
    assert figure.alternative.startswith(
        "All together is without what the source does not tell enough of: Wholesale and retail "
        "trade"
    )
    assert any("Of this region they are: G Wholesale" in one for one in said)


def test_growth_of_the_preinstalled_table_counts_trade():
    run = support.done(preinstalled())
    besides = queries.result_of(run, "growth").besides
    # 137 - 15 - 621 + 297 + 131 + 911, and of trade 17,125 - 17,493.
    assert besides["change"] == 840 - 368
    # All regions: 1,618,504 to 1,668,398, 3.0827 %; of the 58,551 jobs here that is 1,805.
    assert round(besides["national"]) == 1805
    assert round(besides["regional"]) == -1433
    assert rows(run, "growth")["G"]["change"] == -368


# -- development over time --


def cells(run):
    """Return the rows of the development over time by activity and year."""
    found = rows_of(queries.result_of(run, "series"))
    return {(row["activity"], row["year"]): row for row in found}


def notes(run, kind):
    with translation.override("en"):
        return notes_of(run, kind)


def test_year_without_an_activity_has_no_shares_and_quotients_on_another_whole():
    run = support.done(support.version(without("G", 2020)))
    found = cells(run)
    assert found["A", 2020]["value"] == 110
    for code in "ACFG":
        row = found[code, 2020]
        assert [row[name] for name in ("share", "lq", "lq_low", "lq_high")] == [None] * 4
    # SE32 has 350 jobs in both of the other years.
    assert found["A", 2016]["share"] == pytest.approx(100 / 350)
    assert found["A", 2021]["share"] == pytest.approx(120 / 350)
    strengths = rows(run, "strengths")
    assert {code: found[code, 2021]["lq"] for code in "ACFG"} == {
        code: strengths[code]["lq"] for code in "ACFG"
    }
    said = [one for one in notes(run, "series") if one.startswith("2020: no region's figure")]
    assert len(said) == 1
    assert "G Wholesale" in said[0]


def test_finding_of_such_a_year_freezes_no_share_and_no_quotient():
    run = support.done(support.version(without("G", 2020)))
    finding = actions.make_finding(
        AnalystFactory(), run=run, kind="series", code="A 2020", sentence={"sv": "Fler i skogen."}
    )
    assert finding.figures["value"] == 110
    assert (finding.figures["share"], finding.figures["lq"]) == (None, None)


def test_what_the_last_year_does_not_tell_is_counted_in_no_year():
    run = support.done(support.version(without("G", 2021)))
    found = cells(run)
    # A, C and F: 250, 260 and 270 jobs.
    shares = [found["A", year]["share"] for year in (2016, 2020, 2021)]
    assert shares == pytest.approx([100 / 250, 110 / 260, 120 / 270])
    assert found["G", 2016]["value"] == 100
    assert (found["G", 2016]["share"], found["G", 2016]["lq"]) == (None, None)
    # As if trade had not been told in 2016 either; in the order SE11, SE12, SE32.
    jobs = np.array([[100.0, 50, 0, 0], [0, 100, 100, 0], [100, 50, 100, 0]])
    hidden = np.tile([False, False, False, True], (3, 1))
    alone = sp.shrunk_location_quotient(jobs, 10.0, suppressed=hidden).mean[2]
    assert [found[code, 2016]["lq"] for code in "ACF"] == pytest.approx(alone[:3].tolist())
    assert any(one.startswith("2021 does not tell") for one in notes(run, "series"))


def test_figure_that_only_the_region_hides_takes_the_shares_of_that_year():
    run = support.done(support.version(without("C", 2020, ["SE32"])))
    found = cells(run)
    assert found["A", 2020]["share"] is None
    assert found["A", 2020]["lq"] is not None  # the whole is told, and the gap filled up
    assert found["C", 2020]["lq"] is None
    assert found["A", 2016]["share"] == pytest.approx(100 / 350)
    (said,) = [one for one in notes(run, "series") if one.startswith("2020:")]
    assert "Shares would be of another whole" in said


# -- probability of entry --


def test_entries_are_foretold_on_the_years_that_tell_what_strengths_are_made_of():
    run = support.done(preinstalled())
    # Construction: 14,149 of 59,023 jobs here, 373,107 of 1,668,398 in all, so 1.07.
    strength = rows(run, "strengths")["F"]
    assert strength["verdict"] == "strength"
    assert round(strength["lq"], 2) == 1.07
    found = rows(run, "entry")
    assert "F" not in found
    # Trade: 17,125 of 59,023 here, 595,192 of 1,668,398 in all, so 0.81.
    assert round(found["G"]["lq"], 2) == 0.81
    assert run.manifest["calls"]["entry"]["parameters"]["years"] == [2016, 2017, 2018, 2019, 2021]
    (said,) = [one for one in notes(run, "entry") if one.startswith("Not learned from")]
    assert said.startswith("Not learned from 2020: no region's figure is told there of G Wholesale")


def test_where_too_few_years_are_alike_it_is_said_what_is_not_in_the_probabilities():
    run = support.done(preinstalled(2016, 2017, 2018, 2019))
    found = rows(run, "entry")
    # Without trade construction would be 14,149 of 41,898 here, 373,107 of 1,073,206: 0.97. But it
    # is a strength, and nobody enters where they are.
    assert rows(run, "strengths")["F"]["verdict"] == "strength"
    assert found
    assert not {"F", "G"} & set(found)
    (said,) = [one for one in notes(run, "entry") if one.startswith("Not among")]
    assert said.startswith("Not among these activities: G Wholesale")


def test_what_the_last_year_does_not_tell_is_named_beside_the_probabilities():
    run = support.done(preinstalled(), until=2020)
    assert "G" not in rows(run, "entry")
    assert any(
        one.startswith("Not among these activities: G Wholesale") and "2020" in one
        for one in notes(run, "entry")
    )


# -- what changed --


def test_rows_that_are_called_otherwise_by_chance_are_no_nothing():
    old, new = support.done(preinstalled()), support.done(preinstalled(), until=2019)
    with translation.override("en"):
        told = {one.kind: one for one in differences(old, new)}
    assert len(told["openings"].changes) == 3
    assert told["openings"].sentences == [
        "3 rows are called otherwise. No interval lies apart, so it may be by chance."
    ]
    assert told["strengths"].changes == []
    assert told["strengths"].sentences == ["Nothing changed by more than chance explains."]
