"""The copy that goes with a receipt: all that was sent in, as a PDF that can be kept."""

from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from varv.consultation import wording
from varv.consultation.models import Contribution
from varv.files import pdf
from varv.people.queries import the_region
from varv.registry.actions import Attachment
from varv.registry.models import Record
from varv.text import dates

TEMPLATE = Path(__file__).parent / "typst" / "receipt.typ"


def attachment(contribution: Contribution, entry: Record) -> Attachment:
    """Return the copy in the active language, named by the number of its record."""
    return Attachment(
        name=file_name(entry),
        content_type=pdf.CONTENT_TYPE,
        content=as_pdf(contribution, entry),
    )


def file_name(entry: Record) -> str:
    """Return what the copy is called: its number, as a file can have it."""
    return f"{entry.reference.replace('/', '-')}.pdf"


def as_pdf(contribution: Contribution, entry: Record) -> bytes:
    """Return the copy in the active language."""
    return pdf.render(TEMPLATE, _data(contribution, entry))


def _data(contribution: Contribution, entry: Record) -> dict[str, Any]:
    content = wording.content_of(contribution)
    facts = [
        (_("Number in the register"), entry.reference),
        (_("Round"), str(contribution.round.title)),
        (_("Received"), dates.moment(contribution.received_at, this_year=0)),
        (_("From"), contribution.name or "–"),
        (_("Organisation"), str(contribution.organisation or _("speaks for themselves"))),
    ]
    if contribution.is_late:
        facts.append((_("Note"), _("It came after the last day, and is noted as late.")))
    return {
        "language": (get_language() or "en").split("-")[0],
        "author": str(the_region().name),
        "title": _("Your input: %(reference)s") % {"reference": entry.reference},
        "facts": [list(fact) for fact in facts],
        "heading": _("What you sent"),
        "text": wording.as_text(content) or "–",
    }
