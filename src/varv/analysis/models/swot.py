"""SWOT of an area: drawn up together, item by item, and adopted as versions that never change."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.analysis.models.claims import Citation, Cited, Stance
from varv.cycles.models import Area
from varv.text.translated import TranslatedField

#: So few votes could tell how somebody voted.
FEWEST_SHOWN = 3


class SwotKind(models.TextChoices):
    """The four fields of a SWOT, in their order."""

    STRENGTH = "strength", pgettext_lazy("of a SWOT", "Strength")
    WEAKNESS = "weakness", pgettext_lazy("of a SWOT", "Weakness")
    OPPORTUNITY = "opportunity", pgettext_lazy("of a SWOT", "Opportunity")
    THREAT = "threat", pgettext_lazy("of a SWOT", "Threat")


class SwotBoard(models.Model):
    """When the partners of an area may propose and vote."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="swot_board")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        verbose_name = _("work on a SWOT")
        verbose_name_plural = _("work on SWOT")

    def __str__(self) -> str:
        return str(self.area)

    def is_open_at(self, moment: datetime) -> bool:
        """Tell whether partners may propose and vote."""
        return self.opened_at <= moment < self.closes_at


class Sourced(models.Model):
    """A sentence of a SWOT, whose citations tell what speaks for it and against it."""

    class Meta:
        abstract = True

    @property
    def supporting(self) -> int:
        """How many citations support it."""
        return self._count(Stance.SUPPORTS)

    @property
    def contradicting(self) -> int:
        """How many citations contradict it."""
        return self._count(Stance.CONTRADICTS)

    @property
    def leaving_open(self) -> int:
        """How many citations leave it open."""
        return self._count(Stance.LEAVES_OPEN)

    @property
    def has_lost_a_source(self) -> bool:
        """Tell whether a source that supports it no longer stands."""
        return any(one.stance == Stance.SUPPORTS and one.trouble for one in self._citations())

    def _count(self, stance: Stance) -> int:
        return sum(1 for one in self._citations() if one.stance == stance)

    def _citations(self) -> Iterable[Cited]:
        found: Iterable[Cited] = self.citations.all()  # type: ignore[attr-defined]
        return found


class SwotItem(Sourced):
    """One sentence on the board of an area."""

    class State(models.TextChoices):
        """Whether it is on the board."""

        PROPOSED = "proposed", pgettext_lazy("of an item of a SWOT", "Proposed")
        SHOWN = "shown", pgettext_lazy("of an item of a SWOT", "On the board")
        TURNED_DOWN = "turned_down", pgettext_lazy("of an item of a SWOT", "Turned down")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="swot_items")
    kind = models.CharField(max_length=12, choices=SwotKind)
    sentence = TranslatedField()
    state = models.CharField(max_length=12, choices=State, default=State.SHOWN)
    # Why it was turned down, for whoever proposed it.
    answer = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    proposed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("item of a SWOT")
        verbose_name_plural = _("items of SWOT")
        ordering = ["proposed_at", "pk"]

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def board_url(self) -> str:
        """Where partners read it."""
        return reverse("analysis:swot_board", args=[self.area.slug])

    @property
    def is_founded(self) -> bool:
        """Tell whether any source that stands supports it."""
        return any(
            one.stance == Stance.SUPPORTS and one.source_stands for one in self.citations.all()
        )


class SwotVote(models.Model):
    """What one person thinks of one item; never shown by name."""

    class Value(models.TextChoices):
        """For or against."""

        AGREE = "agree", pgettext_lazy("a vote", "Agree")
        DISAGREE = "disagree", pgettext_lazy("a vote", "Do not agree")

    item = models.ForeignKey(SwotItem, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="swot_votes"
    )
    value = models.CharField(max_length=8, choices=Value)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("vote on an item of a SWOT")
        verbose_name_plural = _("votes on items of SWOT")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="one_vote_per_person_and_item")
        ]

    def __str__(self) -> str:
        return f"{self.get_value_display()}: {self.item}"


class SwotVersion(models.Model):
    """A SWOT as it was adopted; the latest one holds."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="swot_versions")
    number = models.PositiveSmallIntegerField()
    # Where it was adopted, and by whom, in words.
    note = models.TextField(blank=True)
    # Why it was adopted although nobody had voted on some of its items.
    unvoted_reason = models.TextField(blank=True)
    adopted_at = models.DateTimeField(default=clock.now)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("SWOT")
        verbose_name_plural = _("SWOT")
        ordering = ["area", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["area", "number"], name="one_swot_per_area_and_number")
        ]

    def __str__(self) -> str:
        return gettext("SWOT of %(area)s, version %(number)s") % {
            "area": self.area,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        """Return the public page of this version."""
        return reverse("analysis:swot_version", args=[self.area.slug, self.number])

    @property
    def unvoted(self) -> int:
        """On how many of its items nobody had voted."""
        return sum(1 for item in self.items.all() if item.nobody_voted)


class SwotVersionItem(Sourced):
    """One sentence as it was adopted, with how the partners voted."""

    version = models.ForeignKey(SwotVersion, on_delete=models.CASCADE, related_name="items")
    # Which item of the board it was; the same one in two versions is told as changed, not as new.
    item = models.ForeignKey(
        SwotItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="adopted_as"
    )
    kind = models.CharField(max_length=12, choices=SwotKind)
    sentence = TranslatedField()
    agree = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    # What a human said of sources that no longer stand, and which ones that was about.
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_note = models.TextField(blank=True)
    looked_troubles = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("adopted item of a SWOT")
        verbose_name_plural = _("adopted items of SWOT")
        ordering = ["version", "pk"]

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def votes_are_shown(self) -> bool:
        """Tell whether so many voted that the numbers tell of nobody."""
        return self.agree + self.disagree >= FEWEST_SHOWN

    @property
    def nobody_voted(self) -> bool:
        """Tell whether it was adopted without a vote."""
        return not (self.agree or self.disagree)


class SwotVersionCitation(Cited):
    """A citation as it stood when the SWOT was adopted."""

    item = models.ForeignKey(SwotVersionItem, on_delete=models.CASCADE, related_name="citations")
    # The citation it was made of; gone when somebody took it away since.
    citation = models.ForeignKey(
        Citation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("citation in an adopted SWOT")
        verbose_name_plural = _("citations in adopted SWOT")
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__isnull=False) ^ Q(finding__isnull=False),
                name="an_adopted_citation_has_one_source",
            )
        ]

    @property
    def trouble(self) -> str:
        """Why it does not hold up the sentence now, as a word for code; "" where it does."""
        return "removed" if self.citation_id is None else super().trouble
