"""Runs: what was computed of a version of a dataset, how, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.analysis.models.datasets import DatasetVersion
from varv.files.models import File
from varv.text.translated import TranslatedField


class Run(models.Model):
    """One computation for one region; its results never change.

    The same version and parameters give the same results byte for byte, so ``input_sha256`` and
    ``parameters`` tell whether it has been computed before.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", pgettext_lazy("of a run", "Waiting")
        RUNNING = "running", pgettext_lazy("of a run", "Being computed")
        DONE = "done", pgettext_lazy("of a run", "Done")
        CANCELLED = "cancelled", pgettext_lazy("of a run", "Cancelled")
        FAILED = "failed", pgettext_lazy("of a run", "Failed")

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="runs")
    title = TranslatedField(blank=True)
    # Which region in the codes of the table, with whom it is compared, level, cluster size...
    parameters = models.JSONField()
    input_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Its steps by name, how many are done, and what was said on the way.
    step = models.CharField(max_length=40, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    notes = models.JSONField(default=list, blank=True)
    manifest = models.JSONField(default=dict, blank=True)
    log = models.TextField(blank=True)
    error = models.TextField(blank=True)
    cancel_asked = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    done_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(_("Everybody may read it"), default=False)
    # The names of its strengths and openings, to be found by; None until they have been gathered.
    shows = TranslatedField(null=True, blank=True, default=None, editable=False)
    # The run that it repeats with newer figures or other parameters.
    repeats = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repeated_by"
    )

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False),
                name="a_done_run_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.title) or f"{self.version}"

    def get_absolute_url(self) -> str:
        """Return its page; the staff's until it is public."""
        return reverse("analysis:run", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        """Tell whether something is still to come of it."""
        return self.state in {self.State.WAITING, self.State.RUNNING}


class RunResult(models.Model):
    """One table that came of a run, stored as Parquet."""

    class Kind(models.TextChoices):
        """What the table tells; the name of the step that made it."""

        STRENGTHS = "strengths", _("Strengths")
        OPENINGS = "openings", _("Openings")
        PEERS = "peers", _("Structural peers")
        SPACE = "space", _("Activity space")
        GROWTH = "growth", _("Growth and shift-share")
        ENTRY = "entry", _("Probability of entry")
        BACKTEST = "backtest", _("Backtest")
        SERIES = "series", _("Development over time")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(max_length=20, choices=Kind)
    table = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField()
    # What holds of the whole table, such as the year, the base rate or how strong the sign is.
    besides = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("result of a run")
        verbose_name_plural = _("results of runs")
        ordering = ["run", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["run", "kind"], name="one_result_of_a_kind_in_a_run")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.run}"
