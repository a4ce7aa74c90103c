"""The register as a list in Excel, and an empty one to start from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from varv.files import excel
from varv.people import sheet_words
from varv.people.models import Organisation, OrganisationAlias, Representation
from varv.people.organisation_list.sheet import BETWEEN_NAMES, COLUMNS
from varv.people.sheet_words import OUTSIDE


def template() -> bytes:
    """Return an empty list; a second sheet has the words that may stand in its columns."""
    return _workbook([])


def workbook() -> bytes:
    """Return the register as a list that can be read in again, a row for each representative."""
    rows = Organisation.objects.order_by("sort_key", "pk").select_related("municipality")
    names: dict[int, list[str]] = defaultdict(list)
    for owner, name in OrganisationAlias.objects.values_list("organisation", "name"):
        names[owner].append(name)
    speakers: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    current = Representation.objects.filter(until=None, person__is_active=True)
    for owner, *person in current.order_by("since", "pk").values_list(
        "organisation", "person__name", "person__email", "title"
    ):
        speakers[owner].append((person[0], person[1], person[2]))
    return _workbook(
        [
            *_facts(one, names[one.pk]),
            *person,
        ]
        for one in rows
        for person in speakers[one.pk] or [("", "", "")]
    )


def _facts(one: Organisation, aliases: Iterable[str]) -> list[excel.Cell]:
    place = one.municipality.name if one.municipality else str(OUTSIDE)
    between = f"{BETWEEN_NAMES} "
    # A name with the mark in it would be read as two; it stays on the organisation's own page.
    kept = between.join(name for name in aliases if BETWEEN_NAMES not in name)
    return [one.name, one.number or "", one.get_sector_display(), place, kept]


def _workbook(rows: Iterable[Sequence[excel.Cell]]) -> bytes:
    return excel.write(
        [
            excel.Sheet(_("Organisations"), [str(label) for label in COLUMNS.values()], rows),
            sheet_words.sheet(str(COLUMNS["municipality"]), str(COLUMNS["sector"])),
        ]
    )
