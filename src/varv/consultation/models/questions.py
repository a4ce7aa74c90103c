"""What a round asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from varv.consultation.models.rounds import Round
from varv.text.translated import TranslatedField


class Question(models.Model):
    """One question of a round; asked once, or for each area."""

    class Kind(models.TextChoices):
        """How it is answered."""

        TEXT = "text", _("In own words")
        CHOICE = "choice", _("One of several answers")
        SEVERAL = "several", _("Any of several answers")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Answered"), max_length=10, choices=Kind, default=Kind.TEXT)
    text = TranslatedField()
    help = TranslatedField(blank=True)
    per_area = models.BooleanField(_("For each area"), default=False)
    required = models.BooleanField(_("Has to be answered"), default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.text)


class Option(models.Model):
    """One of the answers that a question offers."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    text = TranslatedField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.text)
