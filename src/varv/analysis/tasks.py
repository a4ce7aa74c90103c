"""Work in the background for the analysis: deliveries, services, runs and memos."""

from procrastinate.contrib.django import app

from varv.registry.tasks import with_fresh_connection


@app.task
@with_fresh_connection
def read_delivery(delivery_id: int) -> None:
    """Read a file that was delivered; what a killed worker left is put here again by the tick."""
    from varv.analysis.datasets.actions import reading  # the actions put work here

    reading.read(delivery_id)


@app.task
@with_fresh_connection
def fetch_dataset(dataset_id: int) -> None:
    """Ask the service that a dataset comes from, if it is due."""
    from varv.analysis.datasets.actions import fetching  # the actions put work here

    fetching.fetch(dataset_id)


@app.task
@with_fresh_connection
def compute_run(run_id: int) -> None:
    """Compute a run that waits, or go on with what a killed worker left; then draw its figures."""
    from varv.analysis import ahead  # the actions put work here
    from varv.analysis.actions import computing

    if computing.compute(run_id):
        ahead.draw_run(run_id)


@app.task
@with_fresh_connection
def make_memo(memo_id: int) -> None:
    """Make a memo that waits to be published."""
    from varv.analysis.memos import making  # the actions put work here

    making.make(memo_id)


@app.task
@with_fresh_connection
def draw_public_pages() -> None:
    """Draw the figures of the areas and the county ahead of whoever looks at them."""
    from varv.analysis import ahead  # the actions put work here

    ahead.draw_public_pages()
