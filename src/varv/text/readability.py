"""How hard a text is to read, by LIX (Björnsson 1968): the measure that Swedish authorities use."""

import re
from dataclasses import dataclass

LONG = 6  # a word of more letters than this counts as long

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# A sentence ends at . : ! ? before a blank or the end, or with a paragraph; "kl. 9" does not end
# one, because a number follows.
_END = re.compile(r"[.:!?]+(?=\s+[^\s\d]|\s*$)|\n\s*\n")


@dataclass(frozen=True)
class Readability:
    """LIX of a text and what it was computed from."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> float:
        """Words per sentence plus the percentage of long words; 0 for a text without words."""
        if not self.words:
            return 0.0
        return self.words / self.sentences + 100 * self.long_words / self.words

    @property
    def level(self) -> str:
        """very easy (below 30), easy (below 40), medium (below 50), hard (below 60), very hard."""
        for limit, name in ((30, "very easy"), (40, "easy"), (50, "medium"), (60, "hard")):
            if self.lix < limit:
                return name
        return "very hard"


def readability(text: str) -> Readability:
    """Count the words, sentences and long words of ``text``.

    >>> readability("Du kan anmäla dig nu. Mötet är öppet för alla.").lix
    5.0
    """
    parts = [words for part in _END.split(text) if (words := _WORD.findall(part))]
    words = [word for part in parts for word in part]
    long_words = sum(len(word) > LONG for word in words)
    return Readability(words=len(words), sentences=len(parts), long_words=long_words)
