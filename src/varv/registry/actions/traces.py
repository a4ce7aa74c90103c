"""Tying things together."""

from collections.abc import Collection, Iterable

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
