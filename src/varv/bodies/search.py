"""What bodies lets everybody search: bodies, who sits there, what was decided."""

from django.utils.translation import pgettext_lazy

from varv.bodies.models import Body, Decision, Seat
from varv.registry.search import Source, register


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(
        Source(
            "body",
            everybody=Body.objects.all,
            called=pgettext_lazy("words searched for", "body bodies"),
            texts=("about",),
            weight=1.5,
        )
    )
    # Who sits in a public body stands in public documents, by name.
    register(
        Source(
            "seat",
            everybody=Seat.objects.all,
            called=pgettext_lazy("words searched for", "member members seat seats"),
            personal=True,
            holder="holder",
        )
    )
    register(
        Source(
            "decision",
            everybody=lambda: Decision.objects.exclude(record__secrecy__gt=""),
            staff=Decision.objects.all,
            permission="registry.view_record",
            called=pgettext_lazy("words searched for", "decision decisions"),
            texts=("text",),
            dated="decided_on",
            when=lambda row: row.date_text,
            weight=1.3,
        )
    )
