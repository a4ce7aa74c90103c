"""Reading the log, and proving it whole."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from varv.registry.models import Event


@dataclass(frozen=True)
class Fault:
    """One place where the log is not what was written."""

    sequence: int | None
    event_id: int | None
    what: str


# One pass over the chain in the database; only the faults leave it.
_FAULTS = """
WITH chain AS (
    SELECT e.id, e.sequence, e.hash, e.previous_hash,
           registry_event_hash(e) AS true_hash,
           lag(e.sequence, 1, 0::bigint) OVER w AS before_sequence,
           lag(e.hash, 1, ''::varchar) OVER w AS before_hash
    FROM registry_event e WHERE e.sequence IS NOT NULL
    WINDOW w AS (ORDER BY e.sequence)
), tail AS (
    SELECT coalesce(max(sequence), 0) AS sequence,
           coalesce((array_agg(hash ORDER BY sequence DESC))[1], '') AS hash
    FROM chain
), faults AS (
    SELECT sequence, id, 'unsealed' AS what FROM registry_event WHERE sequence IS NULL
    UNION ALL
    SELECT sequence, id, 'changed' FROM chain WHERE hash <> true_hash
    UNION ALL
    SELECT sequence, id, 'removed' FROM chain WHERE sequence <> before_sequence + 1
    UNION ALL
    SELECT sequence, id, 'broken' FROM chain
    WHERE sequence = before_sequence + 1 AND previous_hash <> before_hash
    UNION ALL
    SELECT head.sequence, NULL, 'end' FROM registry_chainhead head, tail
    WHERE (head.sequence, head.hash) IS DISTINCT FROM (tail.sequence, tail.hash)
    UNION ALL
    SELECT NULL, NULL, 'headless' WHERE NOT EXISTS (SELECT FROM registry_chainhead)
)
SELECT sequence, id, what FROM faults ORDER BY sequence NULLS FIRST, id
"""


def events() -> QuerySet[Event]:
    """Return the log, newest first."""
    return Event.objects.order_by("-sequence", "-id")


def verify_log() -> list[Fault]:
    """Return every place where an event was changed, removed, added or moved; none if whole."""
    words = {
        "unsealed": _("The event was never sealed."),
        "changed": _("The event does not match its fingerprint: it has been changed."),
        "removed": _("One or more events before this one have been removed."),
        "broken": _("The event does not follow on the one before it."),
        "end": _("The last events have been removed, or the end of the chain has been changed."),
        "headless": _("The end of the chain is missing."),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS)
        return [
            Fault(sequence, event_id, words[what]) for sequence, event_id, what in cursor.fetchall()
        ]
