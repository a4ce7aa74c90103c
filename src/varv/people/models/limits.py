"""How much of a limit is used up; see ``people.limits``."""

from django.db import models


class Allowance(models.Model):
    """How much of a limit somebody has used up; see ``limits``. The key holds no address."""

    key = models.CharField(max_length=100, primary_key=True)
    # Real time, not the clock's: a rehearsal's clock may stand still.
    whole_at = models.DateTimeField(db_index=True)
    period = models.DurationField()
    refused = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key
