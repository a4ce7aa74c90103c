"""The register of assets as a workbook, and an empty one to start from."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from django.utils.translation import gettext as _

from varv.analysis.asset_list.sheet import BETWEEN, COLUMNS, dated
from varv.analysis.models import Asset
from varv.analysis.queries.assets import all_assets
from varv.cycles.queries import areas_to_choose, current_programme
from varv.files import excel
from varv.people.queries import municipalities, the_region
from varv.people.sheet_words import OUTSIDE


def template() -> bytes:
    """Return an empty list; a second sheet has the words that may stand in its columns."""
    return _workbook([])


def workbook() -> bytes:
    """Return the register as a list that can be read in again."""
    language = the_region().language
    return _workbook(_row(one, language) for one in all_assets())


def _row(one: Asset, language: str) -> list[excel.Cell]:
    return [
        one.name,
        one.get_kind_display(),
        one.owner.name if one.owner else "",
        one.municipality.name if one.municipality else str(OUTSIDE),
        one.place,
        one.latitude,
        one.longitude,
        f"{BETWEEN} ".join(area.name.text(language) for area in one.areas.all()),
        one.description.text(language),
        one.source,
        one.source_url,
        dated(one.dated_on, one.precision),
    ]


def _workbook(rows: Iterable[Sequence[excel.Cell]]) -> bytes:
    return excel.write(
        [
            excel.Sheet(_("Assets"), [str(label) for label in COLUMNS.values()], rows),
            _words(),
        ]
    )


def _words() -> excel.Sheet:
    """Return the second sheet: the words, below the headings of their columns."""
    language = the_region().language
    columns = [
        [str(label) for label in Asset.Kind.labels],
        [*(place.name for place in municipalities()), str(OUTSIDE)],
        [area.name.text(language) for area in areas_to_choose(current_programme())],
    ]
    headings = [str(COLUMNS[key]) for key in ("kind", "municipality", "areas")]
    rows = [list(words) for words in zip_longest(*columns, fillvalue="")]
    return excel.Sheet(_("Words to use"), headings, rows)
