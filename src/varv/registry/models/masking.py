"""What was taken off the web, and what stood there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Masking(models.Model):
    """Something was taken off the web at once, and why; the original is kept in its places."""

    class Ground(models.TextChoices):
        """Why it may not be seen."""

        THIRD_PERSON = "third_person", _("Personal data of somebody else")
        SECRECY = "secrecy", _("Secrecy by law")
        ERASURE = "erasure", _("The person was erased")
        OTHER = "other", pgettext_lazy("ground for masking", "Another ground")

    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    ground = models.CharField(_("ground"), max_length=20, choices=Ground)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    passages = ArrayField(models.TextField(), default=list, blank=True)
    at = models.DateTimeField(_("at"))
    by_id = models.BigIntegerField(null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by_id = models.BigIntegerField(null=True, blank=True)
    lift_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("masking")
        verbose_name_plural = _("maskings")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="masking_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}, {self.get_ground_display()}"

    def get_absolute_url(self) -> str:
        """Return where staff read about the masking."""
        return reverse("registry:desk_masking", args=[self.pk])


class MaskedPlace(models.Model):
    """One field of one row that a masking changed: what stood there, and what stands there now."""

    masking = models.ForeignKey(Masking, models.CASCADE, related_name="places")
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    # Empty once it has been destroyed under a decision.
    original = models.JSONField(null=True, blank=True)
    shown = models.JSONField()

    class Meta:
        verbose_name = _("masked place")
        verbose_name_plural = _("masked places")
        ordering = ["id"]
        indexes = [models.Index(fields=["model", "object_id"], name="masked_place_thing")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}: {self.field}"
