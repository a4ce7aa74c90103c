"""What the API says of points: what was said, what was answered, and what it changed."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from ninja import Schema

from varv.consultation import describing, models
from varv.consultation.queries.answered import PointAnswer, answers_to
from varv.web.api.schemas import Listing


class Changed(Schema):
    """A thing that a point led to."""

    name: str
    url: str


class Point(Schema):
    """One thing that one input says, and what was answered to it."""

    number: int
    contribution: int
    organisation: str | None
    area: str | None
    theme: str | None
    heading: str
    text: str
    outcome: str
    reason: str
    changed_text: str
    changed: list[Changed]
    signed_at: datetime | None
    url: str

    @classmethod
    def of(cls, row: models.Point) -> "Point":
        """Describe one point with the disposition that it was fetched with."""
        return cls.of_answer(answers_to([row], AnonymousUser())[0])

    @classmethod
    def of_answer(cls, answer: PointAnswer) -> "Point":
        """Describe one point and its answer."""
        row, holds = answer.point, answer.holds
        record = row.contribution.record
        return cls(
            number=row.number,
            contribution=record.number if record else 0,
            organisation=describing.organisation(row.contribution) or None,
            area=row.area.slug if row.area else None,
            theme=str(row.theme) if row.theme else None,
            heading=row.heading,
            text=row.text,
            outcome=holds.outcome,
            reason=holds.reason,
            changed_text=holds.changed_text,
            changed=[Changed(name=one.name, url=one.url) for one in answer.changed],
            signed_at=holds.signed_at,
            url=row.get_absolute_url(),
        )


class Points(Listing):
    """A list of answered points."""

    items: list[Point]
