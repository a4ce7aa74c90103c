"""The register: cases and records, the outbox, mail texts, the log, traces.

Everything here refers to things of other apps as (kind, id), never by foreign key.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import request_ids
from varv.files.models import File
from varv.text.translated import TranslatedField


class Case(models.Model):
    """One matter in the register, such as S3/12/2026."""

    number = models.CharField(_("case number"), max_length=60, unique=True)
    title = TranslatedField(_("title"))
    # Empty where the day is not known: the authority's own register has it.
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    external_number = models.CharField(
        _("number in the official register"), max_length=60, blank=True
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return where staff read the case."""
        return reverse("registry:desk_case", args=[self.pk])

    @property
    def public_url(self) -> str:
        """Where everybody reads what is in the case."""
        return reverse("registry:register_case", args=[self.pk])


class Record(models.Model):
    """One document in or out of a case, numbered from 1 within it."""

    class Direction(models.TextChoices):
        """Which way it went."""

        IN = "in", _("Incoming")
        OUT = "out", _("Outgoing")
        INTERNAL = "internal", _("Internal")

    case = models.ForeignKey(Case, models.PROTECT, related_name="records")
    number = models.PositiveIntegerField(_("number"))
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    received_at = models.DateTimeField(_("received or made at"))
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    # Whom it came from or went to, where that is a thing that the public may know, never a person.
    counterpart_kind = models.CharField(max_length=60, blank=True)
    counterpart_id = models.BigIntegerField(null=True, blank=True)
    # The law that it is secret under: then only its existence is told to the public.
    secrecy = models.CharField(_("secret under"), max_length=200, blank=True)
    external_number = models.CharField(
        _("number in the official register"), max_length=60, blank=True
    )
    # When it was last handed over to the official register.
    exported_at = models.DateTimeField(null=True, blank=True, editable=False)
    files = models.ManyToManyField(File, related_name="records", blank=True)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="record_number_once_per_case"),
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out", "internal"]), name="record_direction_known"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="record_subject"),
            # What has not been handed over to the official register yet.
            models.Index(
                fields=["case", "number"], condition=Q(exported_at=None), name="record_to_export"
            ),
            # The public register, narrowed to a kind, a direction or some days.
            models.Index(fields=["case", "kind", "number"], name="record_by_kind"),
            models.Index(fields=["case", "direction", "number"], name="record_by_direction"),
            models.Index(fields=["case", "received_at"], name="record_by_day"),
            # Search: the newest of what has a word are enough. And the few that are secret.
            models.Index(fields=["-received_at", "-id"], name="record_newest"),
            models.Index(fields=["id"], condition=~Q(secrecy=""), name="record_secret"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Return where staff who may read records read this one."""
        return reverse("registry:desk_record", args=[self.case_id, self.number])

    @property
    def public_url(self) -> str:
        """Where everybody reads that it exists."""
        return reverse("registry:register_record", args=[self.case_id, self.number])

    @property
    def reference(self) -> str:
        """The case number and the number within it: S3/12/2026-1."""
        return f"{self.case.number}-{self.number}"


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


class MailStop(models.Model):
    """Somebody wants no mail from us; of the address only a fingerprint is kept, even if erased."""

    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    stopped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"stop {self.pk}"


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


class Event(models.Model):
    """One line of the log. Database triggers seal it at commit and refuse every later change."""

    sequence = models.BigIntegerField(_("number"), unique=True, null=True, editable=False)
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    actor_id = models.BigIntegerField(_("who"), null=True, blank=True)
    action = models.CharField(_("what"), max_length=80)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
            models.Index(fields=["actor_id"], name="event_actor"),
            models.Index(fields=["id"], condition=Q(sequence=None), name="event_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence or '?'} {self.action}"


class ChainHead(models.Model):
    """Where the hash chain of the log ends. One row, written only by the sealing trigger."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_chain_head")]

    def __str__(self) -> str:
        return str(self.sequence)


class Trace(models.Model):
    """A typed link from one thing to what came of it: one stitch of the golden thread."""

    source_kind = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    target_kind = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    relation = models.CharField(_("relation"), max_length=60)
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id", "target_kind", "target_id", "relation"],
                name="trace_once",
            ),
            models.CheckConstraint(
                condition=~Q(source_kind=F("target_kind"), source_id=F("target_id")),
                name="trace_not_to_itself",
            ),
        ]
        indexes = [models.Index(fields=["target_kind", "target_id"], name="trace_target")]

    def __str__(self) -> str:
        source, target = (self.source_kind, self.source_id), (self.target_kind, self.target_id)
        return f"{source} {self.relation} {target}"


