"""What the codes of activities and regions say by themselves: their version, level and parent.

Activities are coded by NACE Rev. 2 (in Sweden SNI 2007) or its successor NACE Rev. 2.1 (SNI 2025),
regions by NUTS. SNI has the codes of NACE down to the class and adds a fifth digit. The two
versions share most codes and mean different things by some of them, so a code without its version
says little: the version is part of the key (`Panel.classification`).

References
----------
Regulation (EC) No 1893/2006, Annex I (NACE Rev. 2); Commission Delegated Regulation (EU) 2023/137,
Annex (NACE Rev. 2.1); Regulation (EC) No 1059/2003 (NUTS).
"""

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from specialisation.checks import one_of

NACE_2, NACE_2_1 = "NACE Rev. 2", "NACE Rev. 2.1"
#: The versions, and what else they are called.
VERSIONS = (NACE_2, NACE_2_1)
ALIASES = {"SNI 2007": NACE_2, "SNI 2025": NACE_2_1}
#: From the coarsest to the finest; "detail" is the fifth digit that SNI adds.
ACTIVITY_LEVELS = ("total", "section", "division", "group", "class", "detail")
#: Codes and words for everything together, as statistical offices write them.
TOTALS = frozenset({
    "total", "totalt", "tot", "_t", "summa", "gesamt", "insgesamt",
    "alla", "all", "riket", "hela riket", "samtliga", "samtliga näringsgrenar",
    "all activities", "all nace activities", "b-n_s95_x_k", "b-s_x_o",
    "a-u", "a-v", "a-s", "a*-u",
})  # fmt: skip
#: The countries whose regions NUTS or the statistical regions beside it code.
COUNTRIES = frozenset({
    "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB",
    "GE", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MD", "ME", "MK", "MT", "NL",
    "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA", "UK", "XK",
})  # fmt: skip

_ACTIVITY = re.compile(r"([A-V]?)(\d{2}(?:\.?\d){0,3})?")
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
_DIGITS = {2: "division", 3: "group", 4: "class", 5: "detail"}


def activity_level(code: str, version: str = NACE_2) -> str:
    """Return the level of an activity's code.

    Parameters
    ----------
    code
        As offices write it: ``C``, ``C10``, ``10``, ``10.1``, ``C1011``, ``10.11``, ``TOTAL``.
    version
        "NACE Rev. 2", "NACE Rev. 2.1", "SNI 2007" or "SNI 2025".

    Returns
    -------
    str
        "total", "section", "division", "group", "class", or "detail" (the fifth digit of SNI).

    Raises
    ------
    ValueError
        If the version has no such code.

    Notes
    -----
    A code for several at once (``C10-C12``, ``M+N``) has no level.

    Examples
    --------
    >>> [activity_level(code) for code in ("C", "C10", "10.1", "1011")]
    ['section', 'division', 'group', 'class']
    """
    found = _level(code, _version(version))
    if found is None:
        raise ValueError(f"code should be an activity of {version}, is {code!r}")
    return found


def is_activity(code: str, version: str = NACE_2) -> bool:
    """Return whether a version has an activity of this code.

    Examples
    --------
    >>> is_activity("J62"), is_activity("J62", "NACE Rev. 2.1"), is_activity("K62", "SNI 2025")
    (True, False, True)
    """
    return _level(code, _version(version)) is not None


def activity_parent(code: str, level: str, version: str = NACE_2) -> str:
    """Return the code above an activity at a level, written as the code is.

    Parameters
    ----------
    code, version
        As for `activity_level`.
    level
        "section", "division", "group" or "class"; the code's own level or a coarser one.

    Raises
    ------
    ValueError
        If the version has no such code, or the code is coarser than the level.

    Examples
    --------
    >>> activity_parent("10.11", "division"), activity_parent("C1011", "group")
    ('10', 'C101')
    >>> activity_parent("62.10", "section", "NACE Rev. 2.1")
    'K'
    """
    one_of(level, "level", ACTIVITY_LEVELS[1:])
    own = activity_level(code, version)
    if ACTIVITY_LEVELS.index(own) < ACTIVITY_LEVELS.index(level):
        raise ValueError(f"code should be a {level} or finer, {code!r} is a {own}")
    if own == level:
        return code
    letter, digits = _parts(code)
    if level == "section":
        return letter or _sections(_version(version))[digits[:2]]
    kept = {name: length for length, name in _DIGITS.items()}[level]
    dotted = "." in code and kept > 2
    return letter + (f"{digits[:2]}.{digits[2:kept]}" if dotted else digits[:kept])


