"""What stands for cells that the source does not tell, so that margins are not too small."""

import numpy as np

from specialisation.checks import Matrix, Presence


def filled(x: Matrix, told: Presence) -> Matrix:
    """Return the matrix with what its margins let expect where it tells nothing.

    Independence of region and activity, Poisson maximum likelihood by at most 100 rounds.

    Examples
    --------
    >>> told = np.array([[True, True], [True, False]])
    >>> filled(np.array([[2.0, 4.0], [3.0, 0.0]]), told).round(3)
    array([[2., 4.],
           [3., 6.]])
    """
    full = x
    for _round in range(0 if told.all() else 100):
        total = full.sum()
        before = full
        rows, columns = full.sum(axis=1), full.sum(axis=0)
        full = np.where(told, x, np.outer(rows, columns / total if total else columns))
        if np.allclose(full, before, rtol=1e-9, atol=0):
            break
    return full
