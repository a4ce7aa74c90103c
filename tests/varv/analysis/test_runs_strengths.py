"""The strengths of a run: the quotient as it is counted, what lies under it, and who tells."""

import io

import openpyxl
import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from tests.varv.analysis import run_support as support
from tests.varv.factories import RegionFactory
from varv.analysis import actions
from varv.analysis.queries import runs as queries
from varv.analysis.results.reading import rows_of

pytestmark = pytest.mark.usefixtures("db", "at", "region")
#: Wood is 30 of 100 jobs in SE32 and 10 of 100 elsewhere, 60 of 400 in all: 0.30 / 0.15 is 2.
WOOD = {
    "SE32": {"C16": 30.0, "C17": 50.0, "I55": 20.0},
    **{one: {"C16": 10.0, "C17": 70.0, "I55": 20.0} for one in ("SE31", "SE33", "SE11")},
}


@pytest.fixture
def region():
    return RegionFactory(nuts="SE322")


def strengths_of(run):
    return {row["activity"]: row for row in rows_of(queries.result_of(run, "strengths"))}


def file_of(run, form):
    address = reverse("analysis:run_download", args=[run.pk, "strengths", form])
    return b"".join(Client().get(address))


def test_quotient_as_counted_stands_beside_the_estimate_in_the_table_and_all_files():
    run = support.done(support.version(support.table(WOOD)))
    actions.publish_run(None, run=run)
    row = strengths_of(run)["C16"]
    assert row["lq_counted"] == pytest.approx(2.0)
    assert 1 < row["lq"] < 2, "few jobs are drawn towards what is usual"
    page = Client().get(run.get_absolute_url()).content.decode()
    assert "LQ som den räknas" in page
    assert "2,00" in page
    shown = page[page.index('id="strengths"') : page.index('id="openings"')]
    assert "Intervallet gäller den underliggande nivån" in shown.split("<details")[-2]
    read = pl.read_csv(file_of(run, "csv")).filter(activity="C16")
    assert read["lq_counted"].item() == pytest.approx(2.0)
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(run, "xlsx"))).worksheets[0]
    place = [cell.value for cell in sheet[1]].index("LQ som den räknas")
    assert {row[0].value: row[place].value for row in sheet.rows}["C16"] == pytest.approx(2.0)
    kept = pl.read_parquet(file_of(run, "parquet")).filter(activity="C16")
    assert kept["lq_counted"].item() == pytest.approx(2.0)


def test_every_result_of_a_year_has_the_same_quotient_as_counted():
    hidden = support.changed(support.frame(), ("SE32", "C16", None), ("SE11", "J62", None))
    run = support.done(support.version(hidden))
    counted = {code: row["lq_counted"] for code, row in strengths_of(run).items()}
    assert counted["C16"] is None
    space = rows_of(queries.result_of(run, "space"))
    assert {row["activity"]: row["lq_counted"] for row in space} == counted
    openings = rows_of(queries.result_of(run, "openings"))
    assert all(row["lq_counted"] == counted[row["activity"]] < 1 for row in openings)


#: Mines are half of SE32 and a tenth of the others that tell them; so many tell.
MINES = {"B08": 5000.0, "C16": 2500.0, "I55": 2500.0}
OTHERS = {"B08": 1000.0, "C16": 4500.0, "I55": 4500.0}


def mines(telling):
    """Return figures of SE32 and five others, of which so many tell of their mines."""
    others = ("SE31", "SE33", "SE11", "SE12", "SE21")
    hidden = OTHERS | {"B08": None}
    rows = {one: OTHERS if at < telling else hidden for at, one in enumerate(others)}
    return support.table({"SE32": MINES} | rows)


@pytest.mark.parametrize(
    ("telling", "verdict"), [(0, "unknown"), (1, "too few"), (2, "too few"), (3, "strength")]
)
def test_nothing_is_surely_a_strength_that_few_others_tell_of(telling, verdict):
    run = support.done(support.version(mines(telling)))
    rows = strengths_of(run)
    assert rows["B08"]["verdict"] == verdict
    assert rows["B08"]["others"] == telling
    assert rows["C16"]["others"] == 5
    if verdict == "too few":
        assert list(rows)[-1] == "B08", "what says least stands last"
    space = queries.result_of(run, "space")
    if space is not None:
        (row,) = [one for one in rows_of(space) if one["activity"] == "B08"]
        assert (row["verdict"], row["others"]) == (verdict, telling)


def test_too_few_are_told_in_words_in_table_and_files():
    run = support.done(support.version(mines(2)))
    actions.publish_run(None, run=run)
    page = Client().get(run.get_absolute_url()).content.decode()
    assert "för få redovisar" in page
    assert "1 bransch får inget omdöme: färre än 3 andra regioner" in page
    assert "Andra regioner som redovisar" in page
    read = pl.read_csv(file_of(run, "csv")).filter(activity="B08")
    assert read.select("others", "verdict").row(0) == (2, "too few")
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(run, "xlsx"))).worksheets[0]
    found = dict(
        zip(
            (cell.value for cell in sheet[1]),
            next(row for row in sheet.iter_rows(values_only=True) if row[0] == "B08"),
            strict=True,
        )
    )
    assert found["Andra regioner som redovisar"] == 2
    assert found["Omdöme"] == "för få redovisar"
