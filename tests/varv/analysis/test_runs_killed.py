"""Runs under killed processes and several at once: nothing half-done, and all is computed once."""

import pytest

from tests.varv.analysis import run_support as support
from tests.varv.consultation.killing import begun, killed, soon
from tests.varv.factories import AnalystFactory, RegionFactory
from tests.varv.threads import in_threads
from varv.analysis import actions
from varv.analysis.actions import computing
from varv.analysis.compute.asked import Asked
from varv.analysis.models import Run, RunResult
from varv.analysis.queries import runs as queries
from varv.analysis.results.reading import content_of
from varv.registry.models import Event

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]
COMPUTING = """
from varv.analysis.actions import computing
computing.compute({run})
"""


def contents(run):
    return {one.kind: content_of(one) for one in queries.results_of(run)}


def test_killed_in_the_middle_it_is_gone_on_with_and_gives_the_same(db):
    RegionFactory(nuts="SE322")
    table = support.frame(support.YEARS)
    wanted = contents(support.done(support.version(table, support.dataset("annan"))))
    run = support.started(support.version(table))
    for reached in (1, 4):
        process = begun(COMPUTING.format(run=run.pk))
        done = RunResult.objects.filter(run=run)
        met = soon(lambda reached=reached, done=done: done.count() >= reached)
        said = killed(process)
        assert met, said
        left = queries.run_at(run.pk)
        assert left.state == Run.State.RUNNING, "it was killed before it was done"
        assert queries.results_of(left) == []
        assert done.count() == left.steps_done
    assert computing.compute(run.pk)
    found = queries.run_at(run.pk)
    assert contents(found) == wanted
    assert found.log.count("gone on with") == 2
    assert Event.objects.filter(action="analysis.run_done", subject_id=run.pk).count() == 1


def test_two_who_start_the_same_at_once_share_one_run(db):
    RegionFactory(nuts="SE322")
    of, people = support.version(), [AnalystFactory() for _ in range(4)]

    def start(number):
        actions.start_run(people[number], version=of, asked=Asked("SE32", draws=20))

    assert in_threads(4, start) == []
    assert Run.objects.count() == 1


def test_workers_at_once_compute_a_run_once(db):
    RegionFactory(nuts="SE322")
    run = support.started()
    assert in_threads(3, lambda _number: computing.compute(run.pk)) == []
    found = queries.run_at(run.pk)
    assert found.state == Run.State.DONE
    assert found.log.count("strengths:") == 1
    assert Event.objects.filter(action="analysis.run_done").count() == 1
