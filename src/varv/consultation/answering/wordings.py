"""How answers of a round are worded: by staff for the round, or as everybody is answered."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from varv.consultation.models import AnswerText, Contribution, Round
from varv.people.models import Region
from varv.registry import mailtexts

#: What staff may write between braces, and what it stands for.
PLACEHOLDERS: Mapping[str, str | Promise] = {
    "round": _("the title of the round"),
    "case": _("the case number"),
    "numbers": _("the numbers of the sender's input in the register"),
    "contact": _("the region's e-mail address"),
}


class Wording(NamedTuple):
    """What stands around the points; with placeholders, or filled."""

    subject: str
    opening: str
    closing: str


def wording(round: Round, language: str) -> Wording:  # noqa: A002 - the word of the house
    """Return the wording of a round in a language, unfilled."""
    own = AnswerText.objects.filter(round=round, language=language).first()
    if own is not None:
        return Wording(own.subject, own.opening, own.closing)
    return default(language)


def default(language: str) -> Wording:
    """Return the wording where staff have written none."""
    with override(language):
        return Wording(
            gettext("Answer to your input to {round}"),
            gettext(
                "Hello!\n\nThank you for your input to {round} ({numbers}). We have read all of "
                "it. Here is what became of each point, and why."
            ),
            gettext("Do you have questions? Write to {contact}."),
        )


def filled(
    worded: Wording,
    round: Round,  # noqa: A002
    contributions: Sequence[Contribution],
    region: Region,
    language: str,
) -> Wording:
    """Put in what the placeholders stand for, for one sender."""
    with override(language):
        known = {
            "round": str(round.title),
            "case": round.case.number,
            "numbers": ", ".join(map(str, contributions)),
            "contact": region.contact_email,
        }
    subject, opening, closing = (mailtexts.fill(text, known) for text in worded)
    return Wording(" ".join(subject.split())[:200], opening, closing)


def unknown(worded: Wording) -> dict[str, list[str]]:
    """Return by field what stands between braces and stands for nothing."""
    found = {
        name: sorted(mailtexts.placeholders(text) - set(PLACEHOLDERS))
        for name, text in worded._asdict().items()
    }
    return {name: names for name, names in found.items() if names}
