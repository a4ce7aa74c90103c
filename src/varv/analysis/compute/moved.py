"""Which figures of one panel are not what they are in another: changed, hidden or told now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from specialisation import Panel


@dataclass(frozen=True)
class Cell:
    """A figure of a region and activity before and after; None where it is not told."""

    region: str
    activity: str
    before: float | None
    after: float | None


def moved(old: "Panel", new: "Panel") -> list[Cell]:
    """Return what differs in the last years of two panels, among what both have, largest first."""
    import numpy as np

    regions, rows = _shared(old.regions, new.regions)
    activities, columns = _shared(old.activities, new.activities)
    before, after = (
        _last(panel)[np.ix_(rows[at], columns[at])] for at, panel in enumerate((old, new))
    )
    same = (before == after) | (np.isnan(before) & np.isnan(after))
    cells = [
        Cell(
            regions[row], activities[column], _told(before[row, column]), _told(after[row, column])
        )
        for row, column in np.argwhere(~same)
    ]
    return sorted(cells, key=lambda one: -abs((one.after or 0.0) - (one.before or 0.0)))


def _shared(old: Any, new: Any) -> tuple[list[str], tuple[list[int], list[int]]]:
    """Return the labels that both have, and their places in each."""
    first = {str(one): at for at, one in enumerate(old)}
    second = {str(one): at for at, one in enumerate(new)}
    both = [one for one in first if one in second]
    return both, ([first[one] for one in both], [second[one] for one in both])


def _last(panel: "Panel") -> Any:
    """Return the figures of the last year; nan where they are not told."""
    import numpy as np

    if panel.suppressed is None:
        return panel.matrix()
    return np.where(panel.suppressed[-1], np.nan, panel.matrix())


def _told(value: float) -> float | None:
    return None if value != value else float(value)
