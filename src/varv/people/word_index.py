"""The words of a sort key as PostgreSQL can index them, so that a name is found by any of them."""

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import BooleanField, Func, Value
from django.db.models.functions import Cast


class WordsOf(Func):
    """The words of a text as they stand, without a dictionary; its index knows beginnings too.

    A key that was cut where it grew too long may end in a space; that is no word.
    """

    template = "array_to_tsvector(array_remove(string_to_array(%(expressions)s, ' '), ''))"
    output_field = SearchVectorField()


class HasWords(Func):
    """Whether a text holds all the words of a key, the last of them perhaps only begun."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, text: str, key: str) -> None:
        *whole, last = key.split()
        wanted = " & ".join([*(f"'{word}'" for word in whole), f"'{last}':*"])
        super().__init__(WordsOf(text), Cast(Value(wanted), SearchQueryField()))
