"""Two organisations that are one: merging them, and taking that back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from varv import clock
from varv.people import belongings
from varv.people.actions import register_lock
from varv.people.models import (
    FormerPlace,
    LoadedRow,
    Organisation,
    OrganisationAlias,
    OrganisationMerge,
    PossibleDouble,
    Representation,
    User,
)
from varv.registry.actions import log

Moved = dict[str, Any]


@transaction.atomic
def merge_organisations(
    actor: User | None, *, survivor: Organisation, double: Organisation
) -> OrganisationMerge:
    """Let all that belongs to ``double`` belong to ``survivor``, and its names mean it.

    The survivor keeps what is known of it; it takes the double's number only if it has none.
    """
    if survivor.pk == double.pk:
        raise ValidationError(_("Choose two different organisations."))
    register_lock.have_alone()
    kept, gone = _locked(survivor.pk, double.pk)
    now = clock.now()
    before = _as_it_was(gone)
    moved: Moved = {
        "belongings": {name: _move(one, gone, kept) for name, one in belongings.point.items()},
        **_move_representations(gone, kept, now),
        "aliases": _ids_moved(gone.aliases.all(), organisation=kept),
        "wrong_places": _ids_moved(gone.former_places.filter(until=None), organisation=kept),
        "loaded": _ids_moved(_loaded_from_folder(gone), object_id=kept.pk),
    }
    _carry_dismissals(gone, kept)
    gone.delete()
    alias = OrganisationAlias.objects.create(
        organisation=kept, name=before["name"], sort_key=before["sort_key"]
    )
    moved |= {"alias": alias.pk, "number": _take_number(kept, before["number"])}
    merge = OrganisationMerge.objects.create(
        old_id=before["id"],
        new_id=kept.pk,
        name=before["name"],
        number=before["number"] or "",
        before=before,
        moved=moved,
        at=now,
        by_id=actor.pk if actor else None,
    )
    log(actor, "people.merge_organisations", kept, merge=merge.pk, old=merge.old_id)
    return merge


@transaction.atomic
def undo_merge(actor: User | None, *, merge: OrganisationMerge) -> Organisation:
    """Bring the merged organisation back with all that was moved and still is where it went.

    What came to the survivor later stays there. Refused where the name, or the survivor itself,
    has gone on to another organisation since.
    """
    register_lock.have_alone()
    locked = OrganisationMerge.objects.select_for_update().get(pk=merge.pk)
    if locked.undone_at is not None:
        raise ValidationError(_("The merge is undone already."))
    kept = Organisation.objects.select_for_update().filter(pk=locked.new_id).first()
    if kept is None:
        raise ValidationError(
            _("The organisation it went into has itself been merged since. Undo that first.")
        )
    _give_up_names(locked, kept)
    back = _bring_back(locked)
    for name, ids in locked.moved["belongings"].items():
        if name in belongings.point:
            one = belongings.point[name]
            rows = one.rows_of._default_manager.filter(pk__in=ids, **{one.field: kept})
            rows.update(**{one.field: back})
    _bring_representations_back(locked, kept, back)
    OrganisationAlias.objects.filter(pk__in=locked.moved["aliases"], organisation=kept).update(
        organisation=back
    )
    FormerPlace.objects.filter(pk__in=locked.moved["wrong_places"], organisation=kept).update(
        organisation=back
    )
    LoadedRow.objects.filter(pk__in=locked.moved["loaded"], object_id=kept.pk).update(
        object_id=back.pk
    )
    Organisation.objects.filter(pk__in=(kept.pk, back.pk)).update(compared_at=None)
    locked.undone_at = clock.now()
    locked.save(update_fields=["undone_at"])
    log(actor, "people.undo_merge", kept, merge=locked.pk, old=back.pk)
    return back


def _locked(first: int, second: int) -> tuple[Organisation, Organisation]:
    """Lock both rows, always the lower id first; somebody may have merged one of them before."""
    rows = Organisation.objects.select_for_update().filter(pk__in=(first, second)).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise ValidationError(_("One of the two has been merged already. Look at the list again."))
    return found[first], found[second]


def _as_it_was(gone: Organisation) -> dict[str, Any]:
    return {
        "id": gone.pk,
        "name": gone.name,
        "sort_key": gone.sort_key,
        "sector": gone.sector,
        "municipality": gone.municipality_id,
        "number": gone.number,
        "checked_at": _iso(gone.checked_at),
        "created_at": _iso(gone.created_at),
        "former_places": [
            [place.sector, place.municipality_id, str(place.until), _iso(place.noted_at)]
            for place in gone.former_places.exclude(until=None).order_by("pk")
        ],
        "not_doubles": [
            [
                pair.first_id + pair.second_id - gone.pk,
                _iso(pair.dismissed_at),
                pair.dismissed_by_id,
            ]
            for pair in _dismissed(gone)
        ],
    }


def _move(one: belongings.Belonging, gone: Organisation, kept: Organisation) -> list[int]:
    rows = one.rows_of._default_manager.filter(**{one.field: gone})
    return _ids_moved(rows, **{one.field: kept})


def _ids_moved(rows: Any, **new: Any) -> list[int]:
    """Update the rows and return their ids; none is added meanwhile, for the lock is ours."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).update(**new)
    return ids


