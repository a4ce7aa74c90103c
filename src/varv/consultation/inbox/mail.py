"""What is known of a mail once it is read, and why one could not be."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Automatic(TextChoices):
    """Why a mail is taken as written by a machine; such mail is kept and never answered."""

    AUTO_REPLY = "auto_reply", _("An automatic reply")
    BOUNCE = "bounce", _("A report that a message could not be delivered")
    CALENDAR = "calendar", _("An answer to a meeting request")
    RECEIPT = "receipt", _("A receipt that a message was read or delivered")
    OWN = "own", _("A message of our own that came back")


class Flaw(TextChoices):
    """What had to be mended, guessed or left out while a mail was read."""

    CHARSET_GUESSED = "charset_guessed", _("The letters were coded wrongly; we guessed which")
    DATE_UNREADABLE = "date_unreadable", _("The message has no date that can be read")
    HTML_ONLY = "html_only", _("The text was taken from a formatted message")
    BROKEN_STRUCTURE = "broken_structure", _("The message is damaged; parts may be missing")
    SENDER_MISSING = "sender_missing", _("The message does not say whom it is from")
    ATTACHMENT_UNREADABLE = "attachment_unreadable", _("An attachment could not be read")
    ENCRYPTED = "encrypted", _("The message, or a part of it, is encrypted")
    TRUNCATED = "truncated", _("The text is very long; only the beginning is shown")


class Unreadable(TextChoices):
    """Why nothing at all could be read."""

    TOO_LARGE = "too_large", _("The message is too large")
    TOO_DEEP = "too_deep", _("The message has messages in messages, too many to open")
    TOO_MANY_PARTS = "too_many_parts", _("The message has too many parts")
    NO_MAIL = "no_mail", _("This is no e-mail message")


class UnreadableMailError(Exception):
    """The bytes are no mail that we open; the bytes themselves are worth keeping."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail; the name and the type are what the sender says."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Address:
    """An address in lower case, or "" where there is none, and the name beside it."""

    email: str
    name: str


@dataclass(frozen=True)
class Mail:
    """A mail as it was meant. Ids stand without angle brackets."""

    message_id: str
    sender: Address
    forwarded_by: Address | None
    reply_to: Address | None
    recipients: tuple[str, ...]
    refers_to: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    #: What the mail says of its language, as it says it; "" where another passed it on in a text.
    content_language: str
    text: str
    full_text: str
    attachments: tuple[Attachment, ...]
    automatic: Automatic | None
    flaws: tuple[Flaw, ...]
