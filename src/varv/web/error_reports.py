"""What broke, mailed to the operator: at most once an hour for the same fault.

It does not go through the outbox, because the database may be what broke, and it says nothing that
the log does not say: no address, no form, no local variables.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.mail import EmailMessage

QUIET_SECONDS = 3600.0
MOST_FAULTS_REMEMBERED = 200
logger = logging.getLogger(__name__)


class Reports(logging.Handler):
    """Mails each new fault to ``settings.ERROR_REPORTS_TO``, from a thread of its own."""

    def __init__(self, level: int = logging.ERROR, time: Callable[[], float] = time.monotonic):
        super().__init__(level)
        self._time = time
        self._last: dict[str, float] = {}
        self._kept_quiet: dict[str, int] = {}
        self._postman: ThreadPoolExecutor | None = None
        self._making = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Send the record's report, unless the same fault was reported within the hour."""
        fault = _fault(record)
        now = self._time()
        if now - self._last.get(fault, -QUIET_SECONDS) < QUIET_SECONDS:
            self._kept_quiet[fault] = self._kept_quiet.get(fault, 0) + 1
            return
        if len(self._last) >= MOST_FAULTS_REMEMBERED:
            self._last.clear()
        self._last[fault] = now
        self._thread().submit(_send, _report(record, self._kept_quiet.pop(fault, 0)))

    def flush(self) -> None:
        """Wait until what was handed over is on its way."""
        with self._making:
            postman, self._postman = self._postman, None
        if postman:
            postman.shutdown(wait=True)

    def _thread(self) -> ThreadPoolExecutor:
        """Return the thread, made when first needed: one does not survive the fork of a server."""
        with self._making:
            self._postman = self._postman or ThreadPoolExecutor(1, "error reports")
            return self._postman


def _fault(record: logging.LogRecord) -> str:
    """Return what makes two reports be about the same fault: the error and where it arose."""
    if not record.exc_info or record.exc_info[0] is None:
        return f"{record.pathname}:{record.lineno}"
    kind, _error, trace = record.exc_info
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"{kind.__qualname__} {place}"


def _report(record: logging.LogRecord, kept_quiet: int) -> EmailMessage:
    first_line = record.getMessage().partition("\n")[0][:120]
    parts = [
        f"{record.levelname} in {record.name}, request {getattr(record, 'request_id', '-')}",
        record.getMessage(),
        record.exc_text or "",
        f"The same fault came {kept_quiet} times more since the last report." if kept_quiet else "",
        f"The log of {settings.BASE_URL} says more; look for the request's number.",
        "The same fault is reported once an hour.",
    ]
    return EmailMessage(
        subject=f"[varv] {first_line}",
        body="\n\n".join(part for part in parts if part),
        from_email=settings.SENDER or settings.DEFAULT_FROM_EMAIL,
        to=settings.ERROR_REPORTS_TO,
        headers={"Auto-Submitted": "auto-generated"},
    )


def _send(report: EmailMessage) -> None:
    try:
        report.send()
    except Exception:
        # A warning: an error would be reported in its turn.
        logger.warning("an error report could not be sent", exc_info=True)
