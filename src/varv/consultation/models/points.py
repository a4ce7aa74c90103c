"""Points: the single things that input says, and what was decided about each, and why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.consultation.models.contributions import Comment, Contribution, Reply
from varv.consultation.models.rounds import Round
from varv.cycles.models import Area, Programme
from varv.text.translated import TranslatedField


class Theme(models.Model):
    """What several points are about; a programme's themes serve all its rounds."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="themes")
    name = TranslatedField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return where staff changes it."""
        return reverse("consultation:desk_theme", args=[self.pk])


class Point(models.Model):
    """One thing that one input says; it gets a disposition of its own."""

    class State(models.TextChoices):
        """How far it has come; nothing but what is signed is public."""

        OPEN = "open", pgettext_lazy("of a point", "No disposition yet")
        PROPOSED = "proposed", pgettext_lazy("of a point", "Awaits a second reader")
        SIGNED = "signed", pgettext_lazy("of a point", "Signed")

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="points")
    # That of its input, which never moves: lists and counts are by round.
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="points")
    # Within its input, from 1; a number that is gone is never given again.
    number = models.PositiveSmallIntegerField()
    # Where its words stand: in an answer, in a comment, or else in the text. Without ``start`` and
    # ``end`` it is all that the input says, or was written off a file by staff.
    reply = models.ForeignKey(
        Reply, on_delete=models.SET_NULL, null=True, blank=True, related_name="points"
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.SET_NULL, null=True, blank=True, related_name="points"
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("Text"))
    heading = models.CharField(_("In short"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="points"
    )
    # The point that says the same and whose disposition holds for this one too.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # One act makes many inputs a point each, and is taken back as one.
    batch = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="points_of_an_input_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(end__gt=F("start")),
                name="a_point_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(reply=None) | Q(comment=None), name="a_point_stands_in_one_place"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")), name="no_point_is_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state", "id"], name="point_by_state"),
            models.Index(fields=["round", "area", "id"], name="point_by_area"),
            models.Index(fields=["round", "theme", "id"], name="point_by_theme"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="point_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution}:{self.number}"

    def get_absolute_url(self) -> str:
        """Return where everybody reads it: at its place on the page of its input."""
        return f"{self.contribution.get_absolute_url()}#point-{self.number}"

    @property
    def desk_url(self) -> str:
        """Where the staff works with it."""
        return reverse("consultation:desk_point", args=[self.pk])


class Disposition(models.Model):
    """What is answered to one point and why; it is never changed, only replaced by the next."""

    class Outcome(models.TextChoices):
        """What became of the point."""

        ADOPTED = "adopted", pgettext_lazy("of a point", "Adopted")
        PARTLY = "partly", pgettext_lazy("of a point", "Partly adopted")
        NOT_ADOPTED = "not_adopted", pgettext_lazy("of a point", "Not adopted")
        NOTED = "noted", pgettext_lazy("of a point", "Noted")
        OUTSIDE = "outside", pgettext_lazy("of a point", "Outside the matter")

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="dispositions")
    outcome = models.CharField(_("Disposition"), max_length=12, choices=Outcome)
    reason = models.TextField(_("Reason"))
    changed_text = models.TextField(_("Changed text"), blank=True)
    # What it changed, as pairs of a kind and an id. The traces of the thread are made of it; it
    # stays here so that taking a later disposition back can draw them anew.
    changed = models.JSONField(default=list, blank=True)
    # One act gives many points the same disposition, and is taken back as one.
    batch = models.UUIDField(db_index=True)
    # What held before it, and holds again where it is taken back.
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="dispositions",
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # The second reader does not agree, and says why.
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    returned_note = models.TextField(_("Note of a second reader"), blank=True)

    class Meta:
        verbose_name = _("disposition")
        verbose_name_plural = _("dispositions")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point"],
                condition=Q(replaced_at=None),
                name="a_point_has_one_disposition_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_disposition_is_made_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | Q(made_by=None) | ~Q(signed_by=F("made_by")),
                name="nobody_signs_their_own_disposition",
            ),
        ]
        indexes = [
            # What holds now, by what became of the points: lists and counts ask for it.
            models.Index(
                fields=["outcome", "point"],
                condition=Q(replaced_at=None),
                name="disposition_that_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_outcome_display()}"

    @property
    def is_returned(self) -> bool:
        """Tell whether a second reader did not agree with it."""
        return self.returned_at is not None


class ReasonTemplate(models.Model):
    """A wording that staff start from where many points get much the same reason."""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    outcome = models.CharField(_("Disposition"), max_length=12, choices=Disposition.Outcome)
    text = models.TextField(_("Reason"))

    class Meta:
        verbose_name = _("template for a reason")
        verbose_name_plural = _("templates for reasons")
        ordering = ["outcome", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where staff changes it."""
        return reverse("consultation:desk_reason", args=[self.pk])
