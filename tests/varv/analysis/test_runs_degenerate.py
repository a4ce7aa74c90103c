"""Runs of tables that some steps can do nothing with: those are left out, the others stand."""

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.varv.analysis import run_support as support
from tests.varv.factories import AnalystFactory, RegionFactory
from varv.analysis import actions
from varv.analysis.compute.activities import is_classified
from varv.analysis.queries import runs as queries
from varv.analysis.results import figures, notes
from varv.analysis.results.reading import rows_of

pytestmark = pytest.mark.usefixtures("db", "at", "region")
STATISTICS = support.ROOT / "regions/jamtland-harjedalen/statistics"


@pytest.fixture
def region():
    return RegionFactory(nuts="SE322")


@pytest.fixture
def analyst():
    client = Client()
    client.force_login(AnalystFactory())
    return client


def kinds_in(run):
    return [one.kind for one in queries.results_of(run)]


def page_of(run):
    actions.publish_run(None, run=run)
    answer = Client().get(run.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def said(why):
    with translation.override("sv"):
        return str(notes.WHY_NOT[why])


def printed(name):
    """Return a table of the folder of the region."""
    texts = {"region": pl.String, "activity": pl.String}
    frame = pl.read_csv(STATISTICS / name, schema_overrides=texts)
    frame = frame.select("region", "activity", "year", pl.col("value").cast(pl.Float64))
    return frame.with_columns(suppressed=pl.col("value").is_null())


def test_table_of_few_activities_with_much_not_told_is_computed():
    run = support.done(
        support.version(printed("tourism-women.csv"), classification=""), region="2321"
    )
    assert {"strengths", "peers", "growth", "series"} <= set(kinds_in(run))
    assert "Styrkor" in page_of(run)


def test_what_is_near_is_as_near_in_both_results_also_where_cells_are_not_told():
    hidden = support.changed(
        support.frame(), ("SE32", "C16", None), ("SE11", "J62", None), ("FI1D", "A02", None)
    )
    run = support.done(support.version(hidden))
    space = {row["activity"]: row for row in rows_of(queries.result_of(run, "space"))}
    openings = rows_of(queries.result_of(run, "openings"))
    assert openings
    for row in openings:
        for name in ("density", "complexity"):
            assert space[row["activity"]][name] == pytest.approx(row[name]), row["activity"]
    strength = [
        queries.result_of(run, one).besides["sign_strength"] for one in ("space", "openings")
    ]
    assert strength[0] == pytest.approx(strength[1])


#: Each is specialised in one activity alone: 9 of 10 jobs where all together have 10 of 30.
APART = {
    one: {code: 9.0 if code == own else 0.5 for code in ("C16", "C17", "I55")}
    for one, own in (("SE32", "C16"), ("SE33", "C17"), ("SE31", "I55"))
}
ALIKE = {
    one: {"C16": 10.0 * size, "C17": 20.0 * size}
    for size, one in enumerate(("SE31", "SE32", "SE33"), 1)
}
UNTOLD = {"SE32": {"C16": None, "C17": None}, "SE31": {"C16": 5.0, "C17": 7.0},
          "SE33": {"C16": 9.0, "C17": 2.0}}  # fmt: skip
ZERO = {**UNTOLD, "SE32": {"C16": 0.0, "C17": 0.0}}
NOBODY = {one: {"C16": None, "C17": None} for one in ("SE31", "SE32", "SE33")}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (APART, "nothing_together"),
        (ALIKE, "all_alike"),
        (UNTOLD, "nothing_together"),
        (NOBODY, "nothing_together"),
        (ZERO, "nothing_together"),
    ],
)
def test_step_that_cannot_be_computed_is_left_out_with_the_reason(rows, why):
    run = support.done(support.version(support.table(rows)))
    assert kinds_in(run) == ["strengths", "peers"]
    found = {
        one["step"]: one["values"]["why"] for one in run.notes if one["code"] == "not_possible"
    }
    assert found == {"openings": why, "space": why}
    assert said(why) in page_of(run)


@pytest.mark.parametrize("rows", [APART, ALIKE, UNTOLD, NOBODY, ZERO])
def test_several_years_of_little_keep_what_can_be_computed(rows):
    years = pl.concat([support.table(rows, year) for year in (2018, 2019, 2020)])
    run = support.done(support.version(years))
    assert {"strengths", "peers", "growth", "series"} <= set(kinds_in(run))
    assert "refused" not in str(run.notes)


def test_step_that_refuses_in_a_way_nobody_foresaw_leaves_the_others(monkeypatch, caplog):
    import specialisation as sp

    def refuse(*_values, **_named):
        raise ValueError("X should be otherwise")

    monkeypatch.setattr(sp, "structural_peers", refuse)
    run = support.done()
    assert kinds_in(run) == ["strengths", "openings", "space"]
    assert "X should be otherwise" in caplog.text
    assert said("refused") in page_of(run)


