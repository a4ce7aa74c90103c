"""Cases, and the records in them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
