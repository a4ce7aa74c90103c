"""What bodies lets everybody search: bodies, who sits there, what was decided."""

from django.db.models import F

from varv.bodies.models import Body, Decision, Seat
from varv.registry.search import Source, register


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(Source("body", lambda _user: Body.objects.all(), texts=("about",), weight=1.5))
    # Who sits in a public body stands in public documents, by name.
    register(Source("seat", lambda _user: Seat.objects.all(), personal=True))
    register(
        Source(
            "decision",
            lambda _user: Decision.objects.all(),
            texts=("text",),
            day=F("decided_on"),
            when=lambda row: row.date_text,
            weight=1.3,
        )
    )
