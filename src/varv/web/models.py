"""What the site keeps about its own running."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from varv.text.translated import TranslatedField


class BackupRun(models.Model):
    """One try at the scheduled backup, written down when it is over.

    Not before: a backup holds this table too, and would tell of itself as cut off.
    """

    started_at = models.DateTimeField(_("started at"), unique=True)
    finished_at = models.DateTimeField(_("finished at"))
    file = models.CharField(_("file"), max_length=300, blank=True)
    size = models.PositiveBigIntegerField(_("size"), null=True, blank=True)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class SitePage(models.Model):
    """A page of the site as it read last; kept for search alone."""

    name = models.CharField(max_length=100, unique=True)
    title = TranslatedField()
    text = TranslatedField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.title)
