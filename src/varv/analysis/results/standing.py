"""Whether newer figures still bear out what somebody read out of older ones."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from varv.analysis.models import RunResult
from varv.analysis.names.verdicts import ROADS, VERDICTS
from varv.analysis.results.shapes import SHAPES
from varv.text.numbers import number, probability

Figures = Mapping[str, Any]
Reason = dict[str, Any]
#: Columns whose words stand for themselves in the reasons.
_KNOWN = {"verdict": VERDICTS, "road": ROADS}


def reasons(kind: str, old: Figures, new: Figures | None) -> list[Reason]:
    """Return why a row no longer bears out what it did; empty where it does."""
    shape = SHAPES[kind]
    if new is None:
        return [{"code": "gone", "values": {}}]
    value = new.get(shape.value)
    if value is None:
        return [] if old.get(shape.value) is None else [{"code": "not_told", "values": {}}]
    found = []
    if shape.word and old.get(shape.word) != new.get(shape.word):
        values = {"column": shape.word, "old": old.get(shape.word), "new": new.get(shape.word)}
        found.append({"code": "word", "values": values})
    if _is_outside(old, value, shape.low, shape.high):
        values = {"new": value, "low": old[shape.low], "high": old[shape.high]}
        found.append({"code": "outside", "values": values})
    turn = old.get("base_rate") if kind == RunResult.Kind.ENTRY else shape.turn
    if turn is not None and _has_turned(old.get(shape.value), value, turn):
        values = {"old": old[shape.value], "new": value, "turn": turn}
        found.append({"code": "turned", "values": values})
    return found


def in_words(kind: str, told: list[Reason]) -> list[str]:
    """Return the reasons as sentences."""
    digits = 2 if SHAPES[kind].value == "lq" else 3 if kind == RunResult.Kind.BACKTEST else 0
    return [_sentence(kind, one, digits) for one in told]


def _sentence(kind: str, reason: Reason, digits: int) -> str:
    values = reason["values"]
    if reason["code"] == "gone":
        return _("The newer figures have no such row.")
    if reason["code"] == "not_told":
        return _("The source does not tell the newer figure.")
    if reason["code"] == "word":
        known = _KNOWN[values["column"]]
        old, new = (known.get(values[at], values[at] or "–") for at in ("old", "new"))
        return _("It was “%(old)s” and is now “%(new)s”.") % {"old": old, "new": new}
    if kind == RunResult.Kind.ENTRY:
        shown = {name: probability(value) for name, value in values.items()}
    else:
        shown = {name: number(value, digits) for name, value in values.items()}
    if reason["code"] == "outside":
        return _("The newer figure is %(new)s, outside the interval %(low)s–%(high)s.") % shown
    return _("It was %(old)s and is now %(new)s: on the other side of %(turn)s.") % shown


def _is_outside(old: Figures, value: float, low: str, high: str) -> bool:
    if not low or old.get(low) is None or old.get(high) is None:
        return False
    return not old[low] <= value <= old[high]


def _has_turned(old: float | None, new: float, turn: float) -> bool:
    return old is not None and (old - turn) * (new - turn) < 0
