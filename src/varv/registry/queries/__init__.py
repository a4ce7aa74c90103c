"""What the register can be asked."""

from varv.registry.queries.cases import cases, mails_about, records_of
from varv.registry.queries.keeping import (
    Due,
    all_due,
    decisions,
    decisions_in_force,
    destroyed,
    disposals,
    due_of,
    keeping,
    looks_at,
    maskings,
    maskings_of,
)
from varv.registry.queries.log import Fault, events, verify_log
from varv.registry.queries.messages import (
    Standstill,
    captured_between,
    messages,
    next_delivery,
    standstill,
    state_counts,
    undelivered,
)
from varv.registry.queries.public import (
    PublicRecord,
    as_public,
    kinds_in,
    public_cases,
    public_record,
    public_records,
)
from varv.registry.queries.traces import Step, comes_from, leads_to

__all__ = [
    "Due",
    "Fault",
    "PublicRecord",
    "Standstill",
    "Step",
    "all_due",
    "as_public",
    "captured_between",
    "cases",
    "comes_from",
    "decisions",
    "decisions_in_force",
    "destroyed",
    "disposals",
    "due_of",
    "events",
    "keeping",
    "kinds_in",
    "leads_to",
    "looks_at",
    "mails_about",
    "maskings",
    "maskings_of",
    "messages",
    "next_delivery",
    "public_cases",
    "public_record",
    "public_records",
    "records_of",
    "standstill",
    "state_counts",
    "undelivered",
    "verify_log",
]
