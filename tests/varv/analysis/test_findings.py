"""Findings: made of a row, questioned by newer figures, and looked at again by a human."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.varv.analysis import run_support as support
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
)
from tests.varv.registry.walking import came_from
from varv import clock
from varv.analysis import actions
from varv.analysis import run_registrations as registered
from varv.analysis.models import Finding
from varv.analysis.queries import findings as queries
from varv.analysis.queries import runs as run_queries
from varv.analysis.results import standing
from varv.analysis.results.reading import rows_of
from varv.analysis.results.said import said_of
from varv.analysis.results.shapes import SHAPES
from varv.cycles import checks
from varv.cycles.actions import open_lap
from varv.registry.models import Event
from varv.text.translated import Translated

pytestmark = pytest.mark.usefixtures("db", "at", "region")
State = Finding.State


@pytest.fixture
def region():
    return RegionFactory(nuts="SE322")


@pytest.fixture
def area():
    return AreaFactory(programme=ProgrammeFactory(), slug="energi", name=Translated(sv="Energi"))


def repeated(run, *cells, table=None):
    """Repeat a run with newer figures, in which some cells are others."""
    table = support.frame() if table is None else table
    support.version(support.changed(table, *cells))
    newer, _is_new = actions.repeat_run(None, run=run)
    assert support.computing.compute(newer.pk)
    newer.refresh_from_db()
    return newer


def row_of(run, kind, code):
    return SHAPES[kind].by_code(rows_of(run_queries.result_of(run, kind)))[code]


def strongest(run):
    return rows_of(run_queries.result_of(run, "strengths"))[0]["activity"]


# -- made --


def test_finding_freezes_the_figures_of_its_row(area):
    run = support.done()
    made = support.a_finding(run, code="C17", area=area)
    row = row_of(run, "strengths", "C17")
    assert made.figures == {**row, "years": "2020"}
    assert made.name.startswith("C17")
    assert made.state == State.STANDS
    assert not made.is_public
    assert Event.objects.filter(action="analysis.make_finding", subject_id=made.pk).exists()


@pytest.mark.parametrize(
    ("kind", "code"),
    [("strengths", "X99"), ("growth", "C17"), ("nowhere", "C17"), ("strengths", "")],
)
def test_row_that_is_not_there_gives_no_finding(kind, code):
    with pytest.raises(ValidationError):
        support.a_finding(support.done(), kind=kind, code=code)
    assert not Finding.objects.exists()


def test_finding_says_something():
    with pytest.raises(ValidationError) as refused:
        support.a_finding(sentence={"sv": "  "})
    assert "sentence" in refused.value.message_dict


@pytest.mark.parametrize("kind", list(SHAPES))
def test_row_of_every_result_can_become_a_finding_and_stands_against_itself(kind):
    run = support.done(support.version(support.tried()))
    row = rows_of(run_queries.result_of(run, kind))[0]
    made = support.a_finding(run, kind=kind, code=SHAPES[kind].code_of(row))
    made.refresh_from_db()
    assert made.name
    assert any(sign.isdigit() for sign in said_of(made).value)
    assert said_of(made).region.startswith("SE32 Mellersta Norrland (")
    made.figures = {"years": "2020"}
    assert said_of(made).value == "–"
    made.refresh_from_db()
    assert standing.reasons(kind, made.figures, row) == []
    assert standing.in_words(kind, standing.reasons(kind, made.figures, None))


def test_thread_goes_from_the_figures_to_the_area(area):
    run = support.done()
    made = support.a_finding(run, area=area)
    refs = {step.ref for step in came_from(area)}
    assert ("finding", made.pk) in refs
    assert {step.ref for step in came_from(made)} == {("run", run.pk)}


# -- questioned --


def test_same_figures_question_nothing():
    run = support.done()
    made = support.a_finding(run)
    repeated(run, ("SE32", "A01", 1.0 + row_of(run, "strengths", "A01")["value"]))
    made.refresh_from_db()
    assert made.state == State.STANDS


def test_strength_that_is_none_any_more_is_questioned():
    run = support.done()
    code = strongest(run)
    made = support.a_finding(run, code=code)
    newer = repeated(run, ("SE32", code, 3.0))
    made.refresh_from_db()
    assert (made.state, made.questioned_by) == (State.QUESTIONED, newer)
    assert {one["code"] for one in made.reasons} == {"word", "outside", "turned"}
    assert made.run == run  # its figures stay those that it was made of
    words = " ".join(standing.in_words("strengths", made.reasons))
    assert "strength" in words or "styrka" in words


def test_row_that_is_not_told_any_more_is_questioned():
    run = support.done()
    code = strongest(run)
    made = support.a_finding(run, code=code)
    repeated(run, ("SE32", code, None))
    made.refresh_from_db()
    assert [one["code"] for one in made.reasons] == ["not_told"]


def test_row_that_is_gone_is_questioned():
    run = support.done()
    made = support.a_finding(run, code="J63")
    table = support.frame(activities=support.ACTIVITIES)
    repeated(run, table=table.filter(table["activity"] != "J63"))
    made.refresh_from_db()
    assert [one["code"] for one in made.reasons] == ["gone"]


@pytest.mark.parametrize(
    ("kind", "old", "new", "codes"),
    [
        ("growth", {"regional": 5.0, "regional_low": -9.0, "regional_high": 19.0},
         {"regional": -2.0}, ["turned"]),
        ("growth", {"regional": 5.0, "regional_low": 1.0, "regional_high": 9.0},
         {"regional": 30.0}, ["outside"]),
        ("peers", {"rank": 2, "rank_low": 1.0, "rank_high": 4.0}, {"rank": 4}, []),
        ("peers", {"rank": 2, "rank_low": 1.0, "rank_high": 4.0}, {"rank": 9}, ["outside"]),
        ("entry", {"probability": 0.2, "base_rate": 0.06}, {"probability": 0.05}, ["turned"]),
        ("entry", {"probability": 0.2, "base_rate": 0.06}, {"probability": 0.09}, []),
        ("openings", {"lq": 0.5, "lq_low": 0.4, "lq_high": 0.6, "road": "casino"},
         {"lq": 0.5, "road": "high road"}, ["word"]),
        ("strengths", {"lq": None, "verdict": "unknown"}, {"lq": None, "verdict": "unknown"}, []),
        ("strengths", {"lq": None, "lq_low": None, "lq_high": None, "verdict": "unknown"},
         {"lq": 2.0, "verdict": "strength"}, ["word"]),
    ],
)  # fmt: skip
def test_what_no_longer_bears_a_finding_out(kind, old, new, codes):
    found = standing.reasons(kind, old, new)
    assert [one["code"] for one in found] == codes
    assert all(standing.in_words(kind, found))


def test_repeat_of_a_repeat_questions_the_first():
    run = support.done()
    code = strongest(run)
    made = support.a_finding(run, code=code)
    second = repeated(run, ("SE11", "A01", 5.0))
    third = repeated(second, ("SE32", code, 3.0))
    made.refresh_from_db()
    assert made.questioned_by == third


def test_figures_computed_apart_question_findings_once_they_are_the_repeat():
    run = support.done()
    code = strongest(run)
    made = support.a_finding(run, code=code)
    apart = support.done(support.version(support.changed(support.frame(), ("SE32", code, 3.0))))
    made.refresh_from_db()
    assert made.state == State.STANDS
    assert actions.repeat_run(None, run=run) == (apart, False)
    made.refresh_from_db()
    assert made.state == State.QUESTIONED


def test_finding_made_of_old_figures_is_questioned_at_once():
    run = support.done()
    code = strongest(run)
    repeated(run, ("SE32", code, 3.0))
    assert support.a_finding(run, code=code).state == State.QUESTIONED


def test_withdrawn_finding_is_left_alone():
    run = support.done()
    code = strongest(run)
    made = actions.withdraw_finding(None, finding=support.a_finding(run, code=code), note="Fel.")
    repeated(run, ("SE32", code, 3.0))
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN


# -- looked at again --


@pytest.fixture
def questioned(area):
    run = support.done()
    made = support.a_finding(run, code=strongest(run), area=area)
    repeated(run, ("SE32", made.code, 3.0))
    made.refresh_from_db()
    assert made.state == State.QUESTIONED
    return made


def test_human_confirms_with_a_note(questioned):
    with pytest.raises(ValidationError):
        actions.confirm_finding(None, finding=questioned, note=" ")
    found = actions.confirm_finding(None, finding=questioned, note="En flytt av ett bolag.")
    assert (found.state, found.note) == (State.STANDS, "En flytt av ett bolag.")
    with pytest.raises(ValidationError):
        actions.confirm_finding(None, finding=found, note="En gång till.")
    # What was confirmed against a run is not questioned by the same run again.
    actions.question_findings(None, run=found.questioned_by)
    found.refresh_from_db()
    assert found.state == State.STANDS


def test_human_words_it_anew_and_takes_the_newer_figures(questioned):
    newer = questioned.questioned_by
    found = actions.rewrite_finding(
        None, finding=questioned, sentence={"sv": "Länet har lite av det."}, area=None
    )
    assert (found.state, found.run, found.reasons) == (State.STANDS, newer, [])
    assert found.figures["value"] == 3.0
    assert found.area is None


def test_row_that_is_gone_cannot_be_taken_over(area):
    run = support.done()
    made = support.a_finding(run, code="J63")
    table = support.frame()
    repeated(run, table=table.filter(table["activity"] != "J63"))
    made.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.rewrite_finding(None, finding=made, sentence={"sv": "Nytt."}, area=None)
    actions.withdraw_finding(None, finding=made, note="Koden finns inte längre.")
    with pytest.raises(ValidationError):
        actions.rewrite_finding(None, finding=made, sentence={"sv": "Nytt."}, area=None)
    with pytest.raises(ValidationError):
        actions.publish_finding(None, finding=made)


def test_desk_and_step_tell_of_what_is_to_be_looked_at(questioned, area):
    for person, number in ((AnalystFactory(), 1), (CoordinatorFactory(), 1), (ReaderFactory(), 0)):
        assert len(list(registered.desk_items(person, clock.now()))) == number
    lap = open_lap(None, programme=area.programme, area=area)
    whole = open_lap(None, programme=area.programme)

    def of(lap):
        found = checks.findings(lap.steps.get(kind="analysis"))
        return next(one for one in found if one.key == "analysis.findings")

    assert not of(lap).ok
    assert not of(whole).ok
    actions.withdraw_finding(None, finding=questioned, note="Gäller inte.")
    assert of(lap).ok
    assert of(whole).ok
    assert list(queries.questioned()) == []


def test_public_finding_says_that_it_is_questioned(client, questioned):
    actions.publish_finding(None, finding=questioned)
    page = client.get(questioned.get_absolute_url()).content.decode()
    with translation.override("sv"):
        reasons = standing.in_words("strengths", questioned.reasons)
    assert len(reasons) == 3
    assert all(one in page for one in reasons)
    actions.withdraw_finding(None, finding=questioned, note="Gäller inte.")
    assert client.get(questioned.get_absolute_url()).status_code == 404


def test_secret_figures_give_no_public_finding():
    run = support.done(support.version(of=support.dataset("hemlig", is_public=False)))
    with pytest.raises(ValidationError):
        actions.publish_finding(None, finding=support.a_finding(run))
