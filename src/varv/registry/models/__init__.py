"""The register: cases and records, the outbox, mail texts, the log, traces.

Everything here refers to things of other apps as (kind, id), never by foreign key.
"""

from varv.registry.models.cases import Case, Record
from varv.registry.models.disposal import Destroyed, Disposal, DisposalDecision, KeepTime
from varv.registry.models.log import ChainHead, Event
from varv.registry.models.mail import MailStop, MailText, Message, MessageAttachment
from varv.registry.models.masking import MaskedPlace, Masking
from varv.registry.models.publications import Publication
from varv.registry.models.search import SearchWord
from varv.registry.models.traces import Trace

__all__ = [
    "Case",
    "ChainHead",
    "Destroyed",
    "Disposal",
    "DisposalDecision",
    "Event",
    "KeepTime",
    "MailStop",
    "MailText",
    "MaskedPlace",
    "Masking",
    "Message",
    "MessageAttachment",
    "Publication",
    "Record",
    "SearchWord",
    "Trace",
]
