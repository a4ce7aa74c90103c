"""Splitting input into points, and sorting them: under areas and themes, and with their like."""

from collections.abc import Collection, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv import clock
from varv.consultation import passages, wording
from varv.consultation.models import Contribution, Disposition, Point, Theme
from varv.consultation.passages import Place
from varv.cycles.models import Area
from varv.people.models import User
from varv.registry.actions import log, log_many, retrace_many
from varv.registry.kinds import Ref

State = Point.State
LONGEST_HEADING = 200


@transaction.atomic
def split(
    actor: User | None,
    *,
    contribution: Contribution,
    quote: str = "",
    place: Place | None = None,
    key: str = "",
    near: int = 0,
    written_off: bool = False,
    heading: str = "",
    area: Area | None = None,
    theme: Theme | None = None,
    seen: int | None = None,
) -> Point:
    """Make one point of words of an input: selected, ticked, pasted, or written off a file.

    ``seen`` is the number of the last point that there was when the page was opened: where somebody
    else has made one since, nothing is saved.
    """
    locked = _lock_input(contribution)
    _check_seen(locked, seen)
    found = place or passages.find(passages.parts_of(locked), quote, key=key, near=near)
    if found is None and not written_off:
        raise ValidationError(
            {"quote": _("These words do not stand in the input. Copy them as they stand there.")}
            if quote.strip()
            else {"quote": _("Select the words of the point, or paste them here.")}
        )
    if found is None and not quote.strip():
        raise ValidationError({"quote": _("Write what the file says.")})
    made = Point(contribution=locked, text=found.words if found else quote.strip())
    if found is not None and found.part.holds_points:
        made.reply, made.comment = found.part.reply, found.part.comment
        made.start, made.end = found.start, found.end
    _refuse_double(locked, made)
    return _add(actor, made, heading=heading, area=area or _area_of(found), theme=theme)


@transaction.atomic
def split_whole(
    actor: User | None,
    *,
    contribution: Contribution,
    heading: str = "",
    area: Area | None = None,
    theme: Theme | None = None,
    seen: int | None = None,
) -> Point:
    """Let all that an input says be one point; only where it has none yet."""
    locked = _lock_input(contribution)
    _check_seen(locked, seen)
    if locked.points.exists():
        raise ValidationError(_("This input has points already. Take them back first."))
    parts = passages.parts_of(locked)
    made = Point(contribution=locked)
    if len(parts) == 1 and parts[0].holds_points:
        (part,) = parts
        made.text, made.start, made.end = part.text, 0, len(part.text)
        made.reply, made.comment = part.reply, part.comment
    else:
        made.text = wording.as_text(wording.content_of(locked))
    if not made.text.strip():
        raise ValidationError(
            _("The input says nothing but its files. Write off what the files say.")
        )
    return _add(actor, made, heading=heading, area=area, theme=theme)


@transaction.atomic
def take_back_split(actor: User | None, *, point: Point) -> None:
    """Let a point that was made by mistake be none; its number is not given again."""
    _lock_input(point.contribution)
    (locked,) = lock([point.pk]) or (None,)
    if locked is None:
        raise ValidationError(_("This point is gone already."))
    if locked.dispositions.filter(Q(replaced_at=None) | Q(signed_at__isnull=False)).exists():
        raise ValidationError(
            _("This point has a disposition. A point that was answered is not taken back.")
        )
    if locked.merged.exists():
        raise ValidationError(_("Other points are merged into this one. Part them first."))
    log(actor, "consultation.take_back_split", locked, contribution=locked.contribution_id)
    locked.delete()


@transaction.atomic
def reword(actor: User | None, *, point: Point, heading: str) -> Point:
    """Say anew, in short, what a point is about."""
    (locked,) = lock([point.pk])
    locked.heading = heading.strip()[:LONGEST_HEADING]
    locked.save(update_fields=["heading"])
    log(actor, "consultation.reword_point", locked)
    return locked


@transaction.atomic
def move_points(
    actor: User | None,
    *,
    points: Collection[int],
    changes: dict[str, Area | Theme | None],
) -> int:
    """Put points under an area, a theme or both; ``changes`` has only what is to change."""
    locked = lock(points)
    if not locked or not changes:
        return 0
    Point.objects.filter(pk__in=[one.pk for one in locked]).update(**changes)
    to = {name: thing.pk if thing else None for name, thing in changes.items()}
    log_many(actor, "consultation.move_point", [(one, to) for one in locked])
    return len(locked)


@transaction.atomic
def merge_points(actor: User | None, *, head: Point, points: Collection[int]) -> int:
    """Let points say the same as ``head``: its disposition holds for them too, once it is signed.

    Each keeps its words, its input and its place. What it was answered before holds no longer; the
    disposition of the head is its own from now on, and a second reader signs it for this point.
    """
    wanted = set(points) | {head.pk}
    rows = Point.objects.filter(Q(pk__in=wanted) | Q(merged_into__in=wanted))
    locked = {one.pk: one for one in lock(rows.values_list("pk", flat=True))}
    first = locked.get(head.pk)
    if first is not None and first.merged_into_id:
        raise ValidationError(_("This point is itself merged into another. Choose that one."))
    if first is None or any(locked[pk].round_id != first.round_id for pk in locked):
        raise ValidationError(_("Only points of the same round can be merged."))
    moved = [
        one for one in locked.values() if one.pk != first.pk and one.merged_into_id != first.pk
    ]
    if not moved:
        raise ValidationError(_("Tick at least two points that are not merged yet."))
    ids = [one.pk for one in moved]
    Point.objects.filter(pk__in=ids).update(merged_into=first)
    _take_over(actor, first, ids)
    log_many(actor, "consultation.merge_point", [(one, {"into": first.pk}) for one in moved])
    return len(moved)


