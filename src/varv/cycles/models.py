"""The process: programme, areas, laps, steps, milestones, frame and interests."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.bodies.models import Decision
from varv.people.models import Municipality, Organisation, Sector
from varv.registry.models import Case, Record
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


class Area(models.Model):
    """A broad priority area as it stands now; its versions tell how it came to be so."""

    class State(models.TextChoices):
        ACTIVE = "active", _("In use")
        RETIRED = "retired", _("No longer used")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="areas")
    slug = models.SlugField(unique=True, max_length=80)
    name = TranslatedField()
    summary = TranslatedField(blank=True)
    text = TranslatedField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the area's page."""
        return reverse("cycles:area", args=[self.slug])

    @property
    def is_active(self) -> bool:
        """Tell whether the area is in use; a retired one can only be read."""
        return self.state == self.State.ACTIVE

    @property
    def current_lap(self) -> "Lap | None":
        """The lap under way, else the latest one; uses what was prefetched."""
        laps = sorted(self.laps.all(), key=lambda lap: (lap.closed_at is None, lap.number))
        return laps[-1] if laps else None

    @property
    def current_steps(self) -> list["Step"]:
        """The six steps of the current lap, in order; empty before the first lap."""
        lap = self.current_lap
        return lap.ordered_steps if lap else []


class AreaVersion(models.Model):
    """The area as it was worded from a moment on, and why it was changed."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = TranslatedField()
    summary = TranslatedField(blank=True)
    text = TranslatedField(blank=True)
    reason = models.TextField(blank=True)
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
            models.UniqueConstraint(fields=["area", "number"], name="area_versions_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class AreaAddress(models.Model):
    """An address the area once had; it leads to the area for ever."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="old_addresses")
    slug = models.SlugField(unique=True, max_length=80)
    until = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.slug


class AreaSuccession(models.Model):
    """What became of an area: part of another one, or several."""

    class Kind(models.TextChoices):
        MERGED = "merged", pgettext_lazy("what became of an area", "Merged")
        SPLIT = "split", pgettext_lazy("what became of an area", "Split")

    predecessor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="origins")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="an_area_becomes_another_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="no_area_becomes_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} > {self.successor}"


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


class Milestone(models.Model):
    """A date that matters to all: the last day for input, the programme to the council."""

    class Kind(models.TextChoices):
        INPUT_DEADLINE = "input_deadline", _("Last day for input")
        ADOPTION = "adoption", _("Decision")
        OTHER = "other", _("Milestone")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="milestones")
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, null=True, blank=True, related_name="milestones"
    )
    key = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    title = TranslatedField()
    text = TranslatedField(blank=True)
    on = models.DateField(_("Date"))
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def date_text(self) -> str:
        """The date, no more exactly than it is known."""
        return precise(self.on, self.precision)


class FrameItem(models.Model):
    """A law, goal, fund or requirement above us."""

    class Level(models.TextChoices):
        EU = "eu", _("European Union")
        NATIONAL = "national", _("The state")
        REGIONAL = "regional", _("The region")

    class Kind(models.TextChoices):
        POLICY = "policy", _("Policy")
        ACT = "act", pgettext_lazy("a law", "Act")
        ORDINANCE = "ordinance", _("Ordinance")
        BUDGET = "budget", _("State budget")
        APPROPRIATION = "appropriation", _("Appropriation")
        STRATEGY = "strategy", _("Strategy")
        DECISION = "decision", _("Decision")
        CONDITION = "condition", _("Condition")
        CRITERION = "criterion", _("Criterion")
        FUND_FAMILY = "fund_family", _("Family of funds")
        FUND = "fund", _("Fund")
        GOAL = "goal", _("Goal")
        DUTY = "duty", _("Duty")

    class AnsweredBy(models.TextChoices):
        REGION = "region", _("The region answers for it")
        STATE = "state", _("The state answers for it")
        SHARED = "shared", _("Region and state answer together")
        UNCLEAR = "unclear", _("Not yet clear who answers for it")

    key = models.SlugField(unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=20, choices=Kind)
    name = TranslatedField()
    identifier = models.CharField(max_length=120, blank=True)
    summary = TranslatedField(blank=True)
    known_gaps = TranslatedField(blank=True)
    answered_by = models.CharField(max_length=10, choices=AnsweredBy, blank=True)
    url = models.URLField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class Interest(models.Model):
    """Somebody's wish to take part in an area."""

    class Level(models.TextChoices):
        INFORMATION = "information", _("Get information")
        PARTNERSHIP = "partnership", _("Join the partnership")
        STEERING_GROUP = "steering_group", _("Contribute to the steering group")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests"
    )
    name = models.CharField(_("Name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    level = models.CharField(max_length=20, choices=Level, default=Level.PARTNERSHIP)
    message = models.TextField(blank=True)
    record = models.ForeignKey(
        Record, on_delete=models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    # Set where the area was merged or split, and its interests went on to what came of it.
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "person"],
                condition=Q(withdrawn_at=None),
                name="one_interest_per_person_and_area",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.area}"
