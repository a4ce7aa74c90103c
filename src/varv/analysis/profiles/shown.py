"""What pages show of the profiles: figures with their names, unit, source, date and region.

What is said of them in sentences is in ``sentences``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from varv.analysis.models import ActivitySet, ProfileSource
from varv.analysis.names.activities import activity_name, activity_shown
from varv.analysis.names.regions import region_name, region_note, region_shown
from varv.analysis.names.verdicts import VERDICTS
from varv.analysis.profiles import sentences
from varv.analysis.profiles.kept import Kept
from varv.analysis.profiles.rows import Activity, Growth, Joined, per_cent
from varv.cycles.models import Area

NO_OPENINGS = "no openings"


@dataclass(frozen=True)
class Profile:
    """One area in figures."""

    area: Area
    set: ActivitySet
    kept: Kept
    row: Mapping[str, Any]

    @cached_property
    def activities(self) -> list[Activity]:
        """Its activities that the table has, the largest first."""
        return [Activity(one) for one in self.row["activities"]]

    @property
    def jobs(self) -> float | None:
        """All jobs that are told; at least so many where some are not."""
        found: float | None = self.row["jobs"]
        return found

    @property
    def share(self) -> float | None:
        """Its share of the region's jobs in the table, in per cent."""
        return per_cent(self.row["share"])

    @property
    def quotient(self) -> Mapping[str, Any] | None:
        """The location quotient of the whole set with its interval."""
        found: Mapping[str, Any] | None = self.row["quotient"]
        return found

    @property
    def verdict(self) -> str:
        """What the interval lets us say of the whole set."""
        return capfirst(str(VERDICTS[self.quotient["verdict"] if self.quotient else "unknown"]))

    @property
    def growth(self) -> Growth | None:
        """How it grew, where the table has several years."""
        return Growth(self.row["growth"]) if self.row["growth"] else None

    @property
    def strongest(self) -> list[Activity]:
        """The activities that are strengths, the surest first."""
        return self._with(self.row["strongest"])

    @property
    def openings(self) -> list[Activity]:
        """The activities nearest to what the region is strong in, in which it is not yet."""
        return self._with(self.row["openings"])

    @property
    def leans_on(self) -> list[Activity]:
        """The largest activities."""
        return self._with(self.row["leans_on"])

    @property
    def leans_share(self) -> float | None:
        """The share of the largest in the area, in per cent."""
        return per_cent(self.row["leans_share"])

    @property
    def suppressed(self) -> list[Activity]:
        """The activities whose numbers the publisher does not tell."""
        return self._with(self.row["suppressed"])

    @property
    def absent(self) -> list[tuple[str, str]]:
        """The activities that the table has no figures of at all, with their names."""
        return [(code, activity_name(code)) for code in self.row["absent"]]

    @cached_property
    def joined(self) -> list[Joined]:
        """What the table tells only together with others, the closest to the area first."""
        return [Joined(one) for one in self.row["joined"]]

    @property
    def closest(self) -> Joined | None:
        """What comes closest to an area of which nothing is told by itself."""
        first = self.joined[0] if self.joined and not self.activities else None
        return first if first and first.is_close and first.jobs is not None else None

    @property
    def at_most(self) -> float | None:
        """The number that the area cannot exceed, where it is told together with others."""
        found: float | None = self.row["at_most"]
        return found

    @property
    def share_at_most(self) -> float | None:
        """The share of the region that the area cannot exceed, in per cent."""
        return per_cent(self.row["share_at_most"])

    @property
    def is_silent(self) -> bool:
        """Tell whether the table tells nothing of it, not even that there is a number."""
        return not (self.activities or self.joined)

    @property
    def is_partial(self) -> bool:
        """Tell whether the area is larger than the figures show."""
        return bool(self.row["suppressed"] or self.row["absent"] or self.row["joined"])

    @property
    def share_label(self) -> str:
        """Of whom a share is."""
        return sentences.share_label(self.kept.figures.get("lacks", ()))

    @property
    def says(self) -> str:
        """What the interval lets us say; where the area is not told by itself, what is closest."""
        return self.verdict if self.quotient else sentences.untold(self)

    @property
    def compared_with(self) -> str:
        """Whom it is compared with, within a sentence."""
        return str(self.kept.source.get_compared_with_display()).lower()

    @property
    def in_short(self) -> str:
        """What the table says of the area, in a few sentences."""
        return sentences.in_short(self)

    @property
    def jobs_text(self) -> str:
        """How many are employed: a number, or from where to where."""
        return sentences.jobs_text(self)

    @property
    def jobs_range(self) -> str:
        """The same as short as a table needs it."""
        return sentences.jobs_range(self)

    @property
    def share_range(self) -> str:
        """Their share of the region, in per cent."""
        return sentences.share_range(self)

    def _with(self, codes: Sequence[str]) -> list[Activity]:
        by_code = {one.code: one for one in self.activities}
        return [by_code[code] for code in codes]


@dataclass(frozen=True)
class Overlap:
    """An activity that belongs to several areas."""

    activity: Activity
    areas: Sequence[Area]

    @property
    def text(self) -> str:
        """Say it in a sentence."""
        return belongs_to(self.activity.code, self.areas)


