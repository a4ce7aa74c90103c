"""How papers name input, points and decisions; of input no private person, only the number."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from varv.bodies.models import Decision
from varv.consultation import describing, standing
from varv.consultation.models import Contribution, Point


def sender(one: Contribution) -> str:
    """Return whom input is from, as its public page does."""
    if known := describing.organisation(one):
        return known
    return _("an organisation") if one.organisation_id else _("a private person")


def of_input(one: Contribution) -> str:
    """Return number and sender of input."""
    return f"{one}, {sender(one)}"


def of_point(one: Point) -> str:
    """Return number and sender of a point."""
    return f"{one}, {sender(one.contribution)}"


def of_decision(one: Decision) -> str:
    """Return body, date and paragraph of a decision, as far as they are known."""
    return " ".join(filter(None, (str(one.body), one.date_text, one.reference)))


def why_left_out() -> Mapping[str, str]:
    """Return why a text is left out, by its code; the reason of staff stands on its page alone."""
    return {**describing.reasons(), standing.HIDDEN: _("Staff have hidden it.")}
