"""What the register does; each act is one function."""

from varv.registry.actions.cases import date_records, open_case, record, set_external_number
from varv.registry.actions.diary import hand_over, set_external_numbers, take_out_records
from varv.registry.actions.disposal import (
    add_disposal_decision,
    destroy_messages,
    destroy_records,
    destroyed_mark,
    dispose,
    forget_originals,
    reapply_disposals,
    set_keep_time,
)
from varv.registry.actions.events import forget_rehearsed_log, log, log_many
from varv.registry.actions.masking import lift_masking, mask, read_masked, reapply_maskings
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
from varv.registry.actions.secrecy import lift_secrecy, looks_like_a_law, set_secrecy
from varv.registry.actions.stops import allow_mail, stop_mail
from varv.registry.actions.texts import edit_mail_text, restore_mail_text
from varv.registry.actions.traces import drop_traces, move_traces, retrace_many, trace, untrace

__all__ = [
    "UNSENT",
    "Attachment",
    "Letter",
    "Recipient",
    "add_disposal_decision",
    "allow_mail",
    "cancel_message",
    "cancel_pending",
    "cancel_unsent",
    "date_records",
    "destroy_messages",
    "destroy_records",
    "destroyed_mark",
    "dispose",
    "drop_traces",
    "edit_mail_text",
    "forget_originals",
    "forget_rehearsed_log",
    "hand_over",
    "lift_masking",
    "lift_secrecy",
    "log",
    "log_many",
    "looks_like_a_law",
    "mask",
    "move_traces",
    "open_case",
    "queue",
    "queue_many",
    "read_masked",
    "reapply_disposals",
    "reapply_maskings",
    "record",
    "restore_mail_text",
    "retrace_many",
    "retry_message",
    "set_external_number",
    "set_external_numbers",
    "set_keep_time",
    "set_secrecy",
    "stop_mail",
    "take_out_records",
    "trace",
    "untrace",
]
