"""Tags and filters of the design system; loaded in every template.

``docs/design-system.md`` shows each of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import defaultfilters
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from varv import clock
from varv.bodies.dates import Precision, precise
from varv.registry import masking
from varv.text import dates
from varv.text.numbers import MINUS
from varv.text.translated import Translated
from varv.web import drawing

register = template.Library()
_MASKED = '<span class="tag tag--plain tag--draft">%s</span>'
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")

STATES: dict[str, Promise] = {
    "waiting": pgettext_lazy("state of a step", "waiting"),
    "active": pgettext_lazy("state of a step", "under way"),
    "done": pgettext_lazy("state of a step", "done"),
    "reopened": pgettext_lazy("state of a step", "reopened"),
    "draft": pgettext_lazy("state of a meeting", "draft"),
    "published": pgettext_lazy("state of a meeting", "published"),
    "full": pgettext_lazy("state of a meeting", "full"),
    "closed": pgettext_lazy("state of a meeting", "sign-up closed"),
    "held": pgettext_lazy("state of a meeting", "held"),
    "cancelled": pgettext_lazy("state of a meeting", "cancelled"),
    "moved": pgettext_lazy("state of a meeting", "moved"),
    "queued": pgettext_lazy("state of a message", "waiting to be sent"),
    "sending": pgettext_lazy("state of a message", "being sent"),
    "sent": pgettext_lazy("state of a message", "sent"),
    "failed": pgettext_lazy("state of a message", "could not be sent"),
    "missed": pgettext_lazy("state of a message", "too late to send"),
    "captured": pgettext_lazy("state of a message", "kept, not sent"),
}

# One sign per step, 24 by 24, drawn by line; what is filled has the class "solid".
SIGNS = {
    "analysis": (
        '<circle cx="10.5" cy="10.5" r="7.5"/><path d="M16 16l5.5 5.5M7.25 13.5v-2.25M10.5 13.5V7'
        'M13.75 13.5V9.5"/>'
    ),
    "governance": (
        '<circle cx="12" cy="12" r="4.5"/><circle class="solid" cx="12" cy="3.5" r="1.75"/>'
        '<circle class="solid" cx="20.1" cy="9.4" r="1.75"/>'
        '<circle class="solid" cx="17" cy="18.9" r="1.75"/>'
        '<circle class="solid" cx="7" cy="18.9" r="1.75"/>'
        '<circle class="solid" cx="3.9" cy="9.4" r="1.75"/>'
    ),
    "vision": (
        '<path d="M2 20.5h20M4 20.5L10.5 9.5L14 15l2-3l4.5 8.5M10.5 9.5V2.5"/>'
        '<path class="solid" d="M10.5 2.25l6 2.25l-6 2.25z"/>'
    ),
    "prioritisation": (
        '<path d="M12 20.5v-7M4.5 20.5v-2M19.5 20.5v-2M2.5 20.5h19"/>'
        '<circle cx="4.5" cy="15.75" r="2.25"/><circle cx="19.5" cy="15.75" r="2.25"/>'
        '<circle cx="12" cy="8.5" r="5"/><path d="M9.75 8.5l1.6 1.7l2.9-3.3"/>'
    ),
    "policymix": (
        '<rect x="2.5" y="3.5" width="12" height="4.5" rx="1.5"/>'
        '<rect x="7.5" y="9.75" width="14" height="4.5" rx="1.5"/>'
        '<rect x="4.5" y="16" width="10" height="4.5" rx="1.5"/>'
    ),
    "evaluation": (
        '<path d="M20.3 9.5A8.75 8.75 0 1 0 20.75 12M21 4.5v5h-5M8.25 12.25l2.75 2.75l5-5.75"/>'
    ),
}
# The shape that says a state beside its name; 12 by 12 around the origin.
MARKS = {
    "waiting": '<circle r="5"/>',
    "active": '<circle r="5"/><path class="solid" d="M0-5a5 5 0 0 1 0 10z"/>',
    "done": '<path d="M-5 .5l3.5 3.75L5-4.5"/>',
    "reopened": '<path d="M4.6-2A5 5 0 1 0 5 .5M5.5-5v3.6H1.9"/>',
}
WIDE = 0.56  # of the font size: what a letter takes on average in a semi-bold system font


class StepLike(Protocol):
    """What the wheel needs to know of a step."""

    kind: str
    order: int
    name: Any
    state: str
    url: str


class TileLike(Protocol):
    """What the tile map needs to know of a municipality."""

    name: str
    code: str
    col: int
    row: int
    value: float | None
    label: str


class ShapeLike(Protocol):
    """What the real map needs to know of a municipality; ``width`` and ``height`` are the map's."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> float | None: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def x(self) -> float: ...  # noqa: D102
    @property
    def y(self) -> float: ...  # noqa: D102
    @property
    def width(self) -> float: ...  # noqa: D102
    @property
    def height(self) -> float: ...  # noqa: D102


