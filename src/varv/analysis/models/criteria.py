"""The fulfilment criteria: who is to find out which level answers for each, and by when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.cycles.models import FrameItem


class CriterionInquiry(models.Model):
    """What is being found out about one criterion; the answer itself stands in the frame."""

    criterion = models.OneToOneField(FrameItem, on_delete=models.CASCADE, related_name="inquiry")
    # Who finds out: a role in words, which everybody reads, and perhaps somebody on the staff.
    role = models.CharField(max_length=200, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    due_on = models.DateField(null=True, blank=True)
    # What is known so far, and how: read by everybody.
    note = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("inquiry about a criterion")
        verbose_name_plural = _("inquiries about criteria")
        ordering = ["criterion__position", "pk"]

    def __str__(self) -> str:
        return str(self.criterion)
