"""What of a mail is to be read, and what is a file that came with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from striprtf.striprtf import rtf_to_text

from varv.consultation.inbox import attachments, charsets, flowed, html_text, signed, winmail
from varv.consultation.inbox.cleaning import tidy
from varv.consultation.inbox.mail import Attachment, Flaw
from varv.consultation.inbox.parts import Part

#: What is read of a text before it is cut; quotes below an answer may be long.
MOST_READ = 250_000
_MOST_OF_PLAIN = 1_000_000
_MOST_OF_HTML = 2_000_000
_MOST_OF_RTF = 300_000
#: A plain text shorter than this may be a mere "your program cannot show HTML".
_SUSPECT = 600
_SUSPECT_SHARE = 0.3
_MOST_GUESSES = 5
_PROSE = frozenset(["text/plain", "text/html", "text/markdown", "text/enriched", "text/rtf"])


@dataclass
class Body:
    """The text of a mail with its files, and what was wrong with them."""

    text: str
    files: list[Attachment]
    flaws: set[Flaw] = field(default_factory=set)
    #: What stands in the text for each picture within it, by the index of the file.
    pictures: dict[int, str] = field(default_factory=dict)


@dataclass
class _Piece:
    part: Part


@dataclass
class _Choice:
    """The same text twice: plain and formatted."""

    plain: list["_Piece | _Choice"]
    rich: list["_Piece | _Choice"]


def read(part: Part) -> Body:
    """Return the text of a mail or a part of one, and its files."""
    gathered = _Gathered()
    gathered.take(part)
    gathered.take_named_text()
    return gathered.body()


class _Gathered:
    """Collects pieces of text and files, and reads the text when it knows all pictures."""

    def __init__(self) -> None:
        self.pieces: list[_Piece | _Choice] = []
        self.files: list[Part] = []
        self.flaws: set[Flaw] = set()
        self._inside: list[winmail.Opened] = []
        self._names: dict[str, str] = {}
        self._read = 0
        self._guesses = 0

    def take(self, part: Part) -> None:
        """Put a part, and those in it, where it belongs."""
        if part.kind == "multipart/alternative":
            self._take_alternatives(part.parts)
        elif part.kind == "multipart/related":
            self._take_related(part)
        elif part.kind.startswith("multipart/") or (part.kind in signed.KINDS and part.parts):
            self._take_all(part)
        elif attachments.is_winmail(part):
            self._take_winmail(part)
        elif _is_written(part):
            self.pieces.append(_Piece(part))
        elif part.kind not in signed.SIGNATURES and part.kind not in attachments.NOT_FILES:
            self._take_file(part)

    def take_named_text(self) -> None:
        """Where nothing else is to be read, a text with a name is what was written."""
        if self.pieces:
            return
        for part in self.files:
            if part.kind in {"text/plain", "text/html"} and not part.is_attached:
                self.files.remove(part)
                self.pieces.append(_Piece(part))
                return

    def body(self) -> Body:
        """Read what was collected."""
        text = "\n\n".join(filter(None, (self._text(piece) for piece in self.pieces)))
        files: list[Attachment] = []
        for part in self.files:
            file, whole = attachments.of(part, len(files) + 1)
            files.append(file)
            if not whole:
                self.flaws.add(Flaw.ATTACHMENT_UNREADABLE)
        pictures = {
            index: f"[{files[index].name}]"
            for index, part in enumerate(self.files)
            if _content_id(part) and not part.is_attached
        }
        for inside in self._inside:
            files += attachments.of_winmail(inside, len(files) + 1)
            text = text or self._text_of_winmail(inside)
        return Body(text, files, self.flaws, pictures)

    def _take_all(self, part: Part) -> None:
        if part.kind == "multipart/encrypted":
            self.flaws.add(Flaw.ENCRYPTED)
        for one in part.parts:
            self.take(one)

    def _take_alternatives(self, parts: Iterable[Part]) -> None:
        """Keep the files of every alternative, and of their texts a plain and a formatted one."""
        before = self.pieces
        plain: list[_Piece | _Choice] = []
        rich: list[_Piece | _Choice] = []
        for part in parts:
            self.pieces = []
            self.take(part)
            if any(_is_rich(piece) for piece in self.pieces):
                rich = self.pieces
            elif self.pieces:
                plain = self.pieces
        self.pieces = [*before, _Choice(plain, rich)] if plain or rich else before

    def _take_related(self, part: Part) -> None:
        """Read the root; what else is text there belongs to it as a file does."""
        root = part.headers.parameter("content-type", "start").strip("<> ")
        first = next((one for one in part.parts if root and _content_id(one) == root), None)
        first = first or part.parts[0]
        self.take(first)
        for one in part.parts:
            if one is first:
                continue
            if one.kind.startswith("multipart/") or attachments.is_winmail(one):
                self.take(one)
            elif one.kind not in {"text/css", "text/javascript"}:
                self._take_file(one)

    def _take_winmail(self, part: Part) -> None:
        inside = winmail.opened(part.unpacked()[0])
        if inside is None or not inside.whole:
            self.flaws.add(Flaw.ATTACHMENT_UNREADABLE)
            self.files.append(part)
        if inside is not None:
            self._inside.append(inside)

    def _take_file(self, part: Part) -> None:
        self.files.append(part)
        if part.kind in signed.KINDS:
            self.flaws.add(Flaw.ENCRYPTED)
        if content_id := _content_id(part):
            self._names[content_id] = attachments.name_of(part, len(self.files))

    def _text(self, piece: _Piece | _Choice) -> str:
        if isinstance(piece, _Piece):
            text = self._text_of(piece.part)
            if piece.part.kind == "text/html" and text:
                self.flaws.add(Flaw.HTML_ONLY)
            return text
        plain = "\n\n".join(filter(None, map(self._text, piece.plain)))
        if len(plain) > _SUSPECT or not piece.rich:
            return plain
        before = set(self.flaws)
        rich = "\n\n".join(filter(None, map(self._text, piece.rich)))
        if not rich or _words(plain) > _words(rich) * _SUSPECT_SHARE:
            self.flaws = before
            return plain
        return rich

    def _text_of(self, part: Part) -> str:
        if self._read > MOST_READ:
            self.flaws.add(Flaw.TRUNCATED)
            return ""
        content, whole = part.unpacked()
        if not whole:
            self.flaws.add(Flaw.BROKEN_STRUCTURE)
        is_html = part.kind == "text/html"
        most = _MOST_OF_HTML if is_html else _MOST_OF_PLAIN
        declared = part.headers.parameter("content-type", "charset")
        may_ask = self._guesses < _MOST_GUESSES
        text, guessed = charsets.decode(content[:most], declared, by_statistics=may_ask)
        if guessed:
            self._guesses += 1
            self.flaws.add(Flaw.CHARSET_GUESSED)
        if is_html or (not part.headers.first("content-type") and _is_markup(text)):
            return self._bounded(self._text_of_html(text), len(content) > most)
        return self._bounded(self._text_of_plain(text, part), len(content) > most)

    def _text_of_html(self, markup: str) -> str:
        text, whole = html_text.to_text(markup, self._names)
        if not whole:
            self.flaws.add(Flaw.TRUNCATED)
        return text

    def _text_of_plain(self, text: str, part: Part) -> str:
        if part.kind == "text/rtf":
            if len(text) > _MOST_OF_RTF:
                self.flaws.add(Flaw.TRUNCATED)
            return str(rtf_to_text(text[:_MOST_OF_RTF], errors="ignore"))
        if part.kind == "text/enriched":
            return html_text.to_text(text.replace("\n\n", "<br>"))[0]
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if part.headers.parameter("content-type", "format").lower() == "flowed":
            delete = part.headers.parameter("content-type", "delsp").lower() == "yes"
            text = flowed.unflowed(text, delete_space=delete)
        if signed.is_sealed(text):
            self.flaws.add(Flaw.ENCRYPTED)
        text = signed.without_pgp(text)
        for content_id, name in self._names.items():
            text = text.replace(f"[cid:{content_id}]", f"[{name}]")
        return text

    def _bounded(self, text: str, cut: bool) -> str:
        if cut or len(text) > MOST_READ:
            self.flaws.add(Flaw.TRUNCATED)
        tidied = tidy(text[:MOST_READ])
        self._read += len(tidied)
        return tidied

    def _text_of_winmail(self, inside: winmail.Opened) -> str:
        if inside.is_html:
            self.flaws.add(Flaw.HTML_ONLY)
            return self._bounded(self._text_of_html(inside.text), cut=False)
        return self._bounded(inside.text, cut=False)


def _is_written(part: Part) -> bool:
    """Tell whether a part is something to read rather than a file."""
    if part.is_attached or part.kind not in _PROSE:
        return False
    return not part.headers.file_name()


def _is_rich(piece: _Piece | _Choice) -> bool:
    return isinstance(piece, _Choice) or piece.part.kind != "text/plain"


def _is_markup(text: str) -> bool:
    return text[:200].lstrip().lower().startswith(("<!doctype html", "<html"))


def _content_id(part: Part) -> str:
    return part.headers.first("content-id").strip("<> ")


def _words(text: str) -> int:
    return sum(any(sign.isalpha() for sign in word) for word in text.split())
