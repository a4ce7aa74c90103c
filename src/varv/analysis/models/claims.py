"""Claims, and the evidence and findings that are cited for and against them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv import clock
from varv.analysis.models.evidence import Evidence
from varv.analysis.models.findings import Finding
from varv.text.translated import TranslatedField


class Stance(models.TextChoices):
    """What a source does to a sentence."""

    SUPPORTS = "supports", pgettext_lazy("of a source", "Supports")
    CONTRADICTS = "contradicts", pgettext_lazy("of a source", "Contradicts")
    LEAVES_OPEN = "leaves_open", pgettext_lazy("of a source", "Leaves open")


class Strength(models.TextChoices):
    """How much a source can carry, the least first; never shown without its definition."""

    ANECDOTE = "anecdote", _("Single account")
    JUDGEMENT = "judgement", _("Expert judgement")
    DESCRIPTIVE = "descriptive", _("Descriptive figures")
    COMPARISON = "comparison", _("Comparison with uncertainty")
    CAUSAL = "causal", _("Study of cause and effect")

    @property
    def definition(self) -> Promise:
        """Say what it takes to be of this strength."""
        return DEFINITIONS[self.value]

    @property
    def rank(self) -> int:
        """Its place on the scale, from 1."""
        return list(Strength).index(self) + 1


#: More no finding can carry: a run compares figures and says how sure it is, but tries no causes.
MOST_OF_A_FINDING = Strength.COMPARISON

DEFINITIONS: dict[str, Promise] = {
    "anecdote": _(
        "Somebody tells of one case. It shows that something can be so, not how common it is."
    ),
    "judgement": _(
        "People who know the field say how they see it. There are no figures to check it by."
    ),
    "descriptive": _(
        "Figures tell how it is at one time or over time. Whether it is more than chance is not "
        "tried."
    ),
    "comparison": _(
        "Figures are compared between places or years, and how uncertain the difference is stands "
        "with them."
    ),
    "causal": _(
        "The study is made to tell what caused what, for example with a group that was not reached."
    ),
}


class Claim(models.Model):
    """A sentence about something, which evidence can support, contradict or leave open.

    What it is about are traces from it: an area, or any other kind of thing.
    """

    key = models.SlugField(unique=True)
    sentence = TranslatedField()
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return str(self.sentence)

    def get_absolute_url(self) -> str:
        """Return its public page."""
        return reverse("analysis:claim", args=[self.key])


class Cited(models.Model):
    """What one source says, where in it, and how much it can carry."""

    class Wording(models.TextChoices):
        """Whose words they are."""

        QUOTE = "quote", _("Word for word")
        PARAPHRASE = "paraphrase", _("In our own words")

    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stance = models.CharField(max_length=12, choices=Stance)
    strength = models.CharField(max_length=12, choices=Strength)
    # Where in the source: a page, a table, a figure.
    page = models.CharField(max_length=60, blank=True)
    wording = models.CharField(max_length=12, choices=Wording, default=Wording.PARAPHRASE)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.source}"

    @property
    def source(self) -> Evidence | Finding:
        """What is cited; a constraint sees that there is one."""
        if self.finding is not None:
            return self.finding
        return self.evidence  # type: ignore[return-value]

    @property
    def definition(self) -> Promise:
        """What its strength means."""
        return DEFINITIONS[self.strength]

    @property
    def trouble(self) -> str:
        """Why its source cannot be leaned on now, as a word for code; "" where it can."""
        source = self.source
        if isinstance(source, Evidence):
            return "" if source.stands else "withdrawn"
        return "" if source.state == Finding.State.STANDS else source.state


class Citation(Cited):
    """What one source says of one sentence: a claim, or an item of a SWOT."""

    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    item = models.ForeignKey(
        "analysis.SwotItem",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="citations",
    )
    cited_at = models.DateTimeField(default=clock.now, editable=False)
    cited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["cited_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False) ^ Q(item__isnull=False),
                name="a_citation_is_of_one_sentence",
            ),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False) ^ Q(finding__isnull=False),
                name="a_citation_has_one_source",
            ),
        ]

    @property
    def sentence_url(self) -> str:
        """Where the sentence is read that it is cited on."""
        if self.claim is not None:
            return self.claim.get_absolute_url()
        return self.item.board_url if self.item is not None else ""

    @property
    def source_stands(self) -> bool:
        """Tell whether its source can be leaned on now."""
        return not self.trouble
