"""What `varv fetch-mail` and `varv receive` do and say."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from django.conf import settings

from varv.cli import chores, say

if TYPE_CHECKING:
    from varv.consultation.models import IncomingMail
    from varv.registry.models import Case

#: How a command ends that could not do all of what it was asked.
SOME_UNREAD = 2


def fetch() -> None:
    """Take in what is new in the mailbox and say where it went."""
    chores.go_by_its_clock()
    if not settings.INBOX:
        say.stop("There is no mailbox to read. Set VARV_INBOX_URL.")
    if settings.REHEARSAL and not settings.INBOX_IN_REHEARSAL:
        say.stop(
            "This is a rehearsal, and reading the mailbox marks mail as read. "
            "Set VARV_INBOX_IN_REHEARSAL=1 if you mean a mailbox for trying."
        )
    from varv.consultation import actions

    done = actions.fetch()
    if done is None:
        say.line("Somebody else is reading the mailbox just now; nothing to do.")
        return
    counted = ", ".join(f"{where}: {number}" for where, number in sorted(done.where.items()))
    say.line(f"Taken in: {done.taken}{f' ({counted})' if counted else ''}.")
    if done.trouble:
        say.stop(f"The mailbox could not be read to its end ({done.trouble.value}).")


def receive(files: Sequence[Path]) -> None:
    """Take in a mail from each file; say of each, on a line of JSON, where it went."""
    chores.go_by_its_clock()
    if not chores.has_region():
        say.stop("There is no region yet. Load one first: varv load DIR")
    from varv.consultation import actions

    unread = 0
    for file in files:
        try:
            said = _where(actions.take_in(file.read_bytes()))
        except OSError as error:  # of the file, or of the disk that it is to be stored on
            unread += 1
            said = {"reason": error.strerror or str(error)}
        _tell(file, said)
    if unread:
        raise typer.Exit(SOME_UNREAD)


def _where(row: "IncomingMail") -> dict[str, Any]:
    first = row.duplicate_of or row
    contribution = getattr(first, "contribution", None)
    record = contribution.record if contribution else None
    case = record.case if record else _named(row)
    return {
        "where": row.where,
        "record": record.reference if record else None,
        "case": case.number if case else None,
        "reason": row.reason or None,
    }


def _named(row: "IncomingMail") -> "Case | None":
    """Return the case that a mail names; what is only guessed is for the desk."""
    from varv.consultation.sorting import Reason

    suggested = list(row.suggested.all())
    nothing_read = {Reason.UNREADABLE, Reason.FAILED}
    guessed = row.reason in {Reason.NO_NUMBER, Reason.UNKNOWN_NUMBER} | nothing_read
    return suggested[0] if len(suggested) == 1 and not guessed else None


def _tell(file: Path, said: dict[str, Any]) -> None:
    # Escapes, so that no name or terminal can make it anything but one line of JSON.
    known = {"file": str(file), "where": None, "record": None, "case": None, "reason": None}
    sys.stdout.write(json.dumps(known | said) + "\n")
    sys.stdout.flush()  # whoever reads a pipe must see it now
