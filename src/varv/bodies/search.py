"""What bodies lets everybody search: bodies, who sits there, what was decided."""

from varv.bodies.models import Body, Decision, Seat
from varv.registry.search import Source, register


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(Source("body", Body.objects.all, texts=("about",), weight=1.5))
    # Who sits in a public body stands in public documents, by name.
    register(Source("seat", Seat.objects.all, personal=True, holder="holder"))
    register(
        Source(
            "decision",
            Decision.objects.all,
            texts=("text",),
            dated="decided_on",
            when=lambda row: row.date_text,
            weight=1.3,
        )
    )
