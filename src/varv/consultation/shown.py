"""How the states of rounds and inputs are shown to staff: a word, and the look of its tag."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from varv.consultation import standing
from varv.consultation.models import Contribution, Point, Round


@dataclass(frozen=True)
class Shown:
    """A state: its key, the tag that looks like it, and its word."""

    key: str
    look: str
    name: str | Promise


ROUNDS = {
    one.key: one
    for one in (
        Shown("draft", "draft", pgettext_lazy("of a round", "Draft")),
        Shown("ahead", "waiting", pgettext_lazy("of a round", "Opens later")),
        Shown("open", "active", pgettext_lazy("of a round", "Open")),
        Shown("closed", "closed", pgettext_lazy("of a round", "Closed")),
        Shown("cancelled", "cancelled", pgettext_lazy("of a round", "Cancelled")),
        Shown("earlier", "held", pgettext_lazy("of a round", "Earlier")),
    )
}
INPUTS = {
    one.key: one
    for one in (
        Shown(standing.UNREAD, "active", pgettext_lazy("of a contribution", "Unread")),
        Shown(standing.PUBLISHED, "published", pgettext_lazy("of a contribution", "Published")),
        Shown(standing.HIDDEN, "cancelled", pgettext_lazy("of a contribution", "Hidden")),
        Shown(standing.WITHDRAWN, "draft", pgettext_lazy("of a contribution", "Withdrawn")),
    )
}
POINTS = {
    one.key: one
    for one in (
        Shown("open", "active", pgettext_lazy("of a point", "No disposition yet")),
        Shown("returned", "missed", pgettext_lazy("of a disposition", "Returned")),
        Shown("proposed", "waiting", pgettext_lazy("of a point", "Awaits a second reader")),
        Shown("signed", "published", pgettext_lazy("of a point", "Signed")),
    )
}
#: How far an input is with its points.
PROGRESS = {
    one.key: one
    for one in (
        Shown("unsplit", "draft", pgettext_lazy("of a contribution", "Not split yet")),
        Shown("open", "active", pgettext_lazy("of a contribution", "Open points")),
        Shown("proposed", "waiting", pgettext_lazy("of a contribution", "Awaits a second reader")),
        Shown("signed", "published", pgettext_lazy("of a contribution", "All signed")),
    )
}


def round_state(round: Round, now: datetime) -> Shown:  # noqa: A002 - the word of the house
    """Return where a round stands now."""
    if round.state != Round.State.PUBLISHED or round.opens_at is None:
        return ROUNDS[str(round.state)]
    if now < round.opens_at:
        return ROUNDS["ahead"]
    return ROUNDS["closed" if round.is_late_at(now) else "open"]


def input_state(one: Contribution) -> Shown:
    """Return where the staff is with one input."""
    return INPUTS[standing.standing_of(one)]


def point_state(one: Point) -> Shown:
    """Return how far one point is, which was fetched with its disposition."""
    holds = one.current[0] if one.current else None  # type: ignore[attr-defined]
    if one.state == Point.State.OPEN and holds is not None and holds.is_returned:
        return POINTS["returned"]
    return POINTS[one.state]
