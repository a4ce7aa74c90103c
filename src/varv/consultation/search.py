"""What consultations let people search: rounds, input, and for the staff mail and invitations.

Input is ``personal``: most of it is written by somebody who speaks for themselves, and nobody reads
it for names before it is found by staff. So its words stay out of the lexicon, which knows not
whose they are, and out of the API's search. The published texts are open data all the same: under
``/api/v1/rounds``, where it is also told what is left out.
"""

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from varv.consultation.models import (
    Comment,
    Contribution,
    IncomingMail,
    Invitation,
    Paper,
    PaperPart,
    Reply,
    Round,
)
from varv.consultation.queries import catalogue, papers
from varv.consultation.queries.answered import public_points
from varv.consultation.queries.points import counted_points
from varv.consultation.queries.public import public_rounds
from varv.registry.search import Source, register
from varv.text import dates

_INPUT = pgettext_lazy("words searched for", "input contribution contributions")


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(
        Source(
            "round",
            called=pgettext_lazy("words searched for", "consultation consultations round rounds"),
            everybody=public_rounds,
            staff=Round.objects.all,
            permission="consultation.view_desk",
            texts=("summary", "mail_subject", "note"),
            dated="opens_at",
            when=_when,
            weight=1.4,
        )
    )
    _register_input()
    _register_papers()
    register(
        Source(
            "invitation",
            called=pgettext_lazy("words searched for", "invitation invitations"),
            staff=Invitation.objects.all,
            permission="consultation.view_invitation",
            dated="added_at",
            when=lambda row: dates.in_full(row.added_at),
            weight=0.6,
            personal=True,
        )
    )
    register(
        Source(
            "incoming_mail",
            called=pgettext_lazy("words searched for", "incoming mail e-mail"),
            staff=IncomingMail.objects.all,
            permission="consultation.view_mail",
            texts=("text",),
            dated="received_at",
            when=lambda row: dates.in_full(row.received_at),
            weight=0.7,
            personal=True,
        )
    )


def _register_input() -> None:
    """Add input itself, and what it answers and comments, which is found as the same thing."""
    register(
        Source(
            "contribution",
            called=_INPUT,
            everybody=catalogue.public_contributions,
            staff=catalogue.counted,
            permission="consultation.view_contribution",
            texts=("title", "text"),
            dated="received_at",
            when=lambda row: dates.in_full(row.received_at),
            personal=True,
        )
    )
    for everybody, staff in (
        (catalogue.public_replies, all_replies),
        (catalogue.public_comments, all_comments),
    ):
        register(
            Source(
                "contribution",
                called=_INPUT,
                everybody=everybody,
                staff=staff,
                permission="consultation.view_contribution",
                of="contribution_id",
                texts=("text",),
                dated="contribution__received_at",
                personal=True,
            )
        )
    register(
        Source(
            "point",
            called=pgettext_lazy("words searched for", "point points disposition dispositions"),
            everybody=public_points,
            staff=counted_points,
            permission="consultation.view_contribution",
            texts=("heading", "text"),
            dated="made_at",
            when=lambda row: dates.in_full(row.made_at),
            weight=0.9,
            personal=True,
        )
    )


def _register_papers() -> None:
    """Add papers, and the words of staff in their parts; what they quote is found as input."""
    permission = "consultation.view_paper"
    called = pgettext_lazy(
        "words searched for", "paper papers compilation compilations handover handovers"
    )
    register(
        Source(
            "paper",
            called=called,
            everybody=papers.published,
            staff=Paper.objects.all,
            permission=permission,
            dated="made_at",
            when=lambda row: dates.in_full(row.published_at or row.made_at),
            weight=1.2,
        )
    )
    register(
        Source(
            "paper",
            called=called,
            everybody=papers.included_parts,
            staff=PaperPart.objects.all,
            permission=permission,
            of="paper_id",
            texts=("text",),
            dated="paper__made_at",
        )
    )


def all_replies() -> QuerySet[Reply]:
    """Return the answers in all input that counts."""
    return Reply.objects.exclude(contribution__state=Contribution.State.UNCONFIRMED)


def all_comments() -> QuerySet[Comment]:
    """Return the comments in all input that counts."""
    return Comment.objects.exclude(contribution__state=Contribution.State.UNCONFIRMED)


def _when(row: Round) -> str:
    if row.opens_at and row.closes_at:
        return f"{dates.in_full(row.opens_at)} – {dates.in_full(row.closes_at)}"
    return row.date_text
