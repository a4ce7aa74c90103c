"""Lines that a mail program broke for the way and meant as one (RFC 3676)."""

import re

_QUOTE = re.compile(r">*")


def unflowed(text: str, *, delete_space: bool) -> str:
    """Join the lines that end in a blank with those that follow."""
    paragraphs: list[str] = []
    open_depth: int | None = None
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        match = _QUOTE.match(line)
        depth = match.end() if match else 0
        plain = line[depth:].removeprefix(" ")
        if open_depth is not None and depth != open_depth:
            paragraphs.append(_joined(pieces, open_depth))
            pieces = []
        is_flowed = plain.endswith(" ") and plain != "-- "
        pieces.append(plain[:-1] if is_flowed and delete_space else plain)
        open_depth = depth if is_flowed else None
        if not is_flowed:
            paragraphs.append(_joined(pieces, depth))
            pieces = []
    if pieces:
        paragraphs.append(_joined(pieces, depth))
    return "\n".join(paragraphs)


def _joined(pieces: list[str], depth: int) -> str:
    text = "".join(pieces)
    return f"{'>' * depth} {text}" if depth else text