class SearchWord(models.Model):
    """A word that something can be found by, to tell what a misspelt one may have meant."""

    word = models.CharField(max_length=40, unique=True)
    number = models.PositiveIntegerField()
    # Whether everybody can find something by it; the others are never compared for the public.
    public = models.BooleanField()
    forms = ArrayField(models.CharField(max_length=10))
    # What a compound ends with, in all its forms.
    ends = ArrayField(models.CharField(max_length=40), default=list)
    gathered_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["forms"], name="search_word_forms"),
            GinIndex(fields=["ends"], name="search_word_ends"),
            models.Index(
                OpClass(Reverse("word"), "text_pattern_ops"), name="search_word_by_its_end"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Masking(models.Model):
    """Something was taken off the web at once, and why; the original is kept in its places."""

    class Ground(models.TextChoices):
        """Why it may not be seen."""

        THIRD_PERSON = "third_person", _("Personal data of somebody else")
        SECRECY = "secrecy", _("Secrecy by law")
        ERASURE = "erasure", _("The person was erased")
        OTHER = "other", pgettext_lazy("ground for masking", "Another ground")

    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    ground = models.CharField(_("ground"), max_length=20, choices=Ground)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    passages = ArrayField(models.TextField(), default=list, blank=True)
    at = models.DateTimeField(_("at"))
    by_id = models.BigIntegerField(null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by_id = models.BigIntegerField(null=True, blank=True)
    lift_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("masking")
        verbose_name_plural = _("maskings")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="masking_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}, {self.get_ground_display()}"

    def get_absolute_url(self) -> str:
        """Return where staff read about the masking."""
        return reverse("registry:desk_masking", args=[self.pk])


class MaskedPlace(models.Model):
    """One field of one row that a masking changed: what stood there, and what stands there now."""

    masking = models.ForeignKey(Masking, models.CASCADE, related_name="places")
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    # Empty once it has been destroyed under a decision.
    original = models.JSONField(null=True, blank=True)
    shown = models.JSONField()

    class Meta:
        verbose_name = _("masked place")
        verbose_name_plural = _("masked places")
        ordering = ["id"]
        indexes = [models.Index(fields=["model", "object_id"], name="masked_place_thing")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}: {self.field}"


class DisposalDecision(models.Model):
    """A named decision under which things of some kinds may be destroyed."""

    name = models.CharField(_("name"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    reference = models.CharField(_("paragraph or number"), max_length=100, blank=True)
    text = models.TextField(_("what it says"), blank=True)
    # Keys of rules in varv.registry.retention.
    covers = ArrayField(models.CharField(max_length=60), default=list)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    document = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="disposal_decisions"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("disposal decision")
        verbose_name_plural = _("disposal decisions")
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="disposal_decision_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})" if self.reference else self.name

    def get_absolute_url(self) -> str:
        """Return where staff read the decision."""
        return reverse("registry:desk_disposal_decision", args=[self.pk])


class Disposal(models.Model):
    """Things of one kind were destroyed under a decision."""

    decision = models.ForeignKey(DisposalDecision, models.PROTECT, related_name="disposals")
    rule = models.CharField(max_length=60)
    months = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.count}"


class Destroyed(models.Model):
    """The stub of one thing whose content was destroyed: which, and in which disposal."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="things")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("stub of a destroyed thing")
        verbose_name_plural = _("stubs of destroyed things")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="destroyed_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class KeepTime(models.Model):
    """How long things of one kind are kept here; without a row the rule's own time holds."""

    rule = models.CharField(max_length=60, unique=True)
    # Empty: kept for ever.
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    # Empty where the region's folder says it.
    decision = models.ForeignKey(
        DisposalDecision, models.PROTECT, null=True, blank=True, related_name="keep_times"
    )

    class Meta:
        verbose_name = _("time to keep")
        verbose_name_plural = _("times to keep")

    def __str__(self) -> str:
        return f"{self.rule}: {self.months}"
