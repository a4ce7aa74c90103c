"""The golden thread."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Trace(models.Model):
    """A typed link from one thing to what came of it: one stitch of the golden thread."""

    source_kind = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    target_kind = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    relation = models.CharField(_("relation"), max_length=60)
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id", "target_kind", "target_id", "relation"],
                name="trace_once",
            ),
            models.CheckConstraint(
                condition=~Q(source_kind=F("target_kind"), source_id=F("target_id")),
                name="trace_not_to_itself",
            ),
        ]
        indexes = [models.Index(fields=["target_kind", "target_id"], name="trace_target")]

    def __str__(self) -> str:
        source, target = (self.source_kind, self.source_id), (self.target_kind, self.target_id)
        return f"{source} {self.relation} {target}"
