"""What meetings lets people search: published meetings and minutes; for the staff all of them."""

from django.utils.translation import pgettext_lazy

from varv.meetings.models import Meeting, Minutes, Registration
from varv.registry.search import Source, register
from varv.text import dates


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(
        Source(
            "meeting",
            called=pgettext_lazy("words searched for", "meeting meetings"),
            everybody=lambda: Meeting.objects.exclude(state=Meeting.State.DRAFT),
            staff=Meeting.objects.all,
            permission="meetings.view_desk",
            texts=("summary", "place"),
            dated="starts_at",
            when=lambda row: dates.in_full(row.starts_at),
            weight=1.4,
        )
    )
    register(
        Source(
            "minutes",
            called=pgettext_lazy("words searched for", "minutes"),
            everybody=lambda: Minutes.objects.exclude(published_at=None).exclude(
                record__secrecy__gt=""
            ),
            staff=Minutes.objects.all,
            permission="meetings.view_desk",
            texts=("text",),
            dated="published_at",
            when=lambda row: dates.in_full(row.published_at) if row.published_at else "",
        )
    )
    register(
        Source(
            "registration",
            called=pgettext_lazy("words searched for", "registration registrations"),
            staff=Registration.objects.all,
            permission="meetings.view_registrations",
            dated="registered_at",
            when=lambda row: dates.in_full(row.registered_at),
            weight=0.7,
            personal=True,
        )
    )
