"""Documents out of blocks (``blocks.py``) as Word: real headings, marked table heads, a language.

Paragraphs are written as elements of their own making: the ways of python-docx look a style up by
its name for each, which takes minutes for a document of 50,000 paragraphs.
"""

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from varv.files import types, word_styles
from varv.files.charts import rendering

CONTENT_TYPE = types.ALLOWED[".docx"].content_type
COUNTRIES = {"sv": "sv-SE", "en": "en-GB"}
_LINE_END = re.compile("\r\n?|\n")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Levels of headings beside that of the title, which has a style of its own.
_DEEPEST = 4
_REMOVED, _ADDED = "7D1F16", "14532D"


def render(document: Mapping[str, Any], site: str) -> bytes:
    """Return the document as Word; addresses on this site are led to below ``site``."""
    book = Document()
    _describe(book, document)
    writer = _Writer(book, site)
    writer.add("Title", [_run(document["title"])])
    writer.pairs(document["facts"])
    writer.contents(document["contents"], document["parts"])
    for part in document["parts"]:
        writer.add("Heading1", [_run(part["heading"])])
        for block in part["blocks"]:
            writer.block(block)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _describe(book: Any, document: Mapping[str, Any]) -> None:
    """Set what programs and screen readers ask first: title, author, language, page, letters."""
    language = COUNTRIES.get(document["language"], document["language"])
    known = book.core_properties
    known.title, known.author, known.language = document["title"], document["author"], language
    known.comments = ""
    for mark in book.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
        mark.set(qn("w:eastAsia"), language)
    page = book.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = word_styles.MARGIN
    word_styles.dress(book)
    _number_pages(page.footer.paragraphs[0]._p, document["title"])


class _Writer:
    """Writes blocks one after the other into the body of a document."""

    def __init__(self, book: Any, site: str) -> None:
        self._book, self._site = book, site
        self._body = book.element.body
        self._end = self._body.sectPr
        self._lists = 0
        self._addresses: dict[str, str] = {}
        self._ways: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "heading": self._heading,
            "paragraph": lambda one: self.add("", [_run(one["text"])]),
            "quote": lambda one: self.add("Quote", [_run(one["text"])]),
            "list": self._list,
            "links": self._links,
            "table": self._table,
            "facts": lambda one: self.pairs(one["pairs"]),
            "changes": lambda one: self.add("", [_changed(*run) for run in one["runs"]]),
            "entry": self._entry,
            "figure": self._figure,
        }

    def block(self, one: Mapping[str, Any]) -> None:
        """Write one block."""
        self._ways[one["is"]](one)

    def add(self, style: str, runs: Sequence[Any]) -> Any:
        """Write a paragraph."""
        made = _paragraph(style, runs)
        self._end.addprevious(made)
        return made

    def pairs(self, pairs: Iterable[Sequence[str]]) -> None:
        """Write names with what is told of each."""
        runs: list[Any] = []
        for name, value in pairs:
            if runs:
                runs.append(_element("w:r", _element("w:br")))
            runs += [_run(f"{name}: ", bold=True), _run(value)]
        if runs:
            self.add("", runs)

    def contents(self, name: str, parts: Sequence[Mapping[str, Any]]) -> None:
        """Write the table of contents: a field that Word fills in; it lists the parts already.

        A document whose contents have no name is short, and has none.
        """
        if not name:
            return
        self.add("TOCHeading", [_run(name)])
        begin, told = _field("begin"), OxmlElement("w:r")
        begin[0].set(qn("w:dirty"), "true")
        code = OxmlElement("w:instrText")
        code.set(qn("xml:space"), "preserve")
        code.text = ' TOC \\o "1-2" \\h \\z \\u '
        told.append(code)
        lines = [[_run(str(part["heading"]))] for part in parts] or [[_run("")]]
        lines[0] = [begin, told, _field("separate"), *lines[0]]
        lines[-1] = [*lines[-1], _field("end")]
        for runs in lines:
            self.add(word_styles.CONTENTS, runs)

    def _heading(self, one: Mapping[str, Any]) -> None:
        # The title stands above the headings, so a part is Heading 1; what is not listed in the
        # contents is a heading all the same, further down.
        level = one["level"] - 1 if one["listed"] else max(one["level"] - 1, 3)
        self.add(f"Heading{min(level, _DEEPEST)}", [_run(one["text"])])

    def _list(self, one: Mapping[str, Any]) -> None:
        if not one["numbered"]:
            for item in one["entries"]:
                self.add("ListBullet", [_run(item)])
            return
        number = self._begin_numbers()
        for item in one["entries"]:
            made = self.add("ListNumber", [_run(item)])
            made.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number

    def _begin_numbers(self) -> int:
        """Let the next numbered list begin at one; return what its paragraphs refer to."""
        numbering = self._book.part.numbering_part.element
        style = self._book.styles["List Number"].element
        used = style.pPr.numPr.numId.val
        abstract = next(one for one in numbering.num_lst if one.numId == used).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        found: int = made.numId
        return found

    def _links(self, one: Mapping[str, Any]) -> None:
        for words, url in one["pairs"]:
            self.add("ListBullet", [self._link(words, url)])

    def _entry(self, one: Mapping[str, Any]) -> None:
        self.add(word_styles.ENTRY, [self._link(one["label"], one["url"], bold=True)])
        for said in one["said"]:
            self.add("Quote", [_run(said)])
        self.pairs(one["answers"])

    def _figure(self, one: Mapping[str, Any]) -> None:
        self.add("Caption", [_run(f"{one['title']} ({one['unit']})")])
        if one["note"]:
            self.add("", [_run(one["note"])])
        if one["wide"]:
            picture = io.BytesIO(rendering.as_png(one["wide"], scale=3.0))
            paragraph = self._book.add_paragraph()
            shape = paragraph.add_run().add_picture(picture, width=word_styles.TEXT_WIDTH)
            shape._inline.docPr.set("descr", one["alternative"])
            shape._inline.docPr.set("title", one["title"])
            self._end.addprevious(paragraph._p)
        self.add("", [_run(one["alternative"])])
        self.add("", [_run(one["source"])])
        if one["numbers"]:
            self._table(one["numbers"])

    def _link(self, words: str, url: str, *, bold: bool = False) -> Any:
        run = _run(words, bold=bold, colour="1C5066" if url else "")
        if not url:
            return run
        whole = self._site + url if url.startswith("/") else url
        if whole not in self._addresses:
            self._addresses[whole] = self._related(whole)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self._addresses[whole])
        link.append(run)
        return link

    def _related(self, address: str) -> str:
        """Return the name under which the document refers to an address that is new in it.

        The way of python-docx reads all addresses there are before it adds one.
        """
        name = f"link{len(self._addresses) + 1}"
        self._book.part.rels.add_relationship(
            RELATIONSHIP_TYPE.HYPERLINK, address, name, is_external=True
        )
        return name

    def _table(self, one: Mapping[str, Any]) -> None:
        self.add("Caption", [_run(one["caption"])])
        columns = len(one["headings"])
        table = self._book.add_table(rows=0, cols=columns, style="Table Grid")
        self._end.addprevious(table._tbl)
        widths = word_styles.widths(columns, one["numbers"])
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        table._tbl.append(_row(one["headings"], one["numbers"], is_head=True))
        for row in one["rows"]:
            table._tbl.append(_row(row, one["numbers"]))
        self.add("", [])


