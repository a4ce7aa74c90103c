"""Putting work into the worker's queue, within the transaction of what caused it."""

from varv.analysis.models import Dataset, Delivery
from varv.registry.jobs import put_once


def wake_reader(delivery: Delivery) -> bool:
    """Have a delivery read, unless it waits for that already; tell whether it was put there."""
    from varv.analysis import tasks  # the worker's app is ready later than this one

    return put_once(tasks.read_delivery, f"delivery:{delivery.pk}", delivery_id=delivery.pk)


def wake_fetcher(dataset: Dataset) -> bool:
    """Have a service asked for a dataset, unless that waits already."""
    from varv.analysis import tasks  # the worker's app is ready later than this one

    return put_once(tasks.fetch_dataset, f"dataset:{dataset.pk}", dataset_id=dataset.pk)


def wake_drawer() -> bool:
    """Have the figures of areas and county drawn once this is committed, unless that waits."""
    from varv.analysis import tasks  # the worker's app is ready later than this one

    return put_once(tasks.draw_public_pages, "draw_public_pages")
