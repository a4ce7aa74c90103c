"""What the worker does for the site itself."""

from procrastinate.contrib.django import app

from varv.registry.tasks import with_fresh_connection
from varv.web.backup import schedule


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="scheduled_backup")
@with_fresh_connection
def scheduled_backup(timestamp: int) -> None:  # noqa: ARG001 - the schedule asks for itself
    """Make the night's backup when its time has come, or has passed while nobody worked."""
    schedule.run_if_due()
