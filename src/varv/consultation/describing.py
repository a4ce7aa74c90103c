"""Input as open data tells it: public facts by name only, and the text where everybody may read it.

Never a person: who speaks for themselves is nobody here, and an organisation is named once staff
have checked that its name is one.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from varv.consultation import standing, wording
from varv.consultation.contents import Content, Remark, Said
from varv.consultation.models import Comment, Contribution, Reply


def facts(row: Contribution) -> dict[str, Any]:
    """Tell what the register tells everybody of any input: that it came, when, how, from where."""
    return {
        "number": row.record.number if row.record else None,
        "reference": str(row),
        "received_at": row.received_at,
        "late": row.is_late,
        "channel": row.channel,
        "organisation": organisation(row) or None,
        "answered_at": row.answered_at,  # type: ignore[attr-defined]
    }


def organisation(row: Contribution) -> str:
    """Return the organisation that it speaks for, where staff have checked that it is one."""
    known = row.organisation
    return known.name if known is not None and known.checked_at is not None else ""


def whole(row: Contribution) -> dict[str, Any]:
    """Tell all of input that everybody may read; uses what the catalogue prefetched."""
    return facts(row) | {
        "sector": row.sector or None,
        "municipality": row.municipality.code if row.municipality else None,
        "outside_region": bool(row.sector) and row.municipality is None,
        "language": row.language,
        "changed_at": row.changed_at,
        "title": row.title,
        "text": row.text,
        "replies": [reply(one) for one in row.replies.all()],
        "comments": [comment(one) for one in row.comments.all()],
        "files": len(row.files.all()),
        "url": row.get_absolute_url(),
    }


def reply(one: Reply) -> dict[str, Any]:
    """Tell one answer, with the question that it answers."""
    return {
        "question": one.question.position,
        "asked": str(one.question),
        "area": one.area.slug if one.area else None,
        "options": [str(option) for option in one.options.all()],
        "text": one.text,
    }


def comment(one: Comment) -> dict[str, Any]:
    """Tell one comment, with the words that it is about."""
    return {
        "document": str(one.document),
        "paragraph": one.paragraph,
        "quote": one.quote,
        "text": one.text,
    }


def answer(one: Reply) -> str:
    """Return an answer as one text."""
    return "\n".join(
        [*(str(option) for option in one.options.all()), *([one.text] if one.text else [])]
    )


def answers_and_comments(row: Contribution) -> str:
    """Return answers and comments as they read in a record; uses what was prefetched."""
    replies = [
        Said(one.question, one.area, one.text, list(one.options.all())) for one in row.replies.all()
    ]
    remarks = [
        Remark(one.document, one.paragraph, one.quote, one.text) for one in row.comments.all()
    ]
    return wording.as_text(Content(replies=replies, remarks=remarks))


def comments_alone(row: Contribution) -> str:
    """Return the comments as one text; uses what was prefetched."""
    remarks = [
        Remark(one.document, one.paragraph, one.quote, one.text) for one in row.comments.all()
    ]
    return wording.as_text(Content(remarks=remarks))


def reasons() -> Mapping[str, str]:
    """Return in words why a text is left out, by its code."""
    return {
        standing.WITHDRAWN: _("Its sender took it back."),
        standing.SECRET: _("It is secret by law; the law is named."),
        standing.HIDDEN: _("Staff have hidden it; their reason is given."),
        standing.NOT_YET_READ: _("Staff have not read it yet, so nobody else can."),
    }


def why(row: Contribution, code: str) -> str:
    """Return the law or the reason, where there is one of its own."""
    if code == standing.SECRET and row.record:
        return row.record.secrecy
    return row.hidden_reason if code == standing.HIDDEN else ""
