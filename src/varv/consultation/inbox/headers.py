"""The lines above a mail and above its parts: names, words, addresses, ids and dates."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime

from varv.consultation.inbox import charsets, transfer
from varv.consultation.inbox.cleaning import one_line

#: More of one line is not looked at: lists of recipients are the longest that are honest.
MOST_OF_ONE = 60_000
_MOST_OF_PARAMETERS = 8_000
MOST_OF_SUBJECT = 500
_MOST_OF_ID = 250
_MOST_IDS = 100
_FIRST_YEAR = 1990
_FOLD = re.compile(r"(?:\r\n|\r|\n)(?=[ \t])")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,9000})\?=")
_ID = re.compile(r"<([^<>\s]+)>")
_USABLE_ID = re.compile(r"[!-~]+")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")
#: Months as other programs than mail programs write them.
_MONTHS = {"maj": "May", "okt": "Oct", "mars": "Mar", "juni": "Jun", "juli": "Jul", "mai": "May"}
_MONTH = re.compile(r"\b(?:" + "|".join(_MONTHS) + r")\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"^[^\W\d]+\.?,?\s+")


class Headers:
    """The header lines of a mail or of a part, in order; names in lower case."""

    def __init__(self, fields: Iterable[tuple[str, bytes]]) -> None:
        self._fields: dict[str, list[bytes]] = {}
        for name, value in fields:
            self._fields.setdefault(name, []).append(value)
        self.guessed = False

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __len__(self) -> int:
        return len(self._fields)

    def all(self, name: str) -> list[str]:
        """Return the values of a header as they stand, each on one line."""
        return [self._as_text(value) for value in self._fields.get(name, ())]

    def first(self, name: str) -> str:
        """Return the first value of a header, or ""."""
        return self._as_text(self._fields[name][0]) if name in self._fields else ""

    def words(self, name: str, most: int = MOST_OF_SUBJECT) -> str:
        """Return the first value of a header as a person would read it."""
        text, guessed = in_words(self.first(name))
        self.guessed |= guessed
        return one_line(text, most)

    def parameter(self, name: str, parameter: str) -> str:
        """Return a parameter such as ``boundary`` of a header such as ``content-type``."""
        try:
            value = self._message(name).get_param(parameter, "", name)
        except (ValueError, TypeError, LookupError, MessageError):
            return ""
        return value[2] if isinstance(value, tuple) else str(value)

    def content_type(self, otherwise: str) -> str:
        """Return what kind of part this is, in lower case and without parameters."""
        value = self.first("content-type")[:_MOST_OF_PARAMETERS].split(";")[0]
        value = "".join(value.split()).strip("\"'").lower()
        return value if _TYPE.fullmatch(value) else otherwise

    def file_name(self) -> str:
        """Return the name of the file that a part says it is, or ""."""
        try:
            name = self._message("content-disposition", "content-type").get_filename("")
        except (ValueError, TypeError, LookupError, MessageError):
            return ""
        return in_words(name)[0]

    def _message(self, *names: str) -> Message:
        """Let the standard library take the parameters apart: they have a coding of their own."""
        message = Message()
        for name in names:
            if name in self._fields:
                message[name] = self.first(name)[:_MOST_OF_PARAMETERS]
        return message

    def _as_text(self, value: bytes) -> str:
        text, guessed = charsets.decode(value[:MOST_OF_ONE])
        self.guessed |= guessed and not _is_plain_utf8(value[:MOST_OF_ONE])
        return _FOLD.sub("", text).strip()


def _is_plain_utf8(value: bytes) -> bool:
    """UTF-8 without a word of coding is allowed in headers today (RFC 6532)."""
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def in_words(value: str) -> tuple[str, bool]:
    """Decode the coded words of a header, and tell whether a charset had to be guessed.

    Words of one charset are joined before they are decoded: careless programs break them in the
    middle of a letter.
    """
    if "=?" not in value:
        return value, False
    found: list[str] = []
    coded: list[tuple[str, str, str]] = []
    guessed = False
    end = 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        if between.strip() or not coded:
            text, doubt = _decoded(coded)
            found += [text, between]
            guessed |= doubt
            coded = []
        coded.append((match[1].split("*")[0], match[2].lower(), match[3]))
        end = match.end()
    text, doubt = _decoded(coded)
    return "".join([*found, text, value[end:]]), guessed | doubt


def _decoded(coded: list[tuple[str, str, str]]) -> tuple[str, bool]:
    """Decode words that follow upon each other."""
    texts: list[str] = []
    guessed = False
    start = 0
    for index in range(1, len(coded) + 1):
        if index < len(coded) and coded[index][0].lower() == coded[start][0].lower():
            continue
        text, doubt = charsets.decode(_bytes_of(coded[start:index]), coded[start][0])
        texts.append(text)
        guessed |= doubt
        start = index
    return "".join(texts), guessed


def _bytes_of(words: list[tuple[str, str, str]]) -> bytes:
    found: list[bytes] = []
    waiting = ""
    for _charset, way, text in words:
        if way == "q":
            found += [transfer.base64_words(waiting), transfer.quoted_words(text)]
            waiting = ""
            continue
        waiting += text
        if len(waiting) % 4 == 0 or waiting.endswith("="):
            found.append(transfer.base64_words(waiting))
            waiting = ""
    return b"".join([*found, transfer.base64_words(waiting)])


def message_id(value: str) -> str:
    """Return an id without its brackets, or "" where it is no id that one could refer to."""
    match = _ID.search(value)
    bare = match[1] if match else value.strip().strip("<>")
    return bare if len(bare) <= _MOST_OF_ID and _USABLE_ID.fullmatch(bare) else ""


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Return the ids in some headers, in order and each once."""
    found: dict[str, None] = {}
    for value in values:
        marked = _ID.findall(value)
        bare = [] if marked else [value] if "@" in value and " " not in value else []
        for one in (message_id(f"<{piece}>") for piece in [*marked, *bare]):
            if one:
                found[one] = None
    return tuple(found)[:_MOST_IDS]


def date(value: str) -> datetime | None:
    """Return an aware time, or None for what is no date or none that a mail can have."""
    text = one_line(value, 200)
    for read in (_by_the_standard, _with_local_names, _by_iso):
        try:
            moment = read(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            year = moment.astimezone(UTC).year
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if year >= _FIRST_YEAR:
            return moment
    return None


def _by_the_standard(text: str) -> datetime:
    return parsedate_to_datetime(text)


def _with_local_names(text: str) -> datetime:
    """Read "tors, 4 juni 2020 09:12:00 +0200": the standard asks for English, programs forget."""
    english = _MONTH.sub(lambda match: _MONTHS[match[0].lower()], _WEEKDAY.sub("", text))
    return parsedate_to_datetime(english)


def _by_iso(text: str) -> datetime:
    return datetime.fromisoformat(text)
