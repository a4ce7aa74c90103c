"""What entering a list would do, and what is shown of it before somebody says yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from varv.people.models import Organisation
from varv.people.organisation_list.sheet import COLUMNS


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, with its address such as "C17"."""

    row: int
    cell: str
    text: str
    typed: str


@dataclass(frozen=True)
class Person:
    """A representative who would be added, or whose title would be."""

    email: str
    name: str
    title: str


@dataclass
class Entry:
    """One organisation of the list, and what entering it would do."""

    rows: list[int]
    name: str
    key: str
    number: str | None = None
    sector: str = ""
    municipality: int | None = None
    known: Organisation | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    like: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """``new``, ``changed`` or ``known``."""
        if self.known is None:
            return "new"
        return "changed" if self.changed else "known"

    @property
    def line(self) -> "Line":
        """Return what is shown of it."""
        return Line(self.name, self.number or "", self.rows, self.state, self.changed, self.like)


@dataclass(frozen=True)
class Plan:
    """What entering the list would do, and what stands in the way."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    def of(self, state: str) -> list[Entry]:
        """Return the organisations in one state."""
        return [one for one in self.entries if one.state == state]


@dataclass(frozen=True)
class Line:
    """What is shown of one organisation of the list."""

    name: str
    number: str
    rows: Sequence[int]
    state: str
    changed: Sequence[str]
    like: Sequence[str]

    @property
    def changes(self) -> str:
        """What would change, in words."""
        return ", ".join(str(COLUMNS[key]) for key in self.changed)


@dataclass(frozen=True)
class Preview:
    """What somebody is shown before they say yes; kept, so that it is made once for each list."""

    language: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    def of(self, state: str) -> list[Line]:
        """Return the organisations in one state; ``doubtful`` are new and like another."""
        if state == "doubtful":
            return [one for one in self.lines if one.like]
        return [one for one in self.lines if one.state == state]

    def foresees(self, plan: Plan) -> bool:
        """Tell whether the plan does what was shown; whom it is like is a matter of opinion."""
        shown = [replace(one, like=[]) for one in self.lines]
        return shown == [replace(one.line, like=[]) for one in plan.entries]

    def as_json(self) -> dict[str, Any]:
        """Return the preview as it is kept."""
        return {
            "language": self.language,
            "lines": [list(vars(one).values()) for one in self.lines],
            "problems": [list(vars(one).values()) for one in self.problems],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Preview":
        """Return the preview that was kept."""
        return cls(
            kept["language"],
            tuple(Line(*one) for one in kept["lines"]),
            tuple(Problem(*one) for one in kept["problems"]),
        )
