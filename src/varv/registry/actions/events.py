"""Writing the log."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from varv import clock
from varv.registry import kinds, log_actions
from varv.registry.models import Event


def log(
    actor: AbstractBaseUser | None, action: str, subject: Model | None = None, **data: object
) -> Event:
    """Add one line to the log, within the caller's transaction; it is sealed at commit.

    ``data`` holds ids and values, never names of persons: what is logged is never erased.
    """
    event = _event(actor, action, subject, data)
    event.save()
    return event


def log_many(
    actor: AbstractBaseUser | None,
    action: str,
    subjects: Iterable[tuple[Model, Mapping[str, object]]],
) -> list[Event]:
    """Add a line to the log for each of many things that the same was done to."""
    lines = (_event(actor, action, subject, data) for subject, data in subjects)
    return Event.objects.bulk_create(lines, batch_size=1000)


def _event(
    actor: AbstractBaseUser | None,
    action: str,
    subject: Model | None,
    data: Mapping[str, object],
) -> Event:
    if action not in log_actions.point:
        raise LookupError(
            f"{action!r} is not a log action: call registry.log_actions.register() in ready()"
        )
    ref = kinds.ref(subject) if subject is not None else None
    return Event(
        at=clock.now(),
        recorded_at=timezone.now(),
        actor_id=actor.pk if actor else None,
        action=action,
        subject_kind=ref.kind if ref else "",
        subject_id=ref.id if ref else None,
        data=dict(data),
    )


@transaction.atomic
def forget_rehearsed_log() -> None:
    """Empty the log so that a rehearsal can begin again; refused outside rehearsal mode.

    The tables' owner may switch their triggers off. A rehearsal's log is no authority's log.
    """
    if not settings.REHEARSAL:
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with work pending cannot change
        for table in ("registry_event", "registry_chainhead"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE registry_event RESTART IDENTITY")
        cursor.execute("UPDATE registry_chainhead SET sequence = 0, hash = ''")
        for table in ("registry_event", "registry_chainhead"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
