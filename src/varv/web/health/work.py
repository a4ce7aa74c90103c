"""The worker, what it does by the clock, and the mail that it sends.

The queue lives by the real time, and so do these checks.
"""

from collections.abc import Iterator

from django.conf import settings

from varv.web.health.findings import Finding, Scope, ok, warning, wrong

START = "Start one: varv worker, or varv up, which runs everything."
SILENT, STANDING, WAITING, MAIL_LATE = 60, 180, 300, 900  # seconds

_JOBS = """
SELECT count(*), coalesce(extract(epoch FROM now() - min(since)), 0), min(task_name) FROM (
    SELECT j.task_name, coalesce(j.scheduled_at, max(e.at)) AS since
    FROM procrastinate_jobs j LEFT JOIN procrastinate_events e ON e.job_id = j.id
    WHERE j.status = 'todo' GROUP BY j.id
) waiting WHERE since < now() - %s * interval '1 second'
"""
_FAILED = """
SELECT count(*), string_agg(DISTINCT j.task_name, ', ') FROM procrastinate_jobs j
JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'failed'
WHERE j.status = 'failed' AND e.at > now() - interval '1 day'
"""
_TICKS = """
SELECT extract(epoch FROM now()) - max(defer_timestamp),
       (SELECT count(*) FROM procrastinate_jobs j
        JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'failed'
        WHERE j.status = 'failed' AND j.task_name = 'varv.registry.tasks.tick'
          AND e.at > now() - interval '10 minutes')
FROM procrastinate_periodic_defers WHERE task_name = 'varv.registry.tasks.tick'
"""
_MAIL = """
SELECT count(*) FILTER (WHERE state IN ('queued', 'sending')
                          AND due_at < now() - %s * interval '1 second'),
       count(*) FILTER (WHERE state IN ('failed', 'missed')
                          AND finished_at > now() - interval '7 days'),
       max(error) FILTER (WHERE state IN ('queued', 'sending'))
FROM registry_message
"""


def worker(scope: Scope) -> Iterator[Finding]:
    """Is there a worker that gives signs of life?"""
    row = scope.connection.execute(
        "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
    ).fetchone()
    age = row[0] if row else None
    if age is None:
        yield wrong("No worker runs: no mail goes out and nothing happens by itself.", START)
    elif age > SILENT:
        yield wrong(f"No worker has given a sign of life for {_long(age)}.", START)
    else:
        yield ok("A worker is at work.")


def jobs(scope: Scope) -> Iterator[Finding]:
    """Does work wait too long, or fail?"""
    waiting = scope.connection.execute(_JOBS, [WAITING]).fetchone() or (0, 0, "")
    failed = scope.connection.execute(_FAILED).fetchone() or (0, "")
    if waiting[0]:
        yield wrong(
            f"{waiting[0]} jobs wait, the oldest for {_long(waiting[1])} ({waiting[2]}).",
            "Run more workers, or look into the worker's log for the one that holds them up.",
        )
    if failed[0]:
        yield warning(
            f"{failed[0]} jobs have failed in the last day: {failed[1]}.",
            "The reason stands in the worker's log.",
        )
    if not waiting[0] and not failed[0]:
        yield ok("No job waits too long, and none has failed today.")


def schedule(scope: Scope) -> Iterator[Finding]:
    """Does the tick come every minute, and does what it does succeed?"""
    age, failed = scope.connection.execute(_TICKS).fetchone() or (None, 0)
    if age is None:
        yield wrong("Timed work has never been looked for.", START)
    elif age > STANDING:
        yield wrong(f"Timed work was last looked for {_long(age)} ago, not every minute.", START)
    elif failed:
        yield wrong(
            f"Timed work fails: {failed} times in the last ten minutes.",
            "The reason stands in the worker's log, with the name of the work.",
        )
    else:
        yield ok("Timed work is looked for every minute.")


def mail(scope: Scope) -> Iterator[Finding]:
    """Does mail go out in time?"""
    if settings.REHEARSAL:
        yield ok("A rehearsal: mail is captured, never sent.")
        return
    late, failed, error = scope.connection.execute(_MAIL, [MAIL_LATE]).fetchone() or (0, 0, "")
    if late:
        why = f" ({error})" if error else ""
        yield wrong(
            f"{late} mails should have gone out more than {MAIL_LATE // 60} minutes ago{why}.",
            "See what is said of the worker and the mail server; they are tried again by "
            "themselves.",
        )
    if failed:
        yield warning(
            f"{failed} mails of the last seven days did not reach anybody.",
            "Open Mail on the desk: it says who, and why.",
        )
    if not late and not failed:
        yield ok("No mail waits that should have gone out.")


def _long(seconds: float) -> str:
    if seconds < 120:
        return f"{int(seconds)} seconds"
    minutes = int(seconds) // 60
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // 1440} days"
