"""The log, which a trigger seals, and where its chain ends."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One line of the log. Database triggers seal it at commit and refuse every later change."""

    sequence = models.BigIntegerField(_("number"), unique=True, null=True, editable=False)
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    actor_id = models.BigIntegerField(_("who"), null=True, blank=True)
    action = models.CharField(_("what"), max_length=80)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
            models.Index(fields=["actor_id"], name="event_actor"),
            models.Index(fields=["id"], condition=Q(sequence=None), name="event_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence or '?'} {self.action}"


class ChainHead(models.Model):
    """Where the hash chain of the log ends. One row, written only by the sealing trigger."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_chain_head")]

    def __str__(self) -> str:
        return str(self.sequence)
