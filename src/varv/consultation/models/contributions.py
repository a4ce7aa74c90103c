"""What came in by every door, and what somebody has begun to write."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.consultation.models.incoming import IncomingMail
from varv.consultation.models.questions import Option, Question
from varv.consultation.models.rounds import Document, Round
from varv.cycles.models import Area
from varv.files.models import File
from varv.people.models import Municipality, Organisation, Sector
from varv.registry.models import Record


class Contribution(models.Model):
    """One input to a round, whichever door it came in by."""

    class Channel(models.TextChoices):
        """The door."""

        WEB = "web", pgettext_lazy("how input came", "Web")
        EMAIL = "e-mail", pgettext_lazy("how input came", "E-mail")
        LETTER = "letter", pgettext_lazy("how input came", "Letter")
        PHONE = "phone", pgettext_lazy("how input came", "Phone call")
        MEETING = "meeting", pgettext_lazy("how input came", "At a meeting")

    class State(models.TextChoices):
        """How far it has come."""

        # Written on the web, and its address not yet confirmed: it is counted nowhere.
        UNCONFIRMED = "unconfirmed", pgettext_lazy("of a contribution", "Not confirmed")
        RECEIVED = "received", pgettext_lazy("of a contribution", "Received")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a contribution", "Withdrawn")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="contributions")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The record that it came in as; later changes of it are records of their own about it.
    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, null=True, blank=True, related_name="contribution"
    )
    channel = models.CharField(_("Channel"), max_length=10, choices=Channel)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    # Empty for a letter or a call from somebody whose address nobody knows.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    # Empty for who speaks for nobody but themselves.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions"
    )
    # Empty until somebody says which; a private person needs none. With a sector, no municipality
    # means outside the region.
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    language = models.CharField(_("Language"), max_length=10)
    title = models.CharField(_("Title"), max_length=300, blank=True)
    text = models.TextField(_("Text"), blank=True)
    files = models.ManyToManyField(File, related_name="contributions", blank=True)
    mail = models.OneToOneField(
        IncomingMail, on_delete=models.PROTECT, null=True, blank=True, related_name="contribution"
    )
    # When it came: what decides whether it is late, and its place in the register's order.
    received_at = models.DateTimeField(_("Received"))
    is_late = models.BooleanField(_("Late"), default=False)
    entered_at = models.DateTimeField(default=clock.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # When staff had read it and let everybody read its text. What is not published is in the
    # register all the same, without its text.
    published_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.TextField(_("Reason"), blank=True)
    # The number of the last point that was made of it, taken back or not: none is given twice.
    last_point = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("input")
        verbose_name_plural = _("input")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="unconfirmed", record=None)
                | (~Q(state="unconfirmed") & Q(record__isnull=False)),
                name="a_contribution_is_recorded_once_it_counts",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | ~Q(hidden_reason=""),
                name="a_contribution_is_hidden_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["round", "-received_at", "-id"],
                condition=~Q(state="unconfirmed"),
                name="contribution_listed",
            ),
            # What waits to be read by staff, the oldest first.
            models.Index(
                fields=["round", "received_at", "id"],
                condition=Q(state="received", published_at=None, hidden_at=None),
                name="contribution_unread",
            ),
            models.Index(
                fields=["entered_at"],
                condition=Q(state="unconfirmed"),
                name="contribution_unconfirmed",
            ),
            # The list of the desk over all rounds, narrowed by one thing or another; search, for
            # which the newest of what has a word are enough.
            models.Index(
                fields=["-received_at", "-id"],
                condition=~Q(state="unconfirmed"),
                name="contribution_newest",
            ),
            models.Index(
                fields=["channel", "-received_at", "-id"],
                condition=~Q(state="unconfirmed"),
                name="contribution_by_channel",
            ),
            models.Index(
                fields=["sector", "-received_at", "-id"],
                condition=~Q(state="unconfirmed"),
                name="contribution_by_sector",
            ),
            models.Index(
                fields=["municipality", "-received_at", "-id"],
                condition=~Q(state="unconfirmed"),
                name="contribution_by_place",
            ),
            models.Index(
                fields=["received_at", "id"],
                condition=Q(state="received", published_at=None, hidden_at=None),
                name="contribution_all_unread",
            ),
            models.Index(
                fields=["-received_at", "-id"],
                condition=Q(state="received", published_at__isnull=False, hidden_at=None),
                name="contribution_published",
            ),
            models.Index(
                fields=["-received_at", "-id"],
                condition=Q(state="received", hidden_at__isnull=False),
                name="contribution_hidden",
            ),
            models.Index(
                fields=["-received_at", "-id"],
                condition=Q(state="withdrawn"),
                name="contribution_withdrawn",
            ),
            # The public input of a round, in the order of the register, and how much there is.
            models.Index(
                fields=["round", "received_at", "id"],
                include=["record"],
                condition=Q(state="received", published_at__isnull=False, hidden_at=None),
                name="contribution_public",
            ),
        ]

    def __str__(self) -> str:
        return self.record.reference if self.record else str(_("Input not confirmed"))

    def get_absolute_url(self) -> str:
        """Return where everybody reads it, once it is in the register."""
        number = self.record.number if self.record else 0
        return reverse("consultation:contribution", args=[self.round.slug, number])

    @property
    def is_counted(self) -> bool:
        """Tell whether it stands in the register, withdrawn or not."""
        return self.state != self.State.UNCONFIRMED


class Reply(models.Model):
    """What a contribution says to one question (of one area, where each is asked about)."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="replies")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="replies")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(_("Answer"), blank=True)
    options = models.ManyToManyField(Option, related_name="replies", blank=True)

    class Meta:
        ordering = ["question__position", "area__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "question", "area"],
                nulls_distinct=False,
                name="a_question_is_answered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution}: {self.question}"


class Comment(models.Model):
    """What a contribution says about one paragraph of a document, with the words it is about."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="comments"
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="comments")
    # Counted from 1, in the text as it is in the region's own language.
    paragraph = models.PositiveSmallIntegerField()
    quote = models.TextField()
    text = models.TextField(_("Comment"))

    class Meta:
        ordering = ["document__position", "paragraph", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "document", "paragraph"],
                name="a_paragraph_is_commented_on_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution}: {self.document} {self.paragraph}"


class Draft(models.Model):
    """What somebody has begun to write on the web; only their browser has its key."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="drafts")
    data = models.JSONField(default=dict)
    files = models.ManyToManyField(File, related_name="drafts", blank=True)
    updated_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.round}: {self.updated_at:%Y-%m-%d}"
