"""Milestones: dates that matter to all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from varv.bodies.dates import Precision, precise
from varv.cycles.models.areas import Area
from varv.cycles.models.programme import Programme
from varv.text.translated import TranslatedField


class Milestone(models.Model):
    """A date that matters to all: the last day for input, the programme to the council."""

    class Kind(models.TextChoices):
        INPUT_DEADLINE = "input_deadline", _("Last day for input")
        ADOPTION = "adoption", _("Decision")
        OTHER = "other", _("Milestone")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="milestones")
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, null=True, blank=True, related_name="milestones"
    )
    key = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    title = TranslatedField()
    text = TranslatedField(blank=True)
    on = models.DateField(_("Date"))
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def date_text(self) -> str:
        """The date, no more exactly than it is known."""
        return precise(self.on, self.precision)
