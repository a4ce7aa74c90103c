"""Tables of statistics in: looked at, and read as the analyst says.

The numbers take a second to load, so this module is imported inside functions.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import polars as pl

from specialisation.classification import version_of
from specialisation.io.chosen import BY_COLUMN, Wanted
from specialisation.io.findings import ROW, Finding
from specialisation.io.formats import RawTable, raw_table
from specialisation.io.levels import activity_levels, region_levels, version_by_codes
from specialisation.io.limits import ZIP, Limits
from specialisation.io.reading import COLUMNS, WHOLE, Reading, reading_of, usual_of
from specialisation.io.roles import ROLES, roles_of
from specialisation.io.wide import Wide, unpivoted, wide_columns
from varv.analysis.compute.tables import KEY, is_of_places_only

#: Files of text may be large; a workbook is made of objects, and takes ten times its size.
LIMITS = Limits(packed=200 << 20, unpacked=250 << 20, rows=5_000_000, columns=500)
WORKBOOK = Limits(packed=50 << 20, unpacked=150 << 20, rows=300_000, columns=500)
#: So many regions x activities x years; more than all that Europe publishes of its regions.
CELLS = 30_000_000
SHOWN_ROWS, SHOWN_COLUMNS, SHOWN_SIGNS = 8, 30, 60
#: A column with so few values beside the key is one to choose a value of.
CHOICES = 40
CODES = 5_000
#: What is said of a table laid out in columns that is not to be read as rows.
AS_IT_STANDS = "as it stands"
#: What is asked about before such a table is stored, and what of it is then said.
ASKED = {"huge": "huge", "alike_codes": "alike"}
#: The kinds of findings that tell of cells without a row.
ABSENT = ("not_told", "year_lacks")
#: What people who write files do not think of, and what no page and no database takes.
BROKEN = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)
_HIDDEN_SIGNS = dict.fromkeys([*range(32), 127, *range(0x80, 0xA0), *range(0xD800, 0xE000)])


class UnreadableError(ValueError):
    """The file is no table at all, whatever is said of its columns."""


@dataclass(frozen=True)
class Look:
    """A file as far as it was understood: what is shown of it, and its table if it is clean.

    ``problem`` says why it could not be read with what was said so far; then there is no
    ``frame``. With errors among the findings there is one that must not be stored.
    """

    format: str
    sha256: str
    preview: dict[str, Any]
    findings: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""
    classification: str = ""
    frame: pl.DataFrame | None = None

    @property
    def is_clean(self) -> bool:
        """Tell whether the table may be stored."""
        bad = any(one["severity"] == "error" for one in self.findings)
        return self.frame is not None and not self.problem and not bad


def look(content: bytes, how: Mapping[str, Any]) -> Look:
    """Read a file as ``how`` says (see `models.Delivery.reading`), as far as that goes."""
    limits = WORKBOOK if content.startswith(ZIP) else LIMITS
    try:
        raw = raw_table(content, limits, how.get("encoding") or None, how.get("sheet") or None)
    except (*BROKEN, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise UnreadableError(plain(str(error))) from error
    return _looked_at(raw, hashlib.sha256(content).hexdigest(), how, limits)


@lru_cache(maxsize=64)
def look_at_small(content: bytes, how: str) -> Look:
    """Look at a small file of a region's folder, which is checked first and loaded then."""
    import json  # the key of the cache is text

    return look(content, json.loads(how))


