"""Datasets: tables of statistics, each delivery a version that never changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.files.models import File
from varv.text.translated import TranslatedField


class Dataset(models.Model):
    """A table of statistics that is delivered again and again.

    Every row of a version tells a number of a place and a year, and where ``has_activities`` of an
    activity.
    """

    class Origin(models.TextChoices):
        """How its versions come."""

        FILE = "file", _("Files that we import")
        TYPED = "typed", _("Typed or pasted here")
        SERVICE = "service", _("A statistics service")
        REGION = "region", _("The folder of the region")

    class Every(models.TextChoices):
        """How often a service is asked."""

        NEVER = "", _("Only when somebody asks")
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")
        YEAR = "year", _("Every year")

    key = models.SlugField(unique=True)
    title = TranslatedField()
    about = TranslatedField(blank=True)
    # What one number is a number of, such as "persons employed".
    unit = TranslatedField()
    publisher = models.CharField(_("Publisher"), max_length=200)
    source_url = models.URLField(_("Where it is published"), max_length=500, blank=True)
    licence = TranslatedField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.FILE)
    has_activities = models.BooleanField(default=True)
    is_public = models.BooleanField(_("Everybody may read it"), default=True)
    # What a service is asked for: its name, table and selection; and how its files are read.
    query = models.JSONField(default=dict, blank=True)
    reading = models.JSONField(default=dict, blank=True)
    every = models.CharField(max_length=10, choices=Every, default=Every.NEVER, blank=True)
    fetch_at = models.DateTimeField(null=True, blank=True)
    # What the service answered when it was asked last and gave nothing, or nothing that could be
    # stored, and what was found in that.
    fetched_at = models.DateTimeField(null=True, blank=True)
    fetch_error = models.TextField(blank=True)
    fetch_findings = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return its public page."""
        return reverse("analysis:dataset", args=[self.key])

    @property
    def desk_url(self) -> str:
        """Where the staff works with it."""
        return reverse("analysis:desk_dataset", args=[self.key])


class DatasetVersion(models.Model):
    """One delivery of a dataset as it was checked and stored; it never changes."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # The checked long table as Parquet, and the file or answer that it was read from.
    table = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Of the original, as its publisher gives it out.
    original_sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=40)
    classification = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField()
    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField()
    # What was found in the file and how it was read, in words that the pages translate.
    findings = models.JSONField(default=list)
    reading = models.JSONField(default=dict)
    # How it differs from the version before: counts, and the cells that differ most.
    difference = models.JSONField(default=dict, blank=True)
    stored_at = models.DateTimeField(default=clock.now)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("version of a dataset")
        verbose_name_plural = _("versions of datasets")
        ordering = ["dataset", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "number"], name="one_dataset_version_per_number"
            ),
            models.CheckConstraint(
                condition=Q(first_year__lte=models.F("last_year")),
                name="dataset_version_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}, {self.number}"

    def get_absolute_url(self) -> str:
        """Return where it is read."""
        return reverse("analysis:dataset_version", args=[self.dataset.key, self.number])

    @property
    def years_text(self) -> str:
        """Its years, such as "2015–2023"."""
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year}–{self.last_year}"

    @property
    def sha256(self) -> str:
        """The fingerprint of the stored table."""
        return str(self.table.sha256)


class Delivery(models.Model):
    """A file or an answer on its way to become a version: looked at and asked about first."""

    class State(models.TextChoices):
        """How far it has come."""

        RECEIVED = "received", pgettext_lazy("of a delivery", "Being read")
        READ = "read", pgettext_lazy("of a delivery", "Read")
        FAILED = "failed", pgettext_lazy("of a delivery", "Could not be read")
        STORED = "stored", pgettext_lazy("of a delivery", "Stored")

    # Without one, a new dataset is made of it.
    dataset = models.ForeignKey(
        Dataset, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    is_typed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    # What the analyst has said of columns, levels and years; what was found with that.
    reading = models.JSONField(default=dict, blank=True)
    preview = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)
    # The checked table where nothing is wrong with it: what a version is made of.
    table = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    error = models.TextField(blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField(default=clock.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    version = models.OneToOneField(
        DatasetVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="delivery"
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Tell whether something can still be said of it."""
        return self.state in {self.State.READ, self.State.FAILED}

    @property
    def desk_url(self) -> str:
        """Where it is looked at and stored."""
        return reverse("analysis:desk_delivery", args=[self.pk])
