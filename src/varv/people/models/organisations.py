"""Organisations, where they are and were, and who speaks for them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.people.models.places import Municipality
from varv.people.models.users import User
from varv.people.word_index import WordsOf


class Sector(models.TextChoices):
    """The four helices."""

    BUSINESS = "business", _("Business")
    ACADEMIA = "academia", _("Academia")
    PUBLIC = "public", _("Public sector")
    CIVIL = "civil", _("Civil society")


class Organisation(models.Model):
    """An actor: one row however often and however it is written."""

    name = models.CharField(_("Name"), max_length=200)
    sort_key = models.CharField(max_length=400, unique=True, editable=False)
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("Municipality"),
        help_text=_("Leave empty for an organisation outside the region."),
    )
    number = models.CharField(
        _("Organisation number"), max_length=40, null=True, blank=True, unique=True
    )
    # Names that visitors typed are shown to nobody but staff until one of them has checked them.
    checked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    # Emptied by whatever may make it a double of another; then it is compared with all the rest.
    compared_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["sort_key"]
        indexes = [
            models.Index(fields=["sector", "sort_key"], name="organisation_by_sector"),
            models.Index(
                fields=["id"], condition=Q(compared_at=None), name="organisation_to_compare"
            ),
            models.Index(
                fields=["sort_key"], condition=Q(checked_at=None), name="organisation_to_check"
            ),
            GinIndex(WordsOf("sort_key"), name="organisation_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.name


class FormerPlace(models.Model):
    """A sector and municipality that an organisation had, or that was said of it by mistake."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="former_places"
    )
    sector = models.CharField(max_length=20, choices=Sector)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The first day it no longer held; empty where it was wrong and never held.
    until = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-noted_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "until"], name="former_place_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "until"], name="an_organisation_moves_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.sector}"


class OrganisationAlias(models.Model):
    """Another name of an organisation; whoever types it means the same row."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400, unique=True, editable=False)

    class Meta:
        ordering = ["sort_key"]
        indexes = [GinIndex(WordsOf("sort_key"), name="alias_words", fastupdate=False)]

    def __str__(self) -> str:
        return self.name


class Representation(models.Model):
    """Somebody speaks for an organisation, from when to when."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="representations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="representations"
    )
    title = models.CharField(pgettext_lazy("of a person", "Title"), max_length=120, blank=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(until=None),
                name="a_person_represents_an_organisation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"
