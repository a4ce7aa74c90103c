"""Organisations: one row each, however often and however their names are typed."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.people import numbers
from varv.people.actions import register_lock
from varv.people.actions.persons import person_for
from varv.people.models import (
    FormerPlace,
    Municipality,
    Organisation,
    OrganisationAlias,
    Representation,
    Sector,
    User,
)
from varv.people.queries import find_organisation, organisation_key
from varv.people.rules import is_staff_member
from varv.registry.actions import log
from varv.text.dates import day


@transaction.atomic
def organisation_for(
    actor: User | None,
    *,
    name: str,
    sector: str,
    municipality: Municipality | None = None,
    number: str = "",
) -> Organisation:
    """Return the organisation with this name or alias, added as first typed if it is new.

    One that a visitor typed waits unchecked until the staff has looked at it. Two who type the
    same new name at once get the same row: the unique key decides, and the later one reads it.
    """
    register_lock.share()
    known = find_organisation(name)
    if known:
        return known
    key = _checked_key(name)
    _check_sector(sector)
    organisation, new = Organisation.objects.get_or_create(
        sort_key=key,
        defaults={
            "name": name.strip(),
            "sector": sector,
            "municipality": municipality,
            "number": _checked_number(number),
            "checked_at": clock.now() if is_staff_member(actor) else None,
        },
    )
    if new:
        log(actor, "people.add_organisation", organisation)
    return organisation


@transaction.atomic
def check_organisation(actor: User | None, *, organisation: Organisation) -> Organisation:
    """Let the public see the organisation's name; one that is checked already stays as it is."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.checked_at is None:
        locked.checked_at = clock.now()
        locked.save(update_fields=["checked_at"])
        log(actor, "people.check_organisation", locked)
    return locked


@transaction.atomic
def edit_organisation(
    actor: User | None,
    *,
    organisation: Organisation,
    name: str,
    sector: str,
    municipality: Municipality | None,
    number: str = "",
    changed_on: date | None = None,
) -> Organisation:
    """Change what is known of an organisation; its former name stays as an alias.

    Another sector or municipality is a correction of what was wrong all along, so that every
    figure of reach follows; or it holds from the day ``changed_on``, and figures before stay.
    """
    register_lock.share()
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    key, kept_number = _checked_key(name), _checked_number(number)
    _check_sector(sector)
    _check_name_is_free(key, locked)
    _check_number_is_free(kept_number, locked)
    changed: dict[str, Any] = _keep_former_place(locked, sector, municipality, changed_on)
    if kept_number != locked.number:
        changed["number"] = [locked.number, kept_number]
    former_name, former_key = locked.name, locked.sort_key
    locked.name, locked.sort_key = name.strip(), key
    locked.sector, locked.municipality, locked.number = sector, municipality, kept_number
    if key != former_key:
        locked.aliases.filter(sort_key=key).delete()
        alias = OrganisationAlias.objects.create(
            organisation=locked, name=former_name, sort_key=former_key
        )
        changed["former_name"] = alias.pk
    locked.compared_at = None
    locked.save()
    log(actor, "people.edit_organisation", locked, **changed)
    return locked


@transaction.atomic
def retract_former_place(actor: User | None, *, place: FormerPlace) -> FormerPlace:
    """Say that the organisation never had this sector and municipality; all figures follow."""
    locked = FormerPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if locked.until is None:
        return locked
    was, locked.until = locked.until, None
    locked.save(update_fields=["until"])
    organisation = Organisation.objects.get(pk=locked.organisation_id)
    log(actor, "people.retract_former_place", organisation, until=was.isoformat())
    return locked


@transaction.atomic
def add_alias(actor: User | None, *, organisation: Organisation, name: str) -> OrganisationAlias:
    """Let another name mean this organisation too."""
    register_lock.share()
    key = _checked_key(name)
    _check_name_is_free(key, None)
    alias, new = OrganisationAlias.objects.get_or_create(
        sort_key=key, defaults={"organisation": organisation, "name": name.strip()}
    )
    if not new:
        raise _taken()
    compare_again(organisation)
    log(actor, "people.add_alias", organisation, alias=alias.pk)
    return alias


@transaction.atomic
def remove_alias(actor: User | None, *, alias: OrganisationAlias) -> None:
    """Let a name no longer mean its organisation."""
    log(actor, "people.remove_alias", alias.organisation, alias=alias.pk)
    compare_again(alias.organisation)
    alias.delete()


