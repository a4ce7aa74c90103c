"""Reading memos, and who is sent one."""

from django.db.models import Exists, OuterRef, QuerySet

from varv.analysis.models import Finding, Memo
from varv.cycles.models import Area, Interest
from varv.cycles.queries import lineage, standing_interests
from varv.meetings.models import Meeting, Registration
from varv.registry.models import Trace

State = Memo.State
TOLD_IN = "told_in"
_LATER = Exists(Memo.objects.filter(replaces=OuterRef("pk"), state=State.PUBLISHED))


def memos() -> QuerySet[Memo]:
    """Return all memos, the latest first."""
    return Memo.objects.select_related("area", "meeting", "programme").order_by("-made_at", "-pk")


def published() -> QuerySet[Memo]:
    """Return what everybody may read: the newest edition of each, and those before it."""
    return memos().filter(state=State.PUBLISHED).order_by("-published_at", "-pk")


def newest() -> QuerySet[Memo]:
    """Return the published memos that no later edition has taken the place of."""
    return published().exclude(_LATER)


def catalogued() -> QuerySet[Memo]:
    """Return every published edition with its record; ``is_replaced`` where a later one is out."""
    return published().select_related("record__case").annotate(is_replaced=_LATER)


def memo_at(pk: int) -> Memo | None:
    """Return one memo for the staff."""
    return memos().filter(pk=pk).first()


def published_memo(pk: int) -> Memo | None:
    """Return one memo that everybody may read."""
    return published().select_related("record", "pdf", "word").filter(pk=pk).first()


def newer_edition(memo: Memo) -> Memo | None:
    """Return the newest published edition that comes after this one."""
    found, later = None, Memo.objects.filter(replaces=memo, state=State.PUBLISHED).first()
    while later is not None:
        found, later = later, Memo.objects.filter(replaces=later, state=State.PUBLISHED).first()
    return found


def next_edition(memo: Memo) -> Memo | None:
    """Return the edition that has been begun after this one, published or not."""
    return Memo.objects.filter(replaces=memo).first()


def editions_before(memo: Memo) -> list[Memo]:
    """Return the editions that this one takes the place of, the latest first."""
    found, before = list[Memo](), memo.replaces
    while before is not None:
        found.append(before)
        before = before.replaces
    return found


def of_area(area: Area) -> QuerySet[Memo]:
    """Return the newest memos on an area, or on what it came of."""
    return newest().filter(area__in=lineage(area))


def fallen_findings(memo: Memo) -> QuerySet[Finding]:
    """Return the findings that a memo tells of and that no longer stand."""
    told = Trace.objects.filter(
        source_kind="finding", target_kind="memo", target_id=memo.pk, relation=TOLD_IN
    )
    found = Finding.objects.filter(pk__in=told.values("source_id"), is_public=True)
    return found.exclude(state=Finding.State.STANDS).order_by("pk")


def being_made() -> QuerySet[Memo]:
    """Return what waits for the worker, or was left by one."""
    return Memo.objects.filter(state=State.MAKING).order_by("pk")


def signed_up(meeting: Meeting) -> QuerySet[Registration]:
    """Return those who come to a meeting, or wait for a place."""
    found = meeting.registrations.exclude(state=Registration.State.CANCELLED)
    return found.select_related("person").order_by("pk")


def to_invite(area: Area, meeting: Meeting) -> QuerySet[Interest]:
    """Return those with a standing interest in an area who have not signed up for the meeting."""
    coming = signed_up(meeting).order_by().values("person")
    found = standing_interests().filter(area=area, person__is_active=True)
    found = found.exclude(person__in=coming).select_related("person")
    return found.order_by("person", "pk").distinct("person")
