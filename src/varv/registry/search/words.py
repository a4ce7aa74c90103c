"""The lexicon: which words there are to be found, for whoever types one a little wrong.

Only words of texts that are not about persons are kept, with no word of where they stand; names of
persons are compared where they stand, and only those that the reader may see. Words
that only staff could find are kept apart from the public's. A spelling is shown only after it has
found something for this very reader.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import BooleanField, Expression, Model, QuerySet
from django.db.models.functions import Length, Reverse
from rapidfuzz.distance import OSA

from varv.registry.guard import may
from varv.registry.models import SearchWord
from varv.registry.search import naming
from varv.registry.search.columns import FORMS
from varv.registry.search.compounds import ends_of
from varv.registry.search.sources import Source, point
from varv.registry.search.wording import Term, fold, plain
from varv.text.translated import Translated

SHORTEST, LONGEST = 4, 40
TWO_MISTAKES_FROM = 7  # letters; in a shorter word two mistakes make another word
COMPARED = 7  # letters of a word that its forms are made of
ANEW_AFTER = timedelta(hours=20)
NAMES_AT_MOST = 500  # that are compared with what was typed
QUIET_HOURS = range(2, 5)
_CHUNK = 2000


def other_spelling(terms: list[Term], user: object, sources: Sequence[Source]) -> list[Term] | None:
    """Return the terms with the nearest known word in the place of each that is not known.

    Whether the user may find anything by them must be tried.
    """
    other = [_likeliest(term, user, sources) for term in terms]
    return other if other != terms else None


def _likeliest(term: Term, user: object, sources: Sequence[Source]) -> Term:
    word = term.words[0]
    if term.excluded or not term.is_single or word.isdecimal():
        return term
    if not SHORTEST <= len(word) <= LONGEST or naming.called([term], sources):
        return term
    alike = _of_lexicon(word, user) + _of_names(word, user, sources)
    if word in alike:
        return term
    nearest = _nearest(word, alike) or _compound(word, user)
    return replace(term, words=(nearest,), compounds=()) if nearest else term


def _nearest(word: str, alike: Counter[str]) -> str:
    """Return which of the words is meant by a slip of the fingers; the commoner of two."""
    bare = fold(word)
    slips = {other: OSA.distance(bare, fold(other)) for other in alike}
    meant = [other for other in alike if slips[other] <= _mistakes(bare)]
    return min(meant, key=lambda other: (slips[other], -alike[other], other), default="")


def _of_lexicon(word: str, user: object) -> Counter[str]:
    known = known_to(user).annotate(letters=Length("word"))
    near = known.filter(
        forms__overlap=_forms(word),
        letters__gte=len(word) - _mistakes(word),
        letters__lte=len(word) + _mistakes(word),
    )
    return Counter(dict(near.values_list("word", "number")))


def _of_names(word: str, user: object, sources: Sequence[Source]) -> Counter[str]:
    """Return the words of names like this one, of persons whom the user may find now."""
    found: Counter[str] = Counter()
    with _by_index():
        for source in sources:
            if source.holder and source.rows_for(user) is not None:
                like = source.visible(user).order_by().filter(_NameLike(source.model, _forms(word)))
                for name in like.values_list(source.holder, flat=True)[:NAMES_AT_MOST]:
                    found.update(_words(name))
    return found


@contextmanager
def _by_index() -> Iterator[None]:
    """Have PostgreSQL ask the index: it thinks that to compare the forms of all names is free."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


def _compound(word: str, user: object) -> str:
    """Return a compound that ends so: *skogsbruk* is found by its beginning but not by *bruk*."""
    ends = known_to(user).annotate(end=Reverse("word")).filter(end__startswith=word[::-1])
    return ends.order_by("-number", "word").values_list("word", flat=True).first() or ""


def known_to(user: object) -> QuerySet[SearchWord]:
    """Return the words that the user may be reminded of."""
    known = SearchWord.objects.all()
    return known if may(user, "registry.view_case") else known.filter(public=True)


class _NameLike(Expression):
    """Whether a person's name has a word that shares a form with the one looked for."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, model: type[Model], forms: list[str]) -> None:
        super().__init__()
        self.table, self.forms = model._meta.db_table, forms

    def as_sql(self, _compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        quote = connection.ops.quote_name
        return f"{quote(self.table)}.{quote(FORMS)} && %s::text[]", (self.forms,)


@transaction.atomic
def gather(now: datetime) -> int:
    """Gather the words anew from what can be found now; return how many there are."""
    public = _counted(point, AnonymousUser())
    everything = _counted(point, None)
    # Whether a public word is a compound is told by what the public can find alone.
    ends = ends_of(public, public) | ends_of(everything.keys() - public.keys(), everything)
    SearchWord.objects.all().delete()
    rows = (
        SearchWord(
            word=word,
            # What only staff may see must not even move a word up in what the public is offered.
            number=public.get(word, number),
            public=word in public,
            forms=_forms(word),
            ends=ends[word],
            gathered_at=now,
        )
        for word, number in everything.items()
    )
    for chunk in iter(lambda: list(itertools.islice(rows, _CHUNK)), []):
        SearchWord.objects.bulk_create(chunk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_searchword")
    return len(everything)


def forget(before: Any, after: Any = "") -> None:
    """Take out of the lexicon, at once, the words that stood in a text and stand there no longer.

    A word that stands in other texts too is gathered again the next night.
    """
    gone = set(_words(before)) - set(_words(after))
    SearchWord.objects.filter(word__in=gone).delete()


def gather_if_due(now: datetime, *, hour: int) -> int:
    """Gather the words at night, and at once where there are none yet."""
    last = SearchWord.objects.order_by("pk").values_list("gathered_at", flat=True).first()
    if last is not None and (abs(now - last) < ANEW_AFTER or hour not in QUIET_HOURS):
        return 0
    return gather(now)


def _counted(sources: Iterable[Source], user: object) -> Counter[str]:
    """Count in how many texts each word stands."""
    found: Counter[str] = Counter()
    for source in sources:
        if source.personal:
            continue
        rows = source.visible(user).order_by()
        fields = [one.name for one in rows.model._meta.concrete_fields if one.name in _read(source)]
        for values in rows.values_list(*fields).iterator(chunk_size=_CHUNK):
            found.update({word for value in values for word in _words(value)})
    return found


def _read(source: Source) -> set[str]:
    """Return the fields of a source that words are gathered from."""
    return {*source.texts, "name", "title"}


def _words(value: Any) -> Iterator[str]:
    texts = value.values() if isinstance(value, Translated) else [str(value or "")]
    for text in texts:
        for word in plain(text):
            if SHORTEST <= len(word) <= LONGEST and not word.isdecimal():
                yield word


def _mistakes(word: str) -> int:
    return 2 if len(word) >= TWO_MISTAKES_FROM else 1


def _forms(word: str) -> list[str]:
    """Return what is left of the word's beginning without one or two of its letters.

    Two words that are a slip apart have a form in common, whichever letters were meant.
    """
    start = fold(word)[:COMPARED]
    forms = {start}
    for _slip in range(_mistakes(fold(word))):
        forms |= {form[:at] + form[at + 1 :] for form in forms for at in range(len(form))}
    return sorted(forms)
