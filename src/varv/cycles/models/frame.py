"""The frame: the policy above us."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.text.translated import TranslatedField


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
