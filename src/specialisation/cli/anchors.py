"""A number of each region that is known to go with complexity, from a small file."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

if TYPE_CHECKING:
    from specialisation import Panel


def anchor_of(panel: "Panel", path: Path | None) -> NDArray[np.float64] | None:
    """Return the number of each region of a panel; the file has two columns, region and number.

    `ValueError` if a region with figures has none.
    """
    if path is None:
        return None
    try:
        frame = pl.read_csv(path, infer_schema=False, comment_prefix="#")
        codes, numbers = (frame.to_series(place) for place in (0, 1))
        known = dict(zip(codes.to_list(), numbers.cast(pl.Float64).to_list(), strict=True))
    except (pl.exceptions.PolarsError, IndexError) as error:
        reason = str(error).split("\n", 1)[0]
        raise ValueError(
            f"--anchor should be a CSV of two columns, region and number: {reason}"
        ) from None
    told = [bool(jobs.any()) for jobs in panel.values.swapaxes(0, 1)]
    found = [known.get(str(region)) for region in panel.regions]
    missing = [
        str(region)
        for region, number, needed in zip(panel.regions, found, told, strict=True)
        if needed and number is None
    ]
    if missing:
        some = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
        raise ValueError(
            f"--anchor should tell a number of every region, misses {len(missing)}: {some}"
        )
    # A region without a figure takes no part in complexity, so any number does for it.
    return np.array([0.0 if number is None else number for number in found])
