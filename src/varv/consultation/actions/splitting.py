"""Splitting input into points, and taking a split back."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation import passages, wording
from varv.consultation.actions.points import LONGEST_HEADING, lock
from varv.consultation.contents import Content
from varv.consultation.models import Contribution, Point, Theme
from varv.consultation.passages import Part, Place
from varv.cycles.models import Area
from varv.people.models import User
from varv.registry.actions import log


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
    about = _area_of(found.part) if found else None
    return _add(actor, made, heading=heading, area=area or about, theme=theme)


@transaction.atomic
def split_whole(actor: User | None, *, contribution: Contribution) -> Point:
    """Let all that an input says be one point; only where it has none yet."""
    locked = _lock_input(contribution)
    if locked.points.exists():
        raise ValidationError(_("This input has points already. Take them back first."))
    made = as_one_point(locked, wording.content_of(locked))
    if made is None:
        raise ValidationError(
            _("The input says nothing but its files. Write off what the files say.")
        )
    return _add(actor, made, heading="", area=made.area, theme=None)


def as_one_point(of: Contribution, content: Content) -> Point | None:
    """Return all that an input says as one point, not saved yet; None where files say all of it."""
    parts = passages.parts_of(of)
    if len(parts) != 1 or not parts[0].holds_points:
        text = wording.as_text(replace(content, files=()))
        return Point(contribution=of, round_id=of.round_id, text=text) if text else None
    (part,) = parts
    return Point(
        contribution=of,
        round_id=of.round_id,
        text=part.text,
        start=0,
        end=len(part.text),
        reply=part.reply,
        comment=part.comment,
        area=_area_of(part),
    )


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


def _area_of(part: Part) -> Area | None:
    """Return the area that a part is about, where the question or the text says it."""
    if part.reply is not None:
        return part.reply.area
    if part.comment is not None:
        version = part.comment.document.area_version
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