def compare_again(*organisations: Organisation) -> None:
    """Let the worker look for doubles of these at the next tick."""
    ids = [one.pk for one in organisations]
    Organisation.objects.filter(pk__in=ids).update(compared_at=None)


@transaction.atomic
def represent(
    actor: User | None, *, person: User, organisation: Organisation, title: str = ""
) -> Representation:
    """Let ``person`` speak for ``organisation``; doing it twice changes nothing."""
    made, new = Representation.objects.get_or_create(
        person=person,
        organisation=organisation,
        until=None,
        defaults={"title": title, "since": clock.now()},
    )
    if new:
        log(actor, "people.represent", organisation, person=person.pk)
    return made


@transaction.atomic
def add_representative(
    actor: User | None, *, organisation: Organisation, email: str, name: str, title: str = ""
) -> Representation:
    """Let whoever has this address speak for ``organisation``, as a person added if new."""
    return represent(actor, person=person_for(email, name), organisation=organisation, title=title)


@transaction.atomic
def stop_representing(actor: User | None, *, representation: Representation) -> Representation:
    """End it as of now."""
    locked = Representation.objects.select_for_update().get(pk=representation.pk)
    if locked.until is None:
        locked.until = clock.now()
        locked.save(update_fields=["until"])
        log(actor, "people.stop_representing", locked.organisation, person=locked.person_id)
    return locked


def _checked_key(name: str) -> str:
    key = organisation_key(name)
    if not key:
        raise ValidationError({"name": _("Write the name with letters or digits.")})
    return key


def _check_sector(sector: str) -> None:
    if sector not in Sector.values:
        raise ValidationError({"sector": _("Choose a sector.")})


def _check_name_is_free(key: str, own: Organisation | None) -> None:
    organisations = Organisation.objects.filter(sort_key=key)
    aliases = OrganisationAlias.objects.filter(sort_key=key)
    if own is not None:
        organisations = organisations.exclude(pk=own.pk)
        aliases = aliases.exclude(organisation=own)
    if organisations.exists() or aliases.exists():
        raise _taken()


def _checked_number(number: str) -> str | None:
    try:
        return numbers.normalised(number) or None
    except ValidationError as error:
        raise ValidationError({"number": error.messages}) from error


def _check_number_is_free(number: str | None, own: Organisation) -> None:
    other = (
        Organisation.objects.filter(number=number).exclude(pk=own.pk).first() if number else None
    )
    if other:
        raise ValidationError(
            {
                "number": _("%(organisation)s already has this number. Are they the same?")
                % {"organisation": other.name}
            }
        )


def _keep_former_place(
    own: Organisation, sector: str, municipality: Municipality | None, changed_on: date | None
) -> dict[str, Any]:
    """Note what the organisation was counted under until now; return what the log says of it."""
    place = municipality.pk if municipality else None
    if (own.sector, own.municipality_id) == (sector, place):
        if changed_on is not None:
            raise ValidationError(
                {
                    "changed_on": _(
                        "Neither sector nor municipality is changed. Leave the day empty."
                    )
                }
            )
        return {}
    if changed_on is not None:
        _check_day_of_change(own, changed_on)
    FormerPlace.objects.create(
        organisation=own,
        sector=own.sector,
        municipality_id=own.municipality_id,
        until=changed_on,
    )
    changed: dict[str, Any] = {"on": changed_on.isoformat() if changed_on else None}
    if own.sector != sector:
        changed["sector"] = [own.sector, sector]
    if own.municipality_id != place:
        changed["municipality"] = [own.municipality_id, place]
    return changed


def _check_day_of_change(own: Organisation, changed_on: date) -> None:
    if changed_on > clock.today():
        raise ValidationError({"changed_on": _("This day has not come yet. Wait with the change.")})
    last = own.former_places.exclude(until=None).order_by("-until").first()
    if last is not None and last.until is not None and changed_on <= last.until:
        raise ValidationError(
            {
                "changed_on": _("The organisation changed on %(day)s already. Choose a later day.")
                % {"day": day(last.until)}
            }
        )


def _taken() -> ValidationError:
    return ValidationError({"name": _("There is already an organisation with this name.")})
