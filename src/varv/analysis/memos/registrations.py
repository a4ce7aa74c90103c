"""What memos add to the extension points."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from varv.analysis.memos import mails, making, queries, shown
from varv.analysis.memos.views import panel
from varv.analysis.models import Memo
from varv.clock import timed
from varv.cycles import panels
from varv.files import access
from varv.files.models import File
from varv.meetings import handouts
from varv.meetings.handouts import Handout
from varv.people import desk as people_desk
from varv.people.desk import DeskItem
from varv.people.models import User
from varv.registry import kinds, log_actions, mailtexts, masking, relations
from varv.registry.guard import may
from varv.registry.jobs import put_once
from varv.registry.models import Record
from varv.registry.search import Source
from varv.registry.search import register as register_search
from varv.text import dates

LOG_ACTIONS = {
    "analysis.make_memo": gettext_lazy("Memo begun"),
    "analysis.edit_memo": gettext_lazy("Memo changed"),
    "analysis.delete_memo": gettext_lazy("Draft of a memo deleted"),
    "analysis.publish_memo": gettext_lazy("Memo handed over to be published"),
    "analysis.memo_made": gettext_lazy("Memo published"),
    "analysis.memo_failed": gettext_lazy("Memo could not be made"),
    "analysis.begin_memo_edition": gettext_lazy("New edition of a memo begun"),
}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(
        kinds.Kind("memo", "analysis.Memo", gettext_lazy("memo"), describe, own_titles=True)
    )
    relations.register(
        relations.Relation(queries.TOLD_IN, gettext_lazy("is told in"), gettext_lazy("tells of"))
    )
    relations.register(
        relations.Relation(
            making.READ_BEFORE,
            gettext_lazy("was to be read before"),
            gettext_lazy("was prepared by"),
        )
    )
    for kind in mails.KINDS:
        mailtexts.register(kind)
    handouts.point.register("analysis.memos", handouts_of)
    timed.upkeep.register("analysis.memos", resume)
    access.owners.register("analysis.memos", may_read_file)
    access.withheld.register("analysis.memos", shown.withholds)
    people_desk.items.register("analysis.memos", desk_items)
    panels.point.register(
        "analysis.memos",
        panels.Panel(gettext_lazy("Memos"), "analysis/memos/_panel.html", panel, position=50),
    )
    masking.point.register(
        "memo",
        masking.Maskable(
            {"title": gettext_lazy("Title and text")},
            files=lambda memo: [one for one in (memo.pdf, memo.word) if one],
        ),
    )
    masking.copies.register("analysis.memos", copies)
    register_search(
        Source(
            "memo",
            everybody=queries.newest,
            staff=queries.memos,
            permission="analysis.view_memo",
            called=pgettext_lazy("words searched for", "memo memos"),
            texts=("said",),
            dated="made_at",
            when=lambda row: dates.in_full(row.published_at or row.made_at),
            weight=1.2,
        )
    )


def describe(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name memos; those that are not published only to the staff."""
    rows = queries.memos() if may(user, "analysis.view_memo") else queries.published()
    return {
        one.pk: kinds.Thing(one.title, one.get_absolute_url() if one.is_published else one.desk_url)
        for one in rows.filter(pk__in=ids)
    }


def may_read_file(file: File, _reader: access.Reader) -> bool:
    """Let everybody read the files of a published memo."""
    return queries.published().filter(Q(pdf=file) | Q(word=file)).exists()


def copies(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell where the words of a memo stand: title and text, what is frozen, and its record."""
    memo = thing if isinstance(thing, Memo) and field == "title" else None
    if isinstance(thing, Record) and thing.subject_kind == "memo" and field == "title":
        memo = Memo.objects.filter(pk=thing.subject_id or 0).first()
    if memo is None:
        return
    yield from ((memo, name) for name in ("title", "text", "said"))
    if memo.record:
        yield memo.record, "title"


def handouts_of(meetings: Collection[int]) -> Mapping[int, list[Handout]]:
    """Return the memos that are to be read before each meeting."""
    found = defaultdict(list)
    for memo in queries.newest().filter(meeting__in=meetings).order_by("published_at", "pk"):
        found[memo.meeting_id].append(Handout(memo.title, memo.get_absolute_url()))
    return found  # type: ignore[return-value]


def desk_items(user: User, now: datetime) -> Iterator[DeskItem]:  # noqa: ARG001 - at any time
    """Tell which of one's memos could not be made."""
    if not user.has_perm("analysis.change_memo"):
        return
    for one in Memo.objects.filter(made_by=user).exclude(error="").order_by("pk"):
        yield DeskItem(
            title=_("A memo could not be made: %(memo)s") % {"memo": one},
            url=one.desk_url,
            detail=_("Nothing was published. Try again."),
        )


def resume(_now: datetime) -> int:
    """Have made what a killed worker left."""
    return sum(map(_deferred, queries.being_made().values_list("pk", flat=True)))


def _deferred(memo_id: int) -> bool:
    """Put a memo into the worker's queue, unless it waits there already."""
    from varv.analysis import tasks  # the worker's app is ready later than this one

    return put_once(tasks.make_memo, f"memo:{memo_id}", memo_id=memo_id)
