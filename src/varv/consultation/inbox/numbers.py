"""Registry numbers, in the ways that people write them.

A number is a row of groups of letters or of digits: DNR/12/2026 is DNR, 12 and 2026. What stands
between the groups people choose freely, and programs put invisible signs and broken lines there;
the groups themselves they keep.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from varv.consultation.inbox.cleaning import composed

#: Text beyond this is not searched; the longest that a mail is read to is a fifth of it.
MOST_SEARCHED = 1_000_000
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_INVISIBLE_SIGNS = re.compile(f"[{_INVISIBLE}]")
_LEFTOVERS = r"&nbsp;|&#160;|&#xa0;|&shy;|&ndash;|&mdash;|&#8209;|&#8211;|&sol;|</?[a-z]{1,6} ?/?>"
_LEFTOVER = re.compile(_LEFTOVERS, re.IGNORECASE)
_CODED = re.compile(r"%(2f|20|2d|5f)", re.IGNORECASE)
_DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_SLASHES = "\u2044\u2215\u29f8\uff0f"
#: Dashes and slashes of other alphabets and of mathematics.
_PLAIN_SIGNS = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
#: Two signs unfold to whole phrases, eighteen letters each.
_PLAIN_SIGNS |= {0xFDFA: " ", 0xFDFB: " "}
_PLAIN_SIGNS |= dict.fromkeys([0x2044, 0x2215, 0x29F8, 0xFF0F], "/")
_SIGNS = r"/\\_.:|+=\-" + _DASHES + _SLASHES
_TO_FULL_WIDTH = 0xFEE0
_GROUP = re.compile(r"[^\W\d_]+|\d+")
#: Between two groups: one sign at most with blanks around it; a line may break there in a quote.
_BETWEEN = re.compile(rf"[\s>]{{0,6}}[{_SIGNS}]?[\s>]{{0,6}}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BROKEN = re.compile(r"[\s>]*([/_:-])[\s>]*")
_JOINED = re.compile(rf"[{_SIGNS}]")
_LIKE = re.compile(
    r"(?<![^\W_])(?P<letters>[^\W\d_]{2,8})(?P<between>[ ]?[/_-]?[\s>]{0,3})(?P<serial>\d{1,6})"
    r"[ ]?[/_-][\s>]{0,3}(?P<year>(?:19|20)\d\d)(?P<record>[-:]\d{1,5})?(?![^\W_])"
)
#: Laws and months have letters, a figure and a year as well.
_NO_REGISTERS = frozenset(
    ["eu", "eg", "ec", "eeg", "eec", "com", "kom", "sfs", "sou", "ds", "prop", "nr", "no", "dir"]
)
_NAMED = re.compile(
    r"\b(?:dnr|diarienr|diarienummer|ärendenr|ärendenummer|d\.nr)\b[.:\s]{0,4}"
    r"(?P<number>[^\W_][\w/:-]{0,30}\d)(?![^\W_])",
    re.IGNORECASE,
)

#: A number without its letters counts only after a word that says what it is, and not after "our":
#: the number that the sender's own register gave the letter is of no case here.
_SHORT = re.compile(
    r"(?<![^\W_])(?P<own>(?:vår[at]?|min|mitt|our|my)\s{1,3})?"
    r"(?:(?:ärende|diarie)(?:t|nr|nummer)?|dnr|d\.nr|case|ref(?:erens|erence)?)"
    r"(?:\s{0,3}(?:nr|nummer|no|number)\b)?[.:#\s]{0,4}(?<![^\W_])"
    r"(?P<serial>\d{1,6})[ ]?[/_-][\s>]{0,3}(?P<year>(?:19|20)\d\d)"
    r"(?:[-:]\d{1,5})?(?![^\W_]|[/_-]\d)",
    re.IGNORECASE,
)


def forms_of(number: str) -> re.Pattern[str]:
    """Return a pattern that finds one number in any way of writing, and in nothing longer.

    >>> bool(forms_of("DNR/12/2026").search("Dnr DNR 12-2026"))
    True
    >>> bool(forms_of("DNR/12/2026").search("DNR/12/20269"))
    False
    """
    groups = _groups(number)
    if not groups:
        return re.compile(r"(?!)")
    blank = rf"(?:[\s>{_INVISIBLE}]|{_LEFTOVERS}|%20)"
    sign = rf"(?:[{_SIGNS}]|%2[FfDd]|%5[Ff])"
    pattern = _spelled(groups[0])
    for before, after in pairwise(groups):
        loose = f"{blank}{{0,6}}{sign}{blank}{{0,6}}|{blank}{{1,6}}"
        may_touch = before.isdigit() != after.isdigit()
        is_year = after is groups[-1] and len(groups) > 1 and _YEAR.fullmatch(after)
        group = f"(?:{_spelled(after)}|{_spelled(after[2:])})" if is_year else _spelled(after)
        pattern += f"(?:{loose}){'?' if may_touch else ''}{group}"
    return re.compile(_before(groups) + pattern + _after(groups), re.IGNORECASE)


def find(text: str, numbers: Collection[str]) -> tuple[str, ...]:
    """Return which of the numbers stand in the text, in order, each once.

    >>> find("Angående dnr-7-2025 och DNR 12/2026-12", ["DNR/12/2026", "DNR/7/2025"])
    ('DNR/7/2025', 'DNR/12/2026')
    """
    known = _Known(numbers)
    return tuple(dict.fromkeys(known.within(text)))


def find_in_address(addresses: Iterable[str], numbers: Collection[str]) -> tuple[str, ...]:
    """Return which of the numbers stand before the @ of an address.

    >>> find_in_address(["inspel+dnr-12-2026@example.org"], ["DNR/12/2026"])
    ('DNR/12/2026',)
    """
    names = (address.rpartition("@")[0].replace("+", " ") for address in addresses)
    return find("\n\n".join(names), numbers)


def find_short(text: str, numbers: Collection[str]) -> tuple[str, ...]:
    """Return which of the numbers are meant by "ärende 12/2026", where their letters are left out.

    None is where the text names another number as well: nobody knows then which one it is about.

    >>> find_short("Synpunkter på ärende 12/2026", ["DNR/12/2026", "DNR/7/2025"])
    ('DNR/12/2026',)
    >>> find_short("Ert dnr 12/2026, vårt KS/3/2026", ["DNR/12/2026"])
    ()
    """
    plain = _plain(text)
    mentions = [match for match in _SHORT.finditer(plain) if not match["own"]]
    if not mentions or looks_like_number(_SHORT.sub(" ", plain)):
        return ()
    named = {(match["serial"], match["year"]) for match in mentions}
    found = {number: key for number in numbers if (key := _without_letters(number)) in named}
    return tuple(found) if set(found.values()) == named else ()


def _without_letters(number: str) -> tuple[str, ...]:
    """Return the serial and the year of "DNR/12/2026", or nothing of a number made otherwise."""
    groups = _groups(number)
    is_such = len(groups) == 3 and not groups[0].isdigit() and _YEAR.fullmatch(groups[2])
    return tuple(groups[1:]) if is_such else ()


def looks_like_number(text: str) -> tuple[str, ...]:
    """Return what looks like a registry number, known or not, as it is written, each once.

    >>> looks_like_number("Vi svarar på DNR/999/2026.")
    ('DNR/999/2026',)
    """
    plain = _plain(text)
    found: dict[tuple[str, ...], tuple[int, str]] = {}
    for match in (*_LIKE.finditer(plain), *_NAMED.finditer(plain)):
        written = match.group("number") if "number" in match.groupdict() else match[0]
        if "letters" in match.groupdict() and not _is_register(match):
            continue
        key = tuple(group.casefold() for group in _groups(written))[:3]
        found.setdefault(key, (match.start(), _BROKEN.sub(r"\1", written)))
    return tuple(written for _place, written in sorted(found.values()))


def _is_register(match: re.Match[str]) -> bool:
    """Letters in capitals are the name of a register; small ones only if a sign follows at once."""
    letters = match["letters"]
    if letters.casefold() in _NO_REGISTERS:
        return False
    return letters.isupper() or match["between"] in {"/", "-", "_"}


def _groups(number: str) -> list[str]:
    return _GROUP.findall(_INVISIBLE_SIGNS.sub("", composed(number, "NFKC")))


def _plain(text: str) -> str:
    """Return the text with plain letters, without invisible signs and pieces of HTML."""
    cut = _INVISIBLE_SIGNS.sub("", text[:MOST_SEARCHED])
    cut = _CODED.sub(lambda match: chr(int(match[1], 16)), _LEFTOVER.sub(" ", cut))
    return composed(cut.translate(_PLAIN_SIGNS), "NFKC")


def _spelled(group: str) -> str:
    """Return a pattern for a group, with invisible signs between its own."""
    return f"[{_INVISIBLE}]*".join(map(_forms_of_sign, group))


def _forms_of_sign(sign: str) -> str:
    """Return a pattern for a letter or figure: full-width as well, or with its dots apart."""
    if sign.isascii():
        return f"[{sign}{chr(ord(sign) + _TO_FULL_WIDTH)}]"
    apart = composed(sign, "NFD")
    return sign if apart == sign else f"(?:{sign}|{apart})"


def _before(groups: list[str]) -> str:
    """Nothing may go on before: no letter or digit, nor a group that belongs to it."""
    longer = rf"(?<![^\W_][{_SIGNS}])" if groups[0].isdigit() else ""
    return rf"(?<![^\W_])(?<![^\W_][{_INVISIBLE}]){longer}"


def _after(groups: list[str]) -> str:
    """The number of a record may follow; a year only where the number has one already."""
    year = "" if _YEAR.fullmatch(groups[-1]) else rf"(?![{_SIGNS}](?:19|20)\d\d(?!\d))"
    return rf"(?![^\W_]|[{_INVISIBLE}]+[^\W_]){year}"


class _Known:
    """Numbers by their groups: a text is gone through once, however many there are."""

    def __init__(self, numbers: Collection[str]) -> None:
        self._by_groups: dict[tuple[str, ...], str] = {}
        for number in numbers:
            key = tuple(group.casefold() for group in _groups(number))
            if key:
                self._by_groups.setdefault(key, number)
        for key, number in list(self._by_groups.items()):
            if len(key) > 1 and _YEAR.fullmatch(key[-1]):
                self._by_groups.setdefault((*key[:-1], key[-1][2:]), number)
        self._firsts = {key[0] for key in self._by_groups}
        self._lengths = sorted({len(key) for key in self._by_groups}, reverse=True)

    def within(self, text: str) -> Iterator[str]:
        """Yield the numbers in order; of two that begin at one place only the longer."""
        plain = _plain(text).casefold()
        tokens = list(_GROUP.finditer(plain))
        free = 0
        for index, token in enumerate(tokens):
            if index < free or token[0] not in self._firsts:
                continue
            if index and not _begins(plain, tokens[index - 1], token):
                continue
            length = self._longest(plain, tokens, index)
            if length:
                free = index + length
                yield self._by_groups[tuple(one[0] for one in tokens[index:free])]

    def _longest(self, plain: str, tokens: list[re.Match[str]], index: int) -> int:
        """Return how many groups the longest number has that begins here, or 0."""
        most = 1
        while most < self._lengths[0] and index + most < len(tokens):
            if not _belong(plain, tokens[index + most - 1], tokens[index + most]):
                break
            most += 1
        for length in self._lengths:
            if length > most:
                continue
            key = tuple(one[0] for one in tokens[index : index + length])
            if key in self._by_groups and _ends(plain, tokens, index + length):
                return length
        return 0


def _begins(plain: str, before: re.Match[str], token: re.Match[str]) -> bool:
    between = plain[before.end() : token.start()]
    if not between:
        return False
    return not (token[0].isdigit() and len(between) == 1 and _JOINED.fullmatch(between))


def _belong(plain: str, before: re.Match[str], token: re.Match[str]) -> bool:
    between = plain[before.end() : token.start()]
    if not between:
        return before[0].isdigit() != token[0].isdigit()
    return len(between) < 20 and bool(_BETWEEN.fullmatch(between))


def _ends(plain: str, tokens: list[re.Match[str]], index: int) -> bool:
    if index >= len(tokens):
        return True
    last, token = tokens[index - 1], tokens[index]
    between = plain[last.end() : token.start()]
    if not between:
        return False
    is_joined = len(between) == 1 and _JOINED.fullmatch(between)
    is_longer = bool(_YEAR.fullmatch(token[0])) and not _YEAR.fullmatch(last[0])
    return not (is_joined and is_longer)
