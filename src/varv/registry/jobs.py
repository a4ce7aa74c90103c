"""Jobs that are put into the worker's queue within the transaction of what caused them."""

from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task


def put_once(task: Task[Any, Any, Any], lock: str, **arguments: int) -> bool:
    """Put a job into the queue, unless one with the same lock waits there; tell whether it was."""
    try:
        with transaction.atomic():
            task.configure(queueing_lock=lock).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True
