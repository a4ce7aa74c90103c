"""Which cells of which years an entry model learns from."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from specialisation.checks import Matrix, Presence
from specialisation.entry_features import NAMES, History, features
from specialisation.panel import Panel

Places: TypeAlias = NDArray[np.intp]
#: The places of their regions and activities, and whether they were entered.
Cells: TypeAlias = tuple[Places, Places, Presence]


def pairs(years: tuple[int, ...], horizon: int) -> tuple[tuple[int, int], ...]:
    """Return each year with the later year nearest to the horizon, if one is about that far off."""
    found = ((year, outcome_year(years, year, horizon)) for year in years)
    return tuple((year, end) for year, end in found if end is not None)


def outcome_year(years: tuple[int, ...], year: int, horizon: int) -> int | None:
    """Return the year nearest to the horizon after one, half to one and a half as far; or None."""
    near = [end for end in years if horizon / 2 <= end - year <= horizon * 1.5 and end > year]
    return min(near, key=lambda end: abs(end - year - horizon), default=None)


def cells_at_risk(past: History, year: int, end: int) -> Cells:
    """Return the region and activity of all cells that could be entered, and whether they were.

    Cells that either year does not tell are left out: nobody knows whether they were.
    """
    at, then = past.panel.place_of_year(year), past.panel.place_of_year(end)
    rows, columns = np.nonzero((past.quotients[at] < 1.0) & told_in(past.panel, at, then))
    return rows, columns, past.present[then][rows, columns]


def told_in(panel: Panel, *places: int) -> Presence:
    """Return which cells are told in all of some years."""
    if panel.suppressed is None:
        return np.ones(panel.values.shape[1:], np.bool_)
    return np.asarray(~panel.suppressed[list(places)].any(axis=0))


def drawn(cells: list[Cells], share: float, rng: np.random.Generator) -> list[Cells]:
    """Return about that share of the cells, whether they were entered or not."""
    kept = [rng.random(len(rows)) < share for rows, _columns, _entered in cells]
    return [
        (rows[keep], columns[keep], entered[keep])
        for keep, (rows, columns, entered) in zip(kept, cells, strict=True)
    ]


def learned_from(
    past: History, pair: tuple[int, int], horizon: int, rows: Places, columns: Places
) -> Matrix:
    """Return the features of some cells as of the first year of a pair."""
    x = features(past, past.panel.place_of_year(pair[0]), horizon)[rows, columns]
    x[:, NAMES.index("years_ahead")] = np.log(pair[1] - pair[0])
    return np.asarray(x)


def check_entries(entered: Presence, regions: Places, chosen: tuple[tuple[int, int], ...]) -> None:
    """Refuse what nothing is learned from: fewer than two regions with entries, or without."""
    when = ", ".join(f"{year} to {end}" for year, end in chosen)
    if len(np.unique(regions[entered])) < 2:
        raise ValueError(f"panel should have two regions that entered something, in {when}")
    if len(np.unique(regions[~entered])) < 2:
        raise ValueError(f"panel should have two regions that did not enter something, in {when}")
