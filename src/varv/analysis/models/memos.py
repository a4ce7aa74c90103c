"""Memos: what is known of an area, in words and figures, for those who are to discuss it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.cycles.models import Area, Programme
from varv.files.models import File
from varv.meetings.models import Meeting
from varv.registry.models import Record


class Memo(models.Model):
    """A text with figures that are live until it is published; then it never changes.

    ``frozen`` is what page, PDF and Word are made of, as plain values (``varv.files.blocks``).
    """

    class Kind(models.TextChoices):
        """What it is for."""

        MEMO = "memo", _("Memo on an area")
        PAGE = "page", _("An area on one page")
        REGION = "region", _("The region in figures")

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", pgettext_lazy("of a memo", "Draft")
        # Page, PDF and Word are being made of it.
        MAKING = "making", pgettext_lazy("of a memo", "Being made")
        PUBLISHED = "published", pgettext_lazy("of a memo", "Published")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="memos")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="memos"
    )
    language = models.CharField(_("Language"), max_length=10)
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("Text"), blank=True)
    # Those who come to it, and those who are interested in the area, are sent it.
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="memos"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # A published memo is never taken back: a new edition takes its place.
    edition = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    frozen = models.JSONField(null=True, blank=True)
    # What it says in plain words once it is published, for search; its text holds placeholders.
    said = models.TextField(blank=True, editable=False)
    error = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    pdf = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    word = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, null=True, blank=True, related_name="memo"
    )

    class Meta:
        verbose_name = _("memo")
        verbose_name_plural = _("memos")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="region", area__isnull=True)
                | (~Q(kind="region") & Q(area__isnull=False)),
                name="a_memo_is_on_an_area_or_on_the_region",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    frozen__isnull=False,
                    published_at__isnull=False,
                    pdf__isnull=False,
                    word__isnull=False,
                    record__isnull=False,
                ),
                name="a_published_memo_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return where everybody reads it, once it is published."""
        return reverse("analysis:memo", args=[self.pk])

    @property
    def desk_url(self) -> str:
        """Where the staff works with it."""
        return reverse("analysis:desk_memo", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Tell whether staff can still change it."""
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        """Tell whether everybody may read it."""
        return self.state == self.State.PUBLISHED
