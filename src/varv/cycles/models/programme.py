"""The programme and its versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.bodies.models import Decision
from varv.registry.models import Case
from varv.text.translated import TranslatedField


class Programme(models.Model):
    """The region's S3 programme for a period; adopted by a decision."""

    key = models.SlugField(unique=True)
    name = TranslatedField()
    summary = TranslatedField(blank=True)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="programmes")
    initiated_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="initiated"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return str(self.name)


class ProgrammeVersion(models.Model):
    """One text of the programme: a draft, one out for comment, the adopted one."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OUT_FOR_COMMENT = "out_for_comment", _("Out for comment")
        ADOPTED = "adopted", _("Adopted")
        REPLACED = "replaced", _("Replaced")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = TranslatedField()
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    dated_on = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    text = TranslatedField(blank=True)
    note = TranslatedField(blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="programme_versions"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="programme_versions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def date_text(self) -> str:
        """The date, no more exactly than it is known."""
        return precise(self.dated_on, self.precision)
