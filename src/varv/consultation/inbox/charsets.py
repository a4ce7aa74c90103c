"""From bytes to letters, when what the mail says about its letters is often wrong."""

import codecs
import re

from charset_normalizer import from_bytes

#: Guessing takes time that grows with the sample, and needs no more than this.
_SAMPLE = 8_000
_NAME = re.compile(r"[A-Za-z0-9][\w.:-]{0,39}")
#: Python knows these as codecs; no mail is written in them, and some take the square of time.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}
#: What browsers do as well: who says Latin-1 or ASCII nearly always means Windows-1252.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin_1": "cp1252", "iso8859-9": "cp1254"}
_ALIASES = {"utf8mb4": "utf-8", "utf-8mb4": "utf-8", "unicode": "utf-16", "ansi": "cp1252"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = frozenset(["utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_NORDIC = frozenset("åäöÅÄÖéÉüÜæøÆØ–—”’…§½°€»«·•´")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read what is no UTF-8 as Windows-1252: a mail may hold both, after being put together."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    run = _HIGH.match(error.object, error.start)
    end = run.end() if run else error.end
    return error.object[error.start : end].decode("cp1252", "replace"), end


codecs.register_error("varv.windows", _as_windows)


def decode(content: bytes, declared: str = "", *, by_statistics: bool = False) -> tuple[str, bool]:
    """Return the text, and whether its charset had to be guessed against or without a word.

    ``by_statistics`` allows a guess that takes a moment, and that means nothing for single words.
    """
    for bom, charset in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(charset, "replace"), False
    charset = _known(declared)
    if charset in _WIDE:
        return _wide(content, charset)
    if content.isascii():
        return _ascii(content, declared, charset)
    if _is_utf8(content):
        return content.decode("utf-8"), charset != "utf-8"
    if charset == "utf-8":
        return _western(content), True
    if not charset:
        return _guess(content, by_statistics), True
    return _strictly(content, charset) or (content.decode(charset, "replace"), charset != "cp1252")


def _known(declared: str) -> str:
    """Return Python's name of a charset for text, or "" where there is no such thing."""
    name = declared.strip(" \t\"'<>").lower()
    name = _ALIASES.get(name, name)
    if not _NAME.fullmatch(name):
        return ""
    try:
        info = codecs.lookup(name)
        b"".decode(name)  # refuses what is a codec, but not of text
    except (LookupError, ValueError):
        return ""
    if info.name in _NO_CHARSETS:
        return ""
    return _MEANT.get(info.name, info.name)


def _ascii(content: bytes, declared: str, charset: str) -> tuple[str, bool]:
    """Read plain ASCII, which may be UTF-16 with every other byte nought, or a code in ASCII."""
    if content.count(b"\x00") * 3 > len(content):
        return _wide(content, "utf-16")[0], True
    if charset not in {"", "cp1252", "utf-8"}:
        return _strictly(content, charset) or (content.decode("ascii"), True)
    return content.decode("ascii"), bool(declared) and not charset


def _wide(content: bytes, charset: str) -> tuple[str, bool]:
    if charset == "utf-16":
        low = content[1::2].count(0) >= content[::2].count(0)
        charset = "utf-16-le" if low else "utf-16-be"
    if charset.startswith("utf-16") and b"\x00" not in content[:_SAMPLE]:
        return decode(content)[0], True
    return content.decode(charset, "replace"), False


def _strictly(content: bytes, charset: str) -> tuple[str, bool] | None:
    try:
        return content.decode(charset), False
    except ValueError:
        return None


def _is_utf8(content: bytes) -> bool:
    """Letters in another charset make valid UTF-8 by chance about never."""
    try:
        return not content.isascii() and bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _western(content: bytes) -> str:
    """Read letters of the west, UTF-8 where they are, else Windows-1252."""
    if _PAIR.search(content):
        return content.decode("utf-8", "varv.windows")
    return content.decode("cp1252", "replace")


def _guess(content: bytes, by_statistics: bool) -> str:
    """Guess among charsets. Nordic letters decide first, for short texts mislead statistics."""
    western = _western(content)
    strange = {sign for sign in western[:_SAMPLE] if not sign.isascii()}
    if strange <= _NORDIC or not by_statistics:
        return western
    best = from_bytes(content[:_SAMPLE]).best()
    if best is None or best.encoding in _NO_CHARSETS:
        return western
    return content.decode(best.encoding, "replace")
