"""Where in a text the words stand that were looked for, and the part of the text to show.

Texts are cut into pieces, marked or not, and never joined with markup here: the template escapes
each piece, so that nothing in a text can become a tag.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from varv.registry.search.stems import stems_of
from varv.registry.search.wording import Stem, Term, fold

EXCERPT = 240
BEFORE = 80
READ_AT_MOST = 50_000  # what the search column reads
ALIKE = 3  # letters in common before a dictionary is asked whether two words are one

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``marked`` where it is a word that was looked for."""

    text: str
    marked: bool = False


Pieces = tuple[Piece, ...]


def readable(text: str) -> str:
    """Return the text as it is searched and shown: composed, on one line."""
    return " ".join(unicodedata.normalize("NFC", text[:READ_AT_MOST]).split())


def _words_in(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class Marker:
    """Knows which words of some texts are those that were looked for; asks the database once."""

    def __init__(self, terms: Iterable[Term], stems: dict[str, Stem], texts: Iterable[str]) -> None:
        self._terms = [term for term in terms if not term.excluded]
        self._stems = stems
        sought = [word for term in self._terms for word in (*term.words, *term.compounds)]
        self._beginnings = {fold(word)[:ALIKE] for word in sought}
        here = {word for text in texts for word in _words_in(text)}
        alike = sorted(word for word in here if fold(word)[:ALIKE] in self._beginnings)
        known = stems_of(alike)
        self._marked = {word for word in alike if self._is_sought(word, known[word])}

    def marks(self, text: str) -> bool:
        """Tell whether anything in the text would be marked."""
        return not self._marked.isdisjoint(_words_in(text))

    def pieces(self, text: str) -> Pieces:
        """Cut the whole text."""
        found: list[Piece] = []
        at = 0
        for match in _WORD.finditer(text):
            if match.group().lower() in self._marked:
                found += [Piece(text[at : match.start()]), Piece(match.group(), marked=True)]
                at = match.end()
        found.append(Piece(text[at:]))
        return tuple(piece for piece in found if piece.text)

    def excerpt(self, text: str) -> Pieces:
        """Cut the part around the first word that was looked for, else the beginning."""
        first = next(
            (m.start() for m in _WORD.finditer(text) if m.group().lower() in self._marked), 0
        )
        start = text.rfind(" ", 0, max(first - BEFORE, 0)) + 1 if first > BEFORE else 0
        end = start + EXCERPT
        if end >= len(text):
            end = len(text)
        else:
            end = max(text.rfind(" ", start + EXCERPT // 2, end), start + EXCERPT // 2)
        shown = text[start:end]
        return self.pieces(f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}")

    def _is_sought(self, word: str, known: Stem) -> bool:
        return any(self._is_of(term, word, known) for term in self._terms)

    def _is_of(self, term: Term, word: str, known: Stem) -> bool:
        if word in term.words or word in term.compounds or fold(word) in term.words:
            return True
        last = term.words[-1]
        if term.open_ended and (word.startswith(last) or fold(word).startswith(last)):
            return True
        return term.is_single and bool(known.forms & self._stems[last].forms)
