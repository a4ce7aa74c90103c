"""Publications: what is drafted, made into page, PDF and Word at once, and then never changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.files.models import File
from varv.registry.models.cases import Record


class Publication(models.Model):
    """A document with live figures until it is published; its page, PDF and Word are then fixed.

    ``frozen`` is what all three are made of, as plain values (``varv.files.blocks``). A published
    one is never taken back: a new edition takes its place, and names it in its own ``replaces``.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", pgettext_lazy("of a document", "Draft")
        # Page, PDF and Word are being made of it.
        MAKING = "making", pgettext_lazy("of a document", "Being made")
        PUBLISHED = "published", pgettext_lazy("of a document", "Published")

    language = models.CharField(_("Language"), max_length=10)
    title = models.CharField(_("Title"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    edition = models.PositiveSmallIntegerField(default=1)
    frozen = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    pdf = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    word = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)s"
    )

    class Meta:
        abstract = True
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    frozen__isnull=False,
                    published_at__isnull=False,
                    pdf__isnull=False,
                    word__isnull=False,
                    record__isnull=False,
                ),
                name="a_published_%(class)s_is_whole",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Tell whether staff can still change it."""
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        """Tell whether everybody may read it."""
        return self.state == self.State.PUBLISHED
