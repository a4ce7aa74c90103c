"""The letter to those who are asked by post, as a PDF to print: a page for each."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.invitations import mails
from varv.consultation.models import Invitation, Round
from varv.files import pdf
from varv.people.models import Region
from varv.text import dates

TEMPLATE = Path(__file__).parent.parent / "typst" / "invitation.typ"


def as_pdf(round: Round, invitations: Iterable[Invitation], region: Region) -> bytes:  # noqa: A002 - the word of the house
    """Return the letters, in the region's language: nobody has told us another."""
    with override(region.language):
        blocks = _blocks(round, region)
        return pdf.render(
            TEMPLATE,
            {
                "language": (get_language() or "en").split("-")[0],
                "author": str(region.name),
                "title": _heading(round),
                "letters": [_letter(one, round, blocks) for one in invitations],
            },
        )


def _letter(one: Invitation, round: Round, blocks: Sequence[str]) -> dict[str, Any]:  # noqa: A002
    organisation = one.organisation.name if one.organisation else ""
    to = [organisation, one.name, *one.postal_address.splitlines()]
    return {
        "to": [line.strip() for line in to if line.strip()],
        "date": dates.in_full(clock.today()),
        "number": round.case.number,
        "heading": _heading(round),
        "blocks": list(blocks),
    }


def _heading(round: Round) -> str:  # noqa: A002
    return _("We would like your input: %(round)s") % {"round": round.title}


def _blocks(round: Round, region: Region) -> list[str]:  # noqa: A002
    known = mails.context_of(round, region, region.language)
    how = [
        _("On the web: %(page)s"),
        _("By e-mail to %(contact)s, with the subject “%(mail_subject)s” and the number %(case)s."),
        _("By letter to %(region)s. Write the number %(case)s on it."),
    ]
    if region.contact_phone:
        how.append(_("By phone: %(phone)s"))
    told = known | {"region": str(region.name), "phone": region.contact_phone}
    return [
        known["about"],
        _("The last day is %(closes)s.") % known,
        "\n".join([_("You can answer in any of these ways:"), *(one % told for one in how)]),
        _("If you do not want to answer, you need do nothing."),
        *([str(region.contact_name)] if str(region.contact_name) else []),
        str(region.name),
    ]
