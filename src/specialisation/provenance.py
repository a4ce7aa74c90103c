"""What a result was made of and how, so that somebody else can make it again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from specialisation.panel import Panel, checked

#: What is decided in the same way everywhere; a parameter that says otherwise stands beside it.
CONVENTIONS = {
    "location quotient": "the reference includes the region itself",
    "presence": "location quotient at or over the threshold; undefined counts as absent",
    "density": "share from 0 to 1",
    "complexity": "mean 0, standard deviation 1 (ddof 0); sign by the anchor, else by diversity",
    "suppressed": "not told is not nought: the cell is marked, and counts as nothing in sums",
}


@dataclass(frozen=True)
class Manifest:
    """What a result was made of and how.

    Attributes
    ----------
    call
        What was asked for, such as "strengths".
    parameters
        All parameters, those left as they are too.
    input_sha256
        Of the panel: labels, values and what is suppressed.
    size
        How many regions, activities and years, and how many cells are suppressed.
    conventions
        What is decided in the same way everywhere.
    library
        The name and version of this library.
    classification
        The version of the activity codes; empty where it is not known.
    source
        Where the figures come from, as far as it is told.
    """

    call: str
    parameters: Mapping[str, Any]
    input_sha256: str
    size: Mapping[str, int]
    conventions: Mapping[str, str]
    library: str
    classification: str = ""
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, in one order always."""
        return dict(json.loads(self.as_json()))

    def as_json(self) -> str:
        """Return it as JSON, in one order always."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_plain)


def manifest(panel: Panel, call: str, parameters: Mapping[str, Any], source: str = "") -> Manifest:
    """Return what a result of a panel was made of and how.

    Parameters
    ----------
    panel
        What it was computed from.
    call
        What was asked for.
    parameters
        All parameters.
    source
        Where the figures come from.

    Returns
    -------
    Manifest

    Examples
    --------
    >>> import numpy as np
    >>> panel = Panel(("A",), ("a", "b"), (2020,), np.array([[[1.0, 2.0]]]))
    >>> made = manifest(panel, "strengths", {"level": 0.9})
    >>> made.size, made.input_sha256[:8]
    ({'regions': 1, 'activities': 2, 'years': 1, 'suppressed': 0}, '491b2ada')
    """
    checked(panel)
    hidden = 0 if panel.suppressed is None else int(panel.suppressed.sum())
    return Manifest(
        call=call,
        parameters=dict(parameters),
        input_sha256=fingerprint(panel),
        size={
            "regions": len(panel.regions),
            "activities": len(panel.activities),
            "years": len(panel.years),
            "suppressed": hidden,
        },
        conventions=CONVENTIONS,
        library=library(),
        classification=panel.classification,
        source=source,
    )


def fingerprint(panel: Panel) -> str:
    """Return the SHA-256 of a panel: the same labels, values and marks always give the same.

    Examples
    --------
    >>> import numpy as np
    >>> panel = Panel(("A",), ("a", "b"), (2020,), np.array([[[1.0, 2.0]]]))
    >>> fingerprint(panel) == fingerprint(panel.only([2020]))
    True
    """
    digest = hashlib.sha256()
    labels = [checked(panel).regions, panel.activities, panel.years, panel.classification]
    digest.update(json.dumps(labels, ensure_ascii=False).encode())
    digest.update(np.ascontiguousarray(panel.values, dtype="<f8").data)
    if panel.suppressed is not None and panel.suppressed.any():
        digest.update(np.packbits(panel.suppressed).tobytes())
    return digest.hexdigest()


def library() -> str:
    """Return the name and version of this library."""
    return f"varv {_version()}"


def _version() -> str:
    try:
        return version("varv")
    except PackageNotFoundError:
        return "(not installed)"


def _plain(value: Any) -> Any:
    """Return what JSON does not know as what it does."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