@dataclass(frozen=True)
class Profiles:
    """All that a page shows of the profiles made of one source.

    ``number`` is the place of the source among those in use. ``is_whole`` tells whether the areas
    are all there are, so that the rest is what is in none.
    """

    kept: Kept
    areas: Sequence[Area]
    is_whole: bool = True
    number: int = 1

    @property
    def suffix(self) -> str:
        """What tells the ids of this part from those of the first."""
        return "" if self.number == 1 else f"-{self.number}"

    @property
    def heading(self) -> str:
        """What the part is called: the region, the year, and the table."""
        dataset = self.kept.source.version.dataset
        when = "" if self.problem else f" {self.year}"
        return f"{self.short_region}{when}: {dataset}"

    @property
    def short_region(self) -> str:
        """The name of the region, or its code where it has no known name."""
        code = self.kept.source.region
        return region_name(code) or code

    @property
    def has_openings(self) -> bool:
        """Tell whether the table tells what is near to what the region does."""
        return NO_OPENINGS not in self.kept.figures.get("notes", ())

    @property
    def share_label(self) -> str:
        """Of whom shares are."""
        return sentences.share_label(self.kept.figures.get("lacks", ()))

    @property
    def is_against_the_rest(self) -> bool:
        """Tell whether the region is held against the rest of its country."""
        return self.kept.source.compared_with == ProfileSource.ComparedWith.WHOLE

    @property
    def has_bounds(self) -> bool:
        """Tell whether some area is told together with others."""
        return any(one.joined for one in self.all)

    @property
    def notes(self) -> list[str]:
        """What must be known of the figures beside what the region is, in sentences."""
        told = (
            self.lacks_note,
            sentences.not_known_note(self.kept.figures.get("not_known", 0)),
            sentences.silent_note(has_growth=self.growth is not None, openings=self.has_openings),
        )
        return [one for one in told if one]

    def of(self, area: Area) -> Profile | None:
        """Return one area's profile."""
        row, held = self.kept.of(area.pk), self.kept.sets.get(area.pk)
        return Profile(area, held, self.kept, row) if row is not None and held else None

    @cached_property
    def all(self) -> list[Profile]:
        """The profiles of all areas that have one."""
        return [found for area in self.areas if (found := self.of(area))]

    @cached_property
    def outside(self) -> list[Activity]:
        """What belongs to no area, the largest first."""
        return [Activity(one) for one in self.kept.figures.get("outside", ())]

    @property
    def outside_jobs(self) -> float:
        """How many jobs belong to no area, as far as they are told."""
        return sum(one.jobs or 0 for one in self.outside)

    @property
    def outside_share(self) -> float | None:
        """The share of the region's jobs that belongs to no area, in per cent."""
        total = self.total
        return 100 * self.outside_jobs / total if total else None

    @cached_property
    def overlaps(self) -> list[Overlap]:
        """What belongs to several areas."""
        by_id = {area.pk: area for area in self.areas}
        return [
            Overlap(Activity(row), [by_id[one] for one in row["areas"] if one in by_id])
            for row in self.kept.figures.get("overlaps", ())
        ]

    @property
    def overlap_texts(self) -> list[str]:
        """The same in sentences."""
        return [one.text for one in self.overlaps]

    @property
    def total(self) -> float:
        """All jobs that the table tells of the region."""
        return float(self.kept.figures.get("total", 0))

    @property
    def untold(self) -> list[str]:
        """The codes whose numbers are not told of the region."""
        return list(self.kept.figures.get("untold", ()))

    @property
    def region(self) -> str:
        """The region that the figures are of, with its name."""
        return region_shown(self.kept.source.region)

    @property
    def region_note(self) -> str:
        """What must not be forgotten of a region that is several counties; else empty."""
        return region_note(self.kept.source.region)

    @property
    def lacks_note(self) -> str:
        """Say of which sections the table tells nothing: shares are then not of all jobs."""
        lacks = self.kept.figures.get("lacks", ())
        if not lacks:
            return ""
        return _(
            "The table tells nothing of %(sections)s. Shares and quotients are of what stands in "
            "it, not of all jobs of the region."
        ) % {"sections": get_text_list(_shortly(lacks), _("and"))}

    @property
    def year(self) -> int:
        """The year of the figures."""
        return int(self.years[1])

    @property
    def years(self) -> tuple[int, int]:
        """The first year and the last."""
        first, last = self.kept.figures["years"]
        return first, last

    @property
    def growth(self) -> Growth | None:
        """How all of the region grew."""
        found = self.kept.figures.get("growth")
        return Growth(found) if found else None

    @property
    def weak_sign(self) -> bool:
        """Tell whether it is hardly known which activities are the complex ones."""
        strength = self.kept.figures.get("sign_strength")
        return strength is not None and strength < 0.3

    @property
    def problem(self) -> str:
        """Why there are no figures, in a sentence; else empty."""
        return problem_text(self.kept)


def _shortly(sections: Sequence[str]) -> list[str]:
    """Return a few sections with their names, and the letters alone of more than can be read."""
    return [activity_shown(code) for code in sections] if len(sections) < 4 else list(sections)


def problem_text(kept: Kept) -> str:
    """Say why a table cannot be held against the activity sets."""
    texts = {
        "classification": _("The codes of the table are not those of NACE Rev. 2 (SNI 2007)."),
        "region": _("The table has no region %(region)s."),
        "doubles": _("The table tells the same region, activity and year twice."),
        "nothing": _("The table tells nothing of %(region)s."),
        "whole": _(
            "The table does not tell the country %(country)s as the whole of which %(region)s is a "
            "part."
        ),
        "table": _("The table cannot be computed: %(error)s"),
    }
    text = texts.get(kept.problem, "")
    return text % kept.values if text else ""


def belongs_to(code: str, areas: Sequence[Area]) -> str:
    """Say that an activity belongs to several areas."""
    return _("%(activity)s belongs to %(number)s areas: %(areas)s.") % {
        "activity": activity_shown(code),
        "number": len(areas),
        "areas": get_text_list([str(area) for area in areas], _("and")),
    }
