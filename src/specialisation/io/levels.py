"""At which level each code of a table stands, so that no part is counted twice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specialisation.classification import (
    ACTIVITY_LEVELS,
    VERSIONS,
    activity_level,
    activity_parent,
    is_activity,
    is_nuts,
    is_total,
    nuts_level,
    split_joined,
)

#: Everything together, what stands beside any level, and codes of no classification.
TOTAL, BESIDE, OTHER = "total", "beside", "other"
#: Activity not known: it belongs to the sum at any level.
UNKNOWN = frozenset({"US", "UNK"})
#: So large a part of the codes shows what they are codes of.
MOST = 0.9
#: Codes of several countries together: EU27_2020, EA20, EEA30_2007, EFTA.
UNIONS = re.compile(r"E(?:U|A|EA|FTA)\d*(?:_|$)")
SWEDISH = ("country", "county", "municipality")


@dataclass(frozen=True)
class Levels:
    """The level of each code of one axis; the finest last."""

    of: Mapping[str, str]
    known: tuple[str, ...]

    def present(self) -> list[str]:
        """Return the levels that codes stand at, totals and what stands beside aside."""
        return [level for level in self.known if level in set(self.of.values())]

    def codes(self, *levels: str) -> list[str]:
        """Return the codes at some of the levels."""
        return sorted(code for code, level in self.of.items() if level in levels)


def activity_levels(codes: Sequence[str], version: str) -> Levels:
    """Return the level of each activity; version is empty where the codes are of no NACE."""
    if not version:
        named = {code: TOTAL if is_total(code) else OTHER for code in codes}
        return Levels(named, (OTHER,))
    return Levels({code: _activity(code, version) for code in codes}, ACTIVITY_LEVELS[1:])


def region_levels(codes: Sequence[str]) -> Levels:
    """Return the level of each region: of NUTS, of Sweden's own codes, or of neither."""
    totals = {code for code in codes if is_total(code)}
    rest = [code for code in codes if code not in totals]
    nuts = [code for code in rest if _nuts(code) != BESIDE]
    if rest and len(nuts) >= MOST * len(rest):
        of = {code: _nuts(code) for code in rest}
        return Levels(of | dict.fromkeys(totals, TOTAL), tuple(f"NUTS {i}" for i in range(4)))
    if rest and _is_swedish(rest):
        of = {code: _swedish(code) for code in rest}
        return Levels(of | dict.fromkeys(totals, TOTAL), SWEDISH)
    return Levels(dict.fromkeys(rest, OTHER) | dict.fromkeys(totals, TOTAL), (OTHER,))


def activity_above(code: str, level: str, version: str) -> str | None:
    """Return the activity above one at a level; None where there is none."""
    try:
        return activity_parent(code, level, version)
    except ValueError:
        return None


def region_above(code: str, level: str) -> str | None:
    """Return the region above one at a level; None where there is none."""
    if level == "country":
        return "00" if code.isdigit() else None
    if level == "county":
        return code[:2] if code.isdigit() else None
    number = re.fullmatch(r"NUTS (\d)", level)
    return code[: int(number[1]) + 2] if number and is_nuts(code) else None


def version_by_codes(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the versions of NACE that the codes may be of; most of them should be such codes."""
    plain = [
        one
        for code in codes
        if not is_total(code) and code not in UNKNOWN
        for one in split_joined(code)
    ]
    # Two digits are too little to tell NACE from any other numbering.
    if not plain or all(re.fullmatch(r"\d+", code) for code in plain):
        return ()
    right = {
        version: sum(is_activity(code, version) for code in plain) / len(plain)
        for version in VERSIONS
    }
    best = max(right.values())
    return tuple(version for version in VERSIONS if right[version] == best >= MOST)


def looks_like_activities(codes: Sequence[str]) -> bool:
    """Return whether nearly all codes are lettered activities."""
    lettered = [code for code in codes if re.fullmatch(r"[A-V]\d{2}.*", code)]
    good = [code for code in lettered if is_activity(code) or is_activity(code, "NACE Rev. 2.1")]
    return bool(codes) and len(good) >= MOST * len(codes)


def may_be_activities(codes: Sequence[str]) -> bool:
    """Return whether nearly all codes are of some NACE, lettered or not: no proof by itself."""
    good = [code for code in codes if any(is_activity(code, one) for one in VERSIONS)]
    return bool(codes) and len(good) >= MOST * len(codes)


def looks_like_regions(codes: Sequence[str]) -> bool:
    """Return whether nearly all codes are regions of NUTS below the country."""
    good = [code for code in codes if is_nuts(code)]
    return len(good) >= MOST * len(codes) and any(len(code) > 2 for code in good)


def _activity(code: str, version: str) -> str:
    if is_total(code):
        return TOTAL
    if code in UNKNOWN:
        return BESIDE
    levels = {_single(one, version) for one in split_joined(code)}
    return levels.pop() if len(levels) == 1 else BESIDE


def _single(code: str, version: str) -> str:
    return activity_level(code, version) if is_activity(code, version) else BESIDE


def _nuts(code: str) -> str:
    if is_nuts(code):
        return f"NUTS {nuts_level(code)}"
    return TOTAL if UNIONS.match(code) else BESIDE


def _is_swedish(codes: Sequence[str]) -> bool:
    """Return whether codes are Sweden's: 00, counties of two digits, municipalities of four."""
    if not all(re.fullmatch(r"\d{2}|\d{4}", code) for code in codes):
        return False
    return all("00" <= code[:2] <= "25" for code in codes)


def _swedish(code: str) -> str:
    return "country" if code == "00" else SWEDISH[len(code) // 2]
