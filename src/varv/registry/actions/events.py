"""Writing the log."""

from django.contrib.auth.base_user import AbstractBaseUser
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
    if action not in log_actions.point:
        raise LookupError(
            f"{action!r} is not a log action: call registry.log_actions.register() in ready()"
        )
    ref = kinds.ref(subject) if subject is not None else None
    return Event.objects.create(
        at=clock.now(),
        recorded_at=timezone.now(),
        actor_id=actor.pk if actor else None,
        action=action,
        subject_kind=ref.kind if ref else "",
        subject_id=ref.id if ref else None,
        data=data,
    )
