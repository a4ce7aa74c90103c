"""From HTML to text that can be read: what is hidden goes, what is quoted is marked as in mail."""

import re
from collections.abc import Mapping
from html import unescape

from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree, html

#: A mail has a few hundred elements, a newsletter a few thousand; each takes some time to render.
MOST_ELEMENTS = 20_000
_DEEP = 200
_MOST_BLANKS = 20_000_000
_MOST_OF_LINK = 300
_PICTURES_WITHIN = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=%\s]*")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?<![\w-])opacity\s*:\s*0(?![.\d])"
    r"|(?<![\w-])max-height\s*:\s*0(?![.\d])|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$|!)",
    re.IGNORECASE,
)
_NEVER_SEEN = (
    "script",
    "style",
    "head",
    "title",
    "noscript",
    "template",
    "object",
    "svg",
    "select",
)
#: Gmail and others indent a paragraph with the element that is meant for quotes.
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}>")
_TAG = re.compile(r"<[^<>]*>")
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_CONFIG = ParserConfig(css=STRICT_CSS_PROFILE)


def to_text(markup: str, pictures: Mapping[str, str] | None = None) -> tuple[str, bool]:
    """Return the text of a document, and whether all of it was looked at.

    ``pictures`` names the pictures that came with the mail by their ids: where one is shown, its
    name stands in brackets.
    """
    plain = _MARKS.sub("", _PICTURES_WITHIN.sub("", markup.replace("\x00", "")))
    modest = _modest(plain)
    whole = len(modest) == len(plain)
    try:
        tree = _tree(modest)
        _mark(tree, pictures or {})
        _flatten_wide_tables(tree)
        text = Inscriptis(tree, _CONFIG).get_text()
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return _without_tags(modest), whole
    if not text.strip() and modest.count("<") > _DEEP:
        return _without_tags(modest), whole  # the parser gives up what lies very deep
    return _quoted(text), whole


def _modest(markup: str) -> str:
    """Cut a document where it has more elements than one wants to wait for."""
    count = 0
    place = markup.find("<")
    while place >= 0:
        count += 1
        if count > MOST_ELEMENTS:
            return markup[:place]
        place = markup.find("<", place + 1)
    return markup


def _tree(markup: str) -> html.HtmlElement:
    """Parse; an XML declaration would have lxml refuse letters that are decoded already."""
    tree = html.document_fromstring(_DECLARATION.sub("", markup))
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    etree.strip_elements(tree, *_NEVER_SEEN, with_tail=False)
    for element in [element for element in tree.iter() if _is_hidden(element)]:
        if element.tag not in {"html", "body"}:
            element.clear(keep_tail=True)
            element.tag = "span"
    return tree


def _is_hidden(element: html.HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")[:2_000]))


def _mark(tree: html.HtmlElement, pictures: Mapping[str, str]) -> None:
    """Write into the tree what its form says: quotes, where links lead, pictures."""
    for quote in list(tree.iter("blockquote")):
        if not _is_indented(quote):
            quote.text = f"{_OPEN}{quote.text or ''}"
            end = etree.SubElement(quote, "div")
            end.text = _CLOSE
    for link in tree.iter("a"):
        _write_address(link)
    for picture in tree.iter("img"):
        name = pictures.get(picture.get("src", "").removeprefix("cid:"))
        if name and picture.get("width") != "1":
            picture.tail = f"[{name}]{picture.tail or ''}"


def _flatten_wide_tables(tree: html.HtmlElement) -> None:
    """Make lines of rows where cells would be filled up with very many blanks."""
    rows = list(tree.iter("tr"))
    if len(rows) * len(tree.text_content()) < _MOST_BLANKS:
        return
    for element in list(tree.iter("table", "tr", "td", "th")):
        element.tag = "div"


def _is_indented(quote: html.HtmlElement) -> bool:
    if quote.get("type") == "cite" or "quote" in quote.get("class", ""):
        return False
    return bool(_INDENTED.search(quote.get("style", "")[:2_000]))


def _write_address(link: html.HtmlElement) -> None:
    """Put the address behind the words of a link, unless the words are the address."""
    address = link.get("href", "").strip()
    if not address.lower().startswith(("http://", "https://")) or len(address) > _MOST_OF_LINK:
        return
    shown = " ".join(link.itertext()).strip()
    if shown and _bare(shown) != _bare(address):
        link.tail = f" <{address}>{link.tail or ''}"


def _bare(address: str) -> str:
    bare = address.lower().removeprefix("https://").removeprefix("http://")
    return bare.removeprefix("www.").rstrip("/")


def _quoted(text: str) -> str:
    """Turn the marks around quotes into signs before their lines."""
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        for piece in re.split(f"({_OPEN}|{_CLOSE})", line):
            if piece == _OPEN:
                depth += 1
            elif piece == _CLOSE:
                depth -= 1
            elif piece.strip() or piece == line:
                plain = _GAP.sub("  ", piece.rstrip())
                lines.append(f"{'>' * min(depth, 10)} {plain.lstrip()}" if depth else plain)
    return "\n".join(lines)


def _without_tags(markup: str) -> str:
    """Take away all between angle brackets: for what is too broken or too deep to parse."""
    return unescape(_TAG.sub(" ", markup))
