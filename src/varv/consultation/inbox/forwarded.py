"""Mail that somebody passed on: who wrote it, and what."""

import re
from dataclasses import dataclass

from varv.consultation.inbox import addresses, blocks, signatures
from varv.consultation.inbox.mail import Address

_PREFIX = re.compile(r"^\W{0,5}(?:vb|fwd?|wg|vl|vidarebefordra[td]?|videresendt?)\s{0,3}:", re.I)
_ANSWER = re.compile(r"^\W{0,5}(?:sv|re|aw|vs|ant|antw)\s{0,3}(?:\[\d+\])?:", re.I)
_MOST_HOPS = 8
_UNQUOTED = re.compile(r"^\s{0,3}> ?")


@dataclass(frozen=True)
class Passed:
    """What was passed on in the text of a mail."""

    sender: Address
    text: str


def says_so(subject: str) -> bool:
    """Tell whether a subject begins with "VB:", "Fwd:" or the like."""
    return bool(_PREFIX.match(subject))


def within(text: str, subject: str) -> Passed | None:
    """Return what was passed on within a text, from whoever wrote it first."""
    passed: Passed | None = None
    if _ANSWER.match(subject):
        return None  # what was passed on stands in the thread that this answers
    is_said = says_so(subject)
    for _hop in range(_MOST_HOPS):
        lines = text.split("\n")
        block = blocks.find(lines)
        if block is None or "from" not in block.fields:
            return passed
        if not (is_said or block.says_forwarded):
            return passed
        if passed and signatures.says_something(lines[: block.start]):
            return passed  # the one below is what the inner one answers
        sender = addresses.address(block.fields["from"])
        text = _text_of(lines, block, subject)
        passed = Passed(sender, text)
        subject = block.fields.get("subject", "")
        is_said = says_so(subject)
        if not signatures.says_something(lines[block.end :]):
            return passed
    return passed


def _text_of(lines: list[str], block: blocks.Block, subject: str) -> str:
    """Return what was passed on; where breaks of lines are lost it may stand in the block."""
    below = _unquoted(lines[block.end :])
    run_on = _run_on(block.fields.get("subject", ""), subject)
    said = "\n\n".join(filter(None, (run_on, below)))
    # With nothing below, nobody can tell which of the lines the text has run into.
    return said if signatures.says_something([said]) else _unquoted(lines[block.start : block.end])


def _run_on(inner: str, outer: str) -> str:
    """Return what touches the end of a subject that the mail passes on: "InspelVi vill"."""
    own = _PREFIX.sub("", outer).strip()
    rest = inner.removeprefix(own)
    if not own or rest == inner or own[-1].isupper():
        return ""
    return rest.strip() if rest[:1].isupper() else ""


def _unquoted(lines: list[str]) -> str:
    """Take one level of quote signs away where all lines have one."""
    said = [line for line in lines if line.strip()]
    while said and all(_UNQUOTED.match(line) for line in said):
        lines = [_UNQUOTED.sub("", line) for line in lines]
        said = [line for line in lines if line.strip()]
    return "\n".join(lines).strip("\n")
