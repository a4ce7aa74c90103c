"""What a person asked of us by law, and who was erased."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.people.models.users import User


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
