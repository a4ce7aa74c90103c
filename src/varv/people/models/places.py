"""The region and its municipalities."""

import zoneinfo
from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models

from varv.text.translated import TranslatedField


class Region(models.Model):
    """The county-like place that owns the programme; one row."""

    key = models.SlugField(unique=True)
    name = TranslatedField()
    country = models.CharField(max_length=2)
    subdivision = models.CharField(max_length=8, blank=True)
    code = models.CharField(max_length=20, blank=True)
    nuts = models.CharField(max_length=10, blank=True)
    languages = ArrayField(models.CharField(max_length=10))
    time_zone = models.CharField(max_length=60)
    contact_name = TranslatedField(blank=True)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    # Whom to turn to about personal data: our own officer, and the authority that supervises us.
    privacy_officer_email = models.EmailField(blank=True)
    privacy_authority = TranslatedField(blank=True)
    privacy_authority_page = models.URLField(blank=True)
    input_subject = TranslatedField(blank=True)
    coordinator_email = models.EmailField()
    coordinator_name = models.CharField(max_length=200, blank=True)
    web_page = models.URLField(blank=True)
    links_go_out_at = models.TimeField(default=time(9))
    about = TranslatedField(blank=True)
    # Where the figures of the municipalities are from, and on what terms they may be used.
    population_source = TranslatedField(blank=True)
    population_licence = models.CharField(max_length=200, blank=True)
    workplaces_source = TranslatedField(blank=True)
    workplaces_licence = models.CharField(max_length=200, blank=True)
    map_source = TranslatedField(blank=True)
    map_licence = models.CharField(max_length=200, blank=True)
    # The code of the municipality that distances within the region are told from.
    seat_municipality = models.CharField(max_length=20, blank=True)
    seats_source = TranslatedField(blank=True)
    seats_licence = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The region's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def language(self) -> str:
        """The region's first language."""
        return self.languages[0]


class Municipality(models.Model):
    """A place inside the region; every reach figure is broken down by it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, default="")
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    workplaces = models.PositiveIntegerField(null=True, blank=True)
    workplaces_year = models.PositiveSmallIntegerField(null=True, blank=True)
    land_km2 = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    tile_col = models.PositiveSmallIntegerField(default=0)
    tile_row = models.PositiveSmallIntegerField(default=0)
    seat = models.CharField(max_length=120, blank=True)
    # Of the seat (WGS 84), not of the middle of the municipality: people live there.
    latitude = models.DecimalField(max_digits=7, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="one_municipality_per_code")
        ]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """The boundary of a municipality, for maps: polygons of rings of longitude and latitude."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, related_name="outline"
    )
    polygons = models.JSONField()

    def __str__(self) -> str:
        return f"{self.municipality}: {len(self.polygons)}"
