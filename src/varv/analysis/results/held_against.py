"""What the counts of two runs are, and what else has changed where a count has not.

A quotient holds a count against all others. Where the count is the same and the verdict is not,
the others have changed: that is said by naming them, and no other cause is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis.compute.asked import Asked
from varv.analysis.compute.moved import Cell, moved
from varv.analysis.compute.panels import CannotBeComputedError, panel_for
from varv.analysis.models import Run, RunResult
from varv.analysis.names.activities import activity_shown
from varv.analysis.names.regions import region_shown
from varv.analysis.pictures.words import shortly
from varv.analysis.queries import runs as queries
from varv.analysis.results.reading import rows_of
from varv.text.numbers import number

#: So many figures of a kind are named.
NAMED = 5


@dataclass(frozen=True)
class Held:
    """Two runs of a region: its counts before and after, and what they are held against."""

    old: Run
    new: Run

    @cached_property
    def counts(self) -> dict[str, tuple[str, str]]:
        """The counts of each activity before and after, as they are read."""
        before, after = self._values
        return {
            code: (number(before.get(code)), number(after.get(code)))
            for code in [*after, *(code for code in before if code not in after)]
        }

    def is_same(self, code: str) -> bool:
        """Tell whether the count of an activity is told in both runs and is the same."""
        before, after = (one.get(code) for one in self._values)
        return before is not None and before == after

    def why(self, code: str) -> str:
        """Return what has changed of that which an unchanged count is held against."""
        said = _("the count is the same")
        if facts := "; ".join(self._facts(code)):
            text = _("%(same)s, but not what it is held against: %(facts)s")
            return text % {"same": said, "facts": facts}
        return said

    @cached_property
    def _rows(self) -> list[list[dict[str, Any]]]:
        found = (queries.result_of(one, RunResult.Kind.STRENGTHS) for one in (self.old, self.new))
        return [rows_of(one) if one else [] for one in found]

    @cached_property
    def _values(self) -> list[dict[str, float | None]]:
        return [{row["activity"]: row["value"] for row in rows} for rows in self._rows]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {
            row["activity"]: shortly(activity_shown(row["activity"], row["name"]))
            for rows in self._rows
            for row in rows
        }

    @cached_property
    def _moved(self) -> list[Cell]:
        """What differs in the figures of the two; nothing where those cannot be read any more."""
        try:
            old, new = (
                panel_for(one.version, Asked.of(one.parameters)) for one in (self.old, self.new)
            )
        except (CannotBeComputedError, OSError):
            return []
        return moved(old, new)

    def _facts(self, code: str) -> list[str]:
        """Return what moved in the same region, in the same activity, and how much elsewhere."""
        region = self.new.parameters["region"]
        own = [one for one in self._moved if one.region == region]
        others = [one for one in self._moved if one.region != region and one.activity == code]
        found = [
            *_said(own, lambda one: self._names.get(one.activity, one.activity)),
            *_said(others, lambda one: f"{code}, {region_shown(one.region)}"),
        ]
        if rest := len(self._moved) - len(own) - len(others):
            text = ngettext(
                "%(count)s figure of other regions and activities has changed",
                "%(count)s figures of other regions and activities have changed",
                rest,
            )
            found.append(text % {"count": number(rest)})
        return found


def _said(cells: Sequence[Cell], name: Callable[[Cell], str]) -> list[str]:
    """Return which figures are hidden, told and changed, by name."""
    hidden = [name(one) for one in cells if one.after is None]
    told = [name(one) for one in cells if one.before is None]
    changed = [
        f"{name(one)} ({number(one.before)} → {number(one.after)})"
        for one in cells
        if None not in (one.before, one.after)
    ]
    found = [
        (hidden, _("not told any more: %(names)s")),
        (told, _("told now: %(names)s")),
        (changed, _("changed: %(names)s")),
    ]
    return [text % {"names": _listed(names)} for names, text in found if names]


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED
    kept = names[:NAMED] + ([_("%(count)s more") % {"count": number(more)}] if more > 0 else [])
    return get_text_list(kept, _("and"))