def _move_representations(gone: Organisation, kept: Organisation, now: datetime) -> Moved:
    """Move who speaks for the double; of one who speaks for both already, the double's ends."""
    both = gone.representations.filter(
        until=None,
        person__in=kept.representations.filter(until=None).values("person"),
    )
    ended = _ids_moved(both, until=now)
    return {"ended": ended, "representations": _ids_moved(gone.representations, organisation=kept)}


def _loaded_from_folder(gone: Organisation) -> Any:
    return LoadedRow.objects.filter(model=Organisation._meta.label, object_id=gone.pk)


def _dismissed(one: Organisation) -> Iterable[PossibleDouble]:
    pairs = PossibleDouble.objects.filter(Q(first=one) | Q(second=one))
    return pairs.exclude(dismissed_at=None).order_by("pk")


def _carry_dismissals(gone: Organisation, kept: Organisation) -> None:
    """What is not the double is not the survivor either."""
    PossibleDouble.objects.bulk_create(
        [
            _not_double(kept.pk, other, pair.dismissed_at, pair.dismissed_by_id)
            for pair in _dismissed(gone)
            if (other := pair.first_id + pair.second_id - gone.pk) != kept.pk
        ],
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["dismissed_at", "dismissed_by_id"],
    )


def _not_double(one: int, other: int, at: datetime | None, by: int | None) -> PossibleDouble:
    first, second = sorted((one, other))
    return PossibleDouble(
        first_id=first,
        second_id=second,
        score=0,
        reason=PossibleDouble.Reason.NEAR,
        dismissed_at=at,
        dismissed_by_id=by,
    )


def _take_number(kept: Organisation, number: str | None) -> bool:
    taken = bool(number) and not kept.number
    if taken:
        kept.number = number
    kept.compared_at = None
    kept.save(update_fields=["number", "compared_at"])
    return taken


def _give_up_names(merge: OrganisationMerge, kept: Organisation) -> None:
    before = merge.before
    kept.aliases.filter(sort_key=before["sort_key"]).delete()
    taken = (
        Organisation.objects.filter(sort_key=before["sort_key"]).exists()
        or OrganisationAlias.objects.filter(sort_key=before["sort_key"]).exists()
    )
    if taken:
        raise ValidationError(
            _("The name %(name)s belongs to another organisation now. Rename that one first.")
            % {"name": merge.name}
        )
    if merge.moved["number"] and kept.number == before["number"]:
        kept.number = None
        kept.save(update_fields=["number"])
    other = (
        Organisation.objects.filter(number=before["number"]).first() if before["number"] else None
    )
    if other:
        raise ValidationError(
            _("The number %(number)s belongs to %(organisation)s now. Take it away there first.")
            % {"number": before["number"], "organisation": other.name}
        )


def _bring_back(merge: OrganisationMerge) -> Organisation:
    before = merge.before
    back = Organisation.objects.create(
        pk=before["id"],
        name=before["name"],
        sort_key=before["sort_key"],
        sector=before["sector"],
        municipality_id=before["municipality"],
        number=before["number"],
        checked_at=_moment(before["checked_at"]),
        created_at=before["created_at"],
    )
    FormerPlace.objects.bulk_create(
        FormerPlace(
            organisation=back, sector=sector, municipality_id=place, until=until, noted_at=noted_at
        )
        for sector, place, until, noted_at in before["former_places"]
    )
    others = {other for other, _at, _by in before["not_doubles"]}
    standing = set(Organisation.objects.filter(pk__in=others).values_list("pk", flat=True))
    PossibleDouble.objects.bulk_create(
        _not_double(back.pk, other, _moment(at), by)
        for other, at, by in before["not_doubles"]
        if other in standing
    )
    return back


def _bring_representations_back(
    merge: OrganisationMerge, kept: Organisation, back: Organisation
) -> None:
    moved = Representation.objects.filter(pk__in=merge.moved["representations"], organisation=kept)
    moved.filter(pk__in=merge.moved["ended"], until=merge.at).update(organisation=back, until=None)
    moved.update(organisation=back)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
