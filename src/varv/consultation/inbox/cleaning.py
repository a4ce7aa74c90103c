"""Text as it may be kept and shown: composed, and without signs that hide or turn other signs."""

import re
import unicodedata

MOST_CHARACTERS = 200_000
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Controls, lone surrogates, noncharacters, tags, and the marks that turn the reading direction.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u00ad"
    "\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_TRAILING = re.compile(r"[ \t]+(?=\n|$)")
_MOST_MARKS = 8
#: Where the signs that sit upon others end, the last of them far outside any mail.
_END_OF_MARKS = 0x1E94B
_COMBINING = "".join(
    re.escape(chr(code)) for code in range(0x300, _END_OF_MARKS) if unicodedata.combining(chr(code))
)
_PILES = re.compile(f"([{_COMBINING}]{{{_MOST_MARKS}}})[{_COMBINING}]+")


def composed(text: str, form: str = "NFC") -> str:
    """Return the text in a normal form; piles of marks, which take the square of time, are cut."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, _PILES.sub(r"\1", text))  # type: ignore[arg-type]


def visible(text: str) -> str:
    """Return the text with plain line ends and spaces, and nothing that cannot be seen."""
    return composed(_SPACES.sub(" ", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))))


def tidy(text: str) -> str:
    """Return visible text without blanks at line ends, and with at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in visible(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


def one_line(text: str, most: int) -> str:
    """Return visible text on one line of at most ``most`` characters."""
    return " ".join(visible(text[: most * 4]).split())[:most].rstrip()
