"""Organisations: one row each, however often and however their names are typed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.people.actions.persons import person_for
from varv.people.models import (
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
            "number": number or None,
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
) -> Organisation:
    """Change what is known of an organisation; its former name stays as an alias."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    key = _checked_key(name)
    _check_sector(sector)
    _check_name_is_free(key, locked)
    _check_number_is_free(number, locked)
    former_name, former_key = locked.name, locked.sort_key
    locked.name, locked.sort_key = name.strip(), key
    locked.sector, locked.municipality, locked.number = sector, municipality, number or None
    locked.save()
    if key != former_key:
        locked.aliases.filter(sort_key=key).delete()
        OrganisationAlias.objects.create(organisation=locked, name=former_name, sort_key=former_key)
    log(actor, "people.edit_organisation", locked)
    return locked


@transaction.atomic
def add_alias(actor: User | None, *, organisation: Organisation, name: str) -> OrganisationAlias:
    """Let another name mean this organisation too."""
    key = _checked_key(name)
    _check_name_is_free(key, None)
    alias, new = OrganisationAlias.objects.get_or_create(
        sort_key=key, defaults={"organisation": organisation, "name": name.strip()}
    )
    if not new:
        raise _taken()
    log(actor, "people.add_alias", organisation, alias=alias.pk)
    return alias


@transaction.atomic
def remove_alias(actor: User | None, *, alias: OrganisationAlias) -> None:
    """Let a name no longer mean its organisation."""
    log(actor, "people.remove_alias", alias.organisation, alias=alias.pk)
    alias.delete()


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


def _check_number_is_free(number: str, own: Organisation) -> None:
    if number and Organisation.objects.filter(number=number).exclude(pk=own.pk).exists():
        raise ValidationError({"number": _("Another organisation has this number.")})


def _taken() -> ValidationError:
    return ValidationError({"name": _("There is already an organisation with this name.")})
