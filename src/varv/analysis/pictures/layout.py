"""Where the points of a network stand: near what they are tied to, the same every time.

Without numbers out of a generator: points begin where the smallest eigenvectors of the network put
them (what hangs together lies together) and are then pulled along ties and pushed apart.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

Tie = tuple[int, int, float]
_ROUNDS, _COOLING, _BY_RANK = 220, 0.985, 0.5


def backbone(count: int, ties: Sequence[Tie], a_point: float = 1.6) -> list[Tie]:
    """Return the ties that are drawn: the strongest tree, and then the strongest others.

    The tree holds all together; of the others there are at most ``a_point`` for each point.

    Examples
    --------
    >>> backbone(3, [(0, 1, 0.9), (1, 2, 0.5), (0, 2, 0.1)], 0.0)
    [(0, 1, 0.9), (1, 2, 0.5)]
    """
    order = sorted((tie for tie in ties if tie[0] != tie[1]), key=lambda t: (-t[2], t[0], t[1]))
    group = list(range(count))

    def root(of: int) -> int:
        while group[of] != of:
            group[of] = group[group[of]]
            of = group[of]
        return of

    tree, others = [], []
    for tie in order:
        one, other = root(tie[0]), root(tie[1])
        if one == other:
            others.append(tie)
        else:
            group[one] = other
            tree.append(tie)
    return tree + others[: int(a_point * count)]


def laid_out(
    count: int, ties: Sequence[Tie], width: float, height: float
) -> list[tuple[float, float]]:
    """Return where each point stands in a rectangle; the same ties give the same places."""
    import numpy as np

    if count == 0:
        return []
    weights = np.zeros((count, count))
    for one, other, weight in ties:
        weights[one, other] = weights[other, one] = max(weight, 1e-6)
    places = _pushed(_begun(weights), weights)
    return _into(places, width, height)


def parted(
    places: Sequence[tuple[float, float]], radii: Sequence[float], width: float, height: float
) -> list[tuple[float, float]]:
    """Return the places with points that lay on each other pushed apart, within the rectangle."""
    import numpy as np

    at = np.array(places, dtype=float).reshape(-1, 2)
    need = np.add.outer(radii, radii) + 2.0
    np.fill_diagonal(need, 0.0)
    edge = np.array(radii, dtype=float)
    turn = np.arange(len(at)) * 2.399963
    own = np.stack([np.cos(turn), np.sin(turn)], -1)
    for _round in range(200):
        away = at[:, None] - at[None]
        distance = np.sqrt((away**2).sum(-1))
        short = np.clip(need - distance, 0.0, None)
        if not short.any():
            break
        # Two on the same spot go apart, each in a direction of its own.
        same = (distance < 1e-6)[..., None]
        direction = np.where(same, own[:, None], away / np.maximum(distance, 1e-6)[..., None])
        at += (direction * short[..., None]).sum(1) * 0.3
        at = np.stack([
            np.clip(at[:, 0], edge, width - edge), np.clip(at[:, 1], edge, height - edge),
        ], -1)  # fmt: skip
    return [(round(float(x), 2), round(float(y), 2)) for x, y in at]


def _begun(weights: "Matrix") -> "Matrix":
    """Return the second and third eigenvectors of the normalised Laplacian, the sign fixed."""
    import numpy as np

    count = len(weights)
    if count < 3:
        return np.stack([np.arange(count, dtype=float), np.zeros(count)], -1)
    degree = weights.sum(0)
    scale = 1 / np.sqrt(np.where(degree > 0, degree, 1.0))
    laplacian = np.eye(count) - scale[:, None] * weights * scale[None]
    _values, vectors = np.linalg.eigh(laplacian)
    chosen = vectors[:, 1:3] * scale[:, None]
    for column in range(2):
        if chosen[np.abs(chosen[:, column]).argmax(), column] < 0:
            chosen[:, column] *= -1
    spread = np.ptp(chosen, axis=0)
    # Ranks part what eigenvectors heap up; a spiral parts what is alike in both.
    ranks = np.stack([chosen[:, at].round(9).argsort(kind="stable").argsort() for at in (0, 1)], -1)
    turn = np.arange(count) * 2.399963
    spiral = np.stack([np.cos(turn), np.sin(turn)], -1) * 0.02
    whole: Matrix = chosen / np.where(spread > 0, spread, 1.0) + ranks / count + spiral
    return np.asarray(whole.round(6))


def _pushed(places: "Matrix", weights: "Matrix") -> "Matrix":
    """Return the places after the forces have had their say (Fruchterman and Reingold)."""
    import numpy as np

    count = len(places)
    if count < 3:
        return places
    ideal = 1.9 / np.sqrt(count)
    pull = weights / weights.max() if weights.max() > 0 else weights
    heat = 0.12
    for _round in range(_ROUNDS):
        away = places[:, None] - places[None]
        distance = np.sqrt((away**2).sum(-1)) + np.eye(count) + 1e-9
        push = ideal**2 / distance**2 - np.sqrt(pull) * distance / ideal
        np.fill_diagonal(push, 0.0)
        move = (away * push[..., None]).sum(1) - 0.6 * (places - places.mean(0))
        length = np.sqrt((move**2).sum(-1))[:, None] + 1e-9
        places = places + move / length * np.minimum(length, heat)
        heat *= _COOLING
    return places


def _into(places: "Matrix", width: float, height: float) -> list[tuple[float, float]]:
    """Return the places turned so that the longer side lies across, and stretched to fit."""
    import numpy as np

    at = places - places.mean(0)
    if len(at) > 2:
        _values, axes = np.linalg.eigh(at.T @ at)
        axes = axes[:, ::-1]
        for column in range(2):
            if axes[np.abs(axes[:, column]).argmax(), column] < 0:
                axes[:, column] *= -1
        at = at @ (axes if width >= height else axes[:, ::-1])
    span = np.ptp(at, axis=0)
    size = np.array([width, height])
    even = (at - at.min(0)) / np.where(span > 0, span, 1.0)
    # Half by place and half by rank: clusters open up, and no corner stays empty for a long chain.
    ranks = at.round(6).argsort(axis=0, kind="stable").argsort(axis=0) / max(len(at) - 1, 1)
    scaled: Any = ((1 - _BY_RANK) * even + _BY_RANK * ranks) * size
    scaled = np.where(span > 0, scaled, size / 2)
    return [(round(float(x), 1), round(float(y), 1)) for x, y in scaled]
