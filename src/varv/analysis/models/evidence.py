"""Evidence: what a claim leans on."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.files.models import File
from varv.text.translated import TranslatedField
from varv.text.translated_forms import language_name


class Evidence(models.Model):
    """A cited report or figure. What it supports are traces from it."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        STATISTICS = "statistics", _("Statistics")
        STUDY = "study", _("Study")
        PAGE = "page", _("Web page")
        OTHER = "other", _("Other source")

    key = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.REPORT)
    title = TranslatedField()
    author = models.CharField(max_length=200)
    published_on = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    summary = TranslatedField(blank=True)
    url = models.URLField(blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    # The number of the report in its series, and what it is known by everywhere.
    number = models.CharField(max_length=80, blank=True)
    isbn = models.CharField(max_length=20, blank=True)
    doi = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    file = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Most reports are somebody's work: the file is the staff's unless we may give it out.
    file_is_public = models.BooleanField(default=False)
    # Set where it is not to be leaned on any more: what leans on it is then looked at again.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
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

    @property
    def doi_url(self) -> str:
        """Where the DOI leads, or ""."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def language_text(self) -> str:
        """The language it is written in, in words."""
        return language_name(self.language) if self.language else ""

    @property
    def stands(self) -> bool:
        """Tell whether it can be leaned on."""
        return self.withdrawn_at is None
