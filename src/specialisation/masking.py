"""Which counts of persons are too small to be told."""

import numpy as np
from numpy.typing import NDArray


def masked(counts: NDArray[np.int64], persons: NDArray[np.int64], least: int) -> NDArray[np.bool_]:
    """Return which cells are not told: those of fewer persons, and as many more as hide them.

    The sum of all cells is known to whoever knows how many rows there were. So a cell is never
    hidden alone, and those hidden hold at least `least` persons; the smallest others, and of these
    the first, hide them.
    """
    hidden = (counts > 0) & (persons < least)
    if not hidden.any():
        return hidden
    order = np.argsort(persons, kind="stable")
    for cell in order[~hidden[order] & (counts[order] > 0)]:
        if np.count_nonzero(hidden) > 1 and persons[hidden].sum() >= least:
            break
        hidden[cell] = True
    return hidden
