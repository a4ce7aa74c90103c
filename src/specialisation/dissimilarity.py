"""How far regions are apart in single dimensions, and in all of them together."""

import numpy as np

from specialisation.checks import Matrix, Presence, Vector

#: A square under this is what rounding makes of 0.
ROUNDING = 1e-13


def hellinger_squares(x: Matrix, told: Presence) -> tuple[Matrix, Matrix]:
    """Return, of each pair, 1 less the affinity on what both tell, and how much of either that is.

    The square is nan where it is nothing.
    """
    scaled = _of_largest(x)
    roots = np.sqrt(scaled)
    common = scaled @ told.T.astype(np.float64)  # of the row's region, in what the column's tells
    below = np.sqrt(common) * np.sqrt(common.T)
    affinity = np.divide(roots @ roots.T, below, out=np.full(below.shape, np.nan), where=below > 0)
    squares = 1 - affinity
    squares[squares < ROUNDING] = 0.0
    whole = scaled.sum(axis=1, keepdims=True)
    covered = np.divide(common, whole, out=np.zeros_like(common), where=(whole > 0) & (below > 0))
    return squares, np.minimum(np.minimum(covered, covered.T), 1.0)


def hellinger_terms(x: Matrix, told: Presence, place: int) -> tuple[Matrix, Matrix]:
    """Return the terms of Hellinger's sum and the differences of shares, of one with all."""
    both = told & told[place]
    scaled = _of_largest(x)
    theirs, ours = np.where(both, scaled, 0.0), np.where(both, scaled[place], 0.0)
    sums = theirs.sum(axis=1, keepdims=True), ours.sum(axis=1, keepdims=True)
    known = (sums[0] > 0) & (sums[1] > 0)
    p, q = theirs / np.where(known, sums[0], 1.0), ours / np.where(known, sums[1], 1.0)
    terms = np.where(known, (np.sqrt(p) - np.sqrt(q)) ** 2 / 2, np.nan)
    return terms, np.where(both & known, p - q, np.nan)


def covariate_squares(table: Matrix, level: float) -> list[Matrix]:
    """Return, for each covariate, squared differences with a given mean over pairs."""
    found = []
    for column in table.T:
        known = column[~np.isnan(column)]
        most = np.abs(known).max(initial=0.0)
        scaled = column / most if most > 0 else column
        squares = (scaled[:, None] - scaled) ** 2
        usual = mean_of_pairs(squares)
        # What is the same everywhere but for rounding sets nobody apart.
        found.append(squares * (level / usual if usual > 1e-24 else 0.0))
    return found


def mean_of_pairs(squares: Matrix) -> float:
    """Return the mean over pairs of different regions that can be compared; 1 where it is 0."""
    pairs = ~np.isnan(squares) & ~np.eye(len(squares), dtype=np.bool_)
    found = float(squares[pairs].mean()) if pairs.any() else 0.0
    return found if found > 0 else 1.0


def weighted(squares: Matrix, w: Vector) -> Matrix:
    """Return regions x dimensions: each one's part in the squared distance, of what is known."""
    known = (~np.isnan(squares) * w).sum(axis=1)
    part = np.divide(w, known[:, None], out=np.zeros(squares.shape), where=known[:, None] > 0)
    return np.where(known[:, None] > 0, squares * part, np.nan)


def all_pairs(gaps: list[Matrix], w: Vector) -> Matrix:
    """Return regions x regions: the distance over all dimensions that both have."""
    total, known = np.zeros_like(gaps[0]), np.zeros_like(gaps[0])
    for gap, weight in zip(gaps, w, strict=True):
        seen = ~np.isnan(gap)
        total += np.where(seen, gap, 0.0) * weight
        known += seen * weight
    mean = np.divide(total, known, out=np.full(total.shape, np.nan), where=known > 0)
    return np.asarray(np.sqrt(mean))


def _of_largest(x: Matrix) -> Matrix:
    """Return each value over the largest of its row, which changes no share."""
    most = x.max(axis=1, keepdims=True)
    return np.asarray(np.divide(x, most, out=np.zeros_like(x), where=most > 0))
