"""Activity sets: which activities an area stands for, in versions."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.analysis.names.activities import activity_name
from varv.cycles.models import Area
from varv.text.translated import Translated, TranslatedField


class ActivitySet(models.Model):
    """The activities of an area by their codes; a change is a new version, the last one holds."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="activity_sets")
    number = models.PositiveSmallIntegerField()
    # The version of the codes, such as "NACE Rev. 2".
    classification = models.CharField(max_length=40)
    codes = models.JSONField()
    # Why each of them belongs there: the text by language of some or all codes.
    reasons = models.JSONField(default=dict, blank=True)
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

    def get_absolute_url(self) -> str:
        """Return where it is read, with the figures of the area."""
        return reverse("analysis:area_profile", args=[self.area.slug]) + "#activities"

    @property
    def desk_url(self) -> str:
        """Where the staff changes it."""
        return reverse("analysis:desk_activity_set", args=[self.area_id])

    def reason(self, code: str) -> str:
        """Return why a code belongs there, in the reader's language; empty where nobody said."""
        return str(Translated(self.reasons.get(code, {})))

    @property
    def coded(self) -> list[tuple[str, str, str]]:
        """The codes with their names and why each belongs there."""
        return [(code, activity_name(code), self.reason(code)) for code in self.codes]
