"""A figure: a picture with its numbers, in words, and with where they are from."""

import base64
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from varv.analysis.pictures.words import ABOUT
from varv.files import plain
from varv.files.charts import rendering, store
from varv.files.charts.labels import clean
from varv.text import numbers
from varv.text.slugs import slug

logger = logging.getLogger(__name__)
_LONGEST_NAME = 60
#: So many seconds a page waits for pictures that nobody has drawn ahead.
ON_A_PAGE = 8.0
Value = str | int | float | None


@dataclass(frozen=True)
class Frame:
    """How wide a picture is drawn; names and sizes of what is in it hang on that."""

    name: str
    width: float

    @property
    def is_narrow(self) -> bool:
        """Whether it is for a telephone, or a column as narrow as that."""
        return self.name == "narrow"


WIDE, NARROW = Frame("wide", 720), Frame("narrow", 344)


@dataclass(frozen=True)
class About:
    """What no figure goes without: unit, source, which years it is of, and the day it was made.

    ``note`` is what must be known wherever the figure stands, such as that a region is two
    counties together.
    """

    unit: str
    source: str
    period: str
    day: date
    licence: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        missing = [name for name in ("unit", "source", "period") if not self._says(name)]
        if not isinstance(self.day, date):
            missing.append("day")
        if missing:
            raise ValueError(f"a figure must have its {', '.join(missing)}")

    def _says(self, name: str) -> bool:
        return bool(str(getattr(self, name) or "").strip())


@dataclass(frozen=True)
class Column:
    """A column of the table; ``form`` is how its cells are written."""

    label: str
    form: Callable[[Any], str] | None = None

    @property
    def is_number(self) -> bool:
        """Whether its cells stand at the end."""
        return self.form is not None

    def shown(self, value: Value) -> str:
        """Return a cell as the page has it."""
        if self.form is not None:
            return self.form(value)
        return numbers.NOTHING if value in (None, "") else clean(value)


@dataclass(frozen=True)
class Drawing:
    """What a picture is drawn of: a function of this package, and all that it is given, as JSON.

    The function returns a spec of Vega-Lite, or an SVG that it has written itself.
    """

    draw: Callable[[Mapping[str, Any], Frame], Mapping[str, Any] | str]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """A figure as pages, papers and files show it."""

    title: str
    about: About
    alternative: str
    """What it shows, in plain words, for those who do not see it and those who will not count."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    drawing: Drawing | None
    """Nothing where there is nothing to draw: then the words say why."""

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.alternative.strip():
            raise ValueError("a figure must have its title and its text")

    @property
    def file_name(self) -> str:
        """What a file of it is called, without its ending."""
        return slug(self.title, frozenset(), _LONGEST_NAME)

    @property
    def table(self) -> list[list[tuple[Column, str]]]:
        """The rows as the page has them, each cell with its column."""
        return [
            [(column, column.shown(cell)) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]

    @property
    def wide(self) -> SafeString:
        """The picture for a page that is wide, and for paper; empty where it cannot be drawn."""
        return mark_safe(self._pictures[0])  # noqa: S308 - Vega wrote it, and `svg` went through it

    @property
    def narrow(self) -> SafeString:
        """The picture for a telephone."""
        return mark_safe(self._pictures[1])  # noqa: S308 - as above

    @property
    def svg(self) -> bytes:
        """The picture as a file of its own, in the colours of paper, for a document."""
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self._pictures[0]}'.encode()

    def png(self) -> bytes:
        """Return the picture in dots, for Word."""
        return rendering.as_png(self._pictures[0], scale=3.0)

    def csv(self) -> str:
        """Return the whole table as CSV; what a spreadsheet would run stays a text.

        The unit and the source are columns, since a line of explanation would be a row.
        """
        heads = [column.label for column in self.columns]
        told = (self.about.unit, self.about.source, self.about.period, self.about.day)
        rows = ([*row, *told] for row in self.rows)
        return "".join(plain.csv_lines([*heads, *map(str, ABOUT)], rows, plain.FOR_PEOPLE))

    @property
    def csv_address(self) -> str:
        """The CSV as an address that holds it: no page has to know how to make it again."""
        content = base64.b64encode(self.csv().encode()).decode()
        return f"data:text/csv;charset=utf-8;base64,{content}"

    @cached_property
    def _pictures(self) -> tuple[str, str]:
        try:
            wide, narrow = store.pictures(self._wanted()) if self.drawing else ("", "")
        except rendering.CannotDrawError:
            logger.exception("the figure %s could not be drawn", self.file_name)
            return "", ""
        return wide, narrow

    def _wanted(self) -> list[store.Wanted]:
        drawing = self.drawing
        return [_wanted(drawing, frame) for frame in (WIDE, NARROW)] if drawing else []


def prepare(figures: Iterable[Figure], seconds: float | None = None) -> None:
    """Draw all that have not been drawn yet at once; for a page with several, or ahead of it.

    A page says how many seconds it can wait. What is not drawn then is said where it stands, and is
    there for whoever comes next.
    """
    drawn = [figure for figure in figures if figure.drawing]
    wanted = [one for figure in drawn for one in figure._wanted()]
    try:
        if seconds is None:
            found = store.pictures(wanted)
        else:
            found = store.pictures_within(wanted, seconds)
    except rendering.CannotDrawError:
        logger.exception("figures could not be drawn together")  # each tries where it stands
        return
    for figure, wide, narrow in zip(drawn, found[::2], found[1::2], strict=True):
        figure.__dict__["_pictures"] = (wide, narrow) if wide and narrow else ("", "")


def _wanted(drawing: Drawing, frame: Frame) -> store.Wanted:
    language = get_language()
    content = {
        "of": f"{drawing.draw.__module__}.{drawing.draw.__qualname__}",
        "data": drawing.data,
        "frame": frame.name,
        "language": language,
    }

    def drawn() -> Mapping[str, Any] | str:
        with override(language):  # another thread may draw
            return drawing.draw(drawing.data, frame)

    return store.Wanted(content, store.code_of(Path(__file__).parent), drawn)


def rows_of(
    rows: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> tuple[tuple[Value, ...], ...]:
    """Return the columns that are named, of each row; what is not known is nothing."""
    return tuple(tuple(known(row.get(name)) for name in names) for row in rows)


def known(value: Any) -> Any:
    """Return a value as JSON has it: nan is nothing."""
    return None if isinstance(value, float) and value != value else value
