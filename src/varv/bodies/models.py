"""Bodies, who sits in them, and what they decided."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.people.models import Organisation, Sector
from varv.registry.models import Case, Record
from varv.text.translated import TranslatedField


class Body(models.Model):
    """A council, committee, steering group or partnership."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Council")
        COMMITTEE = "committee", _("Committee")
        STEERING_GROUP = "steering_group", _("Steering group")
        PARTNERSHIP = "partnership", _("Partnership")
        OTHER = "other", _("Other body")

    key = models.SlugField(unique=True)
    name = TranslatedField()
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    about = TranslatedField(blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the body's public page."""
        return reverse("bodies:body", args=[self.key])


class Seat(models.Model):
    """Somebody's place in a body, for which sector, from when to when."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        VICE_CHAIR = "vice_chair", _("Vice chair")
        MEMBER = "member", _("Member")
        DEPUTY = "deputy", _("Deputy")

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="seats",
    )
    # Elected people stand in public documents by name, without an address or an account.
    holder = models.CharField(_("Name"), max_length=200)
    role = models.CharField(_("Role"), max_length=20, choices=Role, default=Role.MEMBER)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats"
    )
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector, blank=True)
    since = models.DateField(_("From"), null=True, blank=True)
    until = models.DateField(_("To"), null=True, blank=True)

    class Meta:
        ordering = ["body", "role", "holder"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None)
                | models.Q(since=None)
                | models.Q(until__gte=models.F("since")),
                name="a_seat_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder}, {self.get_role_display()}"


class Decision(models.Model):
    """What a body decided, when, under which paragraph."""

    key = models.SlugField(unique=True, null=True, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField(_("Date"))
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    paragraph = models.CharField(_("Paragraph"), max_length=40, blank=True)
    title = TranslatedField()
    text = TranslatedField(blank=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return where the decision stands on the page of its body."""
        return f"{self.body.get_absolute_url()}#decision-{self.pk}"

    @property
    def date_text(self) -> str:
        """The date, no more exactly than it is known."""
        return precise(self.decided_on, self.precision)

    @property
    def reference(self) -> str:
        """The paragraph as it is cited, such as § 123; empty where it is not known."""
        paragraph = self.paragraph.strip()
        return f"§ {paragraph.lstrip('§').strip()}" if paragraph else ""
