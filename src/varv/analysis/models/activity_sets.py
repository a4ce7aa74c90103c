"""Activity sets: which activities an area stands for, in versions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.cycles.models import Area
from varv.text.translated import TranslatedField


class ActivitySet(models.Model):
    """The activities of an area by their codes; a change is a new version, the last one holds."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="activity_sets")
    number = models.PositiveSmallIntegerField()
    # The version of the codes, such as "NACE Rev. 2".
    classification = models.CharField(max_length=40)
    codes = models.JSONField()
    # Why these, and what of the area no code shows.
    note = TranslatedField(blank=True)
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("activity set")
        verbose_name_plural = _("activity sets")
        ordering = ["area", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "number"], name="one_activity_set_per_area_and_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.number}"
