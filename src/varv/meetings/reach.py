"""Who takes part in meetings, as reach counts them: a meeting is an occasion."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from varv.meetings.models import Attendance, Meeting, Registration
from varv.reach import places
from varv.reach.sources import Group, Occasion, Source


def _signed_up() -> Iterable[Group]:
    rows = Registration.objects.exclude(state=Registration.State.CANCELLED)
    return places.grouped(rows, at="meeting__starts_at", occasion="meeting")


def _came() -> Iterable[Group]:
    return places.grouped(Attendance.objects.all(), at="meeting__starts_at", occasion="meeting")


def _meetings() -> Sequence[Occasion]:
    """Return all meetings; who signed up for one that is cancelled is told to the staff alone."""
    shown = (Meeting.State.PUBLISHED, Meeting.State.CLOSED, Meeting.State.HELD)
    return [
        Occasion(one.pk, str(one), one.starts_at, is_public=one.state in shown)
        for one in Meeting.objects.order_by("starts_at", "pk")
    ]


signed_up = Source(_("Signed up for meetings"), _signed_up, _meetings)
came = Source(_("Came to meetings"), _came, _meetings)
