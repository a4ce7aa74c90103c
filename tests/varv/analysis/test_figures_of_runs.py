"""The results of a run as figures: each kind, in both languages, on the pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.varv.analysis import run_support as support
from tests.varv.factories import RegionFactory
from varv.analysis import actions
from varv.analysis.models import Run
from varv.analysis.queries import runs as queries
from varv.analysis.results.figures import figure_of, figures_of
from varv.analysis.results.reading import rows_of

pytestmark = pytest.mark.usefixtures("db", "at", "region")
TOGETHER = "SE32 är Mellersta Norrland: Västernorrlands och Jämtlands län tillsammans"
KINDS = ["strengths", "openings", "peers", "space", "growth", "backtest", "series"]


@pytest.fixture
def region():
    return RegionFactory(nuts="SE322")


@pytest.fixture
def several():
    """A public run over several years, with all results."""
    run = support.done(support.version(support.tried()))
    return actions.publish_run(None, run=run)


def result(run, kind):
    return queries.result_of(run, kind)


def test_every_kind_of_result_has_its_figure(several):
    run = queries.run_at(several.pk)
    with CaptureQueriesContext(connection) as seen, translation.override("sv"):
        found = figures_of(run)
    assert len(seen) == 1, "all results are asked for at once"
    assert sorted(found) == sorted(KINDS)
    for kind, figure in found.items():
        assert "Mellersta Norrland" in figure.title or kind == "backtest"
        assert figure.about.source == "Eurostat, Sysselsatta, version 1"
        assert figure.about.licence == "CC BY 4.0"
        if kind == "backtest":  # which is of all regions
            assert figure.about.unit == "andel av par av region och bransch"
            assert "inte bara Mellersta Norrland" in figure.about.note
        else:
            assert figure.about.unit == "sysselsatta"
            assert TOGETHER in figure.about.note
        assert figure.about.note.endswith("Jämfört med: alla regioner på samma nivå.")
        assert figure.about.day == date(2020, 5, 25)
        assert figure.rows
        assert figure.drawing, kind
    assert found["strengths"].about.period == "2020"
    assert found["growth"].about.period == "2014–2020"
    entry = {row["activity"]: row["probability"] for row in rows_of(result(several, "entry"))}
    for row in found["openings"].rows:
        assert row[-1] == entry.get(row[0]), "how probable it is stands with each opening"
    _same_alone(several, found)
    _other_names_in_english(several, found)


def test_foreign_peers_stand_with_their_country_in_the_picture(several):
    with translation.override("en"):
        figure = figure_of(several, result(several, "peers"))
    foreign = {row[1]: row[2] for row in figure.rows if row[1].startswith("FI")}
    assert foreign, "a region of Finland is among the nearest"
    assert foreign == {code: f"{code} (Finland)" for code in foreign}
    labels = {peer["label"] for peer in figure.drawing.data["peers"]}
    assert set(foreign.values()) <= labels


def _same_alone(run, found):
    with translation.override("sv"):
        for one in queries.results_of(run):
            alone, among = figure_of(run, one), found.get(one.kind)
            assert (alone is None) == (among is None)
            if alone is not None:
                assert (alone.rows, alone.alternative) == (among.rows, among.alternative)


def _other_names_in_english(run, swedish):
    with translation.override("en"):
        english = figures_of(run)
    for kind in ("strengths", "openings", "space", "growth"):
        ours, theirs = ({row[0]: row[1] for row in one[kind].rows} for one in (swedish, english))
        code = next(iter(ours))
        assert ours[code] != theirs[code]
    assert english["strengths"].about.unit == "persons employed"


def test_one_year_has_no_figures_of_growth():
    assert sorted(figures_of(support.done())) == ["openings", "peers", "space", "strengths"]


def test_a_run_that_is_not_done_has_none():
    run = support.bare_run(state=Run.State.RUNNING, is_public=False)
    assert figures_of(run) == {}
