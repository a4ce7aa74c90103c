"""Panels at another level, in the other version, and over more years: only where that is true."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from specialisation.checks import one_of
from specialisation.classification import (
    ACTIVITY_LEVELS,
    NACE_2,
    VERSIONS,
    activity_level,
    activity_parent,
    nuts_level,
    nuts_parent,
    successors,
    titles,
    version_of,
)
from specialisation.panel import Mask, Panel, checked
from specialisation.tables import NAMED, Label


def aggregate_activities(panel: Panel, level: str) -> Panel:
    """Return the panel with its activities added up to a coarser level.

    Parameters
    ----------
    panel
        With its classification, and all activities at one level.
    level
        "section", "division", "group" or "class".

    Returns
    -------
    Panel
        A cell is suppressed where any of its parts is: its value is then the sum of what is told.

    Raises
    ------
    ValueError
        If the panel does not say its classification, a code is not of it or coarser than `level`,
        or codes of several levels stand side by side (their sum would count twice).

    Examples
    --------
    >>> import numpy as np
    >>> panel = Panel(("SE",), ("10.11", "10.20", "11.01"), (0,), np.array([[[1.0, 2.0, 4.0]]]),
    ...               classification="NACE Rev. 2")
    >>> found = aggregate_activities(panel, "division")
    >>> found.activities, found.matrix()
    (('10', '11'), array([[3., 4.]]))
    """
    version = _version_of(panel)
    one_of(level, "level", ACTIVITY_LEVELS[1:-1])
    codes = [str(one) for one in panel.activities]
    _one_level({code: activity_level(code, version) for code in codes}, "activities")
    return _moved(panel, [activity_parent(code, level, version) for code in codes], axis=2)


def aggregate_regions(panel: Panel, level: int) -> Panel:
    """Return the panel with its regions added up to a coarser level of NUTS.

    Raises
    ------
    ValueError
        If a region is not one of NUTS or is coarser than `level`, or regions of several levels
        stand side by side.

    Examples
    --------
    >>> import numpy as np
    >>> panel = Panel(("SE321", "SE322"), ("A",), (0,), np.array([[[1.0], [2.0]]]))
    >>> aggregate_regions(panel, 2).regions
    ('SE32',)
    """
    codes = [str(one) for one in checked(panel).regions]
    _one_level({code: f"NUTS {nuts_level(code)}" for code in codes}, "regions")
    return _moved(panel, [nuts_parent(code, level) for code in codes], axis=1)


def convert(
    panel: Panel, version: str, shares: Mapping[tuple[str, str], float] | None = None
) -> Panel:
    """Return the panel in the other version of NACE.

    Parameters
    ----------
    panel
        With its classification, its activities all divisions, all groups or all classes.
    version
        "NACE Rev. 2", "NACE Rev. 2.1", "SNI 2007" or "SNI 2025".
    shares
        For an activity that the other version splits: how much of it goes where, as
        ``{("45", "46"): 0.2, ("45", "47"): 0.5, ("45", "95"): 0.3}``, the codes as digits without
        section or dot. They add up to one for each activity, and name only activities that take
        over some of its content.

    Returns
    -------
    Panel
        Its codes are digits without section or dot, as the section changes between the versions.

    Raises
    ------
    ValueError
        If an activity is split and no shares are given for it: which, and between what. The
        official correspondence says where content goes and not how much.

    Notes
    -----
    An activity counts as going over whole where all its classes go to one activity at the same
    level, by Eurostat's correspondence of classes, version 1.05.

    Examples
    --------
    >>> import numpy as np
    >>> panel = Panel(("SE",), ("C10", "J62"), (0,), np.array([[[1.0, 2.0]]]),
    ...               classification="NACE Rev. 2")
    >>> found = convert(panel, "NACE Rev. 2.1", shares={("10", "10"): 0.9, ("10", "11"): 0.1})
    >>> found.activities, found.matrix(), found.classification
    (('10', '11', '62'), array([[0.9, 0.1, 2. ]]), 'NACE Rev. 2.1')
    """
    old, new = _version_of(panel), version_of(version)
    one_of(new, "version", VERSIONS)
    if old == new:
        return panel
    codes = [str(one) for one in panel.activities]
    level = _one_level({code: activity_level(code, old) for code in codes}, "activities")
    one_of(level, "level of the activities", ("division", "group", "class"))
    plain = ["".join(one for one in code if one.isdigit()) for code in codes]
    if len(set(plain)) < len(plain):
        raise ValueError("activities should be there once, some are written in two ways")
    weights = _weights(plain, correspondence(level, old), dict(shares or {}), new)
    targets = tuple(sorted({target for one in weights for target in one}))
    matrix = np.zeros((len(plain), len(targets)))
    for row, one in enumerate(weights):
        for target, share in one.items():
            matrix[row, targets.index(target)] = share
    hidden = panel.suppressed
    if hidden is not None:
        hidden = hidden.astype(np.float64) @ (matrix > 0) > 0
    values = _of_told(panel.values @ matrix, hidden)
    return Panel(panel.regions, targets, panel.years, values, hidden, new)


def correspondence(level: str, version: str = NACE_2) -> dict[str, tuple[str, ...]]:
    """Return the activities of the other version that take over content of each of this one.

    Parameters
    ----------
    level
        "division", "group" or "class".
    version
        The version to come from.

    Examples
    --------
    >>> correspondence("division")["45"]
    ('46', '47', '95')
    >>> correspondence("division")["62"]
    ('62',)
    """
    kept = {"division": 2, "group": 3, "class": 4}
    length = kept[one_of(level, "level", tuple(kept))]
    found: dict[str, set[str]] = {}
    for old, new in successors(version_of(version)).items():
        found.setdefault(old[:length], set()).update(one[:length] for one in new)
    return {old: tuple(sorted(new)) for old, new in sorted(found.items())}


def join_years(panels: Sequence[Panel]) -> Panel:
    """Return one panel of the years of several.

    Raises
    ------
    ValueError
        If the panels are of two classifications, or one does not say its own while another does; if
        two tell the same year; or if they differ in regions or activities, since what one lacks
        would then count as zero.

    Examples
    --------
    >>> import numpy as np
    >>> one, other = (Panel(("SE",), ("A",), (year,), np.ones((1, 1, 1))) for year in (2020, 2021))
    >>> join_years([other, one]).years
    (2020, 2021)
    """
    if not panels:
        raise ValueError("panels should have a panel, is empty")
    first, *_others = [checked(one, "each of panels") for one in panels]
    versions = sorted({version_of(one.classification) for one in panels})
    if len(versions) > 1:
        told = " and ".join(one or "none told" for one in versions)
        raise ValueError(f"panels should be of one classification, are of {told}: convert first")
    for axis in ("regions", "activities"):
        differ = {
            label for one in panels for label in set(getattr(first, axis)) ^ set(getattr(one, axis))
        }
        if differ:
            raise ValueError(f"panels should have the same {axis}, differ in {_some(differ)}")
    years = [year for one in panels for year in one.years]
    if len(set(years)) < len(years):
        raise ValueError(f"panels should have different years, have {sorted(years)}")
    order = np.argsort(years)
    values = np.concatenate([one.values for one in panels])[order]
    masks = [np.zeros(one.values.shape, np.bool_) if one.suppressed is None else one.suppressed
             for one in panels]  # fmt: skip
    hidden = np.concatenate(masks)[order]
    mask = hidden if any(one.suppressed is not None for one in panels) else None
    ordered = tuple(sorted(years))
    return Panel(first.regions, first.activities, ordered, values, mask, first.classification)


def title(code: str, version: str = NACE_2) -> str:
    """Return the English title of a section or division, or the code where there is none.

    Examples
    --------
    >>> title("I55"), title("K", "NACE Rev. 2.1")[:17]
    ('Accommodation', 'Telecommunication')
    """
    known = titles(version_of(version))
    return known.get(code) or known.get(code[1:]) or code


def _version_of(panel: Panel) -> str:
    version = version_of(checked(panel).classification)
    if version not in VERSIONS:
        known = " or ".join(VERSIONS)
        raise ValueError(f"classification should be {known}, is {panel.classification!r}")
    return version


def _one_level(levels: Mapping[str, str], axis: str) -> str:
    found = sorted(set(levels.values()))
    if len(found) > 1:
        examples = (next(code for code, one in levels.items() if one == level) for level in found)
        told = ", ".join(f"{level} ({code})" for level, code in zip(found, examples, strict=True))
        raise ValueError(f"{axis} should be of one level, are of {told}")
    return found[0]


def _moved(panel: Panel, targets: Sequence[str], axis: int) -> Panel:
    """Return the panel with the places of an axis added up by what each belongs to."""
    labels, places = np.unique(np.array(targets), return_inverse=True)
    belongs = (places.reshape(-1, 1) == np.arange(len(labels))).astype(np.float64)

    def add(cube: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(cube @ belongs if axis > 1 else belongs.T @ cube)

    told: tuple[Label, ...] = tuple(str(one) for one in labels)
    hidden = None if panel.suppressed is None else add(panel.suppressed.astype(np.float64)) > 0
    regions = panel.regions if axis > 1 else told
    activities = told if axis > 1 else panel.activities
    values = _of_told(add(panel.values), hidden)
    return Panel(regions, activities, panel.years, values, hidden, panel.classification)


def _of_told(values: NDArray[np.float64], hidden: Mask | None) -> NDArray[np.float64]:
    """Return the sums of what is told throughout; a part of a sum is not the sum."""
    return values if hidden is None else np.where(hidden, 0.0, values)


def _weights(
    codes: Sequence[str],
    known: Mapping[str, tuple[str, ...]],
    shares: dict[tuple[str, str], float],
    new: str,
) -> list[dict[str, float]]:
    found = []
    for code in codes:
        targets = known.get(code, ())
        if not targets:
            raise ValueError(f"activities should have a successor in {new}, {code} has none known")
        given = {target: share for (old, target), share in shares.items() if old == code}
        if not given and len(targets) > 1:
            raise ValueError(
                f"shares should say how {code} goes over to {new}: it is split between "
                f"{', '.join(targets)}"
            )
        found.append(_checked(code, given or {targets[0]: 1.0}, targets))
    return found


def _checked(code: str, given: dict[str, float], targets: tuple[str, ...]) -> dict[str, float]:
    foreign = sorted(set(given) - set(targets))
    if foreign:
        raise ValueError(
            f"shares should send {code} to {', '.join(targets)}, not to {', '.join(foreign)}"
        )
    total = sum(given.values())
    if any(not 0 <= share <= 1 for share in given.values()) or not abs(total - 1) < 1e-9:
        raise ValueError(f"shares of {code} should be 0 to 1 and add up to 1, add up to {total:g}")
    return given


def _some(labels: set[Label]) -> str:
    told = sorted(str(one) for one in labels)
    return ", ".join(told[:NAMED]) + (", ..." if len(told) > NAMED else "")
