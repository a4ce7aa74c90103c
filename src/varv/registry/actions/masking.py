"""Masking at once, and taking it back; what is destroyed is another matter (``disposal``)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.files.models import File
from varv.registry import kinds, ledger, masking
from varv.registry.actions.events import log
from varv.registry.models import MaskedPlace, Masking
from varv.registry.outbox import current_sender
from varv.registry.search import words
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
    rows = masking.rows_of(ref.kind, thing) if fields else []
    found = [_mask_field(made, rows, field) for field in fields]
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
    transaction.on_commit(ledger.sync)
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
    transaction.on_commit(ledger.sync)
    return locked


@transaction.atomic
def read_masked(actor: AbstractBaseUser, *, made: Masking) -> list[MaskedPlace]:
    """Return the originals to somebody who may see them; that they looked is logged."""
    log(actor, "registry.read_masked", made)
    return list(made.places.all())


@transaction.atomic
def reapply_maskings() -> int:
    """Mask again what the ledger says was masked and a restored backup shows; return how many.

    Where a text is not the one that was masked then, all of it is masked: rather too much than
    what nobody may see. Staff lift what should be seen.
    """
    told = ledger.entries()
    lifted = {entry["of"] for entry in told if entry["what"] == "lifted"}
    known = set(map(ledger.masking_key, Masking.objects.all()))
    again = [
        entry for entry in told if entry["what"] == "masking" and entry["key"] not in lifted | known
    ]
    return sum(_mask_again(entry) for entry in again)


def _mask_again(entry: ledger.Entry) -> bool:
    found = [(place, _thing_at(place)) for place in entry["places"]]
    there = [(place, thing) for place, thing in found if thing is not None]
    if not there:
        return False
    made = Masking.objects.create(
        subject_kind=entry["kind"],
        subject_id=entry["id"],
        ground=entry["ground"],
        reason=_again_reason(),
        passages=_passages_again(entry, found),
        at=datetime.fromisoformat(entry["at"]),
    )
    for place, thing in there:
        _mask_place_again(made, thing, place["field"])
    log(None, "registry.reapply_masking", made, of=[made.subject_kind, made.subject_id])
    transaction.on_commit(ledger.sync)
    return True


def _mask_place_again(made: Masking, thing: Model, field: str) -> None:
    if isinstance(thing, File):
        _mask_file(made, thing)
    else:
        _mask_place(made, thing, field)


def _passages_again(
    entry: ledger.Entry, found: Sequence[tuple[ledger.Entry, Model | None]]
) -> list[str]:
    """Return the passages where all texts are the ones of then, else none: all of it is masked."""
    originals = [thing and getattr(thing, place["field"]) for place, thing in found]
    same = all(
        thing is None or ledger.seal(text) == place["seal"]
        for (place, thing), text in zip(found, originals, strict=True)
    )
    if entry["whole"] or not same:
        return []
    texts = [dict(masking.texts_of(text)) for text in originals]
    passages = [
        texts[number][language][start:end]
        for number, language, start, end in entry["passages"]
        if language in texts[number]
    ]
    return passages if all(passages) else []


def _thing_at(place: ledger.Entry) -> Model | None:
    try:
        model = apps.get_model(place["model"])
    except LookupError:
        return None  # an app that is no longer there
    found: Model | None = model._default_manager.filter(pk=place["id"]).first()
    return found


def _again_reason() -> str:
    with override(current_sender().language):
        return _("Masked again after a backup was restored.")


def _check_found(wanted: list[str], fields: Collection[str], found: Iterable[bool]) -> None:
    if wanted and fields and not any(found):
        raise ValidationError(
            {"passages": _("The passages are not in the text. Copy them from it as they stand.")}
        )


def _mask_field(made: Masking, rows: Sequence[Model], field: str) -> bool:
    """Mask a field and its copies; tell whether there was anything to mask."""
    changed = [_mask_place(made, one, name) for one, name in masking.everywhere(rows, field)]
    return any(changed)


def _mask_place(made: Masking, thing: Model, field: str) -> bool:
    manager = type(thing)._default_manager
    before = manager.select_for_update(no_key=True, of=("self",)).get(pk=thing.pk)
    original = getattr(before, field)
    shown = masking.masked(original, made.passages)
    if shown == original and (made.passages or not _has_text(original)):
        return False
    _write(before, field, shown)
    words.forget(original, shown)
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
        _mask_file(made, file)
    return sorted(wanted)


def _mask_file(made: Masking, file: File) -> None:
    shown = masking.mark() + PurePath(file.name).suffix
    MaskedPlace.objects.create(
        masking=made,
        model=File._meta.label_lower,
        object_id=file.pk,
        field="name",
        original=file.name,
        shown=shown,
    )
    _write(file, "name", shown)


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
