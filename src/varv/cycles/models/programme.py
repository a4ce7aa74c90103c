"""The programme and its versions."""

from django.db import models

from varv import clock
from varv.bodies.models import Decision
from varv.registry.models import Case
from varv.text.translated import TranslatedField


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
