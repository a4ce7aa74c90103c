"""What meetings lets people search: published meetings and minutes; for the staff all of them."""

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from varv.meetings.models import Meeting, Minutes, Registration
from varv.registry.guard import may
from varv.registry.search import Source, register
from varv.text import dates


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(
        Source(
            "meeting",
            _meetings,
            texts=("summary", "place"),
            day=TruncDate("starts_at"),
            when=lambda row: dates.in_full(row.starts_at),
            weight=1.4,
        )
    )
    register(
        Source(
            "minutes",
            _minutes,
            texts=("text",),
            day=TruncDate("published_at"),
            when=lambda row: dates.in_full(row.published_at) if row.published_at else "",
        )
    )
    register(
        Source(
            "registration",
            _registrations,
            day=TruncDate("registered_at"),
            when=lambda row: dates.in_full(row.registered_at),
            weight=0.7,
            personal=True,
        )
    )


def _meetings(user: object) -> QuerySet[Meeting]:
    if may(user, "meetings.view_desk"):
        return Meeting.objects.all()
    return Meeting.objects.exclude(state=Meeting.State.DRAFT)


def _minutes(user: object) -> QuerySet[Minutes]:
    if may(user, "meetings.view_desk"):
        return Minutes.objects.all()
    return Minutes.objects.exclude(published_at=None)


def _registrations(user: object) -> QuerySet[Registration]:
    if may(user, "meetings.view_registrations"):
        return Registration.objects.all()
    return Registration.objects.none()
