"""Rounds, who was asked, what came in by every door, and what became of it."""

from varv.consultation.models.answers import Answer, AnswerCorrection, AnswerText
from varv.consultation.models.contributions import Comment, Contribution, Draft, Reply
from varv.consultation.models.incoming import IncomingMail
from varv.consultation.models.invitations import Invitation, InvitationList
from varv.consultation.models.papers import Paper, PaperPart, PaperQuote
from varv.consultation.models.points import Disposition, Point, ReasonTemplate, Theme
from varv.consultation.models.questions import Option, Question
from varv.consultation.models.rounds import Document, Round

__all__ = [
    "Answer",
    "AnswerCorrection",
    "AnswerText",
    "Comment",
    "Contribution",
    "Disposition",
    "Document",
    "Draft",
    "IncomingMail",
    "Invitation",
    "InvitationList",
    "Option",
    "Paper",
    "PaperPart",
    "PaperQuote",
    "Point",
    "Question",
    "ReasonTemplate",
    "Reply",
    "Round",
    "Theme",
]
