"""The whole county: what its figures cannot say, and who has looked at them in which lap."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.analysis.models.datasets import Dataset
from varv.cycles.models import Lap
from varv.text.translated import TranslatedField


class CountySeries(models.Model):
    """Which dataset a kind of figure of the municipalities is taken from."""

    class Measure(models.TextChoices):
        """What it tells of each municipality."""

        POPULATION = "population", _("Inhabitants")
        LAND = "land", _("Land area, km²")
        WORKPLACES = "workplaces", _("Workplaces")
        JOBS = "jobs", _("Jobs")

    measure = models.CharField(max_length=20, choices=Measure, unique=True)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="county_series")
    chosen_at = models.DateTimeField(default=clock.now)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("figures of the municipalities")
        verbose_name_plural = _("figures of the municipalities")
        ordering = ["measure"]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.dataset}"

    def get_absolute_url(self) -> str:
        """Return where they are read."""
        return reverse("analysis:county")


class CountyText(models.Model):
    """What staff say of the figures of the whole county; a change is a new version."""

    number = models.PositiveSmallIntegerField(unique=True)
    text = TranslatedField()
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("text on the whole county")
        verbose_name_plural = _("texts on the whole county")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(_("The whole county, text %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        """Return where it is read."""
        return reverse("analysis:county")


class CountyLook(models.Model):
    """Somebody has looked at the figures of the whole county in a lap, and signed that they did."""

    lap = models.ForeignKey(Lap, on_delete=models.CASCADE, related_name="county_looks")
    note = models.TextField(blank=True)
    # Of the statistics as they were then, so that one sees whether newer ones have come since.
    figures_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("look at the whole county")
        verbose_name_plural = _("looks at the whole county")
        ordering = ["-signed_at", "-pk"]

    def __str__(self) -> str:
        return str(_("The whole county, looked at in %(lap)s") % {"lap": self.lap})

    def get_absolute_url(self) -> str:
        """Return what was looked at."""
        return reverse("analysis:county")
