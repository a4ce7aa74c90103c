"""Who is asked to take part in a round."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.consultation.models.rounds import Round
from varv.people.models import Municipality, Organisation, Sector


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
