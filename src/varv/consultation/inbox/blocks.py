"""The lines that programs write above an older mail: "Från: ... Skickat: ... Till: ..."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: What the lines are called in the languages that our neighbours write in.
_NAMES = {
    "from": "från|fran|from|von|fra|lähettäjä|avsändare|de",
    "sent": "skickat|skickad|sent|gesendet|sendt|lähetetty|datum|date|dato|päiväys|päivämäärä",
    "to": "till|to|an|til|vastaanottaja|mottagare",
    "cc": "kopia|cc|kopi|kopio",
    "subject": "ämne|amne|subject|betreff|emne|aihe|rubrik",
    "other": "prioritet|importance|viktighet|svar till|reply-to|svarsadress|bilagor|attachments",
}
_KIND_OF = {name: kind for kind, names in _NAMES.items() for name in names.split("|")}
_FIELD = re.compile(
    r"^[>*\s]{0,20}(" + "|".join(map(re.escape, _KIND_OF)) + r")\s{0,3}\**\s{0,3}:\s*\**(.*)",
    re.IGNORECASE,
)
_FIRST_SIGNS = frozenset(name[0] for name in _KIND_OF)
#: Above the lines, or instead of most of them, stands a line such as this.
_SEPARATOR = re.compile(
    r"^[>*\s]{0,20}(?:"
    r"[-_=]{2,}\s*(?:ursprungligt meddelande|original message|ursprüngliche nachricht"
    r"|opprinnelig melding|oprindelig meddelelse|alkuperäinen viesti|original-meddelande"
    r"|forwarded message|vidarebefordrat (?:meddelande|brev)|weitergeleitete nachricht"
    r"|videresendt melding|videresendt meddelelse|välitetty viesti"
    r"|vidarebefordrat meddelande från [^\n]{1,100}|forwarded by [^\n]{1,100})\s*[-_=]*"
    r"|(?:börja på|början på|start på) vidarebefordrat (?:brev|meddelande)\s*:?"
    r"|vidarebefordrat (?:brev|meddelande)\s*:"
    r"|begin forwarded message\s*:|anfang der weitergeleiteten nachricht\s*:"
    r"|videresendt melding\s*:|välitetty viesti alkaa\s*:?)\s*$",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"forward|vidarebefordra|weitergeleitet|videresendt|välitetty", re.IGNORECASE)
_RULE = re.compile(r"^[>\s]{0,20}[_*=-]{3,}\s*$")
_MOST_CONTINUED = 8
#: Lines that look like the beginning of a block and are none; each costs a look at those below.
_MOST_TRIES = 300


@dataclass(frozen=True)
class Block:
    """Where a block stands, where what it is about begins, and what it says."""

    start: int
    end: int
    fields: dict[str, str]
    says_forwarded: bool


def find(lines: Sequence[str]) -> Block | None:
    """Return the first block."""
    tries = 0
    for index, line in enumerate(lines):
        if tries > _MOST_TRIES:
            return None
        if is_separator(line):
            start = index
            fields, end = _fields(lines, index + 1)
            if not fields and not _FORWARD.search(line):
                return Block(start, index + 1, {}, says_forwarded=False)
            if "from" in fields:
                return Block(start, end, fields, says_forwarded=bool(_FORWARD.search(line)))
        elif kind_of(line):
            tries += 1
            fields, end = _fields(lines, index)
            if _is_whole(fields):
                return Block(_with_rules_above(lines, index), end, fields, says_forwarded=False)
    return None


def is_separator(line: str) -> bool:
    """Tell whether a line says that an older mail follows."""
    return len(line) < 200 and bool(_SEPARATOR.match(line))


def kind_of(line: str) -> str:
    """Return which of the lines this is, or ""."""
    start = line.lstrip("> *\t")[:1].lower()
    match = _FIELD.match(line) if start in _FIRST_SIGNS else None
    return _KIND_OF[match[1].lower()] if match else ""


def _is_whole(fields: dict[str, str]) -> bool:
    """A person may write "Från:", "Till:" and "Datum:" of a journey as well, but no subject."""
    dated = any(sign.isdigit() for sign in fields.get("sent", ""))
    is_mail = "subject" in fields or ("to" in fields and "@" in fields.get("from", ""))
    return "from" in fields and dated and is_mail


def _fields(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    """Read the lines of a block; long lists of names go on below, and blank lines may stand."""
    found: dict[str, str] = {}
    last = ""
    end = start
    continued = 0
    for index in range(start, min(start + 40, len(lines))):
        line = lines[index]
        kind = kind_of(line)
        plain = line.strip("> *\t")
        if kind and kind not in found:
            match = _FIELD.match(line)
            found[kind] = match[2].strip(" *") if match else ""
            last, end, continued = kind, index + 1, 0
        elif not plain:
            if len(found) >= 3 and not _goes_on(lines, index + 1):
                break
        elif not found or continued >= _MOST_CONTINUED or not _continues(lines, index):
            break
        else:
            found[last] = f"{found[last]} {plain}"
            continued += 1
    return found, end


def _goes_on(lines: Sequence[str], start: int) -> bool:
    """Tell whether the next line that says anything is one of the block."""
    following = (line for line in lines[start : start + 3] if line.strip("> *\t"))
    return bool(kind_of(next(following, "")))


def _continues(lines: Sequence[str], index: int) -> bool:
    """A line goes on with the one above if another line of the block comes soon after."""
    for line in lines[index + 1 : index + 1 + _MOST_CONTINUED]:
        if not line.strip("> *\t"):
            return False
        if kind_of(line):
            return True
    return False


def _with_rules_above(lines: Sequence[str], start: int) -> int:
    while start > 0 and (not lines[start - 1].strip() or _RULE.match(lines[start - 1])):
        start -= 1
    return start
