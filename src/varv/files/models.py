"""A stored file: what it is called here, and which content it has."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class File(models.Model):
    """One upload; uploads with the same content share one blob on disk."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, db_index=True)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    stored_at = models.DateTimeField(_("stored at"))
    stored_by_id = models.BigIntegerField(_("stored by"), null=True, blank=True)
    # The row stays as a stub when the content is destroyed.
    destroyed_at = models.DateTimeField(_("destroyed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_hex"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where the file can be fetched by whoever may read it."""
        return reverse("files:download", args=[self.key])
