"""The envelope of every mail: who it comes from, and how it is written for the wire."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from varv.extension import ExtensionPoint
from varv.registry.models import Message


@dataclass(frozen=True)
class Sender:
    """The region as sender: address and name, where answers go, and its own language."""

    address: str
    name: str = ""
    reply_to: str = ""
    language: str = "en"


#: At most one function, registered by the app that knows the region.
sender: ExtensionPoint[Callable[[], Sender | None]] = ExtensionPoint("sender of mail")


def current_sender() -> Sender:
    """Return who mail comes from now: the region, or the address in the settings alone."""
    for find in sender:
        if found := find():
            return Sender(
                settings.SENDER or found.address,
                found.name,
                found.reply_to or found.address,
                found.language,
            )
    return Sender(settings.SENDER or settings.DEFAULT_FROM_EMAIL)


def domain() -> str:
    """Return the domain in which Message-IDs are made."""
    address = current_sender().address
    return address.rpartition("@")[2] or urlsplit(settings.BASE_URL).hostname or "localhost"


def compose(message: Message, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Write ``message`` as a mail in plain text with a simple HTML alternative."""
    origin = current_sender()
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((origin.name, origin.address)),
        to=[formataddr((message.recipient_name, message.recipient))],
        reply_to=[origin.reply_to] if origin.reply_to else None,
        connection=connection,
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(
        render_to_string("registry/mail.html", {"message": message}), "text/html"
    )
    for item in message.attachments.all():
        mail.attach(item.name, bytes(item.content), item.content_type)
    return mail
