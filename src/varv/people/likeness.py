"""How alike names of organisations are, whatever their spelling; what is alike may be a double.

Two rows are compared only where they share the beginning or the end of a word that few others
have: so twenty thousand take seconds. It is a matter of suspicion only; people judge.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

# Two names as alike as this are shown; where their representatives write from the same domain,
# less is enough.
ALIKE = 88
ALIKE_WITH_DOMAIN = 75
SURE = 100
# A word that more than this many names have says little about which organisation it is.
COMMON = 40
_PIECE = 4

_SEVERAL_WORDS = re.compile(
    r"\b(?:ek(?:onomisk)? for(?:ening)?|ideell(?:a)? for(?:ening(?:en)?)?|enskild firma"
    r"|a b|h b|k b|a s|e f)\b"
)
_LEGAL = frozenset(
    [
        "ab",
        "aktiebolag",
        "aktiebolaget",
        "hb",
        "handelsbolag",
        "kb",
        "kommanditbolag",
        "ltd",
        "limited",
        "gmbh",
        "as",
        "asa",
        "oy",
        "oyj",
        "inc",
        "llc",
        "plc",
        "aps",
        "bv",
        "sa",
        "publ",
        "se",
        "ag",
        "ou",
        "sia",
        "uab",
    ]
)
# These say what an organisation is, not which, however few of them there are.
_EVERYDAY = frozenset(
    [
        "kommun",
        "region",
        "landsting",
        "forening",
        "forbund",
        "universitet",
        "hogskola",
        "lansstyrelse",
        "stiftelsen",
    ]
)
_AND = frozenset(["och", "and", "und", "og", "ja", "o"])
_SHORT = {
    "kn": "kommun",
    "lst": "lansstyrelse",
    "foren": "forening",
    "fg": "forening",
    "univ": "universitet",
    "sv": "svenska",
    "st": "sankt",
}
# "The" is the end of a Swedish word.
_THE = re.compile(
    r"(kommun|region|forening|klubb|universitet|forbund|sallskap|hogskola|stiftelse|styrelse)"
    r"(?:en|et|n)$"
)
_LETTERS = str.maketrans({"æ": "a", "ø": "o", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"})


def comparable(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell one organisation from another, in a fixed order.

    >>> comparable("Skog & Fjäll A.B.") == comparable("fjall och skog")
    True
    """
    text = unicodedata.normalize("NFD", name.casefold().translate(_LETTERS))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = " ".join(re.sub(r"[\W_]+", " ", text).split())
    left = [word for word in _SEVERAL_WORDS.sub(" ", text).split() if word not in _LEGAL]
    words = [word for word in left or text.split() if word not in _AND]
    return tuple(sorted(_THE.sub(r"\1", _SHORT.get(word, word)) for word in words))


@dataclass(frozen=True)
class Known:
    """What is compared of one organisation."""

    id: int
    names: tuple[str, ...]
    number: str = ""
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suspicion:
    """Two organisations, the one with the lower id first, that may be one."""

    first: int
    second: int
    score: int
    reason: str


@dataclass(frozen=True)
class _Name:
    owner: int
    words: tuple[str, ...]
    own: tuple[str, ...]
    figures: frozenset[str]

    @property
    def whole(self) -> str:
        return " ".join(self.words)


def suspicions(known: Sequence[Known], touched: Collection[int] | None = None) -> list[Suspicion]:
    """Return the pairs that may be doubles, or only those with one of ``touched`` in them."""
    found: dict[tuple[int, int], Suspicion] = {}
    names = _names(known)
    domains = {one.id: one.domains for one in known}
    for suspicion in (*_same(known, names), *_near(names, domains, touched)):
        pair = suspicion.first, suspicion.second
        if touched is not None and not (pair[0] in touched or pair[1] in touched):
            continue
        if pair not in found or found[pair].score < suspicion.score:
            found[pair] = suspicion
    return list(found.values())


def _names(known: Iterable[Known]) -> list[_Name]:
    words = {(one.id, split) for one in known for name in one.names if (split := comparable(name))}
    spread = Counter(word for _owner, split in words for word in set(split))
    return [
        _Name(
            owner,
            split,
            tuple(word for word in split if spread[word] <= COMMON and word not in _EVERYDAY),
            frozenset(word for word in split if word.isdigit()),
        )
        for owner, split in sorted(words)
    ]


def _same(known: Iterable[Known], names: Iterable[_Name]) -> Iterator[Suspicion]:
    """Find equal numbers, and names or other names that are the same but for their spelling."""
    by_number: dict[str, set[int]] = defaultdict(set)
    for one in known:
        if one.number:
            by_number[one.number].add(one.id)
    by_name: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for name in names:
        by_name[name.words].add(name.owner)
    for reason, groups in (("number", by_number.values()), ("name", by_name.values())):
        for group in groups:
            for first, second in combinations(sorted(group), 2):
                yield Suspicion(first, second, SURE, reason)


def _near(
    names: Iterable[_Name],
    domains: Mapping[int, frozenset[str]],
    touched: Collection[int] | None,
) -> Iterator[Suspicion]:
    """Find names that are nearly the same."""
    for block in _blocks(names):
        if touched is not None and not any(name.owner in touched for name in block):
            continue
        for one, other in combinations(block, 2):
            if one.owner == other.owner or one.figures != other.figures:
                continue
            shared = domains[one.owner] & domains[other.owner]
            score = _likeness(one, other, ALIKE_WITH_DOMAIN if shared else ALIKE)
            if score:
                first, second = sorted((one.owner, other.owner))
                yield Suspicion(first, second, score, "domain" if shared else "near")


def _blocks(names: Iterable[_Name]) -> Iterable[list[_Name]]:
    """Return the names that share the beginning or the end of a word."""
    blocks: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        pieces = {word[:_PIECE] for word in name.own}
        pieces |= {f".{word[-_PIECE:]}" for word in name.own}
        for piece in pieces:
            blocks[piece].append(name)
    # A piece that very many names share finds nothing that their other words do not find.
    return [block for block in blocks.values() if len(block) <= COMMON * 10]


def _likeness(one: _Name, other: _Name, limit: int) -> int:
    """Return how alike two names are; both as wholes and in the words that are their own."""
    score = fuzz.ratio(one.whole, other.whole, score_cutoff=limit)
    if not score:
        return 0
    own = fuzz.ratio(" ".join(one.own), " ".join(other.own), score_cutoff=limit)
    return min(int(score), int(own), SURE - 1)
