"""Compounds by their ends: *möte* also finds *dialogmöte*, since *dialog* is a word too.

Swedish writes together what English writes apart. The index of words knows beginnings alone, so
for each word of the lexicon is kept what it ends with, where what stands before is a word that is
known: *skogsbruk* ends with *bruk*, but *start* does not end with *art*.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.db.models import QuerySet

from varv.registry.models import SearchWord
from varv.registry.search.stems import stems_of
from varv.registry.search.wording import Stem, Term

SHORTEST_HEAD, SHORTEST_END = 3, 4
MOST = 10  # compounds that one search is widened by, the commonest


def widened(
    terms: list[Term], stems: Mapping[str, Stem], known: QuerySet[SearchWord]
) -> list[Term]:
    """Return the terms, each with the known compounds that end with it."""
    forms = {term: _forms(term, stems) for term in terms}
    sought = sorted(set().union(*forms.values()))
    if not sought:
        return terms
    rows = known.filter(ends__overlap=sought).order_by("-number", "word")
    found = list(rows.values_list("word", "ends")[:MOST])
    return [
        replace(term, compounds=tuple(word for word, ends in found if forms[term] & set(ends)))
        for term in terms
    ]


def _forms(term: Term, stems: Mapping[str, Stem]) -> set[str]:
    if term.excluded or not term.is_single or len(term.words[0]) < SHORTEST_END:
        return set()
    return {term.words[0], *stems[term.words[0]].forms}


def ends_of(words: Iterable[str], heads: Collection[str]) -> dict[str, list[str]]:
    """Return what each word ends with in the lexicon's forms, where it begins with a head."""
    splits = {word: _splits(word, heads) for word in words}
    parts = {part for pairs in splits.values() for pair in pairs for part in pair}
    stems = stems_of(parts)
    return {word: sorted(_ends(pairs, stems)) for word, pairs in splits.items()}


def _ends(pairs: Iterable[tuple[str, str]], stems: Mapping[str, Stem]) -> set[str]:
    """Return the forms of the ends; *tillväxt* is no growth of *till*, which says nothing."""
    return {
        form for head, end in pairs if not stems[head].stops for form in (end, *stems[end].forms)
    }


def _splits(word: str, heads: Collection[str]) -> list[tuple[str, str]]:
    return [
        (word[:at], word[at:])
        for at in range(SHORTEST_HEAD, len(word) - SHORTEST_END + 1)
        if any(form in heads for form in _alone(word[:at]))
    ]


def _alone(head: str) -> Iterable[str]:
    """Return how a head may be written when it stands alone: *skogs*, *skol*, *kyrko*."""
    yield head
    yield f"{head}a"
    if head.endswith("s"):
        yield head[:-1]
    if head.endswith(("o", "u")):
        yield f"{head[:-1]}a"
