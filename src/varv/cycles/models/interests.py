"""Interests: who wants to take part."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.cycles.models.areas import Area
from varv.people.models import Municipality, Organisation, Sector
from varv.registry.models import Record


class Interest(models.Model):
    """Somebody's wish to take part in an area."""

    class Level(models.TextChoices):
        INFORMATION = "information", _("Get information")
        PARTNERSHIP = "partnership", _("Join the partnership")
        STEERING_GROUP = "steering_group", _("Contribute to the steering group")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests"
    )
    name = models.CharField(_("Name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    level = models.CharField(max_length=20, choices=Level, default=Level.PARTNERSHIP)
    message = models.TextField(blank=True)
    record = models.ForeignKey(
        Record, on_delete=models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    # Set where the area was merged or split, and its interests went on to what came of it.
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "person"],
                condition=Q(withdrawn_at=None),
                name="one_interest_per_person_and_area",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.area}"
