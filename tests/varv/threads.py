"""Several people at once."""

import threading
from collections.abc import Callable

from django.db import connection


def in_threads(count: int, work: Callable[[int], None]) -> list[Exception]:
    """Run ``work`` in that many threads at once and return what was raised."""
    start = threading.Barrier(count)
    errors: list[Exception] = []

    def run(number: int) -> None:
        try:
            start.wait(10)
            work(number)
        except Exception as error:  # noqa: BLE001 - handed to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors
