"""What can be done with rounds and input; each act is one function."""

from varv.consultation.actions.fetching import fetch
from varv.consultation.actions.incoming import note_too_large, take_in
from varv.consultation.actions.receiving import change, confirm, receive, withdraw, write
from varv.consultation.actions.sorting import (
    mark_mail_as_double,
    put_mail_aside,
    sort_mail,
    take_mail_up,
)

__all__ = [
    "change",
    "confirm",
    "fetch",
    "mark_mail_as_double",
    "note_too_large",
    "put_mail_aside",
    "receive",
    "sort_mail",
    "take_in",
    "take_mail_up",
    "withdraw",
    "write",
]
