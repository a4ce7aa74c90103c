"""How long cycles keep who had shown interest and took it back."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varv.cycles.models import Interest
from varv.people.actions import stand_ins
from varv.registry import retention
from varv.registry.keeping import NO_LONGER_NEEDED


def _withdrawn(before: datetime) -> QuerySet[Interest]:
    found = Interest.objects.filter(withdrawn_at__lt=before, person__is_active=True)
    return found.select_related("area").order_by("pk")


def _forget(ids: Sequence[int]) -> int:
    rows = list(Interest.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids))
    for row, nobody in zip(rows, stand_ins(len(rows)), strict=True):
        row.person, row.name, row.organisation, row.message = nobody, "", None, ""
    fields = ["person", "name", "organisation", "message"]
    Interest.objects.bulk_update(rows, fields, batch_size=500)
    return len(rows)


def register() -> None:
    """Add the rule."""
    retention.register(
        retention.Rule(
            key="cycles.withdrawn_interests",
            kind="interest",
            label=_("Interests that were taken back"),
            begins=_("the interest was taken back"),
            ground=NO_LONGER_NEEDED,
            remains=_("That somebody of a sector and a municipality had shown interest."),
            months=12,
            begun=_withdrawn,
            destroy=_forget,
        )
    )
