"""Answers: what each sender is told about all that they sent to a round."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.consultation.models.contributions import Contribution
from varv.consultation.models.rounds import Round
from varv.files.models import File
from varv.registry.models import Message, Record


class Answer(models.Model):
    """The one answer to a sender: made of their points, corrected by staff, sent once."""

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", pgettext_lazy("of an answer", "Draft")
        APPROVED = "approved", pgettext_lazy("of an answer", "Approved")
        SENT = "sent", pgettext_lazy("of an answer", "Sent")

    class Way(models.TextChoices):
        """How it goes: to an address where mail is wanted, else on paper."""

        MAIL = "mail", pgettext_lazy("how an answer goes", "E-mail")
        LETTER = "letter", pgettext_lazy("how an answer goes", "Letter")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    # Empty where nobody knows an address: then it answers one input.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers",
    )
    contributions = models.ManyToManyField(Contribution, related_name="answers")
    language = models.CharField(_("Language"), max_length=10)
    way = models.CharField(_("How it goes"), max_length=10, choices=Way)
    # Where a letter goes; nobody tells it to us on the web.
    postal_address = models.TextField(_("Postal address"), blank=True)
    subject = models.CharField(_("Subject"), max_length=200)
    # What stands before and after the points, which are as they stand when it is sent.
    opening = models.TextField(_("Before the points"), blank=True)
    closing = models.TextField(_("After the points"), blank=True)
    # Worded by hand: what the round's own wording says afterwards no longer reaches it.
    corrected_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # A sum of all that was approved: what is sent is that, or goes back to be read again.
    approved_digest = models.CharField(max_length=64, blank=True)
    # When staff said that it is to go; it goes by itself soon after, also if a worker was killed.
    ordered_at = models.DateTimeField(null=True, blank=True)
    # Why it did not go when it was to.
    trouble = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, null=True, blank=True, related_name="answer"
    )
    message = models.OneToOneField(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="answer"
    )
    letter = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    # When staff posted the letter, as they say themselves; who said so, and when.
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    posting_noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer to input")
        verbose_name_plural = _("answers to input")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(person__isnull=False),
                name="a_sender_gets_one_answer_a_round",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent")
                | Q(sent_at__isnull=False, record__isnull=False, message__isnull=False)
                | Q(sent_at__isnull=False, record__isnull=False, letter__isnull=False),
                name="what_is_sent_is_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(approved_digest=""),
                name="what_is_approved_is_known",
            ),
            models.CheckConstraint(
                condition=Q(posted_at=None, posting_noted_at=None)
                | Q(posted_at__isnull=False, posting_noted_at__isnull=False, way="letter"),
                name="a_letter_is_posted_by_somebodys_word",
            ),
        ]
        indexes = [
            # What is to go and has not gone yet: few, and looked for every minute.
            models.Index(
                fields=["ordered_at", "id"],
                condition=Q(state="approved", ordered_at__isnull=False),
                name="answer_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.subject}"

    @property
    def desk_url(self) -> str:
        """Where the staff works with it."""
        return reverse("consultation:desk_answer", args=[self.round_id, self.pk])

    @property
    def lacks_address(self) -> bool:
        """Tell whether it is a letter that nobody could post: a name alone is no address."""
        return self.way == self.Way.LETTER and "\n" not in self.postal_address.strip()

    @property
    def is_ordered(self) -> bool:
        """Tell whether it goes by itself now."""
        return self.state == self.State.APPROVED and self.ordered_at is not None

    @property
    def has_gone(self) -> bool:
        """Tell whether it has left the house: a letter has when it is posted."""
        if self.state != self.State.SENT:
            return False
        return self.way != self.Way.LETTER or self.posted_at is not None


class AnswerText(models.Model):
    """How the answers of a round are worded in one language; without a row the default holds."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answer_texts")
    language = models.CharField(max_length=10)
    subject = models.CharField(_("Subject"), max_length=200)
    opening = models.TextField(_("Before the points"))
    closing = models.TextField(_("After the points"), blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "language"], name="answers_are_worded_once_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} ({self.language})"


class AnswerCorrection(models.Model):
    """Something that was told to a sender after the answer: what was wrong, or what was missing."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="corrections")
    # From 1: who presses twice sends once.
    number = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, choices=Answer.Way)
    reason = models.TextField(_("Reason"))
    text = models.TextField(_("Text"))
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, null=True, related_name="answer_correction"
    )
    message = models.OneToOneField(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="answer_correction"
    )
    letter = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="answer_corrections"
    )

    class Meta:
        verbose_name = _("correction of an answer")
        verbose_name_plural = _("corrections of answers")
        ordering = ["answer", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "number"], name="corrections_of_an_answer_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.number}"
