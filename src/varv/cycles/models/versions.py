"""Versions of areas and of the programme."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.bodies.models import Decision
from varv.cycles.models.areas import Area
from varv.cycles.models.programme import Programme
from varv.text.translated import TranslatedField


class VersionState(models.TextChoices):
    """How far a version has come. Only a draft can be edited, and only staff see it."""

    DRAFT = "draft", _("Draft")
    OUT_FOR_COMMENT = "out_for_comment", _("Out for comment")
    ADOPTED = "adopted", _("Adopted")
    REPLACED = "replaced", _("Replaced")


class Version(models.Model):
    """What the versions of areas and those of the programme have in common."""

    State = VersionState
    #: What stands in the address of a version's page on the desk.
    of = ""
    #: The fields in which one version is compared with another.
    compared: tuple[str, ...] = ()

    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    # When it was put out for comment, if it was, and known.
    put_out_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How often the draft was saved: who saves second is told that somebody else has.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        """Tell whether it can be edited; nobody but the staff sees it."""
        return self.state == VersionState.DRAFT

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may read it."""
        return not self.is_draft

    @property
    def is_out_for_comment(self) -> bool:
        """Tell whether it is out for comment now."""
        return self.state == VersionState.OUT_FOR_COMMENT

    @property
    def can_be_adopted(self) -> bool:
        """Tell whether it is still on its way; what is adopted or replaced stays as it is."""
        return self.is_draft or self.is_out_for_comment

    @property
    def desk_url(self) -> str:
        """Where the staff work with it."""
        return reverse("cycles:desk_version", args=[self.of, self.pk])


class ProgrammeVersion(Version):
    """One text of the programme: a draft, one out for comment, the adopted one."""

    of = "programme"
    compared = ("text",)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    # Which version it was made from: that one never changes again, so it can be compared with.
    based_on = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="reworked_as"
    )
    # Which one it took the place of when it was adopted.
    replaces = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="replaced_by"
    )
    title = TranslatedField()
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

    def get_absolute_url(self) -> str:
        """Return where everybody reads it, once it is public."""
        return reverse("cycles:programme_version", args=[self.programme.key, self.number])

    @property
    def date_text(self) -> str:
        """The date, no more exactly than it is known."""
        return precise(self.dated_on, self.precision)

    @property
    def whole(self) -> Programme:
        """What it is a version of."""
        return self.programme


class AreaVersion(Version):
    """The area as it was worded from a moment on, and why it was changed; or a draft of it."""

    of = "area"
    compared = ("name", "summary", "text")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="versions")
    based_on = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="reworked_as"
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="replaced_by"
    )
    name = TranslatedField()
    summary = TranslatedField(blank=True)
    text = TranslatedField(blank=True)
    reason = models.TextField(blank=True)
    # From when on it held; of a draft, when it was last saved.
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="area_versions"
    )

    class Meta:
        ordering = ["area", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["area", "number"], name="area_versions_are_numbered"),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(state="adopted"),
                name="an_area_has_one_adopted_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def get_absolute_url(self) -> str:
        """Return where everybody reads it, once it is public."""
        return reverse("cycles:area_version", args=[self.area.slug, self.number])

    @property
    def whole(self) -> Area:
        """What it is a version of."""
        return self.area
