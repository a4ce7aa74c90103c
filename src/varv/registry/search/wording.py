"""What somebody typed into the search field, taken apart and put together for PostgreSQL.

Words must all be there, "words in quotes" stand side by side, a word after a minus must not be
there, and the last word may be the beginning of one. Anything else that people type is taken for
a word or a space: there is nothing to get wrong.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

LONGEST = 200
TERMS_AT_MOST = 12
SHORTEST_BEGINNING = 2
#: The weights of the search columns: title, text, and both again without accents.
PARTS = "ABCD"

_TOKEN = re.compile(r'(-?)(?:["”“»](.*?)(?:["”“»]|$)|(\S+))')
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Stem:
    """A word as the dictionaries know it; ``stops`` are the languages it says nothing in."""

    forms: frozenset[str]
    stops: frozenset[str]


@dataclass(frozen=True)
class Term:
    """One word, or several that stand side by side; ``compounds`` end with it and will do too."""

    words: tuple[str, ...]
    quoted: bool = False
    excluded: bool = False
    open_ended: bool = False
    compounds: tuple[str, ...] = ()

    @property
    def is_single(self) -> bool:
        """Tell whether the term is one word whose endings may differ."""
        return len(self.words) == 1 and not self.quoted

    def __str__(self) -> str:
        text = " ".join(self.words)
        shown = text if self.is_single else f'"{text}"'
        return f"-{shown}" if self.excluded else shown


def plain(text: str) -> list[str]:
    """Return the words of a text in lower case: ``S3/12/2026`` has three."""
    composed = unicodedata.normalize("NFC", text).lower()
    return [word for word in _NOT_WORD.split(composed) if word]


def fold(word: str) -> str:
    """Return the word without rings, dots and accents, as ``varv_search_fold`` does."""
    if word.isascii():  # most are, and a page folds thousands
        return word
    apart = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")
    return bare.translate(str.maketrans("øæđł", "oadl"))


def terms_of(typed: str) -> list[Term]:
    """Take apart what was typed; what is longer than anybody types is cut."""
    found: list[Term] = []
    for minus, quoted, bare in _TOKEN.findall(typed[:LONGEST]):
        words = tuple(plain(quoted or bare))
        # "430/2018" and "skogs-bruk" are one thing to whoever types them: side by side.
        if words:
            found.append(Term(words, bool(quoted), bool(minus)))
    found = found[:TERMS_AT_MOST]
    if found and not found[-1].quoted and not found[-1].excluded:
        found[-1] = Term(found[-1].words, open_ended=True)
    return found


def words_of(terms: Iterable[Term]) -> list[str]:
    """Return all words of the terms, each once."""
    return list(dict.fromkeys(word for term in terms for word in term.words))


def telling(terms: list[Term], stems: Mapping[str, Stem], language: str) -> list[Term]:
    """Leave out small words such as *och*; empty where nothing remains to look for.

    A word that is small in one language may mean something in another (*is* is ice), so where only
    such words were typed, those that mean something in the reader's language stay.
    """
    for small_in in ({"sv", "en"}, {language}):
        kept = [
            term for term in terms if not (term.is_single and stems[term.words[0]].stops & small_in)
        ]
        if any(not term.excluded for term in kept):
            return kept
    return []


def tsquery(terms: Iterable[Term], stems: Mapping[str, Stem]) -> str:
    """Return the terms as a ``tsquery``; words hold letters and digits only, so none can escape."""
    return _joined(terms, lambda term: _forms(term, stems) if term.is_single else _phrase(term))


def words_query(terms: Iterable[Term], stems: Mapping[str, Stem]) -> str:
    """Return a ``tsquery`` that the same and more answer: words of a phrase stand anywhere."""
    kept = (term for term in terms if term.is_single or not term.excluded)
    return _joined(kept, lambda term: _forms(term, stems) if term.is_single else _all(term))


def _joined(terms: Iterable[Term], said: Callable[[Term], str]) -> str:
    return " & ".join(f"{'!' if term.excluded else ''}({said(term)})" for term in terms)


def _forms(term: Term, stems: Mapping[str, Stem]) -> str:
    (word,) = term.words
    forms = sorted(stems[word].forms | {word})
    found = [_lexeme(form) for form in forms]
    if term.open_ended and len(word) >= SHORTEST_BEGINNING:
        found.append(_lexeme(word, open_ended=True))
    found += map(_lexeme, term.compounds)
    return " | ".join(found)


def _all(term: Term) -> str:
    *first, last = term.words
    return " & ".join([*map(_lexeme, first), _lexeme(last, open_ended=term.open_ended)])


def _phrase(term: Term) -> str:
    """Return the words side by side in the title or in the text, not half in each."""
    *first, last = term.words
    return " | ".join(
        " <-> ".join(
            [
                *(_lexeme(word, part=part) for word in first),
                _lexeme(last, part=part, open_ended=term.open_ended),
            ]
        )
        for part in PARTS
    )


def _lexeme(word: str, *, part: str = "", open_ended: bool = False) -> str:
    beginning = "*" if open_ended and len(word) >= SHORTEST_BEGINNING else ""
    return f"'{word}':{beginning}{part}" if beginning or part else f"'{word}'"
