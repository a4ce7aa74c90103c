"""How long analysis keeps how somebody voted, and lists that nobody confirmed."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varv.analysis.models import SwotVote
from varv.registry import retention
from varv.registry.keeping import NO_LONGER_NEEDED


def _old_votes(before: datetime) -> QuerySet[SwotVote]:
    return SwotVote.objects.filter(at__lt=before).select_related("item").order_by("pk")


def _forget(ids: Sequence[int]) -> int:
    return SwotVote.objects.filter(pk__in=ids).delete()[0]


def _sample(vote: SwotVote) -> str:
    return str(vote.item)


def register() -> None:
    """Add the rule, and what ends by itself."""
    retention.register(
        retention.Rule(
            key="analysis.swot_votes",
            kind="swot_vote",
            label=_("Votes on a SWOT"),
            begins=_("the vote was given"),
            ground=NO_LONGER_NEEDED,
            remains=_("How many agreed and how many did not, in the SWOT that was adopted."),
            months=24,
            begun=_old_votes,
            destroy=_forget,
            sample=_sample,
        )
    )
    retention.passing.register(
        "analysis.asset_lists",
        retention.Passing(
            _("Lists of assets that nobody confirmed"), _("After a day; when entered at once.")
        ),
    )
