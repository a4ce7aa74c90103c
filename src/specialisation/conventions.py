"""Presets: the parameters under which other packages' figures come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from specialisation import checks


def _frozen(**given: Any) -> Mapping[str, Any]:
    return MappingProxyType(given)


@dataclass(frozen=True)
class Preset:
    """Parameters that go together, each set to be given to the function of its name.

    ``sp.proximity(M, **preset.proximity)``, ``sp.relatedness_density(M, phi, **preset.density)``,
    ``sp.complexity(M, **preset.complexity)``, ``sp.profile(panel, **preset.profile)``.
    """

    name: str
    proximity: Mapping[str, Any]
    density: Mapping[str, Any]
    complexity: Mapping[str, Any]
    #: What the package does besides, that no parameter reproduces.
    besides: str = field(default="")

    @property
    def profile(self) -> dict[str, Any]:
        """The parameters of `profile`."""
        return {
            "proximity": self.proximity["method"],
            "own": self.density["own"],
            "complexity": dict(self.complexity),
        }


_PRESETS = {
    "ecomplexity": Preset(
        name="ecomplexity",
        proximity=_frozen(method="minimum", diagonal=1.0),
        density=_frozen(own="include"),
        complexity=_frozen(method="eigenvector", scale="regions"),
        besides="Its outlook index weighs by the eigenvector before it is scaled, and is scaled to "
        "mean 0 and standard deviation 1 itself.",
    ),
    "econgeo": Preset(
        name="econgeo",
        proximity=_frozen(method="probability", diagonal=0.0),
        density=_frozen(own="exclude"),
        complexity=_frozen(method="eigenvector", scale="sum"),
        besides="It rounds: location quotients to two decimals in RCA() and what is made of it, "
        "matrices to four before their eigenvectors. Density is in per cent. Complexity may have "
        "the other sign.",
    ),
    "datawheel": Preset(
        name="datawheel",
        proximity=_frozen(method="minimum", diagonal=0.0),
        density=_frozen(own="exclude"),
        complexity=_frozen(method="reflections", iterations=19, scale="own", ddof=1),
        besides="Its 20 iterations are 18 updates of regions and 19 of activities. It subtracts "
        "what the activity itself is worth from the opportunity gain.",
    ),
}


def preset(name: str) -> Preset:
    """Return the parameters that reproduce the figures of another package, its rounding aside.

    Parameters
    ----------
    name
        "ecomplexity" (0.5), "econgeo" (2022) or "datawheel" (economic-complexity 0.3).

    Returns
    -------
    Preset

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> preset("ecomplexity").density["own"]
    'include'
    """
    checks.one_of(name, "name", tuple(_PRESETS))
    return _PRESETS[name]
