"""What SWOT and criteria ask of the staff today."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis.queries.criteria import Criterion, criteria
from varv.analysis.queries.swot import proposals, shaky_areas
from varv.people.desk import DeskItem
from varv.people.models import User

#: Whoever proposed something expects to see it soon.
READ_WITHIN = timedelta(days=7)
#: So long before its day a criterion is told of.
NOTICE = timedelta(days=14)


def swot_items(user: User, now: datetime) -> Iterable[DeskItem]:
    """Tell of proposals to read, and of adopted items that have lost a source."""
    if not user.has_perm("analysis.change_swot"):
        return
    waiting = list(proposals())
    for area, count in Counter(one.area for one in waiting).items():
        oldest = min(one.proposed_at for one in waiting if one.area == area)
        text = ngettext(
            "%(count)s proposal to the SWOT of %(area)s to read",
            "%(count)s proposals to the SWOT of %(area)s to read",
            count,
        )
        yield DeskItem(
            title=text % {"count": count, "area": area},
            url=reverse("analysis:desk_swot_board", args=[area.slug]),
            urgent=now - oldest > READ_WITHIN,
            detail=_("Let them in, or say why not."),
        )
    for area, count in shaky_areas().items():
        text = ngettext(
            "%(count)s item in the SWOT of %(area)s has lost a source",
            "%(count)s items in the SWOT of %(area)s have lost a source",
            count,
        )
        yield DeskItem(
            title=text % {"count": count, "area": area},
            url=reverse("analysis:desk_swot_board", args=[area.slug]),
            detail=_("Look whether it still holds, or adopt a new version."),
        )


def criteria_items(user: User, now: datetime) -> Iterable[DeskItem]:
    """Tell whoever is to find out about a criterion when the day draws near."""
    if not user.has_perm("analysis.change_criterion"):
        return
    today = timezone.localdate(now)
    known = criteria()
    for one in known:
        inquiry = one.inquiry
        if inquiry is not None and inquiry.due_on is not None and _is_for(user, one, today):
            yield DeskItem(
                title=_("Who answers for the criterion “%(name)s”?") % {"name": one.item},
                url=reverse("analysis:desk_criterion", args=[one.item.key]),
                due=timezone.make_aware(datetime.combine(inquiry.due_on, time(23, 59))),
                urgent=one.is_late(today),
                detail=inquiry.role,
            )
    unasked = sum(1 for one in known if not one.is_clear and not one.is_asked)
    if unasked and user.has_perm("cycles.change_step"):
        text = ngettext(
            "For %(count)s criterion nobody is to find out who answers",
            "For %(count)s criteria nobody is to find out who answers",
            unasked,
        )
        yield DeskItem(
            title=text % {"count": unasked},
            url=reverse("analysis:desk_criteria"),
            detail=_("Say who finds out, and by when."),
        )


def _is_for(user: User, one: Criterion, today: date) -> bool:
    inquiry = one.inquiry
    if one.is_clear or inquiry is None or inquiry.due_on is None:
        return False
    if inquiry.due_on - NOTICE > today:
        return False
    if inquiry.responsible_id == user.pk:
        return True
    # What nobody in particular is reminded of, or is late, those who coordinate are told of.
    late_or_nobodys = inquiry.responsible_id is None or inquiry.due_on < today
    return late_or_nobodys and user.has_perm("cycles.change_step")
