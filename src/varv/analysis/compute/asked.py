"""What a run is asked: the region, with whom it is compared, and how cautious to be."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

#: With whom a region is compared.
ALL, COUNTRY, CHOSEN = "all", "country", "chosen"
#: Of profiles only: the region's country, less the region.
WHOLE = "whole"


@dataclass(frozen=True)
class Asked:
    """The parameters of a run, every one of them; what is not said is as it usually is.

    ``chosen`` are the regions to compare with where those are chosen. ``level`` is that of the
    activities, ``until`` the last year that is looked at; None: the last there is. ``least`` is
    what the location quotient of a strength exceeds, ``certainty`` how sure that must be, and
    ``cluster_size`` how many jobs come and go together. ``horizon`` is how many years ahead entries
    are foretold; None: 5, or half of the years told. ``draws`` and ``seed`` are those of chance.
    ``earlier`` are the numbers of earlier versions whose years are put before those of the version,
    each with these years.
    """

    region: str
    comparison: str = ALL
    chosen: tuple[str, ...] = ()
    level: str = ""
    until: int | None = None
    least: float = 1.0
    certainty: float = 0.95
    cluster_size: float = 10.0
    horizon: int | None = None
    abroad: bool = False
    draws: int = 1000
    seed: int = 1
    earlier: tuple[tuple[int, tuple[int, ...]], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Asked":
        """Return what is stored with a run."""
        earlier = tuple((number, tuple(years)) for number, years in values.get("earlier", ()))
        return cls(**{**values, "chosen": tuple(values.get("chosen", ())), "earlier": earlier})

    @property
    def plain(self) -> dict[str, Any]:
        """The same as plain values, in one order always, to be stored with a run."""
        plain = asdict(self) | {"chosen": sorted(set(self.chosen))}
        del plain["earlier"]
        if self.earlier:
            plain["earlier"] = [[number, list(years)] for number, years in self.earlier]
        return plain
