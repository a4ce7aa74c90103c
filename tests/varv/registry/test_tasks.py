"""The tick does what is due once, even with two workers, and harms no rehearsal."""

import asyncio
from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from varv import clock
from varv.clock import timed
from varv.registry import tasks
from varv.registry.actions import queue
from varv.registry.models import Message


@pytest.fixture
def counted(monkeypatch):
    """Timed work that counts its runs."""
    runs = []
    point = type(timed.work)("timed work of a test")
    point.register("count", timed.TimedWork(lambda now: runs.append(now) or 1, lambda after: None))
    monkeypatch.setattr(timed, "work", point)
    monkeypatch.setattr(timed, "upkeep", type(timed.upkeep)("upkeep of a test"))
    return runs


def test_tick_runs_what_is_due(db, counted):
    assert tasks.run_tick() == {"count": 1}
    assert len(counted) == 1


@pytest.mark.committed
def test_two_ticks_at_once_are_one(counted):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [timed.LOCK])
        assert tasks.run_tick() is None
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [timed.LOCK])
    finally:
        other.close()
    assert tasks.run_tick() == {"count": 1}


def test_tick_lets_go_of_its_lock_after_a_failure(db, monkeypatch):
    def fail(now):
        raise RuntimeError("broken")

    monkeypatch.setattr(timed, "run_due_and_upkeep", fail)
    with pytest.raises(RuntimeError):
        tasks.run_tick()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone() == (0,)


def test_tick_in_rehearsal_goes_by_the_rehearsals_clock(db, at, anna, settings, monkeypatch):
    outbox = timed.work["registry.outbox"]
    point = type(timed.work)("timed work of a test")
    point.register("registry.outbox", outbox)
    monkeypatch.setattr(timed, "work", point)
    monkeypatch.setattr(timed, "upkeep", type(timed.upkeep)("upkeep of a test"))
    settings.REHEARSAL, settings.REHEARSAL_START = True, at
    later = queue(
        kind="tests.news",
        occasion="tests:1",
        recipient=anna,
        context={"name": "Anna", "link": "x"},
        due_at=at + timedelta(days=3),
    )
    assert tasks.run_tick()["registry.outbox"] == 0
    later.refresh_from_db()
    assert later.state == Message.State.QUEUED
    assert timed.work["registry.outbox"].next_due(clock.now()) == later.due_at


def test_the_outbox_is_the_last_work_of_a_tick():
    assert timed.work.keys()[-1] == "registry.outbox"


@pytest.mark.committed
def test_worker_sends_what_was_queued(anna, mailoutbox):
    queue(
        kind="tests.news",
        occasion="tests:1",
        recipient=anna,
        context={"name": "Anna", "link": "x"},
    )
    run_worker()
    assert len(mailoutbox) == 1
    job = ProcrastinateJob.objects.get(task_name="varv.registry.tasks.deliver_message")
    assert job.status == "succeeded"


@pytest.mark.committed
def test_job_of_a_killed_worker_is_taken_up_again(anna, mailoutbox):
    queue(
        kind="tests.news",
        occasion="tests:1",
        recipient=anna,
        context={"name": "Anna", "link": "x"},
    )
    with connection.cursor() as cursor:  # as a worker that was killed two minutes ago left it
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '2 minutes') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    tasks.retry_stalled_jobs.defer(timestamp=0)
    run_worker()
    run_worker()
    assert len(mailoutbox) == 1


@pytest.mark.committed
def test_a_tick_that_was_killed_gives_way_to_the_one_that_waits_and_holds_up_no_other(
    anna, mailoutbox
):
    tasks.tick.defer(timestamp=0)
    queue(
        kind="tests.news",
        occasion="tests:1",
        recipient=anna,
        context={"name": "Anna", "link": "x"},
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '2 minutes') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    tasks.tick.defer(timestamp=60)
    tasks.retry_stalled_jobs.defer(timestamp=0)
    run_worker()
    run_worker()
    assert len(mailoutbox) == 1
    assert not ProcrastinateJob.objects.filter(status="doing").exists()


def run_worker() -> None:
    """Do all waiting jobs as the real worker does, then stop."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.mark.committed
def test_sessions_that_have_ended_are_cleared_every_night(client):
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    session = client.session
    session["kept"] = "a while"
    session.save()
    tasks.clear_sessions(0)
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    tasks.clear_sessions(0)
    assert not Session.objects.exists()
    assert [
        one.cron
        for one in app.periodic_registry.periodic_tasks.values()
        if one.task.name == "varv.registry.tasks.clear_sessions"
    ] == ["17 3 * * *"]


@pytest.mark.committed
def test_a_tick_of_a_minute_still_to_come_is_forgotten():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)"
            " SELECT 'tick', '', extract(epoch FROM now())::bigint + later"
            " FROM unnest(ARRAY[0, 60, 7200]) AS later"
        )

    async def forget() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            async with worker_app.open_async():
                await tasks.forget_later_ticks(worker_app)

    asyncio.run(forget())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_periodic_defers")
        assert cursor.fetchone() == (2,)
