"""Papers: the compilation of a round, the paper for a decision, what is handed over to others."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv.bodies.models import Decision
from varv.consultation.models.contributions import Contribution
from varv.consultation.models.rounds import Round
from varv.registry.models import Publication


class Paper(Publication):
    """A document about a round; its ``quotes`` are its words.

    Words stand apart from what is frozen so that they can be masked where they stand.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        COMPILATION = "compilation", _("Compilation of input")
        DECISION_PAPER = "decision_paper", _("Decision paper")
        HANDOVER = "handover", _("Handover package")

    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="papers")
    # The body, day and paragraph that it was written for, once they are known.
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    # Of the quotes as they stood when the files were made: with others, they are made anew.
    fingerprint = models.CharField(max_length=64, blank=True)
    # In per cent, while it is being made.
    progress = models.PositiveSmallIntegerField(default=0)

    class Meta(Publication.Meta):
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def get_absolute_url(self) -> str:
        """Return where everybody reads it, once it is published."""
        return reverse("consultation:paper", args=[self.pk])

    @property
    def desk_url(self) -> str:
        """Where the staff works with it."""
        return reverse("consultation:desk_paper", args=[self.pk])


class PaperPart(models.Model):
    """One part of a paper: text that staff edit, beside what varv fills in by its kind."""

    class Kind(models.TextChoices):
        """What varv fills in."""

        TEXT = "text", _("Text alone")
        FIGURES = "figures", _("How many, who and from where")
        THEMES = "themes", _("What the input is about")
        DISPOSITIONS = "dispositions", _("Points and their dispositions")
        CHANGES = "changes", _("What is changed")
        PROPOSAL = "proposal", _("Proposed decision")
        VERSIONS = "versions", _("The texts as they now stand")
        ANNEX = "annex", _("Annex: all input")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    heading = models.CharField(_("Heading"), max_length=200)
    text = models.TextField(_("Text"), blank=True)
    is_included = models.BooleanField(_("Included"), default=True)

    class Meta:
        ordering = ["paper", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position"],
                name="parts_of_a_paper_are_in_order",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.heading


class PaperQuote(models.Model):
    """Words in a frozen paper: of an input, or else of staff; masked here as where they came from.

    ``frozen`` refers to them by their number and holds none itself.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="quotes")
    number = models.PositiveIntegerField()
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, null=True, blank=True, related_name="quoted"
    )
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "number"], name="quotes_of_a_paper_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper}: {self.number}"
