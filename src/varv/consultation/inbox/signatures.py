"""The end of a mail that says who wrote it: cut, if nothing follows that is worth reading."""

import re
from collections.abc import Sequence

#: No signature is longer; more lines below a greeting are text.
_MOST_LINES = 18
_LOOKED_AT = 60
_MANY_WORDS = 7
#: A signature, a line of the telephone and some legal paragraphs; more rounds find only mischief.
_MOST_ROUNDS = 12
_NAME = r"(?:[,.!]?\s+(?:/\s*)?(?:[A-ZÅÄÖÉÜ][\w.'’-]*|och|&|från|gm|genom|i|of|von)){0,5}"
_CLOSING = re.compile(
    r"^\s{0,4}(?:(?i:"
    r"(?:med\s+)?(?:vänlig(?:a|aste)?|bästa|varma|goda|hjärtliga|soliga|många|glada)\s+häls\w{0,10}"
    r"|(?:hälsningar|hälsn|hälsning|vänligen|högaktningsfullt|mvh|m\.?v\.?h|vh|bästa hälsn)\.?"
    r"|med\s+hälsning(?:ar)?|allt gott|tack på förhand|ha det gott|väl mött"
    r"|(?:with\s+)?(?:best|kind|warm|many)(?:est)?\s+(?:regards|wishes)|regards|sincerely|cheers"
    r"|yours\s+(?:sincerely|faithfully|truly)|all the best|sincerely yours|br|rgds|best"
    r"|(?:med\s+)?(?:vennlig|venlig|beste|bedste)\s+hils(?:en|ner)|hilsen"
    r"|(?:mit\s+)?(?:freundlichen?|besten?|herzlichen?|viele|liebe)\s+gr(?:ü|ue)(?:ß|ss)en?"
    r"|(?:ystävällisin\s+)?terveisin|yst\.?\s*terv\.?|parhain\s+terveisin"
    r"))" + _NAME + r"\s*[,.!]*\s*$"
)
_DASHES = re.compile(r"^\s?--\s*$|^_{2,}\s*$|^—\s*$")
_DEVICE = re.compile(
    r"^\s*(?:skickat från\b|skickades från\b|sent from\b|sendt fra\b|gesendet von\b"
    r"|von meinem .{1,30} gesendet|lähetetty\b|hämta outlook\b|get outlook\b|hent outlook\b"
    r"|outlook für\b"
    r"|skaffa outlook\b|sänt från\b).{0,90}$",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"^\W*(?:(?:detta|det här) (?:e-?postmeddelande|e-?mail|mail|meddelande|mejl)(?:et)? "
    r"(?:kan|är|och|innehåller|inklusive|med)\b"
    r"|denna e-?post|informationen i detta|e-postmeddelandet (?:kan|är)|sekretess\b.{0,40}meddeland"
    r"|this (?:e-?mail|message|communication)\b|the information (?:contained )?in this"
    r"|confidential|disclaimer|ansvarsfriskrivning|please consider the environment|tänk på miljön"
    r"|när du (?:skickar|mejlar|kontaktar|kommunicerar)|så (?:här )?(?:behandlar|hanterar) vi"
    r"|(?:läs mer|information) om (?:hur|vår|behandling)\b.{0,60}personuppgift"
    r"|.{0,60}behandlar (?:dina |de )?personuppgift|virusfri|virus-free"
    r"|mailet har (?:skannats|kontr)"
    r"|if you (?:are not the intended|have received this)|om du (?:har fått|inte är rätt))",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^\s*(?:p\.?\s?s\b|obs\b|nb\b)", re.IGNORECASE)
_CONTACT = re.compile(r"[@]|https?:|www\.|\+\d|\d{2,}[\s-]\d{2,}|\b(?:tel|mobil|telefon)\b", re.I)


def without(lines: Sequence[str], *, may_leave_nothing: bool = False) -> list[str]:
    """Return the lines without the signature and the legal text at their end."""
    left = trimmed(lines)
    for _round in range(_MOST_ROUNDS):
        shorter = trimmed(_without_closing(_without_legal(_without_device(left))))
        if len(shorter) == len(left):
            return left
        if not says_something(shorter) and not may_leave_nothing:
            return left
        left = shorter
    return left


def trimmed(lines: Sequence[str]) -> list[str]:
    """Return the lines without blank ones, and rules, at either end."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while start < end and not lines[end - 1].strip(" \t_*=-"):
        end -= 1
    return list(lines[start:end])


def says_something(lines: Sequence[str]) -> bool:
    """Tell whether there is more than blanks and quote signs."""
    return any(line.strip("> \t_*=-") for line in lines)


def _without_device(lines: list[str]) -> list[str]:
    return lines[:-1] if lines and _DEVICE.match(lines[-1]) else lines


def _without_legal(lines: list[str]) -> list[str]:
    """Drop the last paragraph if it is a lawyer's, or all below the line where that began."""
    start = len(lines)
    while start > 0 and lines[start - 1].strip():
        start -= 1
    return lines[:start] if start < len(lines) and _LEGAL.match(lines[start]) else lines


def _without_closing(lines: list[str]) -> list[str]:
    """Cut at the first closing words below which there is nothing but a signature."""
    for index in range(max(0, len(lines) - _LOOKED_AT), len(lines)):
        line = lines[index]
        is_closing = _DASHES.match(line) or (len(line) < 90 and _CLOSING.match(line))
        if is_closing and _is_signature(lines[index + 1 :]):
            return lines[:index]
    return lines


def _is_signature(lines: Sequence[str]) -> bool:
    """Tell whether lines say who one is, and nothing else."""
    said = [line for line in lines if line.strip()]
    if len(said) > _MOST_LINES:
        return False
    return not any(_POSTSCRIPT.match(line) or _is_sentence(line) for line in said)


def _is_sentence(line: str) -> bool:
    """Tell a sentence from a line with a title, a street or a number."""
    words = line.split()
    if _LEGAL.match(line) or len(words) < 3:
        return False
    if len(words) > 2 * _MANY_WORDS:
        return True
    ends = line.rstrip().endswith((".", "?", "!"))
    small = sum(word[:1].islower() for word in words)
    if small * 2 < len(words) or (_CONTACT.search(line) and not ends):
        return False
    return ends or line.rstrip().endswith(":") or len(words) > _MANY_WORDS + 2
