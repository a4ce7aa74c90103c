"""Eurostat's own file: Mellersta Norrland among the regions of Europe."""

import pytest

import specialisation as sp
from tests.varv.analysis import run_support as support
from tests.varv.factories import RegionFactory
from varv.analysis.queries import runs as queries
from varv.analysis.results.reading import rows_of

FILE = "regions/sbs_r_nuts06_r2_2015.csv"
pytestmark = pytest.mark.usefixtures("db", "at")


@pytest.fixture
def eurostat():
    RegionFactory(nuts="SE322")
    path = support.DATA / FILE
    if not path.exists():
        pytest.skip(f"there is no {path.name} in the shared folder beside the project")
    columns = {"region": "geo", "activity": "nace_r2", "value": "n2015"}
    found = sp.read(path, columns=columns, level="division", region_level=2)
    kept = ["region", "activity", "year", "value", "suppressed"]
    return support.version(found.frame.select(kept), classification=found.classification)


def test_mellersta_norrland_is_strong_in_paper_and_wood(eurostat):
    run = support.done(eurostat, draws=200)
    strengths = rows_of(queries.result_of(run, "strengths"))
    assert [row["activity"] for row in strengths[:2]] == ["C17", "C16"]
    assert strengths[0]["verdict"] == "strength"
    assert 5.5 < strengths[0]["lq_low"] < strengths[0]["lq_high"] < 8
    # What the file hides is not called anything.
    hidden = [row for row in strengths if row["verdict"] == "unknown"]
    assert len(hidden) == 11
    assert all(row["value"] is None for row in hidden)
    peers = rows_of(queries.result_of(run, "peers"))
    assert {"SE12", "SE31", "SE33"} == {row["region"] for row in peers[:3]}
    assert "weak_sign" in {one["code"] for one in run.notes}


def test_swedish_regions_alone_give_another_answer(eurostat):
    europe, sweden = support.done(eurostat), support.done(eurostat, comparison="country")
    assert sweden.manifest["size"]["regions"] == 8  # SEZZ is of no region
    tables = [rows_of(queries.result_of(run, "strengths")) for run in (europe, sweden)]
    lq = [next(row["lq"] for row in rows if row["activity"] == "C17") for rows in tables]
    assert lq[1] < lq[0]  # all of Sweden makes paper