def activity_versions(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the versions that have all of these codes; totals and joined codes aside.

    One answer is the version; two say that the codes alone do not tell; none, that these are not
    codes of NACE.

    Examples
    --------
    >>> activity_versions(["C10", "J62"]), activity_versions(["C10", "K62"])
    (('NACE Rev. 2',), ('NACE Rev. 2.1',))
    >>> activity_versions(["C10", "F43"]), activity_versions(["AA111"])
    (('NACE Rev. 2', 'NACE Rev. 2.1'), ())
    """
    single = [
        one
        for code in codes
        if not is_total(code)
        for one in split_joined(code)
        if one not in {"US", "UNK", "NA"}
    ]
    if not single:
        return ()
    return tuple(
        version for version in VERSIONS if all(_level(one, version) is not None for one in single)
    )


def nuts_level(code: str) -> int:
    """Return the level of a NUTS code: 0 for a country, 1, 2 or 3.

    Raises
    ------
    ValueError
        If it is not the code of a country that NUTS or the statistical regions beside it cover,
        followed by no more than three letters or digits.

    Examples
    --------
    >>> [nuts_level(code) for code in ("SE", "SE3", "SE32", "SE322")]
    [0, 1, 2, 3]
    """
    if not is_nuts(code):
        raise ValueError(f"code should be a region of NUTS such as SE32, is {code!r}")
    return len(code) - 2


def is_nuts(code: str) -> bool:
    """Return whether a code is written as NUTS writes it.

    Examples
    --------
    >>> is_nuts("SE32"), is_nuts("2326"), is_nuts("EU27_2020")
    (True, False, False)
    """
    return bool(_NUTS.fullmatch(code)) and code[:2] in COUNTRIES


def nuts_parent(code: str, level: int) -> str:
    """Return the region above a region at a level of NUTS.

    Raises
    ------
    ValueError
        If the code is not one of NUTS, or is coarser than the level.

    Examples
    --------
    >>> nuts_parent("SE322", 2)
    'SE32'
    """
    own = nuts_level(code)
    if not 0 <= level <= own:
        raise ValueError(f"level should be between 0 and {own}, is {level!r}")
    return code[: level + 2]


def is_total(label: str) -> bool:
    """Return whether a label is one that offices give to everything together.

    Examples
    --------
    >>> is_total("TOTAL"), is_total("B-N_S95_X_K"), is_total("C")
    (True, True, False)
    """
    return label.strip().lower() in TOTALS


def split_joined(code: str) -> list[str]:
    """Return the codes in a code for several, such as ``M+N``; otherwise the code alone.

    A dash between two sections, or two divisions of one section, means from one to the other.

    Examples
    --------
    >>> split_joined("R+S+T+U"), split_joined("C31_C32"), split_joined("C10-C12")
    (['R', 'S', 'T', 'U'], ['C31', 'C32'], ['C10', 'C11', 'C12'])
    """
    found = [one for part in re.split(r"[+_]", code.strip()) if part for one in _range(part)]
    return found or [code]


@cache
def successors(version: str = NACE_2) -> dict[str, tuple[str, ...]]:
    """Return the classes of the other version that take over content of each class of this one.

    Classes are four digits without a dot. The source stands in the file.

    Examples
    --------
    >>> successors()["4520"], successors("NACE Rev. 2.1")["9531"]
    (('9531',), ('4520',))
    """
    found: dict[str, list[str]] = {}
    for row in rows_of("nace_rev_2_to_rev_2_1.csv"):
        old, new = row["from"].replace(".", ""), row["to"].replace(".", "")
        one, other = (old, new) if _version(version) == NACE_2 else (new, old)
        found.setdefault(one, []).append(other)
    return {one: tuple(sorted(others)) for one, others in found.items()}


@cache
def titles(version: str = NACE_2) -> dict[str, str]:
    """Return the English titles of sections and divisions.

    Examples
    --------
    >>> titles()["62"]
    'Computer programming, consultancy and related activities'
    """
    return {row["code"]: row["title"] for row in rows_of(_file(_version(version)))}


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the package; lines that begin with # say where it is from."""
    lines = files("specialisation").joinpath("data", name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def version_of(name: str) -> str:
    """Return the version of NACE by this name, SNI's included; otherwise the name itself."""
    return ALIASES.get(name, name)


def _range(code: str) -> list[str]:
    """Return the codes from one to another, as in B-E or C10-C12."""
    ends = re.fullmatch(r"([A-V])(\d{2})?-([A-V])(\d{2})?", code)
    if ends is None:
        return [code]
    first, last = ord(ends[1]), ord(ends[3])
    if ends[2] is None and ends[4] is None:
        return [chr(place) for place in range(first, last + 1)] or [code]
    if None in (ends[2], ends[4]) or first != last:
        return [code]
    return [f"{ends[1]}{n:02}" for n in range(int(ends[2]), int(ends[4]) + 1)] or [code]


def _version(name: str) -> str:
    return one_of(version_of(name), "version", VERSIONS)


def _file(version: str) -> str:
    return "nace_rev_2.csv" if version == NACE_2 else "nace_rev_2_1.csv"


@cache
def _sections(version: str) -> dict[str, str]:
    """Return the section of each division."""
    rows = rows_of(_file(version))
    return {row["code"]: row["section"] for row in rows if row["level"] == "division"}


@cache
def _classes(version: str) -> frozenset[str]:
    known = set(successors(version))
    # The one class of Rev. 2.1 that the correspondence leaves without an origin.
    return frozenset(known | ({"4689"} if version == NACE_2_1 else set()))


@cache
def _groups(version: str) -> frozenset[str]:
    return frozenset(code[:3] for code in _classes(version))


def _parts(code: str) -> tuple[str, str]:
    """Return the letter and the digits of a code; both empty where it is not one."""
    found = _ACTIVITY.fullmatch(code.strip())
    if not found:
        return "", ""
    return found[1], (found[2] or "").replace(".", "")


@cache
def _level(code: str, version: str) -> str | None:
    if is_total(code):
        return "total"
    letter, digits = _parts(code)
    sections = _sections(version)
    if not digits:
        return "section" if letter and letter in sections.values() else None
    if digits[:2] not in sections or letter not in {"", sections[digits[:2]]}:
        return None
    if len(digits) == 3 and digits not in _groups(version):
        return None
    if len(digits) > 3 and digits[:4] not in _classes(version):
        return None
    return _DIGITS[len(digits)]
