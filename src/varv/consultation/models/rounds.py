"""Rounds, and the texts that are out for comment in them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.cycles.models import AreaVersion, Programme, ProgrammeVersion
from varv.registry.models import Case
from varv.text.translated import TranslatedField


class Round(models.Model):
    """An open consultation: what is asked, what is out for comment, and until when."""

    class State(models.TextChoices):
        """How far it has come; whether it is open now is told by the clock."""

        DRAFT = "draft", pgettext_lazy("of a round", "Draft")
        PUBLISHED = "published", pgettext_lazy("of a round", "Published")
        CANCELLED = "cancelled", pgettext_lazy("of a round", "Cancelled")
        # It was held before varv: what is known of it stands here, and nothing more can come in.
        EARLIER = "earlier", pgettext_lazy("of a round", "Earlier round")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rounds")
    slug = models.SlugField(unique=True, max_length=80)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    # What those who write e-mail are asked to write as its subject.
    mail_subject = TranslatedField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opens_at = models.DateTimeField(_("Opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Closes"), null=True, blank=True)
    # Of an earlier round: when it was, no more exactly than it is known, and what is known of it.
    dated_on = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    note = TranslatedField(blank=True)
    # Act (2022:66): then Sametinget and the Sami villages are to be asked.
    concerns_sami = models.BooleanField(_("Concerns the Sami people"), default=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("Responsible"),
    )
    cancel_reason = models.TextField(_("Reason"), blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-opens_at", "-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    opens_at__isnull=False, closes_at__isnull=False, closes_at__gt=F("opens_at")
                )
                | Q(state="earlier", opens_at=None, closes_at=None, dated_on__isnull=False),
                name="a_round_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the round's public page."""
        return reverse("consultation:round", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may see the round."""
        return self.state != self.State.DRAFT

    def is_open_at(self, moment: datetime) -> bool:
        """Tell whether input is asked for at ``moment``."""
        if self.state != self.State.PUBLISHED or self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= moment < self.closes_at

    def is_late_at(self, moment: datetime) -> bool:
        """Tell whether what comes at ``moment`` comes after the last day."""
        return self.closes_at is not None and moment >= self.closes_at

    @property
    def date_text(self) -> str:
        """When an earlier round was held, no more exactly than it is known."""
        return precise(self.dated_on, self.precision) if self.dated_on else ""


class Document(models.Model):
    """A text that is out for comment in a round: one version, which never changes again."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveSmallIntegerField(default=0)
    programme_version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    area_version = models.ForeignKey(
        AreaVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(programme_version=None, area_version__isnull=False)
                | Q(programme_version__isnull=False, area_version=None),
                name="a_document_is_one_version",
            ),
            models.UniqueConstraint(
                fields=["round", "programme_version", "area_version"],
                nulls_distinct=False,
                name="a_version_is_out_once_in_a_round",
            ),
        ]

    def __str__(self) -> str:
        return str(self.version.name if self.area_version_id else self.version.title)  # type: ignore[union-attr]

    @property
    def version(self) -> ProgrammeVersion | AreaVersion:
        """The version that is out for comment."""
        version = self.area_version or self.programme_version
        assert version is not None  # noqa: S101 - the constraint holds it
        return version