@dataclass(frozen=True)
class Segment:
    """One step as drawn in the wheel."""

    order: int
    name: str
    state: str
    state_name: str
    label: str
    url: str
    current: bool
    shape: str
    sign: SafeString
    mark: SafeString
    x: float
    number_x: float
    number_y: float
    sign_x: float
    sign_y: float
    name_y: float
    name_size: float
    mark_x: float
    mark_y: float
    state_x: float
    state_y: float


@register.filter
def when(start: datetime | None, end: datetime | None = None) -> str:
    """Return "fredag 5 juni kl. 9–12" for ``{{ start|when:end }}``; the year only if another."""
    if start is None:
        return ""
    if end is None:
        return moment(start)
    return dates.span(start, end, this_year=clock.today().year)


@register.filter
def months(number: int) -> str:
    """Return "10 år" for ``{{ 120|months }}``: a time of whole years is told in years."""
    return dates.months(number)


@register.filter
def moment(value: datetime | None) -> str:
    """Return the day with its weekday, and the time."""
    return dates.moment(value, this_year=clock.today().year) if value else ""


@register.filter
def day(value: date | None) -> str:
    """Return the day with its weekday."""
    return dates.day(value, this_year=clock.today().year) if value else ""


@register.simple_tag
def dated(value: date, precision: str) -> str:
    """Return a date no more exactly than it is known: a day with weekday, a month or a year."""
    return day(value) if precision == Precision.DAY else precise(value, precision)


@register.filter(expects_localtime=True)
def day_or_moment(value: datetime | None) -> str:
    """Return the day alone for a moment with which the day begins, else the moment."""
    if value is None:
        return ""
    return moment(value) if value.time() != time.min else day(value.date())


@register.filter(expects_localtime=True)
def last_day(value: datetime | None) -> str:
    """Return the day that ends with a midnight, else the moment at which something closes."""
    if value is None:
        return ""
    return moment(value) if value.time() != time.min else day(value.date() - timedelta(days=1))


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """Return a number as the language writes it, with thousands apart; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if decimals is not None and isinstance(value, float):
        value = round(value, decimals)  # else Django cuts the rest off, and 1.99 reads 1.9
    told = formats.number_format(value, decimals, use_l10n=True, force_grouping=True)
    # Django writes a hyphen, and one before nothing as well; pictures and sentences a minus.
    if not (isinstance(value, int | float | Decimal) and told.startswith("-")):
        return told
    size = told.removeprefix("-")
    return f"{MINUS}{size}" if any(sign in "123456789" for sign in size) else size


@register.filter("linebreaks", is_safe=True, needs_autoescape=True)
def linebreaks(value: Any, autoescape: bool = True) -> SafeString:
    """Do as Django's filter of the name, and draw a frame around the mark of what is masked.

    Under the same name, so that no template has to know that something may be masked.
    """
    return _with_marks(defaultfilters.linebreaks_filter(value, autoescape=autoescape))


@register.filter("linebreaksbr", is_safe=True, needs_autoescape=True)
def linebreaksbr(value: Any, autoescape: bool = True) -> SafeString:
    """Do as Django's filter of the name, with the mark of what is masked in its frame."""
    return _with_marks(defaultfilters.linebreaksbr(value, autoescape=autoescape))


def _with_marks(text: SafeString) -> SafeString:
    for sign in _masking_marks():
        text = mark_safe(text.replace(sign, _MASKED % sign))  # noqa: S308 - our own constant
    return text


@cache
def _masking_marks() -> frozenset[str]:
    return frozenset(masking.mark(code) for code, _name in settings.LANGUAGES)


