"""Work in the background: the tick, the outbox, and clearing up after sessions and workers."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.core.management import call_command
from django.db import close_old_connections, connection
from procrastinate import App, JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from varv import clock, request_ids
from varv.clock import timed
from varv.files import actions as files_actions
from varv.files.charts import store as charts
from varv.registry import outbox

P = ParamSpec("P")
T = TypeVar("T")


def with_fresh_connection(task: Callable[P, T]) -> Callable[P, T]:
    """Give the worker's thread a living connection, and the connection back afterwards."""

    @functools.wraps(task)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            with request_ids.caused_by(""):  # a job has a number as a request has
                return task(*args, **kwargs)
        finally:
            if not connection.in_atomic_block:
                connection.close()

    return wrapped


def run_tick() -> dict[str, int] | None:
    """Do all that is due by varv's clock; return None where somebody is at it already.

    In a rehearsal the clock stands still, so a tick finds nothing new after the first.
    """
    with timed.if_free() as is_free:
        return timed.run_due_and_upkeep(clock.now()) if is_free else None


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tick")
@with_fresh_connection
def tick(timestamp: int) -> None:  # noqa: ARG001 - the real time, which varv does not go by
    """Run timed work every minute; the outbox is the last piece of it."""
    run_tick()


@app.task
@with_fresh_connection
def deliver_message(message_id: int) -> None:
    """Send one message as soon as the act that wrote it has been committed."""
    outbox.deliver_one(message_id)


@app.task
@with_fresh_connection
def deliver_waiting(limit: int) -> None:
    """Send what waits, as much as one act has written at once; others may be at it too."""
    outbox.deliver_due(limit=limit)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="clear_sessions")
@with_fresh_connection
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Delete the sessions that have ended, with all that was kept in them, every night."""
    call_command("clearsessions")


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="remove_unwanted_contents")
@with_fresh_connection
def remove_unwanted_contents(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Remove what uploads left behind that came to nothing, and old charts, every night."""
    files_actions.remove_unwanted_contents()
    charts.prune()


async def forget_later_ticks(worker: App) -> None:
    """Forget that a minute which is still to come has had its tick: the clock was set back."""
    await worker.connector.execute_query_async(
        "DELETE FROM procrastinate_periodic_defers"
        " WHERE defer_timestamp > extract(epoch FROM now()) + 120"
    )


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Put jobs back into the queue whose worker has stopped giving signs of life."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # such as a tick, when the next one waits already
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
