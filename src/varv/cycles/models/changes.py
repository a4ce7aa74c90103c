"""What was changed from one version to the next."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from varv.cycles.models.versions import AreaVersion, ProgrammeVersion


class TextChange(models.Model):
    """One changed stretch of paragraphs between a version and the one it is based on.

    ``anchor`` is the place in the base's paragraphs, from 0, where it begins. The base never
    changes, so a change stays the same one while the draft is worked on, and what points at it
    keeps its meaning. One that was undone, although something pointed at it, is kept with
    ``before`` and ``after`` alike; see ADR 24.
    """

    class Field(models.TextChoices):
        NAME = "name", _("Name")
        SUMMARY = "summary", _("In short")
        TEXT = "text", _("Text")

    area_version = models.ForeignKey(
        AreaVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="changes"
    )
    programme_version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="changes"
    )
    field = models.CharField(max_length=10, choices=Field)
    language = models.CharField(max_length=10)
    anchor = models.PositiveIntegerField()
    before = models.TextField(pgettext_lazy("of a change", "Before"), blank=True)
    after = models.TextField(pgettext_lazy("of a change", "After"), blank=True)

    class Meta:
        ordering = ["field", "language", "anchor", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(programme_version=None, area_version__isnull=False)
                | Q(programme_version__isnull=False, area_version=None),
                name="a_change_is_in_one_version",
            ),
            models.UniqueConstraint(
                fields=["area_version", "programme_version", "field", "language", "anchor"],
                nulls_distinct=False,
                name="one_change_begins_at_a_place",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(version)s, %(field)s, paragraph %(number)s") % {
            "version": self.version,
            "field": self.get_field_display().lower(),
            "number": self.anchor + 1,
        }

    def get_absolute_url(self) -> str:
        """Return where it is marked in the difference between the versions."""
        return f"{self.version.get_absolute_url()}#change-{self.pk}"

    @property
    def version(self) -> AreaVersion | ProgrammeVersion:
        """The version that has the change."""
        version = self.area_version or self.programme_version
        assert version is not None  # noqa: S101 - the constraint holds it
        return version

    @property
    def is_undone(self) -> bool:
        """Tell whether the paragraphs are again as they were."""
        return self.before == self.after
