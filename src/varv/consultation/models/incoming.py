"""The mail that came."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.files.models import File
from varv.registry.models import Case


class IncomingMail(models.Model):
    """One e-mail that came, kept byte for byte, and where it went."""

    class Where(models.TextChoices):
        """Where it ended; a mail in triage waits for the staff."""

        CONTRIBUTION = "contribution", pgettext_lazy("where a mail went", "Input")
        TRIAGE = "triage", pgettext_lazy("where a mail went", "To be sorted")
        IGNORED = "ignored", pgettext_lazy("where a mail went", "Put aside")
        DUPLICATE = "duplicate", pgettext_lazy("where a mail went", "Came again")

    # Without the angle brackets; empty where the mail has none that can be used.
    message_id = models.CharField(max_length=500, blank=True)
    # Byte for byte; a mail that is too large to take is kept where it came, and noted here.
    original = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, related_name="incoming_mails"
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    # Where it lies: which mailbox, and its number there. Empty where it was handed over as a file.
    mailbox = models.CharField(max_length=64, blank=True)
    uid_validity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    sender_email = models.CharField(_("From"), max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    forwarded_by = models.CharField(_("Forwarded by"), max_length=254, blank=True)
    subject = models.CharField(_("Subject"), max_length=300, blank=True)
    # What was written now, and all of it.
    text = models.TextField(_("Text"), blank=True)
    full_text = models.TextField(_("The whole text"), blank=True)
    sent_at = models.DateTimeField(_("Dated"), null=True, blank=True)
    received_at = models.DateTimeField(_("Received"), default=clock.now)
    files = models.ManyToManyField(File, related_name="mails_attached_to", blank=True)
    # Names of attachments that we do not take: they stand in the original.
    files_left_out = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    flaws = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    where = models.CharField(max_length=15, choices=Where)
    # A key of consultation.sorting.Reason, and what fills it in.
    reason = models.CharField(max_length=40, blank=True)
    reason_detail = models.CharField(max_length=300, blank=True)
    suggested = models.ManyToManyField(Case, related_name="+", blank=True)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="came_again"
    )
    sorted_at = models.DateTimeField(null=True, blank=True)
    sorted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("incoming e-mail")
        verbose_name_plural = _("incoming e-mails")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"],
                condition=~Q(message_id="") & ~Q(where="duplicate"),
                name="a_mail_is_taken_in_once",
            ),
            models.UniqueConstraint(
                fields=["mailbox", "uid_validity", "uid"],
                condition=Q(uid__isnull=False),
                name="a_mail_of_a_mailbox_is_stored_once",
            ),
        ]
        indexes = [
            models.Index(fields=["where", "-received_at", "-id"], name="incoming_mail_listed"),
        ]

    def __str__(self) -> str:
        return self.subject or self.sender_email or str(self.pk)

    def get_absolute_url(self) -> str:
        """Return where staff read the mail."""
        return reverse("consultation:desk_mail", args=[self.pk])
