"""How a series grows from yearly deliveries: the years of a table added to those of a version."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from varv.analysis.models import DatasetVersion
from varv.files.actions import keep_made
from varv.files.plain import PARQUET_TYPE

if TYPE_CHECKING:
    import polars as pl

    from varv.analysis.datasets.actions.storing import Table

#: Where a version's reading tells which of its years came with which version.
SERIES = "series"


def with_years_of(before: DatasetVersion | None, table: "Table") -> "Table":
    """Return a table with the rows of a version and its own, and the source of each year."""
    from varv.analysis.compute import tables  # the numbers take a second to load

    if before is None:
        raise ValidationError(_("There is no version yet that the years could be added to."))
    old, new = tables.table_of(before), tables.table_in(table.file.sha256)
    _check(before, table, old, new)
    rows = tables.together(old, new, table.reading.get("absent", ""))
    file = keep_made(name=table.file.name, content=tables.parquet(rows), content_type=PARQUET_TYPE)
    series = before.reading.get(SERIES) or [_part(before.number, before.original_sha256, old)]
    series = [*series, _part(before.number + 1, table.original_sha256, new)]
    return replace(
        table,
        file=file,
        classification=table.classification or before.classification,
        reading={**table.reading, SERIES: series},
    )


def _check(
    before: DatasetVersion, table: "Table", old: "pl.DataFrame", new: "pl.DataFrame"
) -> None:
    """Refuse tables that make no series together."""
    common = sorted(set(old["year"]) & set(new["year"]))
    if common:
        raise ValidationError(
            _("Both the table and %(version)s have figures of %(years)s, so years cannot be added.")
            % {"version": before, "years": ", ".join(map(str, common))}
        )
    known = {before.classification, table.classification} - {""}
    if len(known) > 1 or set(old["activity"]).isdisjoint(new["activity"]):
        raise ValidationError(
            _("The activities are others than those of %(version)s, so years cannot be added.")
            % {"version": before}
        )


def _part(number: int, sha256: str, rows: "pl.DataFrame") -> dict[str, object]:
    years = sorted(rows["year"].unique().to_list())
    return {"version": number, "original_sha256": sha256, "years": years}