@register.filter
def copied(value: Any) -> str:
    """Show a value out of a copy of personal data: dates as people write them, lists in a row."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return moment(datetime.fromisoformat(value))
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    return str(value)


@register.simple_tag
def state_tag(state: str, name: str = "") -> SafeString:
    """Return the small label of a state, with ``name`` instead of the usual word where given."""
    return format_html('<span class="tag tag--{}">{}</span>', state, name or state_name(state))


@register.filter
def state_name(state: str) -> str:
    """Return the word for a state."""
    return str(STATES.get(state, state))


@register.filter
def under(row: Sequence[Any], headings: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Return the cells of a row, each with the heading of its column, for a ``data-label``."""
    return list(zip(headings, row, strict=True))


@register.filter
def spoken(text: Any) -> Any:
    """Return a text with its language said, where it is not that of the page.

    A screen reader then speaks it as it is written. Not for titles and attributes.
    """
    if not isinstance(text, Translated):
        return text
    language, read = text.nearest(), (get_language() or "").partition("-")[0]
    if not language or language.partition("-")[0] == read:
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def step_sign(kind: str) -> SafeString:
    """Return the sign of a step; its name stands beside it, so it is hidden from screen readers."""
    return format_html(
        '<svg class="sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        mark_safe(SIGNS.get(kind, "")),  # noqa: S308 - our own constant drawing
    )


@register.simple_block_tag
def list_head(content: SafeString, heading: str, purpose: str = "") -> SafeString:
    """Begin a list of the desk: its name, what it is for and, in the block, what one can do."""
    return render_to_string(
        "desk/_list_head.html", {"heading": heading, "purpose": purpose, "acts": content}
    )


@register.simple_block_tag
def list_table(content: SafeString, name: str, look: str = "") -> SafeString:
    """Put a table that the keys walk into a box of its own, which scrolls where it is too wide.

    ``look`` is a class of the design system, such as ``table--stacked``.
    """
    context = {"name": name, "look": look, "rows": content}
    return render_to_string("desk/_list_table.html", context)


@register.inclusion_tag("components/emblem.html")
def emblem() -> dict[str, Any]:
    """Return the wheel as the mark of the house."""
    return {"paths": [drawing.SMALL.segment(place) for place in range(drawing.SEGMENTS)]}


@register.inclusion_tag("components/wheel.html")
def wheel(
    steps: Iterable[StepLike], lap: int | None = None, sub: str = "", key: str = "wheel"
) -> dict[str, Any]:
    """Return the wheel of the six steps: navigation and state in one picture.

    In the middle stands the number of the lap and, below it, ``sub``. ``key`` is the id of the
    wheel, to be given only where a page has more than one.
    """
    steps = list(steps)
    now = next((step for step in steps if step.state == "active"), None)
    return {
        "segments": [_segment(place, step, step is now) for place, step in enumerate(steps)],
        "title": _("Lap %(number)s") % {"number": lap} if lap else _("Six steps"),
        "sub": sub,
        "id": key,
    }


@register.inclusion_tag("components/wheel_mini.html")
def wheel_mini(steps: Iterable[StepLike]) -> dict[str, Any]:
    """Return the wheel as a small picture, for a card that also says the state in words."""
    return {
        "segments": [
            {"path": drawing.SMALL.segment(place), "state": step.state}
            for place, step in enumerate(steps)
        ]
    }


@register.inclusion_tag("components/steps.html")
def step_list(steps: Iterable[StepLike]) -> dict[str, Any]:
    """Return the six steps as a list with sign, name and state."""
    return {"steps": steps}


@register.inclusion_tag("components/tilemap.html")
def tilemap(
    tiles: Iterable[TileLike],
    caption: str = "",
    measure: str = "",
    key: str = "tilemap",
    *,
    table: bool = True,
) -> dict[str, Any]:
    """Return the municipalities as tiles coloured by value, with a table of the same numbers.

    Leave the table out only where the page shows one already.
    """
    tiles = list(tiles)
    wide, high, gap = 120, 88, 8
    values = [tile.value for tile in tiles if tile.value is not None]
    drawn = [
        {
            "name": tile.name,
            "value": tile.label,
            "label": tile.label,
            "level": _level(tile.value, values),
            "x": tile.col * (wide + gap) + 1,
            "y": tile.row * (high + gap) + 1,
            "cx": tile.col * (wide + gap) + 1 + wide / 2,
            "name_y": tile.row * (high + gap) + 33,
            "value_y": tile.row * (high + gap) + 67,
            "name_size": _fitting(tile.name, wide - 16, 19),
        }
        for tile in tiles
    ]
    return {
        "tiles": drawn,
        "tile_width": wide,
        "tile_height": high,
        "width": max((tile.col for tile in tiles), default=0) * (wide + gap) + wide + 2,
        "height": max((tile.row for tile in tiles), default=0) * (high + gap) + high + 2,
        "caption": caption,
        "measure": measure,
        "id": key,
        "table": table,
    }


