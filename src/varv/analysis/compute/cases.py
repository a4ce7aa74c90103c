"""What every step of a run gets: the panel, the region's place in it, and what was asked."""

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from varv.analysis.compute.answers import Note, NotPossible
from varv.analysis.compute.asked import Asked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from specialisation import Panel

#: How far ahead to look where nothing is said, in years.
HORIZON = 5
#: A region is held against at least so many others; what one or two more tell may turn it around.
LEAST_OTHERS = 3
#: The verdict where fewer tell.
TOO_FEW = "too few"


@dataclass(frozen=True, eq=False)
class Case:
    """One run's figures and question.

    ``is_classified`` tells whether its activities are of a known classification, or anything.
    """

    panel: "Panel"
    asked: Asked
    is_classified: bool = True

    @cached_property
    def place(self) -> int:
        """Where the region stands in the panel."""
        return self.panel.place_of_region(self.asked.region)

    @property
    def year(self) -> int:
        """The year that is looked at."""
        return self.panel.years[-1]

    @property
    def horizon(self) -> int:
        """How many years ahead: less where there are few, half to learn from, half to see."""
        years = self.panel.years
        return self.asked.horizon or min(HORIZON, max(1, (years[-1] - years[0]) // 2))

    @cached_property
    def hidden(self) -> "NDArray[np.bool_] | None":
        """What the source does not tell of the year, regions x activities."""
        return None if self.panel.suppressed is None else self.panel.suppressed[-1]

    @cached_property
    def codes(self) -> list[str]:
        """The activities."""
        return [str(one) for one in self.panel.activities]

    @cached_property
    def names(self) -> list[str]:
        """What the activities are called, as far as the classification tells."""
        from specialisation.cli.names import activity_name

        return [activity_name(one, self.panel.classification) for one in self.panel.activities]

    @property
    def of_earlier(self) -> list[Note]:
        """What to say with years that are not of the version that the rest is of."""
        earlier = [[number, list(years)] for number, years in self.asked.earlier]
        return [Note("earlier", {"earlier": earlier})] if earlier else []

    @cached_property
    def untold(self) -> "NDArray[np.bool_]":
        """What the source tells of no region at all, years x activities."""
        import numpy as np

        hidden, values = self.panel.suppressed, self.panel.values
        if hidden is None:
            return np.zeros((len(values), values.shape[2]), np.bool_)
        return np.asarray(hidden.all(axis=1))

    @cached_property
    def lacks(self) -> "NDArray[np.bool_]":
        """What each year tells of no region though the last does, years x activities.

        Shares and quotients of such a year would be parts of another whole.
        """
        return self.untold & ~self.untold[-1]

    @cached_property
    def alike(self) -> "Panel":
        """The years that tell all that the last one tells: their quotients are on one base."""
        lacking = [bool(one.any()) for one in self.lacks]
        if not any(lacking):
            return self.panel
        pairs = zip(self.panel.years, lacking, strict=True)
        return self.panel.only([year for year, is_lacking in pairs if not is_lacking])

    def listed(self, which: Any) -> list[dict[str, str]]:
        """Return the activities that a mask chooses, as they are kept with a result."""
        return [
            {"activity": code, "name": name}
            for code, name, is_chosen in zip(self.codes, self.names, which, strict=True)
            if is_chosen
        ]

    @cached_property
    def values(self) -> Any:
        """The region's figures of the year; nan where they are not told."""
        import numpy as np

        own = self.panel.matrix()[self.place]
        return own if self.hidden is None else np.where(self.hidden[self.place], np.nan, own)

    @cached_property
    def full(self) -> "NDArray[np.float64]":
        """The figures of the year; what is not told is filled up with what it may be.

        Else the totals would be too low, and the others would seem to have more than their share.
        """
        import numpy as np

        from specialisation.suppression import filled

        x, hidden = self.panel.matrix(), self.hidden
        return x if hidden is None else filled(np.where(hidden, 0.0, x), ~hidden)

    @cached_property
    def present(self) -> "NDArray[np.bool_]":
        """Where regions are specialised, as `specialisation.openings` sees it."""
        import numpy as np

        import specialisation as sp

        found = sp.presence(self.full)
        return found if self.hidden is None else np.asarray(found & ~self.hidden)

    @cached_property
    def counted(self) -> Any:
        """The region's plain location quotients, as they are counted; nan where not told."""
        import numpy as np

        import specialisation as sp

        own = sp.location_quotient(self.full)[self.place]
        return own if self.hidden is None else np.where(self.hidden[self.place], np.nan, own)

    @cached_property
    def complexity(self) -> Any:
        """How complex the activities are; None where the figures cannot tell."""
        import specialisation as sp

        with warnings.catch_warnings():
            # What they say is told as a note.
            warnings.simplefilter("ignore", sp.WeakSignWarning)
            warnings.simplefilter("ignore", sp.DisconnectedWarning)
            try:
                return sp.complexity(self.present)
            except ValueError:  # nothing hangs together, or all regions have all of it
                return None

    @property
    def unrelated(self) -> NotPossible:
        """Why nothing can be said of what is related to what."""
        present = self.present
        lived_on = present[present.any(axis=1)][:, present.any(axis=0)]
        alike = min(lived_on.shape) > 1 and bool(lived_on.all())
        return NotPossible("all_alike" if alike else "nothing_together")

    @cached_property
    def evidence(self) -> Any:
        """The location quotients of the year with what small numbers leave open."""
        import specialisation as sp

        return sp.shrunk_location_quotient(
            self.panel.matrix(), self.asked.cluster_size, suppressed=self.hidden
        )

    @cached_property
    def others(self) -> Any:
        """How many other regions tell a figure of each activity; nought is a figure."""
        import numpy as np

        if self.hidden is None:
            return np.full(len(self.codes), len(self.panel.regions) - 1)
        told = ~self.hidden
        return told.sum(axis=0) - told[self.place]

    def found(self, cluster_size: float) -> Any:
        """Return what is a strength, if so many jobs come and go together."""
        import specialisation as sp

        return sp.strengths(
            self.panel.matrix(),
            cluster_size,
            least=self.asked.least,
            certainty=self.asked.certainty,
            suppressed=self.hidden,
        )

    def verdicts_in(self, found: Any) -> list[str]:
        """Return whether each activity of the region is a strength, and where too few tell."""
        return [
            TOO_FEW if verdict != "unknown" and others < LEAST_OTHERS else str(verdict)
            for verdict, others in zip(found.verdict[self.place], self.others, strict=True)
        ]

    @cached_property
    def verdicts(self) -> list[str]:
        """Whether each activity of the region is a strength, as was asked."""
        return self.verdicts_in(self.found(self.asked.cluster_size))
