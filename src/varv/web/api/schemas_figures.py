"""What the API says of the areas and municipalities in figures."""

from datetime import datetime
from typing import Any

from ninja import Schema

from varv.analysis import models as analysis
from varv.analysis.profiles import rows, shown
from varv.web.api.schemas import Listing


class ChosenActivity(Schema):
    """An activity that an area stands for, and why."""

    code: str
    name: str
    reason: str


class ActivitySet(Schema):
    """One version of the activities of an area; `is_current` is the one that holds."""

    area: str
    number: int
    is_current: bool
    classification: str
    activities: list[ChosenActivity]
    note: str
    decided_at: datetime

    @classmethod
    def of(cls, row: analysis.ActivitySet, last: int) -> "ActivitySet":
        """Describe one version; ``last`` is the number of the area's last one."""
        return cls(
            area=row.area.slug,
            number=row.number,
            is_current=row.number == last,
            classification=row.classification,
            activities=[
                ChosenActivity(code=code, name=name, reason=reason)
                for code, name, reason in row.coded
            ],
            note=str(row.note),
            decided_at=row.decided_at,
        )


class Quotient(Schema):
    """A location quotient with its interval at 90 per cent; without an end if `high` is null."""

    lq: float
    low: float
    high: float | None
    verdict: str

    @classmethod
    def of(cls, row: Any) -> "Quotient | None":
        """Describe one, where there is one."""
        if not row or row["lq"] is None:
            return None
        return cls(
            lq=round(row["lq"], 4),
            low=round(row["low"], 4),
            high=None if row["high"] is None else round(row["high"], 4),
            verdict=row["verdict"],
        )


class Activity(Schema):
    """An activity in figures; `jobs` is null where the publisher does not tell them."""

    code: str
    name: str
    jobs: float | None
    quotient: Quotient | None
    density: float | None
    complexity: float | None

    @classmethod
    def of(cls, one: rows.Activity) -> "Activity":
        """Describe one activity."""
        row = one.row
        return cls(
            code=one.code,
            name=one.name,
            jobs=one.jobs,
            quotient=Quotient.of(row),
            density=row["density"],
            complexity=row["complexity"],
        )


class Joined(Activity):
    """An activity that is told only together with others: of it `inside` belongs to the area."""

    inside: list[str]
    beside: list[str]

    @classmethod
    def of_area(cls, one: rows.Joined) -> "Joined":
        """Describe one that an area has a part of."""
        return cls(**Activity.of(one).dict(), inside=one.row["inside"], beside=one.row["beside"])


class Profile(Schema):
    """An area in figures, or what is in no area (`area` is null), as the table `part` tells it.

    `jobs` are those that are told; there are more where `is_partial`: `suppressed` are activities
    whose number the publisher does not tell, `absent` those that the table does not have, `joined`
    those that it tells only together with others. With all of these the area has `jobs_at_most`.
    """

    part: int
    area: str | None
    region: str
    region_note: str
    year: int
    unit: str
    source: str
    licence: str
    compared_with: str
    jobs: float | None
    jobs_at_most: float | None
    is_partial: bool
    share: float | None
    share_at_most: float | None
    growth: float | None
    quotient: Quotient | None
    suppressed: list[str]
    absent: list[str]
    activities: list[Activity]
    joined: list[Joined]

    @classmethod
    def of(cls, found: shown.Profiles, one: shown.Profile) -> "Profile":
        """Describe one area."""
        return cls(
            area=one.area.slug,
            **_about(found),
            jobs=one.jobs,
            jobs_at_most=one.at_most,
            is_partial=one.is_partial,
            share=one.row["share"],
            share_at_most=one.row["share_at_most"],
            growth=one.row["growth"]["growth"] if one.row["growth"] else None,
            quotient=Quotient.of(one.quotient),
            suppressed=list(one.row["suppressed"]),
            absent=list(one.row["absent"]),
            activities=[Activity.of(activity) for activity in one.activities],
            joined=[Joined.of_area(joined) for joined in one.joined],
        )

    @classmethod
    def of_rest(cls, found: shown.Profiles) -> "Profile":
        """Describe what is in no area."""
        rest = found.outside
        untold = [one.code for one in rest if one.jobs is None]
        return cls(
            area=None,
            **_about(found),
            jobs=found.outside_jobs,
            jobs_at_most=None,
            is_partial=bool(untold) or found.has_bounds,
            share=found.outside_jobs / found.total if found.total else None,
            share_at_most=None,
            growth=None,
            quotient=None,
            suppressed=untold,
            absent=[],
            activities=[Activity.of(one) for one in rest],
            joined=[],
        )


class MunicipalFigure(Schema):
    """One figure of a municipality; the year is null where it has none, such as a distance."""

    municipality: str
    name: str
    measure: str
    year: int | None
    value: float
    source: str
    licence: str


class ActivitySets(Listing):
    """A list of activity sets."""

    items: list[ActivitySet]


class Profiles(Listing):
    """A list of areas in figures."""

    items: list[Profile]


class MunicipalFigures(Listing):
    """A list of figures of municipalities."""

    items: list[MunicipalFigure]


def _about(found: shown.Profiles) -> dict[str, Any]:
    version = found.kept.source.version
    return {
        "part": found.number,
        "compared_with": found.kept.source.compared_with,
        "region": found.kept.source.region,
        "region_note": found.region_note,
        "year": found.year,
        "unit": str(version.dataset.unit),
        "source": f"{version.dataset.publisher}: {version.dataset}, {version.number}",
        "licence": str(version.dataset.licence),
    }
