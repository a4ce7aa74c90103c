"""The words that something can be found by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Reverse


class SearchWord(models.Model):
    """A word that something can be found by, to tell what a misspelt one may have meant."""

    word = models.CharField(max_length=40, unique=True)
    number = models.PositiveIntegerField()
    # Whether everybody can find something by it; the others are never compared for the public.
    public = models.BooleanField()
    forms = ArrayField(models.CharField(max_length=10))
    # What a compound ends with, in all its forms.
    ends = ArrayField(models.CharField(max_length=40), default=list)
    gathered_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["forms"], name="search_word_forms"),
            GinIndex(fields=["ends"], name="search_word_ends"),
            models.Index(
                OpClass(Reverse("word"), "text_pattern_ops"), name="search_word_by_its_end"
            ),
        ]

    def __str__(self) -> str:
        return self.word
