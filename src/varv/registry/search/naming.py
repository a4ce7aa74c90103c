"""Kinds of things called by their names: whoever writes *möten* wants meetings, whatever they say.

A word that a kind is called by counts as if it stood in each thing of that kind: the other words
must still be there, and after a minus the whole kind is left out.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.utils import translation

from varv.registry.search.sources import Source
from varv.registry.search.wording import Term, plain

LANGUAGES = ("sv", "en")


def called(terms: list[Term], sources: Iterable[Source]) -> dict[Source, list[Term] | None]:
    """Return the sources that the terms call by name, with the terms that are left to look for.

    None stands for a source that shall be left out.
    """
    found: dict[Source, list[Term] | None] = {}
    for source in sources:
        names = _names(source)
        if any(term.words[0] in names for term in terms if term.is_single):
            found[source] = _left(terms, names)
    return found


def _left(terms: list[Term], names: frozenset[str]) -> list[Term] | None:
    naming = [term for term in terms if term.is_single and term.words[0] in names]
    if any(term.excluded for term in naming):
        return None
    return [term for term in terms if term not in naming]


@lru_cache(maxsize=256)
def _names(source: Source) -> frozenset[str]:
    """Return the words in every language that is searched, whichever is read."""
    names: set[str] = set()
    for language in LANGUAGES:
        with translation.override(language):
            names.update(plain(str(source.called)))
    return frozenset(names)
