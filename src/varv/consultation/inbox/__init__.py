"""Reading of mail: bytes in, what was meant out. No database, no network, no state.

``read`` makes a ``Mail`` of whatever a mail server hands over, or raises ``UnreadableMailError``;
nothing else leaves it. ``numbers`` finds the registry numbers that people wrote, ``language`` tells
what language they wrote in.
"""

from varv.consultation.inbox.mail import (
    Address,
    Attachment,
    Automatic,
    Flaw,
    Mail,
    Unreadable,
    UnreadableMailError,
)
from varv.consultation.inbox.reading import read

__all__ = [
    "Address",
    "Attachment",
    "Automatic",
    "Flaw",
    "Mail",
    "Unreadable",
    "UnreadableMailError",
    "read",
]
