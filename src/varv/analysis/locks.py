"""Locks of the database that are gone with whoever held them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: With the id of a row, numbers that no other advisory lock of the database uses.
RUN, DELIVERY, DATASET, MEMO = 7_238, 7_239, 7_240, 7_241
#: Held while a new dataset gets its key.
NEW_KEY = 7_239_001
#: Held while the order of what profiles are made of changes.
PROFILE_SOURCES = 7_239_002


@contextmanager
def alone(kind: int, pk: int) -> Iterator[bool]:
    """Tell whether nobody else is at this row, and keep others off meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, pk])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, pk])


def one_at_a_time(number: int) -> None:
    """Wait until nobody else is at it, and keep others off to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
