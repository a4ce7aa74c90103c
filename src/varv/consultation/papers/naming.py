"""How papers name input and points: by number and organisation, never by a private person."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

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


def why_left_out() -> Mapping[str, str]:
    """Return why a text is left out, by its code; the reason of staff stands on its page alone."""
    return {**describing.reasons(), standing.HIDDEN: _("Staff have hidden it.")}
