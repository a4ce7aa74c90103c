"""Timed work runs at varv's time, and a rehearsal can find the next moment."""

from datetime import UTC, datetime, timedelta

import pytest

from varv import clock
from varv.clock import timed
from varv.extension import ExtensionPoint

NOW = datetime(2020, 6, 4, 7, tzinfo=UTC)


@pytest.fixture
def work(monkeypatch):
    """A point with nothing in it."""
    point = ExtensionPoint("timed work of a test")
    monkeypatch.setattr(timed, "work", point)
    return point


@pytest.fixture
def upkeep(monkeypatch):
    """The same for upkeep."""
    point = ExtensionPoint("upkeep of a test")
    monkeypatch.setattr(timed, "upkeep", point)
    return point


def test_run_due_runs_all_work_at_one_moment(work):
    seen = []

    def run(now):
        seen.append((now, clock.now()))
        return 3

    work.register("a", timed.TimedWork(run=run, next_due=lambda after: None))
    work.register("b", timed.TimedWork(run=lambda now: 0, next_due=lambda after: None))
    assert timed.run_due(NOW) == {"a": 3, "b": 0}
    assert seen == [(NOW, NOW)]


def test_upkeep_comes_after_what_is_due_and_no_rehearsal_runs_it(work, upkeep):
    done = []
    upkeep.register("b", lambda now: done.append("upkeep") or 2)
    work.register(
        "a", timed.TimedWork(run=lambda now: done.append("due") or 1, next_due=lambda after: None)
    )
    assert timed.run_due(NOW) == {"a": 1}
    assert timed.run_due_and_upkeep(NOW) == {"a": 1, "b": 2}
    assert done == ["due", "due", "upkeep"]


def test_next_due_is_the_soonest_of_all(work):
    assert timed.next_due(NOW) is None
    for name, hours in (("a", 5), ("b", 2), ("c", None)):
        moment = NOW + timedelta(hours=hours) if hours else None
        work.register(name, timed.TimedWork(run=lambda now: 0, next_due=lambda after, m=moment: m))
    assert timed.next_due(NOW) == NOW + timedelta(hours=2)


def test_work_that_fails_holds_up_no_other(work):
    seen = []

    def fail(now):
        raise RuntimeError("broken")

    work.register("a", timed.TimedWork(run=fail, next_due=lambda after: None))
    work.register(
        "b", timed.TimedWork(run=lambda now: seen.append(now) or 1, next_due=lambda after: None)
    )
    with pytest.raises(ExceptionGroup) as failed:
        timed.run_due(NOW)
    assert seen == [NOW]
    (error,) = failed.value.exceptions
    assert "timed work a" in error.__notes__[0]
