"""Which activities use the same skills, as people show who change from one to the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from specialisation import checks
from specialisation.checks import Matrix


@dataclass(frozen=True, eq=False)
class SkillRelatedness:
    """What `skill_relatedness` found; each activities x activities, rows where people come from.

    Attributes
    ----------
    ratio
        Flow over expected flow: 1 is what chance would give.
    normalised
        The same from -1 (no flow) over 0 (chance) towards 1.
    symmetric
        The mean of `normalised` in both directions.
    """

    ratio: Matrix
    normalised: Matrix
    symmetric: Matrix


def skill_relatedness(F: ArrayLike) -> SkillRelatedness:
    r"""Hold flows of people between activities against what chance would give.

    .. math:: SR_{ij} = \frac{F_{ij} F_{..}}{F_{i.} F_{.j}}, \quad
       \widetilde{SR}_{ij} = \frac{SR_{ij} - 1}{SR_{ij} + 1}

    Parameters
    ----------
    F
        Activities x activities: how many people changed from the row to the column.

    Returns
    -------
    SkillRelatedness
        nan in the row of an activity that nobody left, and in the column of one that nobody came
        to.

    Raises
    ------
    ValueError
        If `F` is not square, or a flow is negative or not finite.

    Notes
    -----
    Convention: the diagonal counts as it is given, in the cell and in the sums. Where those who
    stay are not wanted, give a diagonal of zeros; all other cells then become larger.

    References
    ----------
    .. [1] F. Neffke and M. Henning (2013), "Skill relatedness and firm diversification", Strategic
       Management Journal 34(3), 297-316.

    Examples
    --------
    >>> found = skill_relatedness([[0, 8, 2], [6, 0, 4], [4, 2, 0]])
    >>> found.ratio.round(2)
    array([[0.  , 2.08, 0.87],
           [1.56, 0.  , 1.73],
           [1.73, 0.87, 0.  ]])
    >>> found.normalised.round(2)
    array([[-1.  ,  0.35, -0.07],
           [ 0.22, -1.  ,  0.27],
           [ 0.27, -0.07, -1.  ]])
    """
    flows = checks.matrix(F, "F")
    if flows.shape[0] != flows.shape[1]:
        raise ValueError(f"F should be activities x activities, has shape {flows.shape}")
    leaving, coming, total = flows.sum(axis=1), flows.sum(axis=0), flows.sum()
    expected = np.outer(leaving, coming / total) if total else np.zeros_like(flows)
    ratio = np.divide(flows, expected, out=np.full(flows.shape, np.nan), where=expected > 0)
    normalised = (ratio - 1) / (ratio + 1)
    return SkillRelatedness(ratio, normalised, (normalised + normalised.T) / 2)
