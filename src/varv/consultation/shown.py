"""How the states of rounds and inputs are shown to staff: a word, and the look of its tag."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from varv.consultation import standing
from varv.consultation.models import Contribution, Round


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
