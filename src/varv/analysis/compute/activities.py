"""The classification of activities as the numbers know it; `varv.analysis.names` names them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

#: The version that activity sets are written in; SNI 2007 has the same codes to this depth.
CLASSIFICATION = "NACE Rev. 2"
#: Names of columns that tell what else than industries stands in them.
_OTHER_KINDS = re.compile(
    r"industr|bransch|näringsgren|anzsic|\bu?k?sic|ssyk|isco|kldb|yrke|occupation|beruf|produkt|"
    r"product|sitc|prodcom|\bcpa\b",
    re.I,
)
_CODE = re.compile(r"([A-U]?)(\d{2})(?:\.?\d){0,3}")


@dataclass(frozen=True)
class Section:
    """A section of the classification with its divisions, by code and English title."""

    code: str
    title: str
    divisions: tuple[tuple[str, str], ...]


@cache
def sections() -> tuple[Section, ...]:
    """Return all of the classification down to its divisions, in order."""
    from specialisation.classification import rows_of

    rows = rows_of("nace_rev_2.csv")
    return tuple(
        Section(
            one["code"],
            one["title"],
            tuple(
                (row["code"], row["title"])
                for row in rows
                if row["level"] == "division" and row["section"] == one["code"]
            ),
        )
        for one in rows
        if one["level"] == "section"
    )


def version_of(classification: str) -> str:
    """Return the version of NACE that a classification is, such as that of SNI 2007."""
    from specialisation.classification import version_of as known

    return known(classification)


def is_classified(codes: Iterable[str], classification: str, column: str = "") -> bool:
    """Tell whether codes are of a known classification: industries, occupations or products.

    A table may have anything in the place of activities, such as months. What is not of NACE is
    known by the name of its ``column``, for two or four digits alone tell nothing.
    """
    from specialisation.classification import VERSIONS, is_activity, split_joined

    version = version_of(classification)
    if version not in VERSIONS:
        return bool(classification.strip() or _OTHER_KINDS.search(column))
    return any(is_activity(one, version) for code in codes for one in split_joined(code))


def titles(classification: str = CLASSIFICATION) -> dict[str, str]:
    """Return the English titles of sections and divisions by code; none of what is no NACE."""
    from specialisation.classification import VERSIONS
    from specialisation.classification import titles as known

    version = version_of(classification)
    return known(version) if version in VERSIONS else {}


@cache
def divisions_of(label: str) -> frozenset[str]:
    """Return the divisions that a label of a table stands for; empty where it is none of NACE.

    A group or class stands for a part of its division; see ``division_of`` for that.
    """
    from specialisation.classification import split_joined

    by_section = {one.code: [code for code, _title in one.divisions] for one in sections()}
    known = {code for codes in by_section.values() for code in codes}
    found: set[str] = set()
    for part in split_joined(label):
        plain = part.strip().upper()
        if plain in by_section:
            found.update(by_section[plain])
            continue
        division = division_of(plain)
        if division is None or division not in known:
            return frozenset()
        found.add(division)
    return frozenset(found)


def division_of(code: str) -> str | None:
    """Return the division of a code at that level or finer, without its letter; None for others."""
    match = _CODE.fullmatch(code.strip().upper())
    return match[2] if match else None


def parts_of(label: str) -> list[str]:
    """Return the codes in a code for several, such as M+N; of one code that code alone."""
    from specialisation.classification import split_joined

    return split_joined(label)


def as_divisions(codes: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the divisions that codes of sections and divisions stand for, and what is neither."""
    known = {code for one in sections() for code, _title in one.divisions}
    letters = {one.code: [code for code, _title in one.divisions] for one in sections()}
    found: set[str] = set()
    unknown = []
    for code in codes:
        plain = code.strip().upper()
        if plain in letters:
            found.update(letters[plain])
        elif (division := plain.lstrip("ABCDEFGHIJKLMNOPQRSTU")) in known:
            found.add(division)
        else:
            unknown.append(code)
    return sorted(found), unknown
