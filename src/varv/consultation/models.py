"""Rounds, who was asked, what came in by every door, and the mail that it came by."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.cycles.models import Area, AreaVersion, Programme, ProgrammeVersion
from varv.files.models import File
from varv.people.models import Municipality, Organisation, Sector
from varv.registry.models import Case, Record
from varv.text.translated import TranslatedField


class Round(models.Model):
    """An open consultation: what is asked, what is out for comment, and until when."""

    class State(models.TextChoices):
        """How far it has come; whether it is open now is told by the clock."""

        DRAFT = "draft", pgettext_lazy("of a round", "Draft")
        PUBLISHED = "published", pgettext_lazy("of a round", "Published")
        CANCELLED = "cancelled", pgettext_lazy("of a round", "Cancelled")
        # It was held before varv: what is known of it stands here, and nothing more can come in.
        EARLIER = "earlier", pgettext_lazy("of a round", "Earlier round")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rounds")
    slug = models.SlugField(unique=True, max_length=80)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    # What those who write e-mail are asked to write as its subject.
    mail_subject = TranslatedField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opens_at = models.DateTimeField(_("Opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Closes"), null=True, blank=True)
    # Of an earlier round: when it was, no more exactly than it is known, and what is known of it.
    dated_on = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    note = TranslatedField(blank=True)
    # Act (2022:66): then Sametinget and the Sami villages are to be asked.
    concerns_sami = models.BooleanField(_("Concerns the Sami people"), default=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("Responsible"),
    )
    cancel_reason = models.TextField(_("Reason"), blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-opens_at", "-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    opens_at__isnull=False, closes_at__isnull=False, closes_at__gt=F("opens_at")
                )
                | Q(state="earlier", opens_at=None, closes_at=None, dated_on__isnull=False),
                name="a_round_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the round's public page."""
        return reverse("consultation:round", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may see the round."""
        return self.state != self.State.DRAFT

    def is_open_at(self, moment: datetime) -> bool:
        """Tell whether input is asked for at ``moment``."""
        if self.state != self.State.PUBLISHED or self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= moment < self.closes_at

    def is_late_at(self, moment: datetime) -> bool:
        """Tell whether what comes at ``moment`` comes after the last day."""
        return self.closes_at is not None and moment >= self.closes_at

    @property
    def date_text(self) -> str:
        """When an earlier round was held, no more exactly than it is known."""
        return precise(self.dated_on, self.precision) if self.dated_on else ""


class Document(models.Model):
    """A text that is out for comment in a round: one version, which never changes again."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveSmallIntegerField(default=0)
    programme_version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    area_version = models.ForeignKey(
        AreaVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(programme_version=None, area_version__isnull=False)
                | Q(programme_version__isnull=False, area_version=None),
                name="a_document_is_one_version",
            ),
            models.UniqueConstraint(
                fields=["round", "programme_version", "area_version"],
                nulls_distinct=False,
                name="a_version_is_out_once_in_a_round",
            ),
        ]

    def __str__(self) -> str:
        return str(self.version.name if self.area_version_id else self.version.title)  # type: ignore[union-attr]

    @property
    def version(self) -> ProgrammeVersion | AreaVersion:
        """The version that is out for comment."""
        version = self.area_version or self.programme_version
        assert version is not None  # noqa: S101 - the constraint holds it
        return version


class Question(models.Model):
    """One question of a round; asked once, or for each area."""

    class Kind(models.TextChoices):
        """How it is answered."""

        TEXT = "text", _("In own words")
        CHOICE = "choice", _("One of several answers")
        SEVERAL = "several", _("Any of several answers")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Answered"), max_length=10, choices=Kind, default=Kind.TEXT)
    text = TranslatedField()
    help = TranslatedField(blank=True)
    per_area = models.BooleanField(_("For each area"), default=False)
    required = models.BooleanField(_("Has to be answered"), default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.text)


class Option(models.Model):
    """One of the answers that a question offers."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    text = TranslatedField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.text)


class Invitation(models.Model):
    """Somebody who is asked to take part in a round, and what became of it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    # Empty for an organisation that is known by its postal address only.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    postal_address = models.TextField(_("Postal address"), blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # By e-mail, or by staff who noted that the letter was posted.
    invited_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(_("Reason"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            # An organisation may stand twice: two who were asked by letter may turn out to be one,
            # and merging them, or taking that back, must not lose that both were asked.
            models.UniqueConstraint(
                fields=["round", "person"], name="a_person_is_invited_once_to_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.organisation or self.pk}: {self.round}"


class InvitationList(models.Model):
    """A contact list that was read and waits to be entered, for a short while."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    upload = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    rows = models.JSONField()
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "by"], name="one_contact_list_waits_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.round}: {len(self.rows)}"


class IncomingMail(models.Model):
    """One e-mail that came, kept byte for byte, and where it went."""

    class Where(models.TextChoices):
        """Where it ended; a mail in triage waits for the staff."""

        CONTRIBUTION = "contribution", pgettext_lazy("where a mail went", "Contribution")
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
    # Empty until somebody says which: then the municipality is not known either. With a sector,
    # no municipality means outside the region.
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

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
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
