"""Rounds, who was asked, what came in by every door, and the mail that it came by."""

from varv.consultation.models.contributions import Comment, Contribution, Draft, Reply
from varv.consultation.models.incoming import IncomingMail
from varv.consultation.models.invitations import Invitation, InvitationList
from varv.consultation.models.questions import Option, Question
from varv.consultation.models.rounds import Document, Round

__all__ = [
    "Comment",
    "Contribution",
    "Document",
    "Draft",
    "IncomingMail",
    "Invitation",
    "InvitationList",
    "Option",
    "Question",
    "Reply",
    "Round",
]
