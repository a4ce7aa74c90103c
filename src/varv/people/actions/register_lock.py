"""Who works in the register of organisations, and who has it alone.

Whoever looks an organisation up by its name to refer to it shares the register with all others who
do; a merge and an import have it alone, so that what was looked up is still there when it is
referred to. Both hold until the transaction ends. People are locked before the register, meetings
and cases after it.
"""

from django.db import connection

#: Any number that no other advisory lock of the database uses.
_REGISTER = 7_237_003


def share() -> None:
    """Keep the register as it is found until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_REGISTER])


def have_alone() -> None:
    """Wait until nobody else works in the register, and keep all others out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_REGISTER])
