"""Answers: what each sender is told about all that they sent to a round."""

from django.conf import settings
from django.db import models
from django.db.models import Q
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
    subject = models.CharField(_("Subject"), max_length=200)
    # What stands before and after the points, which are as they stand when it is sent.
    opening = models.TextField(_("Before the points"), blank=True)
    closing = models.TextField(_("After the points"), blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
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
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.subject}"
