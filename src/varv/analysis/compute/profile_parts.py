"""The parts of a profile: one region of a panel, and what a set of its activities amounts to."""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import TYPE_CHECKING, Any

from varv.analysis.compute.whole import against_the_rest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from specialisation import Panel, Strengths

#: How little a region may tell of an area and still be compared in it.
LEAST_TOLD = 0.5
TOP = 3


@dataclass(frozen=True)
class Openings:
    """What the region is not specialised in: density, complexity and road of each by its place.

    ``cuts`` has what parts high from low, ``sign_strength`` how well it is known which activities
    are the complex ones.
    """

    of: dict[int, tuple[float, float, str]]
    cuts: dict[str, float | None]
    sign_strength: float | None


@dataclass(frozen=True, eq=False)
class Region:
    """One region of a panel, with what holds of each of its activities.

    ``weight`` is the part of the whole that is left out of it where quotients are against the rest.
    """

    panel: "Panel"
    place: int
    cluster_size: float
    told: "NDArray[np.bool_]"
    full: "NDArray[np.float64]"
    found: "Strengths"
    openings: "Openings"
    weight: float = 0.0
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        panel: "Panel",
        wide: "Panel",
        region: str,
        cluster_size: float,
        *,
        against_the_rest: bool = False,
    ) -> "Region":
        """Compute what all areas share; what is related to what is seen in the ``wide`` panel."""
        import numpy as np

        import specialisation as sp
        from specialisation.suppression import filled

        x = panel.matrix()
        hidden = None if panel.suppressed is None else panel.suppressed[-1]
        told = np.ones(x.shape, np.bool_) if hidden is None else ~hidden
        place = panel.place_of_region(region)
        openings, notes = _openings(wide, region, panel.activities)
        full = filled(np.where(told, x, 0.0), told)
        return cls(
            panel=panel,
            place=place,
            cluster_size=cluster_size,
            told=told,
            full=full,
            found=sp.strengths(x, cluster_size, suppressed=hidden),
            openings=openings,
            weight=float(full[place].sum() / full.sum()) if against_the_rest else 0.0,
            notes=notes,
        )

    @property
    def total(self) -> float:
        """All jobs that the table tells of the region."""
        return float((self.panel.matrix()[self.place] * self.told[self.place]).sum())

    @property
    def untold(self) -> list[int]:
        """The places of the activities whose number is suppressed here."""
        return [at for at, told in enumerate(self.told[self.place]) if not told]

    def quotient(self, value: Any) -> float | None:
        """Return a location quotient against whom the region is held against."""
        return against_the_rest(_told(value), self.weight)

    def activity(self, at: int) -> dict[str, Any]:
        """Return what is known of one activity."""
        evidence = self.found.evidence
        density, complexity, road = self.openings.of.get(at, (None, None, ""))
        jobs = float(self.panel.matrix()[self.place, at]) if self.told[self.place, at] else None
        return {
            "code": str(self.panel.activities[at]),
            "jobs": jobs,
            "share": None if jobs is None or not self.total else jobs / self.total,
            "lq": self.quotient(evidence.mean[self.place, at]),
            "low": self.quotient(evidence.low[self.place, at]),
            "high": self.quotient(evidence.high[self.place, at]),
            "above_one": _told(evidence.probability_above_one[self.place, at]),
            "verdict": str(self.found.verdict[self.place, at]),
            "density": density,
            "complexity": complexity,
            "road": road,
        }


def profile_of(region: Region, places: Sequence[int]) -> dict[str, Any]:
    """Return what a set of activities amounts to in the region, by their places."""
    rows = [region.activity(at) for at in places]
    told = [row for row in rows if row["jobs"] is not None]
    jobs = sum(row["jobs"] for row in told)
    for row in rows:
        row["of_area"] = row["jobs"] / jobs if row["jobs"] is not None and jobs else None
    largest = sorted(told, key=lambda row: -row["jobs"])
    strong = [row for row in told if row["verdict"] in {"strength", "possible"} and row["jobs"]]
    open_ = [row for row in told if row["density"] is not None]
    return {
        "jobs": jobs if told else None,
        "share": jobs / region.total if told and region.total else None,
        "quotient": _quotient(region, [at for at in places if region.told[region.place, at]]),
        "growth": grown(region, places),
        "activities": [row for row in largest if row["jobs"]]
        + [row for row in rows if row["jobs"] == 0]
        + [row for row in rows if row["jobs"] is None],
        "leans_on": [row["code"] for row in largest[:TOP] if row["jobs"]],
        "leans_share": sum(row["jobs"] for row in largest[:TOP]) / jobs if jobs else None,
        "strongest": [
            row["code"] for row in sorted(strong, key=lambda row: -(row["low"] or 0))[:TOP]
        ],
        "openings": [row["code"] for row in sorted(open_, key=lambda row: -row["density"])[:TOP]],
        "suppressed": [row["code"] for row in rows if row["jobs"] is None],
    }


