"""Which of some languages a mail is written in, for an answer in the same one.

Our own, by counting: a library that tells hundreds of languages apart is large, and unsure of short
texts. We only need to be sure of a few, and to know when we are not.
"""

import re
from collections.abc import Sequence

#: Common words that neither the other languages here nor those of our neighbours spell so: "vi",
#: "for", "at", "in" and "to" would take Norwegian and Danish for Swedish or English.
_COMMON = {
    "sv": (
        "och att är inte jag från till för ett ska också mycket när något några där här"
        " eller mer vad hur måste behöver vill kommer finns många sådan detta dessa åt"
    ),
    "en": (
        "the and of is that with are this we have be our you it would should from not"
        " they which their there been what about because these more will can was your"
    ),
}
_WORDS = {key: frozenset(words.split()) for key, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+")
_MOST_READ = 20_000
#: So many of the words there must be, one in so many of all, and so many times those of another.
_FEWEST = 5
_ONE_IN = 8
_LEAD = 3


def of(text: str, languages: Sequence[str], declared: str = "") -> str:
    """Return which of ``languages`` a mail is in: as it says, else as it reads, else the first.

    ``declared`` is its line Content-Language; one that names several of them tells nothing.

    >>> of("Hi!", ["sv", "en"], "en-GB")
    'en'
    >>> of("We would like the bus to stop at our school, and that is all.", ["sv", "en"])
    'en'
    >>> of("OK, thanks!", ["sv", "en"])
    'sv'
    """
    named = _named(declared, languages)
    return named[0] if len(named) == 1 else _guessed(text, languages) or languages[0]


def _named(declared: str, languages: Sequence[str]) -> list[str]:
    tags = {_primary(tag) for tag in declared.split(",")}
    return [one for one in languages if _primary(one) in tags]


def _primary(tag: str) -> str:
    """Return the language of a tag such as "en-GB"."""
    return re.split("[-_]", tag.strip().lower())[0]


def _guessed(text: str, languages: Sequence[str]) -> str:
    """Return the language whose words have a clear lead, or ""."""
    words = _WORD.findall(text[:_MOST_READ].lower())
    counts = {one: _count(words, _primary(one)) for one in languages}
    best = max(counts, key=lambda one: counts[one])
    second = max((count for one, count in counts.items() if one != best), default=0)
    enough = counts[best] >= max(_FEWEST, len(words) / _ONE_IN)
    return best if enough and counts[best] >= _LEAD * second else ""


def _count(words: Sequence[str], language: str) -> int:
    common = _WORDS.get(language, frozenset())
    return sum(word in common for word in words)
