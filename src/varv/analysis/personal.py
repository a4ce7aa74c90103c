"""What analysis holds about a person: a copy of it, and its erasure.

A sentence on the board stays without the person's name; how they voted goes.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from varv.analysis.models import CriterionInquiry, SwotItem, SwotKind, SwotVote
from varv.registry import rights
from varv.registry.rights import Consequence, Fate

WORDS = {
    "proposals": _("What you proposed to a SWOT"),
    "votes": _("How you voted on a SWOT"),
    "criteria": _("Criteria that you find out about"),
    "area": _("Area"),
    "field": _("Field"),
    "sentence": _("Sentence"),
    "state": _("State"),
    "answer": _("Answer"),
    "vote": _("Vote"),
    "at": _("When"),
    "criterion": _("Criterion"),
    "due_on": _("By when"),
}
READINGS: dict[str, rights.Reading] = {
    "field": rights.labels(SwotKind),
    "state": rights.labels(SwotItem.State),
    "vote": rights.labels(SwotVote.Value),
}


def export(person_id: int) -> dict[str, Any]:
    """Return what the person proposed, how they voted, and what they are to find out."""
    proposed = SwotItem.objects.filter(proposed_by_id=person_id).select_related("area")
    votes = SwotVote.objects.filter(person_id=person_id).select_related("item__area")
    asked = CriterionInquiry.objects.filter(responsible_id=person_id).select_related("criterion")
    return {
        "proposals": [
            {
                "area": str(one.area),
                "field": one.kind,
                "sentence": str(one.sentence),
                "state": one.state,
                "answer": one.answer,
                "at": one.proposed_at.isoformat(),
            }
            for one in proposed
        ],
        "votes": [
            {
                "area": str(one.item.area),
                "sentence": str(one.item.sentence),
                "vote": one.value,
                "at": one.at.isoformat(),
            }
            for one in votes
        ],
        "criteria": [
            {
                "criterion": str(one.criterion),
                "due_on": one.due_on.isoformat() if one.due_on else "",
            }
            for one in asked
        ],
    }


def erase(person_id: int) -> int:
    """Delete the votes, make proposals nameless, and free the criteria."""
    count = SwotVote.objects.filter(person_id=person_id).delete()[0]
    count += SwotItem.objects.filter(proposed_by_id=person_id).update(proposed_by=None)
    asked = CriterionInquiry.objects.filter(responsible_id=person_id)
    return count + asked.update(responsible=None)


def preview(person_id: int) -> Iterable[Consequence]:
    """Tell what becomes of proposals, votes and criteria."""
    yield Consequence(
        _("Proposals to a SWOT"),
        SwotItem.objects.filter(proposed_by_id=person_id).count(),
        Fate.NAMELESS,
        _("The sentences stay: others have voted on them."),
    )
    yield Consequence(
        _("Votes on a SWOT"),
        SwotVote.objects.filter(person_id=person_id).count(),
        Fate.ERASED,
        _("How many agreed stays in what has been adopted."),
    )
    yield Consequence(
        _("Criteria that the person finds out about"),
        CriterionInquiry.objects.filter(responsible_id=person_id).count(),
        Fate.ERASED,
        _("Somebody else has to find out."),
    )


def register() -> None:
    """Add what analysis holds about persons."""
    rights.point.register(
        "analysis.swot", rights.PersonData(export, erase, preview, WORDS, READINGS)
    )
