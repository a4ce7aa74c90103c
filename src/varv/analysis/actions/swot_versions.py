"""Adopting the SWOT of an area as a version that never changes, and looking at it again."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv import clock
from varv.analysis.models import (
    Citation,
    SwotItem,
    SwotVersion,
    SwotVersionCitation,
    SwotVersionItem,
    SwotVote,
)
from varv.analysis.queries.swot import board_items, troubles
from varv.cycles.models import Area
from varv.people.models import User
from varv.registry.actions import log


@transaction.atomic
def adopt_swot(
    actor: User | None, *, area: Area, note: str = "", unvoted_reason: str = ""
) -> SwotVersion:
    """Adopt the founded items on the board as the next version; others stay drafts.

    A SWOT is drawn up together: where nobody has voted on an item, the version says why it was
    adopted all the same.
    """
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)  # one at a time for an area
    items = [item for item in board_items(area) if item.is_founded]
    if not items:
        raise ValidationError(_("No item has a source that supports it. Cite one first."))
    votes = _votes(items)
    unvoted = _unvoted(items, votes)
    if unvoted and not unvoted_reason.strip():
        raise ValidationError({"unvoted_reason": _needs_reason(unvoted)})
    last = SwotVersion.objects.filter(area=area).order_by("-number").first()
    version = SwotVersion.objects.create(
        area=area,
        number=last.number + 1 if last else 1,
        note=note.strip(),
        unvoted_reason=unvoted_reason.strip() if unvoted else "",
        adopted_at=clock.now(),
        adopted_by=actor,
    )
    for item in items:
        _freeze(version, item, votes)
    log(actor, "analysis.adopt_swot", version, items=len(items), unvoted=unvoted)
    return version


@transaction.atomic
def keep_item(actor: User | None, *, item: SwotVersionItem, note: str) -> SwotVersionItem:
    """Say that an adopted item holds although a source of it no longer stands, and why."""
    if not note.strip():
        raise ValidationError({"note": _("Say why it holds all the same.")})
    locked = SwotVersionItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    locked.looked_at, locked.looked_note = clock.now(), note.strip()
    locked.looked_troubles = troubles(locked)
    locked.save(update_fields=["looked_at", "looked_note", "looked_troubles"])
    log(actor, "analysis.keep_swot_item", locked.version, item=locked.pk)
    return locked


def _votes(items: list[SwotItem]) -> Counter[tuple[int, str]]:
    cast = SwotVote.objects.filter(item__in=items).values_list("item", "value")
    return Counter((item, value) for item, value in cast)


def _unvoted(items: list[SwotItem], votes: Counter[tuple[int, str]]) -> int:
    voted_on = {item for item, _value in votes}
    return sum(1 for item in items if item.pk not in voted_on)


def _needs_reason(unvoted: int) -> str:
    return ngettext(
        "Nobody has voted on %(count)s item. Say why it is adopted all the same.",
        "Nobody has voted on %(count)s items. Say why they are adopted all the same.",
        unvoted,
    ) % {"count": unvoted}


def _freeze(version: SwotVersion, item: SwotItem, votes: Counter[tuple[int, str]]) -> None:
    frozen = SwotVersionItem.objects.create(
        version=version,
        item=item,
        kind=item.kind,
        sentence=item.sentence,
        agree=votes[item.pk, SwotVote.Value.AGREE],
        disagree=votes[item.pk, SwotVote.Value.DISAGREE],
    )
    SwotVersionCitation.objects.bulk_create(
        _frozen(frozen, one) for one in item.citations.all() if one.source_stands
    )


def _frozen(item: SwotVersionItem, one: Citation) -> SwotVersionCitation:
    return SwotVersionCitation(
        item=item,
        citation=one,
        evidence=one.evidence,
        finding=one.finding,
        stance=one.stance,
        strength=one.strength,
        page=one.page,
        wording=one.wording,
        text=one.text,
    )
