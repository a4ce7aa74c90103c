"""The register of organisations in and out of Excel."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from varv import clock
from varv.files.actions import clean_name
from varv.people import organisation_list
from varv.people.actions import register_lock
from varv.people.actions.in_bulk import people_for
from varv.people.models import (
    FormerPlace,
    Organisation,
    OrganisationAlias,
    OrganisationImport,
    Representation,
    User,
)
from varv.people.organisation_list import Entry, Plan
from varv.people.queries import the_region
from varv.registry.actions import log, log_many

# How long a list waits to be confirmed; it may hold names and addresses of people.
KEPT_FOR = timedelta(days=1)
_BATCH = 1000


@transaction.atomic
def read_organisations(actor: User, *, name: str, content: bytes) -> OrganisationImport:
    """Read a workbook and keep its rows until they are confirmed; the register stays as it is."""
    languages = the_region().languages
    sheet = organisation_list.LAYOUT.read(content, languages)
    return OrganisationImport.objects.create(
        name=clean_name(name),
        rows=sheet.as_json(),
        plan=organisation_list.preview(sheet, languages).as_json(),
        by_id=actor.pk,
    )


@transaction.atomic
def look_at_list_again(actor: User, *, draft: OrganisationImport) -> None:  # noqa: ARG001 - nothing is done
    """Plan a list that waits anew, as the register is now."""
    locked = OrganisationImport.objects.select_for_update().get(pk=draft.pk)
    if locked.rows is None:
        return
    sheet = organisation_list.LAYOUT.from_json(locked.rows)
    locked.plan = organisation_list.preview(sheet, the_region().languages).as_json()
    locked.save(update_fields=["plan"])


@transaction.atomic
def enter_organisations(actor: User, *, draft: OrganisationImport) -> Plan:
    """Enter all of a list that was read, or nothing; return what was done.

    What it does is planned again, for the register may have changed since it was shown. Then
    nothing is entered: whoever said yes said it to something else.
    """
    register_lock.have_alone()
    locked = OrganisationImport.objects.select_for_update().get(pk=draft.pk)
    if locked.rows is None:
        raise ValidationError(_("The list is entered already."))
    plan = organisation_list.plan(
        organisation_list.LAYOUT.from_json(locked.rows), the_region().languages
    )
    if plan.problems:
        raise ValidationError(_("Nothing was entered: something in the list is wrong."))
    if not organisation_list.shown(locked).foresees(plan):
        raise ValidationError(
            _("Nothing was entered: the register has changed since you looked. Look again.")
        )
    touched = [one for one in plan.entries if one.state != "known"]
    _Writer(actor, locked).write(touched)
    locked.rows, locked.plan, locked.entered_at = None, None, clock.now()
    locked.save(update_fields=["rows", "plan", "entered_at"])
    if touched:
        numbers = {state: len(plan.of(state)) for state in ("new", "changed")}
        log(actor, "people.import_organisations", None, **{"import": locked.pk}, **numbers)
    return plan


def drop_organisations(actor: User, *, draft: OrganisationImport) -> None:  # noqa: ARG001 - nothing was done
    """Throw away a list that waits to be confirmed."""
    OrganisationImport.objects.filter(pk=draft.pk, entered_at=None).delete()


def forget_old_lists(now: datetime) -> int:
    """Delete the lists that nobody confirmed in time; timed work."""
    old = OrganisationImport.objects.filter(entered_at=None, read_at__lte=now - KEPT_FOR)
    return old.delete()[0]


def next_list_to_forget(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which a list has waited too long."""
    waiting = OrganisationImport.objects.filter(entered_at=None, read_at__gt=after - KEPT_FOR)
    first: datetime | None = waiting.aggregate(first=Min("read_at"))["first"]
    return first + KEPT_FOR if first else None


def forget_in_lists(email: str) -> None:
    """Delete the lists that wait with this address in them."""
    drafts = OrganisationImport.objects.filter(entered_at=None)
    drafts.annotate(text=Cast("rows", TextField())).filter(text__icontains=email).delete()


