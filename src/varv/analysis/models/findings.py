"""Findings: one figure of a run, in one sentence that people can argue about."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.analysis.models.runs import Run, RunResult
from varv.cycles.models import Area
from varv.text.translated import TranslatedField


class Finding(models.Model):
    """What somebody reads out of one row of a result, with the figures as they stood then."""

    class State(models.TextChoices):
        """Whether it can be relied on."""

        STANDS = "stands", pgettext_lazy("of a finding", "Stands")
        # Newer figures do not bear it out; a human has to look at it.
        QUESTIONED = "questioned", pgettext_lazy("of a finding", "To be looked at again")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a finding", "Withdrawn")

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20, choices=RunResult.Kind)
    # The row: the code of the activity or region in the result.
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    figures = models.JSONField()
    sentence = TranslatedField()
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    state = models.CharField(max_length=12, choices=State, default=State.STANDS)
    # In which newer run it was seen not to hold, and what is different there.
    questioned_by = models.ForeignKey(
        Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="questioned"
    )
    reasons = models.JSONField(default=list, blank=True)
    # What a human said when it was looked at again.
    note = models.TextField(blank=True)
    is_public = models.BooleanField(_("Everybody may read it"), default=False)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(self.sentence)

    def get_absolute_url(self) -> str:
        """Return where it is read."""
        return reverse("analysis:finding", args=[self.pk])

    @property
    def has_public_page(self) -> bool:
        """Tell whether everybody may open its page, if its figures are let out."""
        return self.is_public and self.state != Finding.State.WITHDRAWN
