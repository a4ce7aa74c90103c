"""What a service says of a table before figures are asked for, as the form of a query shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from varv.analysis import words
from varv.analysis.datasets.addresses import EUROSTAT

if TYPE_CHECKING:
    from varv.analysis.compute.services import Described, Variable

#: So many codes of a variable are shown; of municipalities and activities there are hundreds.
SHOWN = 40


@dataclass(frozen=True)
class Look:
    """What was asked for, and what the service said of it, or why it said nothing."""

    table: str
    is_eurostat: bool
    found: "Described | None"
    refusal: str = ""

    @property
    def variables(self) -> list[tuple["Variable", tuple[tuple[str, str], ...], int]]:
        """The variables, each with its first codes, and how many there are besides."""
        known = self.found.variables if self.found else ()
        return [(one, one.values[:SHOWN], max(0, len(one.values) - SHOWN)) for one in known]

    @property
    def order(self) -> str:
        """The dimensions in the order in which Eurostat wants them; time is asked for apart."""
        known = self.found.variables if self.found else ()
        return ", ".join(one.code for one in known if one.code != "TIME_PERIOD")


def look_at(asked: Mapping[str, Any]) -> Look:
    """Ask a service what a table has; where it does not answer, say so."""
    from varv.analysis.compute import services  # the numbers take a second to load

    table, is_eurostat = asked["table"], asked["service"] == EUROSTAT
    language = (get_language() or "sv").partition("-")[0]
    try:
        found = services.describe(asked, language)
    except ValueError as error:
        return Look(table, is_eurostat, None, words.refusal(str(error)))
    return Look(table, is_eurostat, found)
