"""The outbox, what its mails say, and who wants none."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from varv import request_ids
from varv.registry.models.cases import Record


class Message(models.Model):
    """One e-mail in the outbox, rendered when it was written."""

    class State(models.TextChoices):
        """Where it is on its way."""

        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        MISSED = "missed", _("too late")
        CAPTURED = "captured", _("captured in rehearsal")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=60)
    occasion = models.CharField(_("occasion"), max_length=200)
    recipient = models.EmailField(_("recipient"))
    recipient_name = models.CharField(_("recipient's name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    # What only the recipient may see, by the placeholder that stands for it in subject and text;
    # put in on the wire, and emptied when the message needs it no more.
    secrets = models.JSONField(default=dict, blank=True, editable=False)
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    request_id = models.CharField(max_length=request_ids.LENGTH, blank=True, editable=False)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    # The Message-ID of the mail that it answers, without the brackets.
    in_reply_to = models.CharField(max_length=500, blank=True, editable=False)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(_("written at"))
    due_at = models.DateTimeField(_("to be sent at"))
    deliver_before = models.DateTimeField(_("useless after"), null=True, blank=True)
    try_at = models.DateTimeField(_("next try at"))
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    # Of the tries: how often the server refused, and how often the worker was ended meanwhile.
    refusals = models.PositiveSmallIntegerField(default=0, editable=False)
    cut_off = models.PositiveSmallIntegerField(default=0, editable=False)
    # When the last try found no mail server that answers.
    unreachable_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When it was to be taken back but was being sent: it may arrive, and is never tried again.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-due_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "recipient"], name="message_once_per_occasion"
            ),
            models.CheckConstraint(
                condition=Q(deliver_before=None) | Q(deliver_before__gt=F("due_at")),
                name="message_due_before_useless",
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="message_waiting",
            ),
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
            # The outbox as staff read it, all or in one state, latest due first.
            models.Index(fields=["-due_at", "-id"], name="message_listed"),
            models.Index(fields=["state", "-due_at", "-id"], name="message_listed_by_state"),
            # When the last one was sent, and what failed lately.
            models.Index(fields=["state", "finished_at"], name="message_finished"),
            models.Index(fields=["recipient"], name="message_recipient"),
            # What is due to be destroyed: all that has not been.
            models.Index(
                fields=["kind", "finished_at"],
                condition=~Q(recipient__endswith="@erased.invalid"),
                name="message_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.recipient})"


class MessageAttachment(models.Model):
    """A small file that goes with a message, kept with it so that both are written or neither."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=150)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class MailText(models.Model):
    """The staff's own wording of a kind of mail in a language; without a row the default holds."""

    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="mail_text_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"


class MailStop(models.Model):
    """Somebody wants no mail from us; of the address only a fingerprint is kept, even if erased."""

    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    stopped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"stop {self.pk}"
