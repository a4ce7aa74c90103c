"""What can be done with activity sets and with the figures of profiles; each act one function."""

from varv.analysis.profiles.actions.sets import set_activities
from varv.analysis.profiles.actions.sources import (
    LARGEST_WORKPLACE,
    MOST,
    choose_source,
    raise_source,
    remove_source,
)

__all__ = [
    "LARGEST_WORKPLACE",
    "MOST",
    "choose_source",
    "raise_source",
    "remove_source",
    "set_activities",
]