def test_table_of_one_region_is_not_offered_and_it_is_said_why(analyst):
    alone = support.version(support.frame(regions=("SE32",)), support.dataset("ensam"))
    # One county and two municipalities: of these two, there is something to compare.
    mixed = support.frame(regions=("23", "2321", "2380"))
    two = support.version(mixed, support.dataset("kommuner"))
    one = support.version(support.frame(activities=("C16",)), support.dataset("en-bransch"))
    page = analyst.get(reverse("analysis:desk_run_choose"))
    assert page.context["versions"] == [two]
    assert [version for version, _why in page.context["refused"]] == [one, alone]
    text = page.content.decode()
    assert "Det finns ingen annan att jämföra med" in text
    assert "Två behövs för att jämföra" in text
    address = reverse("analysis:desk_run_new", args=[alone.pk])
    for answer in (analyst.get(address), analyst.post(address, {"region": "SE32"})):
        assert answer.status_code == 409
        assert "cluster_size" not in answer.content.decode()
    form = analyst.get(reverse("analysis:desk_run_new", args=[two.pk])).context["form"]
    assert {code for code, _name in form.fields["region"].choices} == {"", "2321", "2380"}


# -- what is no activity --


def test_months_are_not_called_industries_and_nothing_is_said_of_what_is_related(analyst):
    months = support.version(printed("labour-programme.csv"), classification="")
    form = analyst.get(reverse("analysis:desk_run_new", args=[months.pk])).content.decode()
    assert "Det här är kanske inte branscher" in form
    run = support.done(months, region="2326")
    assert kinds_in(run) == ["strengths", "peers"]
    page = page_of(run)
    assert "Av 12 kategorier" in page
    assert "Av 12 branscher" not in page
    assert '<th scope="col">Kategori</th>' in page
    assert '<th scope="col">Bransch</th>' not in page
    assert said("unclassified") in page
    assert "Det säger inget om näringslivet" in page


@pytest.mark.parametrize(
    ("codes", "classification", "column", "known"),
    [
        (("C16", "C17"), "NACE Rev. 2", "", True),
        (("B+C", "J"), "NACE Rev. 2", "", True),
        (("detaljhandel", "museer"), "NACE Rev. 2", "", False),
        (("01", "02"), "", "månad", False),
        (("2611", "2612"), "", "SSYK 2012", True),
        (("2611", "2612"), "", "Yrke (4-siffrig)", True),
        (("2611", "2612"), "ISCO-08", "", True),
        (("111", "112"), "", "industry", True),
        (("01", "02"), "", "activity", False),
        ((), "", "", False),
    ],
)
def test_classification_is_known_by_what_the_table_says(codes, classification, column, known):
    assert is_classified(codes, classification, column) is known


def test_industries_have_no_warning_in_the_form(analyst):
    address = reverse("analysis:desk_run_new", args=[support.version().pk])
    assert "kanske inte branscher" not in analyst.get(address).content.decode()


@pytest.mark.parametrize(("divisions", "is_coarse"), [(22, True), (23, False)])
def test_few_activities_are_warned_of_beside_the_pictures_of_what_is_related(divisions, is_coarse):
    codes = [f"C{number}" for number in range(10, 33)][:divisions]
    run = support.done(support.version(support.frame(activities=codes)))
    text = f"Det är bara {divisions} branscher"
    with translation.override("sv"):
        found = figures.figures_of(run)
        noted = [kind for kind, one in found.items() if text in one.about.note]
    assert noted == (["openings", "space"] if is_coarse else [])
    assert (text in page_of(run)) is is_coarse


# -- what is too little to try --


def under_one(values):
    """Return where the plain location quotient is under 1."""
    shares = values / values.sum(axis=1, keepdims=True)
    return shares / (values.sum(axis=0) / values.sum()) < 1


def test_backtest_of_few_pairs_is_left_out_with_the_counts():
    run = support.done(support.version(support.frame(support.YEARS)))
    assert "backtest" not in kinds_in(run)
    (left,) = [one["values"] for one in run.notes if one["code"] == "not_possible"]
    values = support.frame(support.YEARS)["value"].to_numpy().reshape(7, 12, 12)
    before, after = (
        under_one(values[support.YEARS.index(left[name])]) for name in ("from_year", "year")
    )
    assert (left["cells"], left["entries"]) == (before.sum(), (before & ~after).sum())
    page = page_of(run)
    assert f"Av {left['cells']} par av region och bransch" in page
    assert "gick inte att pröva" in page
    assert 'id="backtest"' not in page


def test_definition_with_few_that_came_has_its_counts_and_no_scores():
    run = support.done(support.version(support.tried()))
    result = queries.result_of(run, "backtest")
    loose, strict = result.besides["definitions"]
    assert loose["entries"] >= 10 > strict["entries"]
    for told in (rows_of(result), result.besides["calibration"]):
        assert {row["definition"] for row in told} == {"loose"}
    page = page_of(run)
    assert f"Av {strict['cells']} par av region och bransch" in page
    assert f"Av {loose['cells']} par av region och bransch under den gränsen" in page
