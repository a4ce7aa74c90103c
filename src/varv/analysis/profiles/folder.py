"""What profiles own of a region's folder: ``activity_sets.toml``."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from varv.analysis.compute.activities import as_divisions
from varv.analysis.models import ActivitySet
from varv.cycles.models import Area
from varv.people.folder.load import Loader, Row
from varv.people.folder.read import Folder
from varv.people.folder.sections import Section
from varv.people.folder.types import Code, FileModel, KeyText, Lines, Ref, Texts
from varv.people.folder.wording import Path
from varv.text.translated import Translated


class ActivityTable(FileModel):
    """An activity of a set, and why it belongs there."""

    code: Code
    why: Lines = Field(default_factory=dict)


class ActivitySetTable(FileModel):
    """A ``[[set]]``: the activities of an area, as sections or divisions of NACE Rev. 2."""

    unique: ClassVar = (("area",),)

    area: Annotated[KeyText, Ref("area")]
    classification: Literal["NACE Rev. 2"] = "NACE Rev. 2"
    note: Texts = Field(default_factory=dict)
    activities: Annotated[list[ActivityTable], Field(min_length=1)]


class ActivitySetsFile(FileModel):
    """``activity_sets.toml``: the first proposal of what belongs to which area."""

    set: list[ActivitySetTable] = Field(default_factory=list)


def check(parsed: ActivitySetsFile, _folder: Folder) -> Iterator[tuple[Path, str]]:
    """Tell of codes that the classification does not have, and of areas named twice."""
    for index, table in enumerate(parsed.set):
        for place, one in enumerate(table.activities):
            _found, unknown = as_divisions([one.code])
            if unknown:
                yield (
                    ("set", index, "activities", place),
                    f'{table.classification} has no section or division "{one.code}"',
                )


def load(parsed: ActivitySetsFile, loader: Loader) -> None:
    """Load the first version of each area's set; later ones are made in the program."""
    for table in parsed.set:
        area = loader.get(Area, table.area)
        codes, reasons = _read(table.activities)
        values = {
            "area": area,
            "classification": table.classification,
            "codes": codes,
            "reasons": reasons,
            "note": Translated(table.note),
        }
        loader.sync(
            Row(
                ActivitySet,
                table.area,
                values,
                kind="set",
                find=ActivitySet.objects.filter(area=area, number=1),
                once={"number": 1},
                needs=("area",),
                called={"codes": "activities", "reasons": "activities"},
                hold=_hold,
            )
        )


def _read(tables: Iterable[ActivityTable]) -> tuple[list[str], dict[str, dict[str, str]]]:
    codes: set[str] = set()
    reasons: dict[str, dict[str, str]] = {}
    for one in tables:
        found, _unknown = as_divisions([one.code])
        codes.update(found)
        if one.why:
            reasons |= {code: dict(one.why) for code in found}
    return sorted(codes), dict(sorted(reasons.items()))


def _hold(thing: ActivitySet, changed: set[str]) -> dict[str, str]:
    """Keep a version that others were made of: what it said then is part of the history."""
    last: Any = ActivitySet.objects.filter(area=thing.area_id).order_by("-number").first()
    if last is None or last.number == thing.number:
        return {}
    reason = f"the program has version {last.number}, so version 1 is kept as it was"
    return dict.fromkeys(changed, reason)


def section() -> Section:
    """Return the file that profiles own."""
    return Section(
        "activity_sets.toml",
        ActivitySetsFile,
        load,
        after=("areas.toml",),
        required=False,
        check=check,
    )
