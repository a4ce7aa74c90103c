"""The strengths of a run: the quotient as it is counted, what lies under it, and who tells."""

import io

import openpyxl
import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.varv.analysis import run_support as support
from tests.varv.factories import AnalystFactory, RegionFactory
from varv.analysis import actions
from varv.analysis.queries import runs as queries
from varv.analysis.results.differences import differences
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


# -- what changed --

#: Wood is 4,000 of 10,000 jobs in SE32 and 26,500 of 60,000 in all: 0.400 / 0.442 is 0.91. Without
#: the 5,000 of the mines, which are a tenth elsewhere and so are taken to be 556, it is 4,000 of
#: 5,556 beside 26,500 of 55,556: 0.720 / 0.477 is 1.51.
MINED = {"B08": 5000.0, "C16": 4000.0, "I55": 1000.0}
ELSEWHERE = ("SE31", "SE33", "SE11", "SE12", "SE21")


def two_runs(after, **others):
    """Return runs of figures before and after: of SE32, and of others that are named."""
    rows = {"SE32": MINED} | dict.fromkeys(ELSEWHERE, OTHERS)
    old = support.done(support.version(support.table(rows)))
    new = support.done(support.version(support.table(rows | {"SE32": after} | others)))
    return old, new


def strengths_changed(old, new):
    with translation.override("en"):
        found = next(one for one in differences(old, new) if one.kind == "strengths")
    return found, {one.name.split(" ")[0]: one for one in found.changes}


def test_strength_whose_count_is_the_same_is_said_to_come_of_what_is_not_told():
    old, new = two_runs(MINED | {"B08": None})
    assert strengths_of(old)["C16"]["lq_counted"] == pytest.approx(0.91, abs=0.005)
    assert strengths_of(new)["C16"]["lq_counted"] == pytest.approx(1.51, abs=0.005)
    found, changes = strengths_changed(old, new)
    assert found.sentences[0] == "1 activity has become a strength."
    assert "is no longer a strength" in found.sentences[1], "the mines are not told"
    assert found.sentences[2] == (
        "The count of 1 of these is unchanged: what it is held against has changed."
    )
    wood = changes["C16"]
    assert wood.counts == ("4,000", "4,000")
    assert wood.why == (
        "no strength → strength; the intervals do not overlap; the count is the same, but not what "
        "it is held against: not told any more: B08 Other mining and quarrying"
    )
    assert changes["B08"].counts == ("5,000", "–")
    assert "the count is the same" not in changes["B08"].why


def test_count_that_changed_is_shown_and_no_other_cause_is_named():
    old, new = two_runs(MINED | {"C16": 9000.0})
    _found, changes = strengths_changed(old, new)
    assert changes["C16"].counts == ("4,000", "9,000")
    assert "the count is the same" not in changes["C16"].why
    assert "changed: C16" in changes["B08"].why
    assert "(4,000 → 9,000)" in changes["B08"].why


def test_figures_of_others_that_an_unchanged_count_is_held_against_are_named():
    few = OTHERS | {"C16": 100.0}
    old, new = two_runs(MINED, SE31=OTHERS | {"C16": None}, **dict.fromkeys(ELSEWHERE[1:], few))
    _found, changes = strengths_changed(old, new)
    why = changes["C16"].why
    assert "not told any more: C16, SE31" in why
    assert "changed: C16, SE11 Stockholm (4,500 → 100), " in why
    assert why.count("(4,500 → 100)") == 4


def test_page_of_what_changed_has_the_counts_beside_the_verdicts():
    old, new = two_runs(MINED | {"B08": None})
    client = Client()
    client.force_login(AnalystFactory())
    page = client.get(reverse("analysis:desk_run_compare", args=[new.pk, old.pk])).content.decode()
    assert "Antal före" in page
    assert "antalet är detsamma, men inte det som det jämförs med" in page
    assert "redovisas inte längre: B08" in page
    assert "Antalet är oförändrat för 1 av dessa" in page
