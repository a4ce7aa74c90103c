"""Putting work into the worker's queue, within the transaction of what caused it."""

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from varv.analysis.models import Dataset, Delivery


def wake_reader(delivery: Delivery) -> bool:
    """Have a delivery read, unless it waits for that already; tell whether it was put there."""
    from varv.analysis import tasks  # the worker's app is ready later than this one

    job = tasks.read_delivery.configure(queueing_lock=f"delivery:{delivery.pk}")
    try:
        with transaction.atomic():
            job.defer(delivery_id=delivery.pk)
    except AlreadyEnqueued:
        return False
    return True


def wake_fetcher(dataset: Dataset) -> bool:
    """Have a service asked for a dataset, unless that waits already."""
    from varv.analysis import tasks  # the worker's app is ready later than this one

    job = tasks.fetch_dataset.configure(queueing_lock=f"dataset:{dataset.pk}")
    try:
        with transaction.atomic():
            job.defer(dataset_id=dataset.pk)
    except AlreadyEnqueued:
        return False
    return True


def wake_drawer() -> bool:
    """Have the figures of areas and county drawn once this is committed, unless that waits."""
    from varv.analysis import tasks  # the worker's app is ready later than this one

    job = tasks.draw_public_pages.configure(queueing_lock="draw_public_pages")
    try:
        with transaction.atomic():
            job.defer()
    except AlreadyEnqueued:
        return False
    return True
