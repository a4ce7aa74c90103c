"""The changes of a version, kept in step with its text as long as it is worked on.

A change stays the same row while the draft is edited, because what somebody said may point at it.
It is known by where it begins in the base, which never changes.
"""

from collections.abc import Sequence

from django.db.models import F

from varv.cycles.models import AreaVersion, ProgrammeVersion, TextChange
from varv.cycles.stretches import Stretch, alike, stretches
from varv.registry import kinds
from varv.registry.actions import move_traces
from varv.registry.models import Trace
from varv.text.paragraphs import split

Place = tuple[str, str]  # a field and a language
#: What a row says of a change and a stretch of the texts both say.
BLANK_LINE = "\n\n"
#: Further than any text is long.
ASIDE = 1_000_000


def keep_changes(version: AreaVersion | ProgrammeVersion, *, is_moved: bool = False) -> None:
    """Bring the changes of a version in step with its text; with ``is_moved`` to another base."""
    rows: dict[Place, list[TextChange]] = {}
    for row in version.changes.order_by("anchor"):
        rows.setdefault((row.field, row.language), []).append(row)
    wanted = _wanted(version)
    for place in rows.keys() | wanted.keys():
        _keep(version, place, rows.get(place, []), wanted.get(place, []), is_moved=is_moved)


def _wanted(version: AreaVersion | ProgrammeVersion) -> dict[Place, list[Stretch]]:
    """Return what differs from the base, in each field and each language of either."""
    base = version.based_on
    found: dict[Place, list[Stretch]] = {}
    for field in version.compared if base is not None else ():
        old, new = getattr(base, field), getattr(version, field)
        for language in {*old, *new}:
            compared = stretches(split(old.get(language, "")), split(new.get(language, "")))
            found[field, language] = [one for one in compared if one.is_changed]
    return found


def _keep(
    version: AreaVersion | ProgrammeVersion,
    place: Place,
    rows: list[TextChange],
    wanted: list[Stretch],
    *,
    is_moved: bool,
) -> None:
    pairs = _by_words(rows, wanted) if is_moved else _by_place(rows, wanted)
    kept = {row.pk for row, _stretch in pairs}
    left = [row for row in rows if row.pk not in kept]
    found = {stretch.anchor for _row, stretch in pairs}
    _forget([row for row in left if not _went_into_another(row, pairs)])
    if is_moved:  # out of each other's way: two rows never begin at one place
        version.changes.filter(field=place[0], language=place[1]).update(anchor=F("anchor") + ASIDE)
    changed = [_say(row, stretch) for row, stretch in pairs]
    TextChange.objects.bulk_update(changed, ["anchor", "before", "after"], batch_size=500)
    field, language = place
    TextChange.objects.bulk_create(
        _say(TextChange(**_of(version), field=field, language=language), stretch)
        for stretch in wanted
        if stretch.anchor not in found
    )


def _by_place(
    rows: Sequence[TextChange], wanted: Sequence[Stretch]
) -> list[tuple[TextChange, Stretch]]:
    """Give each stretch the row that began there, else one that it has grown over."""
    by_anchor = {row.anchor: row for row in rows}
    pairs = [(by_anchor[one.anchor], one) for one in wanted if one.anchor in by_anchor]
    taken = {row.pk for row, _stretch in pairs}
    for stretch in wanted:
        if stretch.anchor in by_anchor:
            continue
        row = next((one for one in rows if one.pk not in taken and _meet(one, stretch)), None)
        if row is not None:
            taken.add(row.pk)
            pairs.append((row, stretch))
    return pairs


def _by_words(
    rows: Sequence[TextChange], wanted: Sequence[Stretch]
) -> list[tuple[TextChange, Stretch]]:
    """Give each stretch the row that says what is nearest to it, where any is near."""
    pairs, free = [], list(rows)
    for stretch in wanted:
        said = BLANK_LINE.join(stretch.after)
        row = max(free, key=lambda one: alike(one.after, said), default=None)
        if row is not None and (row.after == said or alike(row.after, said) > 0.5):
            free.remove(row)
            pairs.append((row, stretch))
    return pairs


def _went_into_another(row: TextChange, pairs: Sequence[tuple[TextChange, Stretch]]) -> bool:
    """Carry over what led to a change that has grown together with another one, and delete it."""
    other = next((kept for kept, stretch in pairs if _meet(row, stretch)), None)
    if other is None:
        return False
    move_traces(None, old=row, new=other)
    row.delete()
    return True


def _forget(rows: Sequence[TextChange]) -> None:
    """Delete changes that were undone; those that something led to stay, as changes of nothing."""
    key = kinds.key_of(TextChange)
    ids = [row.pk for row in rows]
    traced = set(
        Trace.objects.filter(target_kind=key, target_id__in=ids).values_list("target_id", flat=True)
    )
    TextChange.objects.filter(pk__in=set(ids) - traced).delete()
    for row in rows:
        if row.pk in traced and not row.is_undone:
            row.after = row.before
            row.save(update_fields=["after"])


def _meet(row: TextChange, stretch: Stretch) -> bool:
    """Tell whether a change and a stretch are about the same paragraphs of the base."""
    end = row.anchor + max(len(split(row.before)), 1)
    return row.anchor < stretch.end and stretch.anchor < end


def _say(row: TextChange, stretch: Stretch) -> TextChange:
    row.anchor = stretch.anchor
    row.before, row.after = BLANK_LINE.join(stretch.before), BLANK_LINE.join(stretch.after)
    return row


def _of(version: AreaVersion | ProgrammeVersion) -> dict[str, AreaVersion | ProgrammeVersion]:
    return {f"{version.of}_version": version}
