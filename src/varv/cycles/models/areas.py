"""Areas, how they were worded, and what became of them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.cycles.models.programme import Programme
from varv.text.translated import TranslatedField


class Area(models.Model):
    """A broad priority area as it stands now; its versions tell how it came to be so."""

    class State(models.TextChoices):
        ACTIVE = "active", _("In use")
        RETIRED = "retired", _("No longer used")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="areas")
    slug = models.SlugField(unique=True, max_length=80)
    name = TranslatedField()
    summary = TranslatedField(blank=True)
    text = TranslatedField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the area's page."""
        return reverse("cycles:area", args=[self.slug])

    @property
    def is_active(self) -> bool:
        """Tell whether the area is in use; a retired one can only be read."""
        return self.state == self.State.ACTIVE

    # Laps belong to areas: named here, their types would make a circle that mypy gets lost in.
    @property
    def current_lap(self) -> Any:
        """The lap under way, else the latest one; uses what was prefetched."""
        laps = sorted(self.laps.all(), key=lambda lap: (lap.closed_at is None, lap.number))
        return laps[-1] if laps else None

    @property
    def current_steps(self) -> list[Any]:
        """The six steps of the current lap, in order; empty before the first lap."""
        lap = self.current_lap
        return lap.ordered_steps if lap else []


class AreaAddress(models.Model):
    """An address the area once had; it leads to the area for ever."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="old_addresses")
    slug = models.SlugField(unique=True, max_length=80)
    until = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.slug


class AreaSuccession(models.Model):
    """What became of an area: part of another one, or several."""

    class Kind(models.TextChoices):
        MERGED = "merged", pgettext_lazy("what became of an area", "Merged")
        SPLIT = "split", pgettext_lazy("what became of an area", "Split")

    predecessor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="origins")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="an_area_becomes_another_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="no_area_becomes_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} > {self.successor}"