@register.inclusion_tag("components/realmap.html")
def realmap(shapes: Iterable[ShapeLike], caption: str = "", key: str = "map") -> dict[str, Any]:
    """Return the municipalities as they lie, coloured as in ``tilemap``; the page has the table."""
    shapes = list(shapes)
    values = [shape.value for shape in shapes if shape.value is not None]
    return {
        "shapes": [(shape, _level(shape.value, values)) for shape in shapes],
        "caption": caption,
        "id": key,
        "width": shapes[0].width if shapes else 0,
        "height": shapes[0].height if shapes else 0,
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def paging(context: Mapping[str, Any], page: Page[Any]) -> dict[str, Any]:
    """Return links to the pages before and after, keeping what else the address says."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Return all errors of a form with links to their fields; ``{{ form }}`` starts with it."""
    problems: list[dict[str, Any]] = [{"text": text} for text in form.non_field_errors()]
    for bound in form:
        problems += [
            {"text": text, "label": bound.label, "target": _target(bound)} for text in bound.errors
        ]
    return {"problems": problems}


@register.simple_tag
def optional_mark(field: BoundField) -> SafeString | str:
    """Return "(optional)" after the label of a field that may be left empty."""
    if field.field.required:
        return ""
    return format_html(' <span class="optional">({})</span>', _("optional"))


def _target(bound: BoundField) -> str:
    if bound.is_hidden:
        return ""
    return bound.id_for_label or f"{bound.auto_id}_0"


def _level(value: float | None, values: Sequence[float]) -> str:
    if value is None:
        return "none"
    low, high = min(values), max(values)
    if low == high:
        return "0" if not value else "2"
    return str(min(5, int(6 * (value - low) / (high - low))))


def _fitting(text: str, width: float, largest: float) -> float:
    """Return the font size at which ``text`` fits into ``width``."""
    return round(min(largest, width / max(1, len(text)) / WIDE), 1)


def _segment(place: int, step: StepLike, current: bool) -> Segment:
    """Lay out one step: sign and number, the name, then the state, as lines in the segment."""
    _x, middle = drawing.WHEEL.centre_of(place)
    up = middle < drawing.WHEEL.centre
    shift = {0: 7, 3: -3}.get(place, 5 if up else -7)
    name_y = middle + shift + 6
    left, right = drawing.room(place, name_y - 6, inset=9)
    x = (left + right) / 2
    name, state = str(step.name), state_name(step.state)
    state_width = len(state) * 14.5 * 0.5 + 16
    left_below, right_below = drawing.room(place, name_y + 17, inset=9)
    state_x = min(max(x, left_below + state_width / 2), right_below - state_width / 2)
    return Segment(
        order=step.order,
        name=name,
        state=step.state,
        state_name=state,
        label=_("Step %(order)s %(name)s: %(state)s")
        % {"order": step.order, "name": name, "state": state},
        url=step.url,
        current=current,
        shape=drawing.WHEEL.segment(place, inset=7),
        sign=step_sign(step.kind),
        mark=mark_safe(MARKS.get(step.state, "")),  # noqa: S308 - our own constant drawing
        x=round(x, 1),
        number_x=round(x - 22, 1),
        number_y=round(name_y - 30, 1),
        sign_x=round(x - 9, 1),
        sign_y=round(name_y - 52, 1),
        name_y=round(name_y, 1),
        name_size=_fitting(name, right - left, 18.5),
        mark_x=round(state_x - state_width / 2 + 5, 1),
        mark_y=round(name_y + 17.5, 1),
        state_x=round(state_x - state_width / 2 + 16, 1),
        state_y=round(name_y + 22.5, 1),
    )
