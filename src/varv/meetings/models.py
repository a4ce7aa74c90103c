"""Meetings, who is coming, who came, and what was said."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.cycles.models import Area, Programme
from varv.people.models import Municipality, Organisation, Sector
from varv.registry.models import Record
from varv.text.translated import TranslatedField


class Meeting(models.Model):
    """A meeting that people sign up for; online ones have a secret link."""

    class Kind(models.TextChoices):
        DIALOGUE = "dialogue", _("Dialogue meeting")
        MOBILISATION = "mobilisation", _("Mobilisation meeting")
        OTHER = "other", _("Meeting")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Open for sign-up")
        CLOSED = "closed", _("Sign-up closed")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="meetings")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    slug = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    starts_at = models.DateTimeField(_("Starts"))
    ends_at = models.DateTimeField(_("Ends"))
    place = models.CharField(_("Place"), max_length=200, blank=True)
    online = models.BooleanField(_("Online"), default=True)
    link = models.URLField(_("Secret link"), max_length=1000, blank=True)
    # Counts changes of the link, so that a correction is a new occasion and goes out once.
    link_version = models.PositiveSmallIntegerField(default=1)
    capacity = models.PositiveIntegerField(_("Places"), null=True, blank=True)
    sign_up_opens_at = models.DateTimeField(_("Sign-up opens"))
    sign_up_closes_at = models.DateTimeField(_("Sign-up closes"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Then it stays closed when the meeting is moved.
    closed_by_hand = models.BooleanField(default=False, editable=False)
    # The SEQUENCE of RFC 5545: calendars take an update only if it is higher than before.
    calendar_sequence = models.PositiveIntegerField(default=0)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("Responsible"),
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(sign_up_closes_at__gt=F("sign_up_opens_at")),
                name="sign_up_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the meeting's public page."""
        return reverse("meetings:meeting", args=[self.slug])

    def is_open_at(self, moment: datetime) -> bool:
        """Tell whether people may sign up at ``moment``."""
        return (
            self.state == self.State.PUBLISHED
            and self.sign_up_opens_at <= moment < self.sign_up_closes_at
        )

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may see the meeting."""
        return self.state != self.State.DRAFT


class MeetingChange(models.Model):
    """A meeting was moved or cancelled, and why."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("Moved")
        CANCELLED = "cancelled", _("Cancelled")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    old_starts_at = models.DateTimeField()
    old_ends_at = models.DateTimeField()
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_kind_display()}"


class Registration(models.Model):
    """One person's sign-up for one meeting."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("Has a place")
        WAITING = "waiting", _("On the waiting list")
        CANCELLED = "cancelled", pgettext_lazy("of a registration", "Cancelled")

    class Source(models.TextChoices):
        WEB = "web", _("Signed up on the web")
        STAFF = "staff", _("Entered by staff")
        IMPORT = "import", _("From a guest list")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registrations"
    )
    name = models.CharField(_("Name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="registrations"
    )
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector)
    # Empty for somebody from outside the region.
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    language = models.CharField(_("Language"), max_length=10)
    needs = models.TextField(_("Accessibility and language needs"), blank=True)
    state = models.CharField(max_length=10, choices=State)
    source = models.CharField(max_length=10, choices=Source, default=Source.WEB)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    registered_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    promoted_at = models.DateTimeField(null=True, blank=True)
    # The occasion of the link that was told by phone to somebody whom the mail did not reach.
    called_about = models.CharField(max_length=200, blank=True, editable=False)
    called_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=~Q(state="cancelled"),
                name="one_registration_per_person_and_meeting",
            )
        ]
        indexes = [
            models.Index(fields=["meeting", "state", "registered_at", "id"]),
            # Needs are few, and must go soon after the meeting.
            models.Index(fields=["meeting"], condition=~Q(needs=""), name="registration_needs"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.meeting}"


class Attendance(models.Model):
    """Somebody who was there, signed up or not."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="attendance"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attendances",
    )
    name = models.CharField(_("Name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendances"
    )
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.meeting}"


class Minutes(models.Model):
    """What was said and agreed; public once published, then also a record in the register."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    text = models.TextField(_("Minutes"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes"
    )

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may read them: published, and the record of them is not secret."""
        return self.published_at is not None and not (self.record and self.record.secrecy)

    @property
    def corrected_at(self) -> datetime | None:
        """When published minutes were last corrected; None where they stand as published."""
        if self.published_at is None or self.updated_at <= self.published_at:
            return None
        return self.updated_at


class GuestList(models.Model):
    """A guest list that was read and waits to be entered, for a short while."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    upload = models.CharField(max_length=40)
    rows = models.JSONField()
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "by"], name="one_guest_list_waits_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {len(self.rows)}"
