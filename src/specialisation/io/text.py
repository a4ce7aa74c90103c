"""Bytes to text, and how a table is set in it."""

import re
from collections import Counter

import polars as pl

from specialisation.io.findings import ROW, Finding, in_rows

DELIMITERS = (";", "\t", ",", "|")
#: So many lines are looked at to see how a table is set.
LOOKED_AT = 60
#: Nordic letters as they look when UTF-8 was read as Windows-1252 or as the code page 850 of DOS,
#: and written again; and the sign for what could not be read at all.
GARBLED = r"Ã[¤¥¶…„–\x{84}\x{85}\x{96}¸¦†˜©]|├[ñÑÂäàû]|\x{fffd}"
#: So many columns with broken letters are told of; they say it all.
COLUMNS = 5
#: Letters of the old DOS code page 850 that are signs in Windows-1252: å ä ö Å Ä Ö.
DOS = re.compile(rb"[A-Za-z][\x84\x86\x94]|[\x8e\x8f\x99][a-z]")


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, list[Finding]]:
    """Return the text of a file, in the encoding given or the one that it shows to have."""
    broken = None if encoding else _broken(data)
    told = encoding or _encoding(data, broken)
    try:
        text = data.decode(told)
    except UnicodeDecodeError as error:
        # What is read as another encoding only because it is no UTF-8 was most likely meant so.
        is_meant = broken is not None and told != "utf-16"
        wanted, first = ("utf-8", broken or error) if is_meant else (told, error)
        byte, line = _place(first)
        raise ValueError(
            f"the file should be text in {wanted}, has byte {byte} in line {line}"
        ) from None
    except LookupError:
        raise ValueError(f"the file should be text in {told}, is not") from None
    if "\0" in text[:10_000]:
        raise ValueError("the file should be a table, is not text")
    findings = []
    if broken and not told.startswith("utf"):
        byte, line = _place(broken)
        message = (
            f"the file is not UTF-8 (byte {byte} in line {line}); "
            f"read as {told}: check the letters å, ä and ö"
        )
        findings.append(Finding("encoding", "warning", message))
    return text.replace("\r\n", "\n").replace("\r", "\n"), findings


def broken_letters(frame: pl.DataFrame, remedy: str) -> list[Finding]:
    """Return the columns in whose cells or names letters are broken: what is kept would be so.

    ``remedy`` says what to do about it.
    """
    findings: list[Finding] = []
    for name in (name for name in frame.columns if name != ROW):
        if len(findings) == COLUMNS:
            break
        column = frame[name]
        cells = frame.select(ROW).clear()
        if column.dtype in {pl.String, pl.Categorical}:
            cells = frame.filter(column.cast(pl.String).str.contains(GARBLED))
            cells = cells.unique(ROW, keep="first", maintain_order=True)
        if cells.height or pl.Series([name]).str.contains(GARBLED)[0]:
            example = str(cells.sort(ROW)[name][0]) if cells.height else name
            text = f"letters are broken, as in {example[:40]!r}; {remedy}"
            found = in_rows("broken_letters", "error", text, name, cells)
            findings += found or [Finding("broken_letters", "error", text, name)]
    return findings


def delimiter_of(text: str) -> str:
    """Return what parts the fields: the sign that most lines have equally often."""
    lines = _lines(text)
    best, score = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(_fields(line, delimiter) for line in lines)
        fields, times = max(counts.items(), key=lambda one: (one[1] * (one[0] > 1), one[0]))
        if fields > 1 and times > score:
            best, score = delimiter, times
    return best


def header_row(text: str, delimiter: str) -> int:
    """Return how many lines stand above the header: a title, or nothing."""
    lines = text.split("\n", LOOKED_AT)[:LOOKED_AT]
    counts = [_fields(line, delimiter) for line in lines]
    usual = Counter(count for count in counts if count > 1).most_common(1)
    if not usual:
        return 0
    return counts.index(usual[0][0])


def _encoding(data: bytes, broken: UnicodeDecodeError | None) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if broken is None:
        return "utf-8"
    return "cp850" if DOS.search(data) else "cp1252"


def _broken(data: bytes) -> UnicodeDecodeError | None:
    """Return what is wrong with the first byte that is no UTF-8; None where all are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error
    return None


def _place(error: UnicodeDecodeError) -> tuple[str, int]:
    """Return which byte is broken, in which line, as an editor counts them."""
    before = error.object[: error.start]
    line = (before.count(b"\n") or before.count(b"\r")) + 1
    return f"{error.object[error.start]:#04x}", line


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n", LOOKED_AT)[:LOOKED_AT] if line.strip()]


def _fields(line: str, delimiter: str) -> int:
    """Return how many fields a line has; what stands in quotes is not looked at."""
    return re.sub(r'"[^"]*"', "", line).count(delimiter) + 1
