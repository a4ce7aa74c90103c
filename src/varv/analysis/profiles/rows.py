"""Rows of a profile: activities, what is told only together with others, and growth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from varv.analysis.names.activities import activity_shown, joined_name
from varv.analysis.names.verdicts import ROADS, VERDICTS

#: So large a part of what is told together belongs to an area that it is close to it.
CLOSE = 1 / 3


@dataclass(frozen=True)
class Activity:
    """One activity of the table with its figures; ``jobs`` is None where they are not told."""

    row: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The code as the table has it."""
        return str(self.row["code"])

    @property
    def name(self) -> str:
        """What it is called."""
        return joined_name(self.code)

    @property
    def shown(self) -> str:
        """The code with its name."""
        return f"{self.code} {self.name}".rstrip()

    @property
    def cited(self) -> str:
        """The same within a sentence: the name first, for that is what people know."""
        return f"{self.name} ({self.code})" if self.name else self.code

    @property
    def jobs(self) -> float | None:
        """How many jobs, if that is told."""
        found: float | None = self.row["jobs"]
        return found

    @property
    def share(self) -> float | None:
        """Its share of the region, in per cent."""
        return per_cent(self.row["share"])

    @property
    def of_area(self) -> float | None:
        """Its share of the area, in per cent."""
        return per_cent(self.row.get("of_area"))

    @property
    def verdict(self) -> str:
        """What the interval lets us say; a dash where nobody that is compared has any."""
        known = VERDICTS[self.row["verdict"]]
        return "–" if self.jobs == 0 and self.row["lq"] is None else capfirst(str(known))

    @property
    def road(self) -> str:
        """How near it is to what the region does, and how complex; empty where not known."""
        return str(ROADS.get(self.row["road"], ""))


@dataclass(frozen=True)
class Joined(Activity):
    """What a table tells only together with others: a part of it belongs to the area."""

    @property
    def inside(self) -> list[str]:
        """Which of its activities belong to the area, with their names."""
        return [activity_shown(code) for code in self.row["inside"]]

    @property
    def beside(self) -> list[str]:
        """Which of its activities do not."""
        return [activity_shown(code) for code in self.row["beside"]]

    @property
    def size(self) -> int:
        """How many activities it is."""
        return int(self.row["size"])

    @property
    def is_close(self) -> bool:
        """Tell whether so much of it belongs to the area that it says something of it."""
        return len(self.row["inside"]) >= CLOSE * self.size


@dataclass(frozen=True)
class Growth:
    """How a set grew, here and where it is compared, in per cent."""

    row: Mapping[str, Any]

    @property
    def own(self) -> float | None:
        """Here."""
        return per_cent(self.row["growth"])

    @property
    def compared(self) -> float | None:
        """In all that are compared, this region among them."""
        return per_cent(self.row["compared"])


def per_cent(share: float | None) -> float | None:
    """Return a share in per cent."""
    return None if share is None else 100 * share
