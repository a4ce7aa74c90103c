"""Who saved a thing last, for whoever was about to save over it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from varv.people.models import User
from varv.registry import kinds
from varv.registry.queries import events


@dataclass(frozen=True)
class Saved:
    """When something was saved, and by whom (None: by the program, or somebody who is erased)."""

    at: datetime
    by: User | None


def last_saved(thing: Model, action: str) -> Saved | None:
    """Return when ``action`` was last done to ``thing``, and who did it."""
    kind, pk = kinds.ref(thing)
    found = events().filter(subject_kind=kind, subject_id=pk, action=action).order_by("-pk").first()
    if found is None:
        return None
    return Saved(found.at, User.objects.filter(pk=found.actor_id or 0).first())
