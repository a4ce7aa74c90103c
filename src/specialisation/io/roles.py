"""Which column of a file is the region, the activity, the year and the value."""

import re
from collections.abc import Mapping

import polars as pl

from specialisation.io.findings import ROW, Finding, some

ROLES = ("region", "activity", "year", "value", "flag")
#: The names that offices give them, the surest first; compared in small letters.
NAMES = {
    "region": (
        "geo", "region", "geo_cd", "nuts2_code", "nuts3_code", "nuts", "municipality_code",
        "county_code", "ua", "kommun", "län",
    ),
    "activity": (
        "nace_r2", "nace_r21", "nace", "sni2007", "sni2025", "sni", "activity", "industry", "sic4",
        "ind", "industry_group", "sector", "näringsgren", "branch", "verksamhet",
    ),
    "year": ("year", "time_period", "time", "tid", "år"),
    "value": (
        "obs_value", "value", "values", "n", "emp", "employed", "establishments", "antal",
        "värde",
    ),
    "flag": ("obs_flag", "flag", "flags", "status"),
}  # fmt: skip


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
        found |= (only := _value_with_year(free))
        guessed |= only
    lacking = [role for role in ("region", "activity", "value") if role not in found]
    if lacking:
        raise ValueError(
            f"columns should say which is the {', '.join(lacking)}; the file has {', '.join(names)}"
        )
    if len(set(found.values())) < len(found):
        raise ValueError("columns should name a different column for each role")
    text = ", ".join(f"{role} is {name}" for role, name in guessed.items())
    return found, [Finding("guessed_columns", "note", f"by their names, {text}")] if text else []


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
