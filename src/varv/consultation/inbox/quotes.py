"""What of a text is new: without the older mails below it, between the lines or above it.

When in doubt, text is kept: a quote too much is a nuisance, an answer lost is a wrong. Our own,
line by line: mail-parser-reply strips every line and drops what stands below a quote.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from varv.consultation.inbox import blocks, signatures

_LONGEST_ATTRIBUTION = 400
_LONGEST_LEAD = 60
_MOST_LINES = 3
_VERB = re.compile(
    r"\b(?:skrev|skreiv|wrote|writes|schrieb|kirjoitti|a écrit|het geskryf|skrifaði)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\s?\d{1,2}\.?")
_STARTS = re.compile(
    r"^[\s*]{0,4}(?:den|on|am|le|il|op|to|ti|ke|ma|pe|la|su|mån|tis|ons|tors?|fre|lör|sön"
    r"|man|tir|lør|søn|\d|<?[\w.+-]+@|[\"']?[A-ZÅÄÖ])",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(r"^\s{0,3}(?:den|on|am)\b[^.!?]*$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>]@[^\s@<>]")
_QUOTED = re.compile(r"\s{0,3}>")
#: Who writes so above an old mail answers within it, often in red.
_ANSWERS_BELOW = re.compile(
    r"\b(?:(?:svar|kommentar|synpunkt|se|answer|comment|repl)\w*\b.{0,40}"
    r"\b(?:nedan|i rött|med rött|i texten|below|in red|inline|in the text))\b",
    re.IGNORECASE,
)
_SHORT = 300


def new_text(text: str) -> str:
    """Return what was written now, or all of the text where that cannot be told apart."""
    lines = text.split("\n")
    end = _start_of_thread(lines)
    above = lines[:end]
    if end < len(lines) and _points_below(above):
        return text
    written = _without_quotes(above)
    if not signatures.says_something(written):
        return text
    return "\n".join(written)


def _start_of_thread(lines: Sequence[str]) -> int:
    """Return where an older mail begins that is not marked line by line."""
    block = blocks.find(lines)
    end = block.start if block else len(lines)
    for index in range(end):
        first = _attribution(lines, index)
        if first is None or _is_followed_by_quote(lines, index + 1):
            continue
        if _is_certain(lines[first : index + 1]):
            return first
    return end


def _points_below(lines: Sequence[str]) -> bool:
    written = "\n".join(lines)
    return len(written) < _SHORT and bool(_ANSWERS_BELOW.search(written))


def _attribution(lines: Sequence[str], last: int) -> int | None:
    """Return where "Den ... skrev ...:" begins if it ends on this line."""
    if not lines[last].rstrip(" *").endswith(":"):
        return None
    if not any(map(_VERB.search, lines[max(0, last + 1 - _MOST_LINES) : last + 1])):
        return None
    nearest: int | None = None
    for first in range(last, max(-1, last - _MOST_LINES), -1):
        joined = " ".join(lines[first : last + 1])
        if not lines[first].strip() or _QUOTED.match(lines[first]):
            break
        if len(joined) > _LONGEST_ATTRIBUTION:
            break
        if not (_VERB.search(joined) and _STARTS.match(joined) and _is_about_a_mail(joined)):
            continue
        nearest = first
        if _WHEN.search(joined):
            break
    return nearest if nearest is None else _with_first_word(lines, nearest)


def _with_first_word(lines: Sequence[str], first: int) -> int:
    """Go one line further up where the line was broken after "Den" and the weekday."""
    above = lines[first - 1] if first else ""
    is_rest = not lines[first].lstrip()[:1].isupper()
    return first - 1 if is_rest and len(above) < _LONGEST_LEAD and _LEADS_IN.match(above) else first


def _is_about_a_mail(joined: str) -> bool:
    return bool(_WHEN.search(joined) or _ADDRESS.search(joined)) or len(joined.split()) <= 6


def _is_certain(lines: Sequence[str]) -> bool:
    """Without quote signs below, only a time together with an address tells it from a sentence."""
    joined = " ".join(lines)
    return bool(_ADDRESS.search(joined) and _WHEN.search(joined))


def _is_followed_by_quote(lines: Sequence[str], start: int) -> bool:
    following = (line for line in lines[start : start + 4] if line.strip())
    return bool(_QUOTED.match(next(following, "")))


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """Return what was written above or below the quotes; with them where it stands between."""
    runs = _runs(lines)
    written = [index for index, (quoted, _lines) in enumerate(runs) if not quoted]
    if len(written) == len(runs) or not written:
        return signatures.without(lines)
    last = written[-1]
    end = signatures.without(runs[last][1], may_leave_nothing=len(written) > 1)
    if not signatures.says_something(end):
        return _without_quotes([line for _quoted, run in runs[:last] for line in run])
    runs[last] = (False, end)
    trailing = last < len(runs) - 1
    if trailing and end[-1].rstrip().endswith(":"):
        return signatures.trimmed(lines)  # the writer quotes something, and says so
    if len(written) == 1 and not (trailing and last > 0):
        return signatures.trimmed(end)
    return signatures.trimmed([line for _quoted, run in runs[: last + 1] for line in run])


def _runs(lines: Sequence[str]) -> list[tuple[bool, list[str]]]:
    """Return runs of quoted and of written lines, without the words that lead into a quote."""
    kinds = _kinds(lines)
    runs: list[tuple[bool, list[str]]] = []
    for quoted, group in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        if quoted is None:
            continue
        run = [line for _kind, line in group]
        if not quoted and not signatures.says_something(run):
            if runs:
                runs[-1][1].extend(run)
        elif runs and runs[-1][0] == quoted:
            runs[-1][1].extend(run)
        else:
            runs.append((bool(quoted), run))
    return runs


def _kinds(lines: Sequence[str]) -> list[bool | None]:
    """Tell of each line whether it is quoted; None for words that lead into a quote."""
    kinds: list[bool | None] = [bool(_QUOTED.match(line)) for line in lines]
    for index, line in enumerate(lines):
        if kinds[index] or not line.rstrip(" *").endswith(":"):
            continue
        first = _attribution(lines, index)
        if first is not None and _is_followed_by_quote(lines, index + 1):
            kinds[first : index + 1] = [None] * (index + 1 - first)
    return kinds
