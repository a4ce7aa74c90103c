"""Which column of a file is the region, the activity, the year and the value."""

import re
from collections.abc import Mapping

import polars as pl

from specialisation.io.cells import FIGURE, HIDDEN
from specialisation.io.findings import ROW, Finding, some
from specialisation.io.levels import MOST

ROLES = ("region", "activity", "year", "value", "flag")
#: The names that offices give them, the surest first; compared in small letters.
NAMES = {
    "region": (
        "geo", "region", "geo_cd", "nuts2_code", "nuts3_code", "nuts", "municipality_code",
        "county_code", "ua", "kommun", "län",
    ),
    "activity": (
        "nace_r2", "nace_r21", "nace", "sni2007", "sni2025", "sni 2007", "sni 2025",
        "näringsgren sni 2007", "näringsgren sni 2025", "sni", "activity", "industry", "sic4",
        "ind", "industry_group", "sector", "näringsgren", "bransch", "branch", "verksamhet",
    ),
    "year": ("year", "time_period", "time", "tid", "år"),
    "value": (
        "obs_value", "value", "values", "n", "emp", "employed", "establishments", "antal",
        "värde",
    ),
    "flag": ("obs_flag", "flag", "flags", "status"),
}  # fmt: skip

#: What offices count, as a column that tells nothing else is named: the value where one is there.
COUNTED = frozenset({
    "anställda", "antal anställda", "antal sysselsatta", "befolkning", "folkmängd",
    "förvärvsarbetande", "gästnätter", "invånare", "population", "sysselsatta", "employees",
    "employment", "arbetsställen", "antal arbetsställen",
})  # fmt: skip

#: What may as well be a year.
YEARS = r"^(?:1[7-9]|20|21)\d\d$"


def roles_of(
    frame: pl.DataFrame, told: Mapping[str, str] | None, known: Mapping[str, str]
) -> tuple[dict[str, str], list[Finding]]:
    """Return the column of each role: as told, as the format has it, or by its name."""
    told = dict(told or {})
    names = [name for name in frame.columns if name != ROW]
    wrong = [role for role in told if role not in ROLES]
    if wrong:
        raise ValueError(f"columns should name {', '.join(ROLES)}, names {', '.join(wrong)}")
    missing = [name for name in told.values() if name not in names]
    if missing:
        raise ValueError(f"the file should have {', '.join(missing)}; has {some(names)}")
    known = {role: name for role, name in known.items() if role not in told}
    found = {**known, **told}
    free = [name for name in names if name not in found.values()]
    guessed = {}
    for role in ROLES:
        name = None if role in found else _by_name(free, role)
        if name is not None:
            guessed[role] = name
            free.remove(name)
    found |= guessed
    if "value" not in found:
        found |= (only := _value_with_year(free) or _counted(free))
        guessed |= only
    left = _figures_left(frame, found, free)
    found |= left
    lacking = [role for role in ("region", "activity", "value") if role not in found]
    if lacking:
        raise ValueError(
            f"columns should say which is the {', '.join(lacking)}; the file has {', '.join(names)}"
        )
    if len(set(found.values())) < len(found):
        raise ValueError("columns should name a different column for each role")
    return found, _told(guessed, left)


def _told(guessed: Mapping[str, str], left: Mapping[str, str]) -> list[Finding]:
    by_name = ", ".join(f"{role} is {name}" for role, name in guessed.items())
    findings = [Finding("guessed_columns", "note", f"by their names, {by_name}")] if by_name else []
    for name in left.values():
        text = f"{name} is taken for the value, as the one column of figures that is left"
        findings.append(Finding("guessed_columns", "note", text, name))
    return findings


def year_in_name(column: str) -> int | None:
    """Return the year in the name of a value column, such as n2015."""
    found = re.fullmatch(r"\D*((?:19|20)\d\d)", column)
    return int(found[1]) if found else None


def _by_name(names: list[str], role: str) -> str | None:
    lower = {name.lower(): name for name in reversed(names)}
    return next((lower[one] for one in NAMES[role] if one in lower), None)


def _value_with_year(names: list[str]) -> dict[str, str]:
    having = [name for name in names if year_in_name(name)]
    return {"value": having[0]} if len(having) == 1 else {}


def _counted(names: list[str]) -> dict[str, str]:
    having = [name for name in names if name.lower() in COUNTED]
    return {"value": having[0]} if len(having) == 1 else {}


def _figures_left(
    frame: pl.DataFrame, found: Mapping[str, str], names: list[str]
) -> dict[str, str]:
    """Return the one column of figures among those without a role, unless it may be the year.

    Only where the codes are known: otherwise it may be one of them.
    """
    if "value" in found or not {"region", "activity"} <= set(found):
        return {}
    having = [name for name in names if _most(frame[name], FIGURE)]
    if len(having) != 1 or ("year" not in found and _most(frame[having[0]], YEARS)):
        return {}
    return {"value": having[0]}


def _most(column: pl.Series, pattern: str) -> bool:
    """Return whether nearly all cells that tell something are written so."""
    cells = column.cast(pl.String, strict=False).str.strip_chars().drop_nulls()
    cells = cells.filter(~cells.str.contains(HIDDEN))
    return len(cells) > 0 and int(cells.str.contains(pattern).sum()) >= MOST * len(cells)
