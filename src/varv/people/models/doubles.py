"""Organisations that may be one, that became one, and that come in lists."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.people.models.organisations import Organisation


class PossibleDouble(models.Model):
    """Two organisations that may be one; that they are not is remembered for ever."""

    class Reason(models.TextChoices):
        NUMBER = "number", _("Same number")
        NAME = "name", _("Same name but for its spelling")
        NEAR = "near", _("Nearly the same name")
        DOMAIN = "domain", _("Like names, and mail from the same domain")

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=10, choices=Reason)
    found_at = models.DateTimeField(default=clock.now)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "pk"]
        indexes = [
            models.Index(
                fields=["-score", "id"], condition=Q(dismissed_at=None), name="double_that_waits"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_suspected_once"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="a_pair_is_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


class OrganisationMerge(models.Model):
    """One organisation went into another; what moved is kept, so that it can be undone.

    Both are named by id without a foreign key: the row of the old one is gone, and its id leads to
    the other. What moved is ids, never a person's name.
    """

    old_id = models.BigIntegerField()
    new_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True)
    before = models.JSONField()
    moved = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_id"], condition=Q(undone_at=None), name="an_organisation_goes_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.old_id}) → {self.new_id}"


class OrganisationImport(models.Model):
    """An Excel list of organisations: its rows wait here until confirmed, and then go."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    rows = models.JSONField(null=True)
    # What entering it would do, as it was last shown, so that a page of it is not planned again.
    plan = models.JSONField(null=True)
    by_id = models.BigIntegerField()
    read_at = models.DateTimeField(default=clock.now)
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.name
