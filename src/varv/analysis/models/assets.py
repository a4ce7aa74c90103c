"""The register of assets: what the region has that an area can build on."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.cycles.models import Area
from varv.people.models import Municipality, Organisation
from varv.text.translated import TranslatedField


class Asset(models.Model):
    """A research infrastructure, a cluster, an incubator, a test bed or a natural asset."""

    class Kind(models.TextChoices):
        """What it is."""

        RESEARCH = "research", _("Research infrastructure")
        CLUSTER = "cluster", _("Cluster")
        INCUBATOR = "incubator", _("Incubator")
        TEST_BED = "test_bed", _("Test bed")
        NATURE = "nature", _("Natural asset")

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    # The Swedish order of names, and what makes a name one asset however it is written.
    sort_key = models.CharField(max_length=400, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    owner = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    # None: it lies in several municipalities, or outside the region.
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="assets"
    )
    place = models.CharField(max_length=120, blank=True)
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="assets")
    description = TranslatedField(blank=True)
    source = models.CharField(max_length=300)
    source_url = models.URLField(blank=True)
    # When what stands here was so.
    dated_on = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="an_asset_has_both_coordinates_or_none",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return its public page."""
        return reverse("analysis:asset", args=[self.key])

    @property
    def date_text(self) -> str:
        """When it was so, no more exactly than it is known."""
        return precise(self.dated_on, self.precision)


class AssetImport(models.Model):
    """An Excel list of assets: its rows wait here until confirmed, and then go."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    rows = models.JSONField(null=True)
    # What entering it would do, as it was shown; what somebody says yes to.
    plan = models.JSONField(null=True)
    by_id = models.BigIntegerField()
    read_at = models.DateTimeField(default=clock.now)
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("list of assets")
        verbose_name_plural = _("lists of assets")
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.name