class _Writer:
    """Writes what a plan says, many rows at a time."""

    def __init__(self, actor: User, draft: OrganisationImport) -> None:
        self._actor, self._draft = actor, draft
        self._now = clock.now()

    def write(self, entries: list[Entry]) -> None:
        """Add and change the organisations, then give them names and representatives."""
        new = [one for one in entries if one.known is None]
        changed = [(one, one.known) for one in entries if one.known is not None]
        rows = self._add(new) | self._change(changed)
        self._name(entries, rows)
        self._represent(entries, rows)
        log_many(
            self._actor,
            "people.import_organisation",
            [(rows[one.key], self._told(one)) for one in entries],
        )

    def _told(self, entry: Entry) -> dict[str, object]:
        return {"import": self._draft.pk, "rows": entry.rows, "changed": entry.changed}

    def _add(self, entries: list[Entry]) -> dict[str, Organisation]:
        made = Organisation.objects.bulk_create(
            [
                Organisation(
                    name=one.name,
                    sort_key=one.key,
                    sector=one.sector,
                    municipality_id=one.municipality,
                    number=one.number,
                    checked_at=self._now,
                )
                for one in entries
            ],
            batch_size=_BATCH,
        )
        return {row.sort_key: row for row in made}

    def _change(self, entries: list[tuple[Entry, Organisation]]) -> dict[str, Organisation]:
        """Change what is known; a former name stays as an alias, a former place as one too."""
        moved = [(one, row) for one, row in entries if {"sector", "municipality"} & {*one.changed}]
        FormerPlace.objects.bulk_create(
            [
                FormerPlace(
                    organisation=row, sector=row.sector, municipality_id=row.municipality_id
                )
                for _one, row in moved
            ],
            batch_size=_BATCH,
        )
        renamed = [(one, row) for one, row in entries if "name" in one.changed]
        OrganisationAlias.objects.bulk_create(
            [
                OrganisationAlias(organisation=row, name=row.name, sort_key=row.sort_key)
                for _one, row in renamed
            ],
            batch_size=_BATCH,
        )
        for one, row in entries:
            row.name, row.sort_key, row.number = one.name, one.key, one.number
            row.sector, row.municipality_id = one.sector, one.municipality
            row.compared_at = None
        Organisation.objects.bulk_update(
            [row for _one, row in entries],
            ["name", "sort_key", "number", "sector", "municipality", "compared_at"],
            batch_size=_BATCH,
        )
        return {one.key: row for one, row in entries}

    def _name(self, entries: list[Entry], rows: dict[str, Organisation]) -> None:
        OrganisationAlias.objects.bulk_create(
            [
                OrganisationAlias(organisation=rows[one.key], name=name, sort_key=key)
                for one in entries
                for key, name in one.aliases.items()
            ],
            batch_size=_BATCH,
        )

    def _represent(self, entries: list[Entry], rows: dict[str, Organisation]) -> None:
        said = [(rows[one.key], person) for one in entries for person in one.people.values()]
        people = people_for({person.email: person.name for _organisation, person in said})
        held = {
            (one.organisation_id, one.person_id): one
            for one in Representation.objects.filter(
                until=None, person__in={person.pk for person in people.values()}
            )
        }
        new, retitled = [], []
        for organisation, person in said:
            speaker = people[person.email]
            standing = held.get((organisation.pk, speaker.pk))
            if standing is None:
                new.append(
                    Representation(
                        person=speaker,
                        organisation=organisation,
                        title=person.title,
                        since=self._now,
                    )
                )
            elif person.title and standing.title != person.title:
                standing.title = person.title
                retitled.append(standing)
        Representation.objects.bulk_create(new, batch_size=_BATCH)
        Representation.objects.bulk_update(retitled, ["title"], batch_size=_BATCH)


@transaction.atomic
def export_organisations(actor: User) -> bytes:
    """Return the whole register as a workbook that can be read in again; it is logged."""
    content = organisation_list.workbook()
    log(actor, "people.export_organisations", None)
    return content
