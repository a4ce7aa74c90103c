"""The moment at which a rehearsal stands."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


def _start() -> datetime:
    if settings.REHEARSAL_START is None:
        raise ImproperlyConfigured("a rehearsal needs a moment to start at: VARV_REHEARSE")
    return settings.REHEARSAL_START


class RehearsalClockManager(models.Manager["RehearsalClock"]):
    """Reads and sets the one row."""

    def read(self) -> datetime:
        """Return the moment at which the rehearsal stands; its start before it was ever set."""
        row = self.first()
        return row.moment if row else _start()

    def begin(self) -> None:
        """Let the rehearsal stand at its start."""
        self.write(_start())

    def write(self, moment: datetime) -> None:
        """Let the rehearsal stand at ``moment``."""
        self.update_or_create(pk=1, defaults={"moment": moment})


class RehearsalClock(models.Model):
    """One row, shared by web and worker; without it the rehearsal stands at its start."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    moment = models.DateTimeField()

    objects = RehearsalClockManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_rehearsal_clock")]

    def __str__(self) -> str:
        return self.moment.isoformat()
