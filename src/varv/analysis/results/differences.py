"""Two runs held against each other: what changed, by result."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis.models import Run, RunResult
from varv.analysis.names.verdicts import ROADS, VERDICTS
from varv.analysis.queries import runs as queries
from varv.analysis.results import words
from varv.analysis.results.held_against import Held
from varv.analysis.results.reading import rows_of
from varv.analysis.results.shapes import SHAPES, Shape
from varv.analysis.results.tables import row_name
from varv.text.numbers import NOTHING, number, probability

Kind = RunResult.Kind
Rows = dict[str, dict[str, Any]]
_WORDS = {"verdict": VERDICTS, "road": ROADS}
#: What is scored is compared as a whole on its own page; years are compared in growth.
LEFT_OUT = {Kind.SERIES}


@dataclass(frozen=True)
class Change:
    """A row that changed: its figure and word before and after, and its count where it has one."""

    name: str
    before: str
    after: str
    why: str
    counts: tuple[str, str] | None = None


@dataclass(frozen=True)
class Difference:
    """What changed in one kind of result."""

    kind: str
    title: str
    sentences: list[str]
    changes: list[Change] = field(default_factory=list)

    @property
    def has_counts(self) -> bool:
        """Tell whether its rows have counts."""
        return any(one.counts for one in self.changes)


def differences(old: Run, new: Run) -> list[Difference]:
    """Return what changed from one run to another, by result that both have."""
    before = {one.kind: one for one in queries.results_of(old)}
    held = Held(old, new)
    return [
        _difference(before[one.kind], one, held)
        for one in queries.results_of(new)
        if one.kind in before and one.kind not in LEFT_OUT
    ]


def asked_otherwise(old: Run, new: Run) -> list[tuple[str, Any, Any]]:
    """Return the parameters in which two runs differ, each with what it was before and after.

    What changed between such runs may come of them and not of the figures.
    """
    before, after = dict(words.parameters_shown(old)), dict(words.parameters_shown(new))
    if all(one.parameters.get("until") is None for one in (old, new)):
        # Both look at the newest year of their figures: that is no question asked otherwise.
        after[_("Last year")] = before[_("Last year")]
    told = [
        (name, before.get(name, NOTHING), after.get(name, NOTHING))
        for name in [*after, *(name for name in before if name not in after)]
    ]
    if old.version.dataset_id != new.version.dataset_id:
        told.insert(0, (_("Figures"), str(old.version.dataset), str(new.version.dataset)))
    return [one for one in told if one[1] != one[2]]


def _difference(old: RunResult, new: RunResult, held: Held) -> Difference:
    shape = SHAPES[new.kind]
    before, after = shape.by_code(rows_of(old)), shape.by_code(rows_of(new))
    has_counts = shape.key == ("activity",)
    changes = [
        Change(
            row_name(new.kind, after.get(code) or before[code]),
            _shown(new.kind, shape, before.get(code)),
            _shown(new.kind, shape, after.get(code)),
            f"{why}; {held.why(code)}" if has_counts and held.is_same(code) else why,
            held.counts.get(code) if has_counts else None,
        )
        for code in [*after, *(code for code in before if code not in after)]
        if (why := _why(shape, before.get(code), after.get(code)))
    ]
    sentences = [*_of_words(shape, before, after, held), *_of_intervals(shape, before, after)]
    sentences += _of_rows(before, after)
    if not sentences:
        sentences = [_of_chance(len(changes))]
    return Difference(new.kind, str(new.get_kind_display()), sentences, changes)


def _of_chance(number: int) -> str:
    """Say that nothing is sure to have changed, though some rows may be called otherwise."""
    if not number:
        return _("Nothing changed by more than chance explains.")
    text = ngettext(
        "%(count)s row is called otherwise. No interval lies apart, so it may be by chance.",
        "%(count)s rows are called otherwise. No interval lies apart, so it may be by chance.",
        number,
    )
    return text % {"count": number}


def _why(shape: Shape, before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before is None:
        return _("is new")
    if after is None:
        return _("is gone")
    found = []
    if shape.word and before[shape.word] != after[shape.word]:
        known = _WORDS[shape.word]
        old, new = (str(known.get(one[shape.word], "–")) for one in (before, after))
        found.append(f"{old} → {new}")
    if _is_apart(shape, before, after):
        found.append(_("the intervals do not overlap"))
    return "; ".join(found)


def _is_apart(shape: Shape, before: dict[str, Any], after: dict[str, Any]) -> bool:
    if not shape.low:
        return False
    ends = [one[name] for one in (before, after) for name in (shape.low, shape.high)]
    if None in ends:
        return False
    return bool(ends[1] < ends[2] or ends[3] < ends[0])


def _of_words(shape: Shape, before: Rows, after: Rows, held: Held) -> list[str]:
    if shape.word != "verdict":
        return []
    both = {
        code: (before[code]["verdict"], row["verdict"])
        for code, row in after.items()
        if code in before
    }
    gained = sum(new == "strength" != old for old, new in both.values())
    lost = sum(old == "strength" != new for old, new in both.values())
    turned = [code for code, words_ in both.items() if "strength" in words_ and len({*words_}) > 1]
    same = sum(held.is_same(code) for code in turned)
    said = []
    if gained:
        text = ngettext(
            "%(count)s activity has become a strength.",
            "%(count)s activities have become strengths.",
            gained,
        )
        said.append(text % {"count": gained})
    if lost:
        text = ngettext(
            "%(count)s activity is no longer a strength.",
            "%(count)s activities are no longer strengths.",
            lost,
        )
        said.append(text % {"count": lost})
    if same:
        text = ngettext(
            "The count of %(count)s of these is unchanged: what it is held against has changed.",
            "The counts of %(count)s of these are unchanged: what they are held against has "
            "changed.",
            same,
        )
        said.append(text % {"count": same})
    return said


def _of_intervals(shape: Shape, before: Rows, after: Rows) -> list[str]:
    apart = sum(
        _is_apart(shape, before[code], row) for code, row in after.items() if code in before
    )
    if not apart:
        return []
    text = ngettext(
        "%(count)s row has an interval that does not overlap with the one before.",
        "%(count)s rows have intervals that do not overlap with those before.",
        apart,
    )
    return [text % {"count": apart}]


def _of_rows(before: Rows, after: Rows) -> list[str]:
    new, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    said = []
    if new:
        said.append(
            ngettext("%(count)s row is new.", "%(count)s rows are new.", new) % {"count": new}
        )
    if gone:
        text = ngettext("%(count)s row is gone.", "%(count)s rows are gone.", gone)
        said.append(text % {"count": gone})
    return said


def _shown(kind: str, shape: Shape, row: dict[str, Any] | None) -> str:
    if row is None or row[shape.value] is None:
        return "–"
    if kind == Kind.ENTRY:
        return probability(row[shape.value])
    digits = 2 if shape.value == "lq" else 3 if kind == Kind.BACKTEST else 0
    text = number(row[shape.value], digits)
    if not shape.low or row[shape.low] is None:
        return text
    return f"{text} ({number(row[shape.low], digits)}–{number(row[shape.high], digits)})"
