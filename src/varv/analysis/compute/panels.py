"""The panel of a run: the regions it compares, the activities at its level, the years until one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from varv.analysis.compute.activities import is_classified
from varv.analysis.compute.asked import CHOSEN, COUNTRY, Asked
from varv.analysis.compute.earlier import joined, with_gaps
from varv.analysis.compute.tables import panel_from, table_in
from varv.analysis.models import DatasetVersion

if TYPE_CHECKING:
    import polars as pl

    from specialisation import Panel


class CannotBeComputedError(ValueError):
    """Why nothing can be computed of a version as it was asked; ``code`` says it for the pages."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True)
class Contents:
    """What a version has: regions, levels of activities that it can be computed at, years.

    ``comparable`` are the regions that are not alone at their level; ``activities`` is how many
    there are at the finest, and ``is_classified`` whether they are of a known classification.
    """

    regions: tuple[str, ...]
    comparable: tuple[str, ...]
    activities: int
    is_classified: bool
    levels: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def level(self) -> str:
        """The finest level; empty where the codes tell none."""
        return self.levels[-1] if self.levels else ""

    @property
    def why_not(self) -> str:
        """Why nothing can be computed of it, by its code; empty where something can."""
        if not self.comparable:
            return "one region"
        return "one activity" if self.activities < 2 else ""


def contents_of(version: DatasetVersion) -> Contents:
    """Return what can be chosen of a version; it never changes, so it is kept."""
    reading = version.reading
    column = str((reading.get("columns") or {}).get("activity", ""))
    return _contents(version.sha256, version.classification, reading.get("blank"), column)


def panel_for(version: DatasetVersion, asked: Asked) -> "Panel":
    """Return the panel to compute with; `CannotBeComputedError` where there is nothing in it."""
    import polars as pl

    frame = joined(version, asked.earlier)
    regions = compared_regions(
        frame["region"].unique().to_list(), asked.region, asked.comparison, asked.chosen
    )
    codes = _named(frame, version.reading.get("blank"))
    kept = _activities(codes, version.classification, asked.level)
    frame = frame.filter(pl.col("region").is_in(regions), pl.col("activity").is_in(kept))
    if asked.until is not None:
        frame = frame.filter(pl.col("year") <= asked.until)
    frame = frame.filter(pl.col("value").is_not_null() | pl.col("suppressed"))
    if frame.is_empty():
        raise CannotBeComputedError("empty")
    if asked.earlier:
        frame = with_gaps(frame)
    try:
        panel = panel_from(frame, version.classification)
    except ValueError as error:
        raise CannotBeComputedError("no panel", str(error)) from error
    if asked.region not in panel.regions:
        raise CannotBeComputedError("no region", asked.region)
    if len(panel.regions) < 2 or len(panel.activities) < 2:
        raise CannotBeComputedError("too few")
    return panel


def compared_regions(
    codes: Sequence[str], region: str, comparison: str, chosen: Sequence[str] = ()
) -> list[str]:
    """Return a region and those it is compared with: at its level, of its country where asked."""
    alike = regions_like(codes, region)
    if comparison == CHOSEN:
        wanted = {region, *chosen}
        return [code for code in alike if code in wanted]
    if comparison == COUNTRY:
        return [code for code in alike if country_of(code) == country_of(region)]
    return alike


def regions_like(codes: Sequence[str], region: str) -> list[str]:
    """Return the regions at the level of one of them, itself among them."""
    from specialisation.io.levels import region_levels

    levels = region_levels(sorted(codes))
    own = levels.of.get(region)
    return sorted(code for code in codes if levels.of.get(code) == own and not _is_nowhere(code))


def _is_nowhere(code: str) -> bool:
    """Tell whether a code of NUTS, such as SEZZ, is of what lies in no region of the country."""
    from specialisation import is_nuts

    return len(code) > 2 and is_nuts(code) and set(code[2:]) == {"Z"}


def country_of(region: str) -> str:
    """Return the country that a code of NUTS begins with; empty where it is no such code."""
    from specialisation import is_nuts

    return region[:2] if is_nuts(region) else ""


#: A page that offers the tables looks into all of them, and what is kept of each is small.
@lru_cache(maxsize=256)
def _contents(sha256: str, classification: str, blank: str | None, column: str) -> Contents:
    from specialisation.io.levels import TOTAL, region_levels

    frame = table_in(sha256)
    regions = sorted(frame["region"].unique().to_list())
    of = region_levels(regions).of
    places = tuple(one for one in regions if of.get(one) != TOTAL and not _is_nowhere(one))
    at_level = Counter(of.get(one) for one in places)
    codes = _named(frame, blank)
    return Contents(
        regions=places,
        comparable=tuple(one for one in places if at_level[of.get(one)] > 1),
        activities=len(_activities(codes, classification, "")),
        is_classified=is_classified(codes, classification, column),
        levels=_levels(codes, classification),
        years=tuple(sorted(frame["year"].unique().to_list())),
    )


def _named(frame: "pl.DataFrame", blank: str | None) -> list[str]:
    """Return the activities without what rows that have none were called to be let in."""
    return [code for code in frame["activity"].unique().to_list() if code != blank]


def _levels(codes: Sequence[str], classification: str) -> tuple[str, ...]:
    """Return the levels at which there is something to compare, the finest last."""
    from specialisation.classification import VERSIONS, version_of
    from specialisation.io.levels import activity_levels

    version = version_of(classification)
    if version not in VERSIONS:
        return ()
    found = activity_levels(sorted(codes), version)
    return tuple(level for level in found.present() if len(found.codes(level)) > 1)


def _activities(codes: Sequence[str], classification: str, level: str) -> list[str]:
    """Return the activities to compute with: of one level, so that none is counted twice."""
    from specialisation.classification import VERSIONS, version_of
    from specialisation.io.levels import BESIDE, OTHER, activity_levels

    version = version_of(classification)
    found = activity_levels(sorted(codes), version if version in VERSIONS else "")
    if level:
        return found.codes(level)
    present = found.present()
    return found.codes(*present, OTHER, BESIDE) if len(present) < 2 else found.codes(present[-1])