def _looked_at(raw: RawTable, sha256: str, how: Mapping[str, Any], limits: Limits) -> Look:
    preview = _preview(raw)
    shown = Look(raw.format, sha256, preview)
    try:
        raw = _in_rows(raw, how, limits, preview)
        preview["no_activity"] = _may_lack_activities(raw, how)
        roles = _roles(raw, how)
        preview["roles"] = {role: name for role, name in roles.items() if name}
        _describe(raw.frame, roles, how, preview)
        reading = _read(raw, sha256, how)
        if how.get("whole"):
            country = "NUTS 0" if "NUTS 0" in preview["region_levels"] else "country"
            above = _read(raw, sha256, {**how, "region_level": country, "expected_regions": ()})
            reading = _beside(reading, above)
        preview["absent"] = _asked_of_absent(reading, raw.format)
    except (*BROKEN, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        # What the file itself shows, such as broken letters, is often why.
        return replace(
            shown, problem=plain(str(error)), findings=[as_told(one) for one in raw.findings]
        )
    preview["asks"] = [kind for kind in ASKED if reading.of_kind(kind)]
    return looked_at(shown, replace(reading, findings=_until_said(reading, how)), how)


def _until_said(reading: Reading, how: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return findings that are asked about as errors, until somebody has answered."""
    open_ = {kind for kind, name in ASKED.items() if not how.get(name)}
    found = [
        replace(one, severity="error") if one.kind in open_ else one for one in reading.findings
    ]
    return tuple(sorted(found, key=lambda one: one.severity != "error"))


def _read(raw: RawTable, sha256: str, how: Mapping[str, Any]) -> Reading:
    return reading_of(
        raw,
        "file",
        sha256,
        wanted_of(how),
        columns=columns_of(how),
        only=how.get("only") or None,
        decimal=how.get("decimal") or None,
        blank=how.get("blank") or None,
        expected_regions=how.get("expected_regions") or (),
        absent=how.get("absent") or "",
        alike=how.get("alike") or "",
    )


def _beside(reading: Reading, country: Reading) -> Reading:
    """Return a reading with the row of the country beside its regions, each checked by itself.

    They are at two levels, so they are never added up: what compares regions takes one level.
    """
    if set(reading.frame["region"]) & set(country.frame["region"]):
        raise ValueError("whole should be asked where regions stand below the country; none do")
    told = [one for one in reading.findings if one.kind != "mixed_region_levels"]
    more = [one for one in country.findings if one not in reading.findings]
    more = [one for one in more if one.kind != "mixed_region_levels"]
    return replace(
        reading,
        frame=pl.concat([reading.frame, country.frame]),
        findings=(*told, *more),
    )


def looked_at(shown: Look, reading: Reading, how: Mapping[str, Any]) -> Look:
    """Return what a reading came to, with its table in the order in which it is kept."""
    frame = reading.frame
    if told := how.get("year_told"):
        frame = frame.with_columns(pl.col("year").replace(0, int(told)))
    findings = [as_told(one) for one in reading.findings]
    if frame.is_empty():
        return replace(shown, findings=findings, problem="the table should have rows, has none")
    frame = frame.select(COLUMNS).sort(*KEY)
    shown.preview.update(
        rows=frame.height,
        regions=frame["region"].n_unique(),
        activities=frame["activity"].n_unique(),
        years_read=frame["year"].drop_nulls().unique().sort().to_list(),
        hidden=int(frame["suppressed"].sum()),
        places_only=is_of_places_only(frame),
    )
    wrong = any(one["severity"] == "error" for one in findings)
    if shown.preview["years_read"] in ([0], []) and not wrong:
        text = "the table should say of which year it is; no column and no name tells it"
        return replace(shown, findings=findings, problem=text)
    return replace(shown, findings=findings, classification=reading.classification, frame=frame)


def _asked_of_absent(reading: Reading, format_: str) -> str:
    """Return what is usual for cells without a row, where there are such; empty where none is."""
    if not any(reading.of_kind(kind) for kind in ABSENT):
        return ""
    return usual_of(format_) or "as it depends"


def laid_out(names: Sequence[str]) -> Wide | None:
    """Return which columns are years or activities, by their headings; None for a long table."""
    return wide_columns(names)


def _in_rows(
    raw: RawTable, how: Mapping[str, Any], limits: Limits, preview: dict[str, Any]
) -> RawTable:
    """Return a table laid out in columns with one row for each figure, unless it is not to be."""
    long = unpivoted(raw, columns_of(how), limits)
    if long is raw:
        return raw
    preview["wide"] = True
    if how.get("wide") == AS_IT_STANDS:
        return raw
    preview["names"] = [plain(name, 200) for name in long.frame.columns if name != ROW]
    return long


def wanted_of(how: Mapping[str, Any]) -> Wanted:
    """Return which levels and years are asked for, and the version of the codes."""
    years = tuple(int(one) for one in how.get("years") or ())
    version = version_of(how.get("classification") or "")
    return Wanted(how.get("level") or None, how.get("region_level") or None, years, version)


def columns_of(how: Mapping[str, Any]) -> dict[str, str]:
    """Return which column is which, as told; an activity of "" says that there is none."""
    told = how.get("columns") or {}
    named = {role: str(told[role]) for role in ROLES if told.get(role)}
    return named | ({"activity": ""} if told.get("activity") == "" else {})


def _roles(raw: RawTable, how: Mapping[str, Any]) -> dict[str, str]:
    """Return the column of each role, or raise ``ValueError`` where it is not clear."""
    told = columns_of(how)
    if told.get("activity") != "":
        return roles_of(raw.frame, told, raw.roles)[0]
    frame = raw.frame.with_columns(pl.lit(WHOLE).alias("no activity"))
    found = roles_of(frame, told | {"activity": "no activity"}, raw.roles)[0]
    return {**found, "activity": ""}


def _may_lack_activities(raw: RawTable, how: Mapping[str, Any]) -> bool:
    """Tell whether all columns are known but that of the activities: most likely there is none."""
    if "activity" in columns_of(how):
        return not columns_of(how)["activity"]
    try:
        roles_of(raw.frame, columns_of(how), raw.roles)
    except ValueError:
        return _is_clear(raw, {**how, "columns": {**columns_of(how), "activity": ""}})
    return False


def _is_clear(raw: RawTable, how: Mapping[str, Any]) -> bool:
    try:
        _roles(raw, how)
    except ValueError:
        return False
    return True


def _preview(raw: RawTable) -> dict[str, Any]:
    names = [name for name in raw.frame.columns if name != ROW]
    head = raw.frame.head(SHOWN_ROWS)
    rows = head.select(pl.col(names[:SHOWN_COLUMNS]).cast(pl.String, strict=False)).rows()
    return {
        "columns": [plain(name, 200) for name in names],
        "numbers": head[ROW].to_list(),
        "first": [["" if cell is None else plain(cell) for cell in row] for row in rows],
        "file_rows": raw.frame.height,
        "source": plain(raw.source, 200),
    }


def _describe(
    frame: pl.DataFrame, roles: Mapping[str, str], how: Mapping[str, Any], preview: dict[str, Any]
) -> None:
    """Tell the levels, years and other kinds of figures that one can choose among."""
    regions = frame[roles["region"]].cast(pl.String)
    activities = frame[roles["activity"]].cast(pl.String) if roles["activity"] else None
    sizes = [regions.n_unique(), 1 if activities is None else activities.n_unique()]
    years = frame[roles["year"]].cast(pl.String).str.strip_chars() if "year" in roles else None
    sizes.append(1 if years is None else years.n_unique())
    preview["has_year"] = years is not None
    if sizes[0] * sizes[1] * sizes[2] > CELLS:
        raise ValueError(
            f"the table should have {CELLS:,} regions x activities x years, has more: "
            f"{sizes[0]:,} x {sizes[1]:,} x {sizes[2]:,}"
        )
    preview["region_levels"] = _levels(regions, region_levels)
    if activities is not None:
        version = version_of(how.get("classification") or "")
        version = version or _version(activities, roles["activity"])
        preview["levels"] = _levels(activities, lambda codes: activity_levels(codes, version))
    if years is not None:
        found = years.str.extract(r"^(\d{4})(?:\.0)?$", 1).drop_nulls().unique().sort()
        preview["years"] = [int(one) for one in found.to_list()]
    preview["choices"] = _choices(frame, set(roles.values()))


def _version(activities: pl.Series, column: str) -> str:
    found = version_by_codes(_codes(activities))
    return BY_COLUMN.get(column.lower(), found[0]) if found else ""


def _levels(column: pl.Series, levels_of: Any) -> dict[str, int]:
    """Return how many rows stand at each level, where there are several."""
    if column.n_unique() > CODES:
        return {}
    levels = levels_of(_codes(column))
    counts = column.str.strip_chars().value_counts()
    counts = counts.select(pl.col(counts.columns[0]).alias("code"), "count").drop_nulls()
    rows = dict.fromkeys(levels.present(), 0)
    for code, count in counts.iter_rows():
        if (level := levels.of.get(code)) in rows:
            rows[level] += count
    return {plain(level): count for level, count in rows.items()}


def _codes(column: pl.Series) -> list[str]:
    codes = column.str.strip_chars().replace("", None).drop_nulls().unique().sort()
    return codes.head(CODES).to_list()


def _choices(frame: pl.DataFrame, taken: set[str]) -> dict[str, list[str]]:
    """Return the values of columns beside the key that are of several kinds."""
    found: dict[str, list[str]] = {}
    for name in frame.columns[:SHOWN_COLUMNS]:
        if name in {ROW, *taken} or plain(name, 200) != name:
            continue
        values = frame[name].cast(pl.String, strict=False).drop_nulls()
        if 1 < values.n_unique() <= CHOICES:
            kinds = values.unique().sort().to_list()
            found[name] = [one for one in kinds if plain(one, 200) == one]
    return found


def as_told(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is kept."""
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "message": plain(finding.message, 600),
        "column": plain(finding.column, 200),
        "rows": [int(row) for row in finding.rows],
        "count": int(finding.count),
    }


def plain(text: str, most: int = SHOWN_SIGNS * 5) -> str:
    """Return a text of a file as a page and the database take it."""
    clean = text.translate(_HIDDEN_SIGNS)
    return clean if len(clean) <= most else clean[: most - 1] + "…"
