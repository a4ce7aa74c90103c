"""Tying things together."""

from collections.abc import Collection, Iterable, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from varv import clock
from varv.registry import kinds, relations
from varv.registry.actions.events import log
from varv.registry.kinds import Ref
from varv.registry.models import Trace


@transaction.atomic
def trace(
    actor: AbstractBaseUser | None,
    *,
    source: Model,
    target: Model,
    relation: str,
    note: str = "",
) -> Trace:
    """Say that ``target`` came of ``source``; saying it twice makes one trace."""
    relations.point[relation]  # an unregistered relation is a programming error
    origin, result = kinds.ref(source), kinds.ref(target)
    if origin == result:
        raise ValidationError(_("A thing cannot come of itself."))
    made, new = Trace.objects.get_or_create(
        source_kind=origin.kind,
        source_id=origin.id,
        target_kind=result.kind,
        target_id=result.id,
        relation=relation,
        defaults={"note": note, "made_at": clock.now()},
    )
    if new:
        log(actor, "registry.trace", target, relation=relation, source=list(origin))
    return made


@transaction.atomic
def untrace(actor: AbstractBaseUser | None, *, source: Model, target: Model, relation: str) -> int:
    """Take a trace away that was drawn by mistake; return how many there were (0 or 1)."""
    origin, result = kinds.ref(source), kinds.ref(target)
    count, _by_model = Trace.objects.filter(
        source_kind=origin.kind,
        source_id=origin.id,
        target_kind=result.kind,
        target_id=result.id,
        relation=relation,
    ).delete()
    if count:
        log(actor, "registry.untrace", target, relation=relation, source=list(origin))
    return count


@transaction.atomic
def retrace_many(
    *, kind: str, sources: Collection[int], pairs: Iterable[tuple[int, Ref]], relation: str
) -> None:
    """Let many things of one kind lead to these by ``relation``, and to nothing else by it.

    It is part of one act on them all, which is what the log tells about. However many there are, it
    takes a fixed number of queries.
    """
    relations.point[relation]  # an unregistered relation is a programming error
    now = clock.now()
    Trace.objects.filter(source_kind=kind, source_id__in=sources, relation=relation).delete()
    Trace.objects.bulk_create(
        [
            Trace(
                source_kind=kind,
                source_id=source,
                target_kind=target.kind,
                target_id=target.id,
                relation=relation,
                made_at=now,
            )
            for source, target in pairs
        ],
        batch_size=1000,
    )


@transaction.atomic
def move_traces(actor: AbstractBaseUser | None, *, old: Model, new: Model) -> int:
    """Let what led to ``old`` lead to ``new``, of which it has become a part; return how many."""
    origin, result = kinds.ref(old), kinds.ref(new)
    found = Trace.objects.select_for_update().filter(target_kind=origin.kind, target_id=origin.id)
    moved = 0
    for one in found:
        there = Trace.objects.filter(
            source_kind=one.source_kind,
            source_id=one.source_id,
            target_kind=result.kind,
            target_id=result.id,
            relation=one.relation,
        )
        if there.exists():
            one.delete()
        else:
            one.target_kind, one.target_id = result
            one.save(update_fields=["target_kind", "target_id"])
        moved += 1
    if moved:
        log(actor, "registry.move_traces", new, old=list(origin), count=moved)
    return moved


@transaction.atomic
def drop_traces(actor: AbstractBaseUser | None, *, things: Sequence[Model]) -> int:
    """Take away what led to things that are thrown away; return how many traces there were."""
    count = 0
    for kind, ids in _by_kind(things).items():
        found, _by_model = Trace.objects.filter(target_kind=kind, target_id__in=ids).delete()
        if found:
            log(actor, "registry.drop_traces", None, kind=kind, ids=ids, count=found)
        count += found
    return count


def _by_kind(things: Iterable[Model]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = {}
    for kind, id_ in map(kinds.ref, things):
        ids.setdefault(kind, []).append(id_)
    return ids