def grown(region: Region, places: Iterable[int]) -> dict[str, Any] | None:
    """Return how a set grew here and among all that are compared; None with a single year.

    Only what is told in the first year and the last counts, in each region for itself.
    """
    panel = region.panel
    if len(panel.years) < 2:
        return None
    import numpy as np

    at = list(places)
    before, after = panel.values[0][:, at], panel.values[-1][:, at]
    both = np.ones(before.shape, np.bool_)
    if panel.suppressed is not None:
        both = ~(panel.suppressed[0][:, at] | panel.suppressed[-1][:, at])
    own = [float((one * both)[region.place].sum()) for one in (before, after)]
    all_ = [float((one * both).sum()) for one in (before, after)]
    left_out = [str(panel.activities[at[one]]) for one in np.flatnonzero(~both[region.place])]
    return {
        "from": own[0],
        "to": own[1],
        "growth": own[1] / own[0] - 1 if own[0] else None,
        "compared": all_[1] / all_[0] - 1 if all_[0] else None,
        "left_out": left_out,
        "years": _yearly(region, at, both),
    }


def _yearly(
    region: Region, at: Sequence[int], both: "NDArray[np.bool_]"
) -> list[tuple[int, float | None, float | None]]:
    """Return year by year what is counted here and in all; None where some of it is not told."""
    panel, found = region.panel, []
    for place, year in enumerate(panel.years):
        values = panel.values[place][:, at] * both
        hidden = both & panel.suppressed[place][:, at] if panel.suppressed is not None else None
        own, every = float(values[region.place].sum()), float(values.sum())
        found.append((
            int(year),
            None if hidden is not None and hidden[region.place].any() else own,
            None if hidden is not None and hidden.any() else every,
        ))  # fmt: skip
    return found


def _quotient(region: Region, places: Sequence[int]) -> dict[str, Any] | None:
    """Return the location quotient of a set against the rest, with its interval.

    What a region does not tell is filled up with what its margins let expect, as for each activity
    alone; a region that tells less than half of the set is left out.
    """
    import numpy as np

    import specialisation as sp

    if not places or len(region.panel.regions) < 2:
        return None
    inside = region.full[:, places].sum(axis=1)
    rest = region.full.sum(axis=1) - inside
    told = (region.full * region.told)[:, places].sum(axis=1)
    hidden = np.column_stack([told < LEAST_TOLD * inside, np.zeros(len(inside), np.bool_)])
    hidden[region.place] = False
    if not rest.any() or (~hidden[:, 0]).sum() < 2:
        return None
    if len(places) == 1:  # the same twice on a page has one number
        found, at = region.found, places[0]
    else:
        two = np.column_stack([inside, np.maximum(rest, 0.0)])
        found, at = sp.strengths(two, region.cluster_size, suppressed=hidden), 0
    evidence = found.evidence
    mean = region.quotient(evidence.mean[region.place, at])
    if mean is None:
        return None
    return {
        "lq": mean,
        "low": region.quotient(evidence.low[region.place, at]),
        "high": region.quotient(evidence.high[region.place, at]),
        "verdict": str(found.verdict[region.place, at]),
        "level": evidence.level,
        "compared": int((~hidden[:, 0]).sum()) - 1,
    }


def _openings(panel: "Panel", region: str, activities: Sequence[Any]) -> tuple[Openings, list[str]]:
    """Return the openings by their places among ``activities``, and by name what was warned of."""
    import specialisation as sp

    place = panel.place_of_region(region)
    places = {str(label): at for at, label in enumerate(activities)}
    hidden = None if panel.suppressed is None else panel.suppressed[-1]
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            found = sp.openings(panel.matrix(), place, suppressed=hidden)
        except ValueError:  # too few regions or activities to tell what is related
            return Openings({}, {"density": None, "complexity": None}, None), ["no openings"]
    told = {
        places[str(panel.activities[at])]: (float(density), float(complexity), str(road))
        for at, density, complexity, road in zip(
            found.activities, found.density, found.complexity, found.road, strict=True
        )
        if not (isnan(density) or isnan(complexity)) and str(panel.activities[at]) in places
    }
    names = sorted({type(one.message).__name__ for one in said if _is_ours(one)})
    cuts = {"density": _told(found.density_cut), "complexity": _told(found.complexity_cut)}
    return Openings(told, cuts, _told(found.sign_strength)), names


def _is_ours(one: "warnings.WarningMessage") -> bool:
    return type(one.message).__module__.startswith("specialisation")


def _told(value: Any) -> float | None:
    number = float(value)
    return None if isnan(number) else number
