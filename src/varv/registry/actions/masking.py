"""Masking at once, and taking it back; what is destroyed is another matter (``disposal``)."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from varv import clock
from varv.files.models import File
from varv.registry import kinds, masking
from varv.registry.actions.events import log
from varv.registry.models import MaskedPlace, Masking
from varv.text.translated import Translated


@transaction.atomic
def mask(
    actor: AbstractBaseUser | None,
    *,
    thing: Model,
    fields: Collection[str] = (),
    passages: Sequence[str] = (),
    files: Collection[int] = (),
    ground: str,
    reason: str = "",
) -> Masking:
    """Take texts and files of a thing off the web, with all their copies, until it is taken back.

    With ``passages`` only they are taken out of the chosen fields, wherever they stand in them.
    """
    ref = kinds.ref(thing)
    wanted = [passage.strip() for passage in passages if passage.strip()]
    if ground not in Masking.Ground.values:
        raise ValidationError({"ground": _("Choose a ground.")})
    if not fields and not files:
        raise ValidationError({"fields": _("Choose what to mask.")})
    if unknown := set(fields) - masking.fields_of(ref.kind).keys():
        raise ValidationError({"fields": _("This cannot be masked: %s.") % ", ".join(unknown)})
    made = Masking.objects.create(
        subject_kind=ref.kind,
        subject_id=ref.id,
        ground=ground,
        reason=reason.strip(),
        passages=wanted,
        at=clock.now(),
        by_id=actor.pk if actor else None,
    )
    found = [_mask_field(made, thing, field) for field in fields]
    _check_found(wanted, fields, found)
    masked_files = _mask_files(made, thing, files)
    log(
        actor,
        "registry.mask",
        thing,
        masking=made.pk,
        ground=ground,
        fields=sorted(fields),
        files=masked_files,
        passages=len(wanted),
    )
    return made


@transaction.atomic
def lift_masking(actor: AbstractBaseUser | None, *, made: Masking, reason: str) -> Masking:
    """Put back what a masking took out; other maskings of the same text go on."""
    locked = Masking.objects.select_for_update().get(pk=made.pk)
    if locked.lifted_at:
        raise ValidationError(_("The masking is lifted already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why it may be seen again.")})
    for place in locked.places.order_by("-pk"):
        _put_back(place)
    locked.lifted_at = clock.now()
    locked.lifted_by_id = actor.pk if actor else None
    locked.lift_reason = reason.strip()
    locked.save(update_fields=["lifted_at", "lifted_by_id", "lift_reason"])
    log(actor, "registry.lift_masking", locked, of=[locked.subject_kind, locked.subject_id])
    return locked


@transaction.atomic
def read_masked(actor: AbstractBaseUser, *, made: Masking) -> list[MaskedPlace]:
    """Return the originals to somebody who may see them; that they looked is logged."""
    log(actor, "registry.read_masked", made)
    return list(made.places.all())


def _check_found(wanted: list[str], fields: Collection[str], found: Iterable[bool]) -> None:
    if wanted and fields and not any(found):
        raise ValidationError(
            {"passages": _("The passages are not in the text. Copy them from it as they stand.")}
        )


def _mask_field(made: Masking, thing: Model, field: str) -> bool:
    """Mask a field and its copies; tell whether there was anything to mask."""
    changed = [_mask_place(made, one, name) for one, name in masking.everywhere(thing, field)]
    return any(changed)


def _mask_place(made: Masking, thing: Model, field: str) -> bool:
    manager = type(thing)._default_manager
    before = manager.select_for_update(no_key=True, of=("self",)).get(pk=thing.pk)
    original = getattr(before, field)
    shown = masking.masked(original, made.passages)
    if shown == original and (made.passages or not _has_text(original)):
        return False
    _write(before, field, shown)
    setattr(thing, field, shown)
    MaskedPlace.objects.create(
        masking=made,
        model=before._meta.label_lower,
        object_id=before.pk,
        field=field,
        original=original,
        shown=shown,
    )
    return True


def _has_text(value: Any) -> bool:
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _write(thing: Model, field: str, value: Any) -> None:
    setattr(thing, field, value)
    longest = getattr(thing._meta.get_field(field), "max_length", None)
    if longest and isinstance(value, str) and len(value) > longest:
        raise ValidationError(
            {"passages": _("The text gets too long with so many marks. Mask all of it.")}
        )
    thing.save(update_fields=[field])


def _mask_files(made: Masking, thing: Model, wanted: Collection[int]) -> list[int]:
    there = {file.pk: file for file in masking.point[made.subject_kind].files(thing)}
    if set(wanted) - there.keys():
        raise ValidationError({"files": _("The file does not belong to this.")})
    for pk in wanted:
        file = there[pk]
        if masking.withholds(file):
            raise ValidationError({"files": _("The file is masked already.")})
        shown = masking.mark() + PurePath(file.name).suffix
        MaskedPlace.objects.create(
            masking=made,
            model=File._meta.label_lower,
            object_id=pk,
            field="name",
            original=file.name,
            shown=shown,
        )
        _write(file, "name", shown)
    return sorted(wanted)


def _put_back(place: MaskedPlace) -> None:
    """Give the field what it would have without this place, later maskings applied anew."""
    if place.original is None:
        return
    later = list(
        MaskedPlace.objects.select_related("masking").filter(
            model=place.model,
            object_id=place.object_id,
            field=place.field,
            masking__lifted_at=None,
            pk__gt=place.pk,
        )
    )
    thing = _locked(place)
    if thing is None:
        return
    current = getattr(thing, place.field)
    if current != (later[-1] if later else place).shown:
        raise ValidationError(
            _("The text was changed after it was masked. Read the original, and edit the text.")
        )
    value = place.original
    for one in later:
        one.original = value
        value = one.shown = masking.masked(value, one.masking.passages)
        one.save(update_fields=["original", "shown"])
    _write(thing, place.field, Translated(value) if isinstance(value, dict) else value)


def _locked(place: MaskedPlace) -> Model | None:
    manager = apps.get_model(place.model)._default_manager
    found: Model | None = (
        manager.select_for_update(no_key=True, of=("self",)).filter(pk=place.object_id).first()
    )
    return found
