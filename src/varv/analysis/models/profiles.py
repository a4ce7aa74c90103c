"""Profiles of the areas: which figures they are made of, and what came of them."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.analysis.models.datasets import DatasetVersion


class ProfileSource(models.Model):
    """One of the deliveries that the profiles of all areas are made of, and how.

    What is replaced or taken away is ended and stays, so that one sees what was read when.
    """

    class ComparedWith(models.TextChoices):
        """Whom a location quotient holds the region against."""

        COUNTRY = "country", _("The regions of the same country")
        ALL = "all", _("All regions of the table")
        WHOLE = "whole", _("The rest of the country")

    version = models.ForeignKey(
        DatasetVersion, on_delete=models.PROTECT, related_name="profile_sources"
    )
    # As the table has it, such as "SE32".
    region = models.CharField(max_length=40)
    compared_with = models.CharField(
        max_length=10, choices=ComparedWith, default=ComparedWith.COUNTRY
    )
    # How many jobs come and go together: the workplace of an average job.
    cluster_size = models.FloatField(default=10, validators=[MinValueValidator(1)])
    # In which order the pages show those in use, from 1; a place is kept when it is ended.
    position = models.PositiveSmallIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)
    chosen_at = models.DateTimeField(default=clock.now)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("figures of the profiles")
        verbose_name_plural = _("figures of the profiles")
        ordering = ["-chosen_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cluster_size__gte=1), name="a_workplace_has_a_job_or_more"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.region}"

    def get_absolute_url(self) -> str:
        """Return where the profiles made of it are read."""
        return reverse("analysis:area_figures")

    @property
    def desk_url(self) -> str:
        """Where the staff chooses another in its place."""
        return reverse("analysis:desk_profile_source_instead", args=[self.pk])


class ProfileFigures(models.Model):
    """The profiles of all areas as computed once; the same input always gives the same."""

    input_sha256 = models.CharField(max_length=64, unique=True)
    version = models.ForeignKey(DatasetVersion, on_delete=models.CASCADE, related_name="+")
    figures = models.JSONField()
    manifest = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("computed profiles")
        verbose_name_plural = _("computed profiles")
        ordering = ["-computed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version}, {self.input_sha256[:8]}"
