"""Lists of addresses as headers hold them.

Our own reader: the standard library's takes quoted commas and nested comments apart differently in
each version, and calls itself once for each bracket.
"""

import re
from collections.abc import Iterable
from itertools import islice

from varv.consultation.inbox.cleaning import one_line
from varv.consultation.inbox.headers import in_words
from varv.consultation.inbox.mail import Address

_MOST = 1_000
_MOST_LINES = 20
_LONGEST = 254
_LONGEST_NAME = 200
#: Looked for only where a word begins, else a long line without @ takes the square of its length.
_EMAIL = re.compile(r"(?<![^\s@<>()\[\],;:\"])[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")
_ANGLE = re.compile(r"<([^<>]*)>")
#: Some programs put the address into the coded words as well.
_CODED = "=?"
NOBODY = Address("", "")


def addresses(values: Iterable[str]) -> list[Address]:
    """Return the addresses in some headers, in order."""
    found: list[Address] = []
    for value in islice(values, _MOST_LINES):
        for piece in _pieces(value):
            one = address(piece)
            if one != NOBODY:
                found.append(one)
            if len(found) >= _MOST:
                return found
    return found


def address(piece: str) -> Address:
    """Return the one address and name in a piece such as ``Anna Ek <anna@example.org>``."""
    angle = _ANGLE.search(piece)
    email = _email_in(angle[1]) if angle else ""
    if email and angle:
        return Address(email, _name(piece[: angle.start()] or piece[angle.end() :]))
    match = _EMAIL.search(piece)
    if not match and _CODED in piece:
        return address(in_words(piece)[0].replace(_CODED, ""))
    if not match:
        return Address("", _name(_ANGLE.sub("", piece)))
    rest = piece[: match.start()] + piece[match.end() :]
    rest = re.sub(r"[\[<(]\s*(?:mailto:)?\s*[\])>]", " ", rest)
    return Address(_email_in(match[0]), _name(rest))


def _email_in(text: str) -> str:
    match = _EMAIL.search(one_line(re.sub(r"(?i)mailto:", "", text), 2 * _LONGEST))
    email = match[0].strip(".'").lower() if match else ""
    return email if len(email) <= _LONGEST else ""


def _name(text: str) -> str:
    words = in_words(text.replace('\\"', "").replace('"', ""))[0]
    return one_line(words, _LONGEST_NAME).strip("'()*,: ")


def _pieces(value: str) -> Iterable[str]:
    """Split at commas and semicolons outside quotes, comments and brackets."""
    start = 0
    ends = {'"': '"', "(": ")", "<": ">"}
    waiting = ""
    skip = False
    for index, sign in enumerate(value):
        if skip:
            skip = False
        elif sign == "\\" and waiting == '"':
            skip = True
        elif waiting:
            waiting = "" if sign == waiting else waiting
        elif sign in ends:
            waiting = ends[sign] if ends[sign] in value[index + 1 : index + 500] else ""
        elif sign in ",;":
            yield _without_group(value[start:index])
            start = index + 1
    yield _without_group(value[start:])


def _without_group(piece: str) -> str:
    """Drop the name of a group: ``Partnerskapet: anna@example.org;``."""
    name, colon, member = piece.partition(":")
    return member if colon and "<" not in name and '"' not in name and "@" not in name else piece
