"""How documents in Word look: all by styles, so that whoever goes on with one changes them once."""

from collections.abc import Collection
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor

MARGIN = Cm(2.6)
TEXT_WIDTH = Cm(21 - 2 * 2.6)
_NUMBERS = Cm(3)  # as wide as the word "Synpunkter" and the like need
_SPRUCE = RGBColor(0x1F, 0x3A, 0x34)
_HEADS = {"Title": 24, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Heading 4": 11}
#: Styles of our own, by their ids: a line of the contents, the label of an entry, a cell.
CONTENTS, ENTRY, CELL = "toc1", "Entry", "Cell"


def dress(book: Any) -> None:
    """Set all styles that the writer uses."""
    _set(book, "Normal", size=11, after=6)
    for name, size in _HEADS.items():
        _set(book, name, size=size, after=4)
        book.styles[name].font.color.rgb = _SPRUCE
    _set(book, "Caption", size=10, before=10, after=4)
    book.styles["Caption"].font.color.rgb = _SPRUCE
    book.styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("toc 1", ENTRY, CELL):
        book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = book.styles["Normal"]
    _set(book, "toc 1", size=11, after=2)
    _set(book, CELL, size=10, after=0)
    _set(book, ENTRY, size=11, before=12, after=3)
    book.styles[ENTRY].paragraph_format.keep_with_next = True
    _quiet_title(book.styles["Title"])
    _quiet_quote(book.styles["Quote"])
    _quiet_table(book.styles["Table Grid"])
    stops = book.styles["Footer"].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    book.styles["Footer"].font.size = Pt(8.5)


def widths(columns: int, numbers: Collection[int]) -> list[Length]:
    """Return how wide the columns of a table are: those of numbers narrow, the others alike."""
    if not numbers or len(numbers) >= columns:
        return [Length(TEXT_WIDTH // columns)] * columns
    narrow = min(_NUMBERS, TEXT_WIDTH * 2 // (3 * len(numbers)))
    wide = (TEXT_WIDTH - narrow * len(numbers)) // (columns - len(numbers))
    return [Length(narrow if column in numbers else wide) for column in range(columns)]


def _set(book: Any, name: str, *, size: float, after: float, before: float | None = None) -> None:
    style = book.styles[name]
    style.font.size = Pt(size)
    style.paragraph_format.space_after = Pt(after)
    if before is not None:
        style.paragraph_format.space_before = Pt(before)


def _quiet_title(style: Any) -> None:
    for line in style.element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)


def _quiet_quote(style: Any) -> None:
    """Mark what others said by a line beside it: slanted letters are hard to read in long texts."""
    style.font.italic = False
    style.font.color.rgb = None
    layout = style.paragraph_format
    layout.left_indent, layout.space_after = Cm(0.4), Pt(4)
    line = '<w:left w:val="single" w:sz="12" w:space="8" w:color="BEBEBE"/>'
    style.element.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"),
        "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl",
    )  # fmt: skip


def _quiet_table(style: Any) -> None:
    """Let lines stand between the rows alone, and air around what stands in them."""
    properties = style.element.find(qn("w:tblPr"))
    for name in ("w:tblBorders", "w:tblCellMar"):
        if (old := properties.find(qn(name))) is not None:
            properties.remove(old)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C8C8C8"/>'
        for side in ("top", "bottom", "insideH")
    )
    room = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", 50), ("left", 80), ("bottom", 50), ("right", 80))
    )
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{room}</w:tblCellMar>"))
