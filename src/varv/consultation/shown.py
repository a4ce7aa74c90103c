"""How the states of rounds and inputs are shown to staff: a word, and the look of its tag."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

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
        Shown("unread", "active", pgettext_lazy("of a contribution", "Unread")),
        Shown("published", "published", pgettext_lazy("of a contribution", "Published")),
        Shown("hidden", "cancelled", pgettext_lazy("of a contribution", "Hidden")),
        Shown("withdrawn", "draft", pgettext_lazy("of a contribution", "Withdrawn")),
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
    if one.state == Contribution.State.WITHDRAWN:
        return INPUTS["withdrawn"]
    if one.hidden_at is not None:
        return INPUTS["hidden"]
    return INPUTS["published" if one.published_at is not None else "unread"]
