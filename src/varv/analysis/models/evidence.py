"""Evidence: what a claim leans on."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.text.translated import TranslatedField


class Evidence(models.Model):
    """A cited report or figure. What it supports are traces from it."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        STATISTICS = "statistics", _("Statistics")
        STUDY = "study", _("Study")

    key = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.REPORT)
    title = TranslatedField()
    author = models.CharField(max_length=200)
    published_on = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    summary = TranslatedField(blank=True)
    url = models.URLField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["published_on", "key"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the evidence's public page."""
        return reverse("analysis:evidence", args=[self.key])

    @property
    def date_text(self) -> str:
        """When it was published, no more exactly than it is known."""
        return precise(self.published_on, self.precision)
