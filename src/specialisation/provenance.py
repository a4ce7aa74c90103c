"""What a result was made of and how, so that somebody else can make it again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from specialisation.panel import Panel, checked

LQ = {"location quotient": "the reference includes the region itself"}
RELATED = {
    "presence": "location quotient at or over the threshold; undefined counts as absent",
    "density": "share from 0 to 1",
    "complexity sign": "by the anchor, else by diversity",
}
#: How figures of complexity are brought to one scale; see `complexity`.
SCALES = {
    "own": "regions and activities each: mean 0, standard deviation 1",
    "regions": "regions: mean 0, standard deviation 1; activities so that a region is their mean",
    "sum": "each divided by its sum",
}
FILLED = "no figure of its own; totals are filled up with what their margins let expect"
#: What each call decides where the field has several ways; what is told of it in the manifest.
CONVENTIONS: dict[str, dict[str, str]] = {
    "strengths": LQ | {"suppressed": FILLED},
    "openings": LQ | RELATED | {"suppressed": f"{FILLED}; absent in relatedness and complexity"},
    "profile": LQ | RELATED | {"suppressed": "no figure of its own; totals are of what is told"},
    "structural_peers": {
        "distance": "Hellinger, on the shares of the activities",
        "suppressed": "a pair is compared on what both tell",
    },
    "labour_flows": {
        "move": "rows of a person in two years that follow; stayers are on the diagonal",
        "suppressed": "cells of few persons, and as many more as hide them",
    },
    "shift_share": {
        "whole": "the sum of the regions of the table",
        "suppressed": "a cell that is not told in a year is left out of all years",
    },
    "EntryModel.backtest": LQ | {
        "entry": "location quotient under 1 (loose) or 0.5 (strict) becomes 1 or more",
        "suppressed": "cells that either end does not tell are left out",
    },
}  # fmt: skip


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
        What the call decides where the field has several ways.
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
        conventions=_conventions(call, parameters),
        library=library(),
        classification=panel.classification,
        source=source,
    )


def _conventions(call: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """Return what a call decides; of a call that is not known, what holds wherever it is used."""
    known = CONVENTIONS.get(call, LQ | RELATED)
    if "complexity sign" not in known:
        return dict(known)
    given = parameters.get("complexity") or {}
    scale = SCALES[given.get("scale", "own")]
    ddof = f" (ddof {given.get('ddof', 0)})" if "deviation" in scale else ""
    method = given.get("method", "eigenvector")
    return known | {"complexity": f"{method}; {scale}{ddof}"}


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
