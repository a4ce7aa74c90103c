"""Users, organisations, who represents them, the region and its municipalities."""

import uuid
import zoneinfo
from datetime import datetime, time
from typing import Any

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.people.word_index import WordsOf
from varv.text.translated import TranslatedField


class Sector(models.TextChoices):
    """The four helices."""

    BUSINESS = "business", _("Business")
    ACADEMIA = "academia", _("Academia")
    PUBLIC = "public", _("Public sector")
    CIVIL = "civil", _("Civil society")


class Region(models.Model):
    """The county-like place that owns the programme; one row."""

    key = models.SlugField(unique=True)
    name = TranslatedField()
    country = models.CharField(max_length=2)
    subdivision = models.CharField(max_length=8, blank=True)
    code = models.CharField(max_length=20, blank=True)
    nuts = models.CharField(max_length=10, blank=True)
    languages = ArrayField(models.CharField(max_length=10))
    time_zone = models.CharField(max_length=60)
    contact_name = TranslatedField(blank=True)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    # Whom to turn to about personal data: our own officer, and the authority that supervises us.
    privacy_officer_email = models.EmailField(blank=True)
    privacy_authority = TranslatedField(blank=True)
    privacy_authority_page = models.URLField(blank=True)
    input_subject = TranslatedField(blank=True)
    coordinator_email = models.EmailField()
    coordinator_name = models.CharField(max_length=200, blank=True)
    web_page = models.URLField(blank=True)
    links_go_out_at = models.TimeField(default=time(9))
    about = TranslatedField(blank=True)
    # Where the figures of the municipalities are from, and on what terms they may be used.
    population_source = TranslatedField(blank=True)
    population_licence = models.CharField(max_length=200, blank=True)
    workplaces_source = TranslatedField(blank=True)
    workplaces_licence = models.CharField(max_length=200, blank=True)
    map_source = TranslatedField(blank=True)
    map_licence = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The region's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def language(self) -> str:
        """The region's first language."""
        return self.languages[0]


class Municipality(models.Model):
    """A place inside the region; every reach figure is broken down by it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, default="")
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    workplaces = models.PositiveIntegerField(null=True, blank=True)
    workplaces_year = models.PositiveSmallIntegerField(null=True, blank=True)
    land_km2 = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    tile_col = models.PositiveSmallIntegerField(default=0)
    tile_row = models.PositiveSmallIntegerField(default=0)
    seat = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="one_municipality_per_code")
        ]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """The boundary of a municipality, for maps: polygons of rings of longitude and latitude."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, related_name="outline"
    )
    polygons = models.JSONField()

    def __str__(self) -> str:
        return f"{self.municipality}: {len(self.polygons)}"


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; there are no passwords."""

    def create_user(self, email: str, **fields: Any) -> "User":
        """Return a new user who signs in by a code to ``email``."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address, whatever its case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person known by an e-mail address: an actor, or staff when a role says so."""

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    # Real time: signed links made before are dead. Set when somebody signs out everywhere.
    links_since = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_email_is_lower_case"
            )
        ]
        indexes = [models.Index(fields=["name", "email"], name="user_listed")]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Tell whether the rules let this person do ``perm``."""
        return self.is_active and rules.has_perm(perm, self, obj)

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002 - Django's signature
        """Tell whether the person is staff; there are no permissions per app."""
        return bool(self.roles)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The staff roles held now."""
        return frozenset(self.staff_roles.filter(until=None).values_list("role", flat=True))


class StaffRole(models.Model):
    """What somebody on the region's staff may do, from when to when."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        ANALYST = "analyst", _("Analyst")
        READER = "reader", _("Reader")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=Role)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(until=None), name="a_role_is_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class SignInLink(models.Model):
    """A link that signs one person in, once; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    # Real time, not the clock's: a rehearsal that is set back must not revive a used-up link.
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"

    def is_open(self, real_now: datetime) -> bool:
        """Tell whether the link can still be used."""
        return self.used_at is None and real_now < self.expires_at


class BrowserSession(models.Model):
    """A browser in which somebody is in, as told to that person; see ``people.sessions``."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField(max_length=60, blank=True)
    by_link = models.BooleanField(default=False)
    # Real time, as sessions are.
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"session {self.pk}"


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


class Allowance(models.Model):
    """How much of a limit somebody has used up; see ``limits``. The key holds no address."""

    key = models.CharField(max_length=100, primary_key=True)
    # Real time, not the clock's: a rehearsal's clock may stand still.
    whole_at = models.DateTimeField(db_index=True)
    period = models.DurationField()
    refused = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class RightsRequest(models.Model):
    """A person asks to be erased or to have something corrected; the law gives us a month."""

    class Kind(models.TextChoices):
        ERASURE = "erasure", _("Erase what you keep about me")
        CORRECTION = "correction", _("Correct something")

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("of a request", "Done")
        REFUSED = "refused", pgettext_lazy("of a request", "Not done")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="rights_requests")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(answered_at=None),
                name="a_right_is_asked_for_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"


class Erasure(models.Model):
    """Somebody was erased: the id, and since when the row was known, so that no other is meant."""

    person_id = models.BigIntegerField(unique=True)
    known_since = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)


class LoadedRow(models.Model):
    """What a row of the region's folder held when it was last loaded.

    A field whose value differs from this was edited in the program and is released from the file.
    """

    section = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    values = models.JSONField()

    class Meta:
        ordering = ["section", "key"]
        constraints = [
            models.UniqueConstraint(fields=["section", "key"], name="a_file_row_is_loaded_once")
        ]

    def __str__(self) -> str:
        return f"{self.section}, {self.key}"
