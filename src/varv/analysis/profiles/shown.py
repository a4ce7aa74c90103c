"""What pages show of the profiles: figures with their names, unit, source, date and region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from varv.analysis.models import ActivitySet
from varv.analysis.names.activities import activity_name, activity_shown
from varv.analysis.names.regions import region_note, region_shown
from varv.analysis.names.verdicts import ROADS, VERDICTS
from varv.analysis.profiles.kept import Kept
from varv.cycles.models import Area


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
        return activity_name(self.code)

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

    @property
    def joined(self) -> list[tuple[str, str]]:
        """What the table tells only together with others, and which activities that hides."""
        return [(label, ", ".join(codes)) for label, codes in sorted(self.row["joined"].items())]

    @property
    def is_partial(self) -> bool:
        """Tell whether the area is larger than the figures show."""
        return bool(self.row["suppressed"] or self.row["absent"] or self.row["joined"])

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
    """All that a page of profiles shows."""

    kept: Kept
    areas: Sequence[Area]
    is_whole: bool = True
    """Whether they are all areas, so that the rest is what is in none."""

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
        ) % {"sections": get_text_list([activity_shown(code) for code in lacks], _("and"))}

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


def problem_text(kept: Kept) -> str:
    """Say why a table cannot be held against the activity sets."""
    texts = {
        "classification": _("The codes of the table are not those of NACE Rev. 2 (SNI 2007)."),
        "region": _("The table has no region %(region)s."),
        "doubles": _("The table tells the same region, activity and year twice."),
        "nothing": _("The table tells nothing of %(region)s."),
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


def per_cent(share: float | None) -> float | None:
    """Return a share in per cent."""
    return None if share is None else 100 * share
