"""Runs over years of which one does not tell an activity: no figure stands on another whole."""

import polars as pl
import pytest
from django.utils import translation

import specialisation as sp
from tests.varv.analysis import run_support as support
from tests.varv.factories import RegionFactory
from varv.analysis.queries import runs as queries
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


def preinstalled():
    found = sp.read(PREINSTALLED)
    kept = ["region", "activity", "year", "value", "suppressed"]
    return support.version(found.frame.select(kept), classification=found.classification)


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
