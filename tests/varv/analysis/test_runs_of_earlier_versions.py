"""Runs over deliveries of a year each: the years of earlier versions, where that is asked for."""

import polars as pl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from tests.varv.analysis import run_support as support
from tests.varv.factories import AnalystFactory, RegionFactory
from varv.analysis import actions
from varv.analysis.compute.earlier import earlier_years
from varv.analysis.models import Run
from varv.analysis.queries import runs as queries
from varv.analysis.results import words
from varv.analysis.results.exports import source_shown
from varv.analysis.results.notes import notes_of
from varv.analysis.results.reading import rows_of

pytestmark = pytest.mark.usefixtures("db", "at", "region")
#: Jobs of A, C, F and G.
FIGURES = {
    2016: {"SE32": (100, 50, 100, 100), "SE11": (100, 50, 0, 300), "SE12": (0, 100, 100, 200)},
    2021: {"SE32": (120, 50, 100, 80), "SE11": (120, 50, 0, 340), "SE12": (0, 100, 100, 200)},
}


@pytest.fixture
def region():
    return RegionFactory(nuts="SE322")


def delivered(year, told="ACFG", **more):
    """Store the figures of one year as the next version."""
    rows = [
        (region, code, year, float(value), False)
        for region, values in FIGURES[year].items()
        for code, value in zip("ACFG", values, strict=True)
        if code in told
    ]
    names = ["region", "activity", "year", "value", "suppressed"]
    return support.version(pl.DataFrame(rows, schema=names, orient="row"), **more)


def rows(run, kind):
    return {row["activity"]: row for row in rows_of(queries.result_of(run, kind))}


def test_years_of_earlier_versions_make_a_series():
    first, second = delivered(2016), delivered(2021)
    alone = support.done(second)
    assert "growth" not in {one.kind for one in queries.results_of(alone)}
    run = support.done(second, earlier=earlier_years(second))
    assert run.parameters["earlier"] == [[1, [2016]]]
    # All: 1,200 to 1,260, 5 %; A: 200 to 240, 20 %.
    a = rows(run, "growth")["A"]
    parts = [a[part] for part in ("before", "after", "national", "structural", "regional")]
    assert parts == pytest.approx([100, 120, 5, 15, 0])
    assert rows(run, "strengths") == rows(alone, "strengths")
    assert run.input_sha256 not in {first.sha256, second.sha256}
    assert alone.input_sha256 == second.sha256


def test_run_says_which_years_are_of_which_version():
    delivered(2016)
    second = delivered(2021)
    run = support.done(second, earlier=earlier_years(second))
    with translation.override("en"):
        assert source_shown(run) == "Eurostat, Jobs, version 2, 2016 from version 1"
        assert ("Years of earlier versions", "2016 from version 1") in words.parameters_shown(run)
        assert "with years of earlier versions" in str(run)
        for kind in ("growth", "series"):
            assert any(one.startswith("2016 from version 1:") for one in notes_of(run, kind))
    assert run.manifest["source"].endswith("jobb 2, 1 (2016)")


def test_only_years_that_the_newer_one_lacks_and_of_the_same_codes_are_taken():
    delivered(2016, classification="NACE Rev. 2.1")
    support.version(support.frame((2014, 2021, 2022)))
    newest = delivered(2021)
    assert earlier_years(newest) == ((2, (2014,)),)


def test_what_an_earlier_delivery_does_not_have_is_not_nought():
    delivered(2016, told="ACF")
    second = delivered(2021)
    run = support.done(second, earlier=earlier_years(second))
    assert rows(run, "growth")["G"]["change"] is None
    besides = queries.result_of(run, "growth").besides
    assert [one["activity"] for one in besides["left_out"]] == ["G"]
    assert besides["change"] == 20


def test_repeated_run_takes_the_years_before_the_newest():
    delivered(2016)
    run = support.done(support.version(support.frame((2017,))))
    with pytest.raises(ValidationError):
        actions.repeat_run(None, run=run)
    asked = support.done(run.version, earlier=earlier_years(run.version))
    delivered(2021)
    newer, _is_new = actions.repeat_run(None, run=asked)
    assert newer.parameters["earlier"] == [[2, [2017]], [1, [2016]]]


def test_form_offers_the_years_only_where_there_are_some(client):
    client.force_login(AnalystFactory())
    first = delivered(2016)
    address = reverse("analysis:desk_run_new", args=[first.pk])
    assert "earlier" not in client.get(address).context["form"].fields
    second = delivered(2021)
    address = reverse("analysis:desk_run_new", args=[second.pk])
    form = client.get(address).context["form"]
    assert "2016" in str(form.fields["earlier"].help_text)
    assert not form.fields["earlier"].initial
    typed = {name: field.initial for name, field in form.fields.items() if field.initial}
    client.post(address, typed | {"earlier": "on"})
    assert Run.objects.get().parameters["earlier"] == [[1, [2016]]]
