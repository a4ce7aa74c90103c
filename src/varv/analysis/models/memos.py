"""Memos: what is known of an area, in words and figures, for those who are to discuss it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv.cycles.models import Area, Programme
from varv.meetings.models import Meeting
from varv.registry.models import Publication


class Memo(Publication):
    """A text in which names in braces stand for figures, until it is published."""

    class Kind(models.TextChoices):
        """What it is for."""

        MEMO = "memo", _("Memo on an area")
        PAGE = "page", _("An area on one page")
        REGION = "region", _("The region in figures")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="memos")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="memos"
    )
    text = models.TextField(_("Text"), blank=True)
    # Those who come to it, and those who are interested in the area, are sent it.
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="memos"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    # What it says in plain words once it is published, for search; its text holds placeholders.
    said = models.TextField(blank=True, editable=False)

    class Meta(Publication.Meta):
        verbose_name = _("memo")
        verbose_name_plural = _("memos")
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="region", area__isnull=True)
                | (~Q(kind="region") & Q(area__isnull=False)),
                name="a_memo_is_on_an_area_or_on_the_region",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return where everybody reads it, once it is published."""
        return reverse("analysis:memo", args=[self.pk])

    @property
    def desk_url(self) -> str:
        """Where the staff works with it."""
        return reverse("analysis:desk_memo", args=[self.pk])
