"""How long things are kept, and what was destroyed under which decision."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv.files.models import File


class DisposalDecision(models.Model):
    """A named decision under which things of some kinds may be destroyed."""

    name = models.CharField(_("name"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    reference = models.CharField(_("paragraph or number"), max_length=100, blank=True)
    text = models.TextField(_("what it says"), blank=True)
    # Keys of rules in varv.registry.retention.
    covers = ArrayField(models.CharField(max_length=60), default=list)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    document = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="disposal_decisions"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("disposal decision")
        verbose_name_plural = _("disposal decisions")
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="disposal_decision_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})" if self.reference else self.name

    def get_absolute_url(self) -> str:
        """Return where staff read the decision."""
        return reverse("registry:desk_disposal_decision", args=[self.pk])


class Disposal(models.Model):
    """Things of one kind were destroyed under a decision."""

    decision = models.ForeignKey(DisposalDecision, models.PROTECT, related_name="disposals")
    rule = models.CharField(max_length=60)
    months = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.count}"


class Destroyed(models.Model):
    """The stub of one thing whose content was destroyed: which, and in which disposal."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="things")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("stub of a destroyed thing")
        verbose_name_plural = _("stubs of destroyed things")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="destroyed_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class KeepTime(models.Model):
    """How long things of one kind are kept here; without a row the rule's own time holds."""

    rule = models.CharField(max_length=60, unique=True)
    # Empty: kept for ever.
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    # Empty where the region's folder says it.
    decision = models.ForeignKey(
        DisposalDecision, models.PROTECT, null=True, blank=True, related_name="keep_times"
    )

    class Meta:
        verbose_name = _("time to keep")
        verbose_name_plural = _("times to keep")

    def __str__(self) -> str:
        return f"{self.rule}: {self.months}"
