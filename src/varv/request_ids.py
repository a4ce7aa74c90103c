"""The number of the request that caused what is going on now, through web, worker and mail.

It stands in every line of the log, in the answer's headers, on the page that says something broke,
in the row of each mail and in the mail itself, so that one search finds all that belongs together.
It says nothing about anybody.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LENGTH = 64
_SOUND = re.compile(rf"[A-Za-z0-9_-]{{8,{LENGTH}}}")
_current: ContextVar[str] = ContextVar("varv_request_id", default="")


def current() -> str:
    """Return the number that holds now, or "" outside of any request."""
    return _current.get()


def new() -> str:
    """Return a number nobody has had."""
    return secrets.token_hex(8)


def is_sound(number: str) -> bool:
    """Tell whether a number that came from outside may stand in a log."""
    return _SOUND.fullmatch(number) is not None


@contextmanager
def caused_by(number: str) -> Iterator[str]:
    """Let all within the block belong to the request ``number``; a new one where it is empty."""
    number = number or new()
    token = _current.set(number)
    try:
        yield number
    finally:
        _current.reset(token)
