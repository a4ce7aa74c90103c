"""An answer as a letter: one tagged PDF each, for those whom no mail reaches."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.consultation.answering.content import Content, Part
from varv.consultation.models import Answer, AnswerCorrection
from varv.files import pdf
from varv.people.models import Region
from varv.text import dates

TEMPLATE = Path(__file__).parent.parent / "typst" / "answer.typ"


def answer_pdf(answer: Answer, content: Content, region: Region, *, number: str) -> bytes:
    """Return the letter; ``number`` is that of its record, or of the case where it has none yet."""
    with override(answer.language):
        many = len(content.parts) > 1
        return pdf.render(
            TEMPLATE,
            _frame(answer, region, number, content.subject)
            | {
                "opening": _blocks(content.opening),
                "parts": [_part(part, named=many) for part in content.parts],
                "closing": [*_blocks(content.closing), *_signature(region)],
            },
        )


def correction_pdf(made: AnswerCorrection, region: Region, *, number: str) -> bytes:
    """Return the letter that corrects an answer."""
    answer = made.answer
    with override(answer.language):
        title = _("Correction of our answer about %(round)s") % {"round": answer.round}
        why = _("The reason is: %(reason)s") % {"reason": made.reason}
        return pdf.render(
            TEMPLATE,
            _frame(answer, region, number, title)
            | {
                "opening": [*_blocks(why), *_blocks(made.text)],
                "parts": [],
                "closing": _signature(region),
            },
        )


def file_name(number: str) -> str:
    """Return what a letter is called: its number, as a file can have it."""
    return f"{number.replace('/', '-')}.pdf"


def _frame(answer: Answer, region: Region, number: str, title: str) -> dict[str, Any]:
    return {
        "language": answer.language.split("-")[0],
        "author": str(region.name),
        "title": title,
        "to": [line.strip() for line in answer.postal_address.splitlines() if line.strip()],
        "date": dates.in_full(clock.today()),
        "number": number,
        "words": {
            "wrote": _("You wrote:"),
            "became": _("What became of it:"),
            "text": _("The text is now:"),
            "changed": _("It changed:"),
        },
    }


def _part(part: Part, *, named: bool) -> dict[str, Any]:
    return {
        "heading": _("Your input %(number)s") % {"number": part.reference} if named else "",
        "points": [
            {
                "heading": _heading(one.number, one.heading),
                "words": _blocks(one.words),
                "outcome": one.outcome_name,
                "reason": _blocks(one.reason),
                "changed_text": _blocks(one.changed_text),
                "changes": [[link.name, link.url] for link in one.changes],
            }
            for one in part.points
        ],
    }


def _heading(number: int, heading: str) -> str:
    title = _("Point %(number)s") % {"number": number}
    return f"{title}: {heading}" if heading else title


def _blocks(text: str) -> list[str]:
    return [block.strip() for block in text.split("\n\n") if block.strip()]


def _signature(region: Region) -> Sequence[str]:
    names = (str(region.contact_name), str(region.name))
    return [name for name in dict.fromkeys(names) if name]
