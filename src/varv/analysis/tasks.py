"""Work in the background for analysis: computing runs."""

from procrastinate.contrib.django import app

from varv.analysis.actions import computing
from varv.registry.tasks import with_fresh_connection


@app.task
@with_fresh_connection
def compute_run(run_id: int) -> None:
    """Compute a run that waits, or go on with what a killed worker left."""
    computing.compute(run_id)
