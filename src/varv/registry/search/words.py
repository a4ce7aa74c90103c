"""The lexicon: which words there are to be found, for whoever types one a little wrong.

Only words of texts that are not about persons are kept, with no word of where they stand. Words
that only staff could find are kept apart from the public's. A spelling is shown only after it has
found something for this very reader.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from rapidfuzz.distance import OSA

from varv.registry.guard import may
from varv.registry.models import SearchWord
from varv.registry.search.sources import Source, point
from varv.registry.search.wording import Term, fold, plain
from varv.text.translated import Translated

SHORTEST, LONGEST = 4, 40
TWO_MISTAKES_FROM = 7  # letters; in a shorter word two mistakes make another word
COMPARED = 7  # letters of a word that its forms are made of
TRIES = 3
ANEW_AFTER = timedelta(hours=20)
QUIET_HOURS = range(2, 5)
_CHUNK = 2000


def other_spellings(terms: list[Term], user: object) -> Iterator[list[Term]]:
    """Return the terms with other words in the place of those that nothing is called, best first.

    Whether the user may find anything by them must be tried.
    """
    choices = [_choices(term, user) for term in terms]
    if any(len(options) > 1 for options in choices):
        for chosen in itertools.islice(_best_first(choices), 1, TRIES + 1):
            yield list(chosen)


def _best_first(choices: list[list[Term]]) -> list[tuple[Term, ...]]:
    """Combine what each term could be; the terms as they were typed come first."""
    places = itertools.product(*(range(len(options)) for options in choices))
    # One corrected word is likelier than two, and the nearest spelling likelier than the next.
    likely = sorted(places, key=lambda at: (sum(map(bool, at)), sum(at)))
    return [tuple(choices[n][place] for n, place in enumerate(at)) for at in likely]


def _choices(term: Term, user: object) -> list[Term]:
    if term.excluded or not term.is_single:
        return [term]
    return [term, *(Term((word,)) for word in near(term.words[0], user)[:TRIES])]


def near(word: str, user: object) -> list[str]:
    """Return the words of the lexicon that ``word`` may be meant as, nearest first.

    Besides slips of the fingers these are compounds that end with the word: PostgreSQL finds
    *skogsbruk* by its beginning but not by *bruk*.
    """
    if not SHORTEST <= len(word) <= LONGEST or word.isdecimal():
        return []
    known = SearchWord.objects.all()
    if not may(user, "registry.view_case"):
        known = known.filter(public=True)
    alike = dict(known.filter(forms__overlap=_forms(word)).values_list("word", "number"))
    if word in alike:
        return []
    bare = fold(word)
    slips = {other: OSA.distance(bare, fold(other)) for other in alike}
    meant = [other for other in alike if slips[other] <= _mistakes(bare)]
    if meant:
        return sorted(meant, key=lambda other: (slips[other], -alike[other], other))
    compounds = known.filter(word__endswith=word).order_by("-number", "word")
    return list(compounds.values_list("word", flat=True)[:TRIES])


@transaction.atomic
def gather(now: datetime) -> int:
    """Gather the words anew from what can be found now; return how many there are."""
    public = _counted(point, AnonymousUser())
    everything = _counted(point, None)
    SearchWord.objects.all().delete()
    rows = (
        SearchWord(
            word=word,
            # What only staff may see must not even move a word up in what the public is offered.
            number=public.get(word, number),
            public=word in public,
            forms=_forms(word),
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