def _row(cells: Sequence[str], numbers: Sequence[int], *, is_head: bool = False) -> Any:
    row = _element("w:tr")
    known = _element("w:trPr", _element("w:cantSplit"))
    if is_head:
        known.append(_element("w:tblHeader"))
    row.append(known)
    for column, text in enumerate(cells):
        cell = OxmlElement("w:tc")
        paragraph = _paragraph(word_styles.CELL, [_run(text, bold=is_head)])
        if column in numbers:
            side = OxmlElement("w:jc")
            side.set(qn("w:val"), "right")
            paragraph.get_or_add_pPr().append(side)
        cell.append(paragraph)
        row.append(cell)
    return row


def _paragraph(style: str, runs: Sequence[Any]) -> Any:
    made = OxmlElement("w:p")
    if style:
        name = OxmlElement("w:pStyle")
        name.set(qn("w:val"), style)
        made.get_or_add_pPr().append(name)
    for run in runs:
        made.append(run)
    return made


def _run(text: str, *, bold: bool = False, colour: str = "", mark: str = "") -> Any:
    """Return a run of letters; its lines are kept, and signs that no XML can hold are left out."""
    run = OxmlElement("w:r")
    if bold or colour or mark:
        look = OxmlElement("w:rPr")
        if bold:
            look.append(OxmlElement("w:b"))
        if mark == "strike":
            look.append(OxmlElement("w:strike"))
        if colour:
            tone = OxmlElement("w:color")
            tone.set(qn("w:val"), colour)
            look.append(tone)
        if mark == "u":
            line = OxmlElement("w:u")
            line.set(qn("w:val"), "single")
            look.append(line)
        run.append(look)
    for number, line in enumerate(_LINE_END.split(_NOT_IN_XML.sub("", text))):
        if number:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.set(qn("xml:space"), "preserve")
        words.text = line
        run.append(words)
    return run


def _changed(kind: str, text: str) -> Any:
    if kind == "removed":
        return _run(f"[−{text}−]", colour=_REMOVED, mark="strike")
    if kind == "added":
        return _run(f"[+{text}+]", colour=_ADDED, mark="u")
    return _run(text)


def _field(kind: str) -> Any:
    run, sign = OxmlElement("w:r"), OxmlElement("w:fldChar")
    sign.set(qn("w:fldCharType"), kind)
    run.append(sign)
    return run


def _number_pages(paragraph: Any, title: str) -> None:
    """Write in the foot what the document is, which page it is, and of how many."""
    paragraph.append(_run(title))
    paragraph.append(_element("w:r", _element("w:tab")))
    for code, after in (("PAGE", " ("), ("NUMPAGES", ")")):
        told = OxmlElement("w:instrText")
        told.text = code
        for run in (_field("begin"), _element("w:r", told), _field("separate"), _run("1")):
            paragraph.append(run)
        paragraph.append(_field("end"))
        paragraph.append(_run(after))


def _element(name: str, *children: Any) -> Any:
    made = OxmlElement(name)
    made.extend(children)
    return made
