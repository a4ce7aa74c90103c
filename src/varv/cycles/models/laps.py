"""Laps and their six steps."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.cycles.models.areas import Area
from varv.cycles.models.programme import Programme
from varv.text.translated import TranslatedField


class StepKind(models.TextChoices):
    """The six steps, in their order; never strictly linear."""

    ANALYSIS = "analysis", _("Analysis")
    GOVERNANCE = "governance", _("Governance")
    VISION = "vision", _("Vision")
    PRIORITISATION = "prioritisation", _("Prioritisation")
    POLICYMIX = "policymix", _("Policy mix")
    EVALUATION = "evaluation", _("Evaluation")

    @property
    def order(self) -> int:
        """The step's number, 1 to 6."""
        return list(type(self)).index(self) + 1


class Lap(models.Model):
    """One round of the six steps, for the whole programme or for one area."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="laps")
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, null=True, blank=True, related_name="laps"
    )
    number = models.PositiveSmallIntegerField()
    title = TranslatedField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "area", "number"],
                nulls_distinct=False,
                name="laps_are_numbered",
            ),
            models.UniqueConstraint(
                fields=["programme", "area"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="one_open_lap_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or str(_("Lap %(number)s") % {"number": self.number})

    @property
    def ordered_steps(self) -> list["Step"]:
        """The steps in the order of the process; uses what was prefetched."""
        return sorted(self.steps.all(), key=lambda step: step.order)

    @property
    def url(self) -> str:
        """Where the lap is shown: on the page of its area, or of the programme."""
        return self.area.get_absolute_url() if self.area else reverse("cycles:programme")


class Step(models.Model):
    """One of the six steps in a lap."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACTIVE = "active", _("Under way")
        DONE = "done", _("Done")
        REOPENED = "reopened", _("Reopened")

    lap = models.ForeignKey(Lap, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_on = models.DateField(_("Due"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("Responsible"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lap", "kind"], name="a_lap_has_each_step_once")
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> str | Promise:
        """The step's name."""
        return StepKind(self.kind).label

    @property
    def order(self) -> int:
        """The step's number, 1 to 6."""
        return StepKind(self.kind).order

    @property
    def is_open(self) -> bool:
        """Tell whether somebody works on the step now."""
        return self.state in {self.State.ACTIVE, self.State.REOPENED}

    @property
    def is_late(self) -> bool:
        """Tell whether the step should have been done by now."""
        return bool(self.due_on and self.state != self.State.DONE and self.due_on < clock.today())

    @property
    def url(self) -> str:
        """Where the step is shown: within its area, or for the whole programme."""
        if self.lap.area_id and self.lap.area:
            return reverse("cycles:area_step", args=[self.lap.area.slug, self.kind])
        return reverse("cycles:step", args=[self.kind])

    @property
    def desk_url(self) -> str:
        """Where the staff works with the step."""
        return reverse("cycles:desk_step", args=[self.pk])


class StepTransition(models.Model):
    """A step changed its state, and why."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=10, choices=Step.State)
    to_state = models.CharField(max_length=10, choices=Step.State)
    reason = models.TextField(blank=True)
    # What the checks said at that moment; live data may say something else tomorrow.
    findings = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"


class StepGuide(models.Model):
    """What a step asks and what should come out of it, in the region's words."""

    kind = models.CharField(max_length=20, choices=StepKind, unique=True)
    name = TranslatedField()
    asks = TranslatedField()
    products = TranslatedField(blank=True)
    first_lap = TranslatedField(blank=True)

    def __str__(self) -> str:
        return str(self.name)