@transaction.atomic
def part_point(actor: User | None, *, point: Point) -> Point:
    """Let a merged point stand for itself again; it keeps the disposition that it has."""
    (locked,) = lock([point.pk])
    if locked.merged_into_id is None:
        raise ValidationError(_("This point is not merged into another."))
    before, locked.merged_into = locked.merged_into_id, None
    locked.save(update_fields=["merged_into"])
    log(actor, "consultation.part_point", locked, source=before)
    return locked


def leave_changed_words(contribution: Contribution) -> int:
    """Open the points whose words the sender has taken away: they were answered to other words.

    It is part of the sender's change, which is what the log tells about.
    """
    parts = passages.parts_of(Contribution.objects.get(pk=contribution.pk))
    gone = [
        one.pk
        for one in lock(contribution.points.values_list("pk", flat=True))
        if passages.find(parts, one.text) is None
    ]
    Disposition.objects.filter(point__in=gone, replaced_at=None).update(replaced_at=clock.now())
    Point.objects.filter(pk__in=gone).update(state=State.OPEN)
    retrace_many(kind="point", sources=gone, pairs=(), relation="changed")
    return len(gone)


def lock(points: Iterable[int]) -> list[Point]:
    """Lock points in the order of their numbers, as everybody does who works with several."""
    wanted = list(points)
    return list(
        Point.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=wanted)
        .order_by("pk")
    )


def state_with(disposition: Disposition | None) -> str:
    """Return how far a point is for which that holds; what came back is to be answered anew."""
    if disposition is None or disposition.is_returned:
        return State.OPEN
    return State.SIGNED if disposition.signed_at else State.PROPOSED


def _take_over(actor: User | None, head: Point, ids: Sequence[int]) -> None:
    """Give merged points the disposition of their head, or none; what they had holds no longer."""
    now = clock.now()
    before = dict(
        Disposition.objects.filter(point__in=ids, replaced_at=None).values_list("point", "pk")
    )
    Disposition.objects.filter(pk__in=before.values()).update(replaced_at=now)
    holds = Disposition.objects.filter(point=head, replaced_at=None).first()
    made = (
        []
        if holds is None or holds.is_returned
        else [_copy(actor, holds, pk, before) for pk in ids]
    )
    Disposition.objects.bulk_create(made, batch_size=1000)
    Point.objects.filter(pk__in=ids).update(state=State.PROPOSED if made else State.OPEN)
    changed = [(one.point_id, passed) for one in made for passed in refs(one.changed)]
    retrace_many(kind="point", sources=ids, pairs=changed, relation="changed")


def _copy(
    actor: User | None, holds: Disposition, point: int, before: dict[int, int]
) -> Disposition:
    return Disposition(
        point_id=point,
        outcome=holds.outcome,
        reason=holds.reason,
        changed_text=holds.changed_text,
        changed=holds.changed,
        batch=holds.batch,
        replaces_id=before.get(point),
        made_by=actor,
    )


def _add(
    actor: User | None, made: Point, *, heading: str, area: Area | None, theme: Theme | None
) -> Point:
    of = made.contribution
    last = of.points.aggregate(last=Max("number"))["last"] or 0
    of.last_point = made.number = max(of.last_point, last) + 1
    of.save(update_fields=["last_point"])
    made.round_id, made.heading = of.round_id, heading.strip()[:LONGEST_HEADING]
    made.area, made.theme, made.made_by = area, theme, actor
    made.save()
    log(actor, "consultation.split", made, contribution=of.pk)
    return made


def _area_of(place: Place | None) -> Area | None:
    """Return the area that the words were written about, where the question or the text says it."""
    if place is None:
        return None
    if place.part.reply is not None:
        return place.part.reply.area
    if place.part.comment is not None:
        version = place.part.comment.document.area_version
        return version.area if version else None
    return None


def _refuse_double(of: Contribution, made: Point) -> None:
    if made.start is None:
        return
    same = of.points.filter(
        reply=made.reply, comment=made.comment, start=made.start, end=made.end
    ).first()
    if same is not None:
        raise ValidationError(
            {"quote": _("Point %(number)s says this already.") % {"number": same.number}}
        )


def _check_seen(of: Contribution, seen: int | None) -> None:
    if seen is None:
        return
    new = of.points.filter(number__gt=seen).count()
    if new:
        text = ngettext(
            "Somebody else has made %(n)s point of this input meanwhile. Look at it first.",
            "Somebody else has made %(n)s points of this input meanwhile. Look at them first.",
            new,
        )
        raise ValidationError(text % {"n": new}, code="meanwhile")


def _lock_input(contribution: Contribution) -> Contribution:
    locked = (
        Contribution.objects.select_for_update(no_key=True, of=("self",))
        .select_related("record")
        .get(pk=contribution.pk)
    )
    if locked.state != Contribution.State.RECEIVED:
        raise ValidationError(_("Only input that stands can be split into points."))
    return locked


def refs(changed: Iterable[Sequence[object]]) -> list[Ref]:
    """Return what a disposition changed as references to things."""
    return [Ref(str(kind), int(str(id_))) for kind, id_ in changed]
