"""What the register does; each act is one function."""

from varv.registry.actions.cases import open_case, record, set_external_number
from varv.registry.actions.events import forget_rehearsed_log, log, log_each
from varv.registry.actions.messages import (
    UNSENT,
    Attachment,
    Letter,
    Recipient,
    cancel_message,
    cancel_pending,
    cancel_unsent,
    queue,
    queue_many,
    retry_message,
)
from varv.registry.actions.stops import allow_mail, stop_mail
from varv.registry.actions.texts import edit_mail_text, restore_mail_text
from varv.registry.actions.traces import trace, untrace

__all__ = [
    "UNSENT",
    "Attachment",
    "Letter",
    "Recipient",
    "allow_mail",
    "cancel_message",
    "cancel_pending",
    "cancel_unsent",
    "edit_mail_text",
    "forget_rehearsed_log",
    "log",
    "log_each",
    "open_case",
    "queue",
    "queue_many",
    "record",
    "restore_mail_text",
    "retry_message",
    "set_external_number",
    "stop_mail",
    "trace",
    "untrace",
]
