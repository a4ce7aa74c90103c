"""Users, what the staff among them may do, and how they are in."""

from datetime import datetime
from typing import Any

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from varv import clock


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
