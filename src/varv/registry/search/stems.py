"""What PostgreSQL's dictionaries make of words."""

from collections.abc import Iterable

from django.db import connection

from varv.registry.search.wording import Stem

_SQL = (
    "SELECT word, ts_lexize('swedish_stem', word), ts_lexize('english_stem', word)"
    " FROM unnest(%s::text[]) AS word"
)


def stems_of(words: Iterable[str]) -> dict[str, Stem]:
    """Return the stems of the words in both languages, in one query."""
    wanted = list(words)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [wanted])
        return {
            word: Stem(
                forms=frozenset([*(swedish or ()), *(english or ())]),
                stops=frozenset(
                    code for code, forms in (("sv", swedish), ("en", english)) if forms == []
                ),
            )
            for word, swedish, english in cursor.fetchall()
        }
