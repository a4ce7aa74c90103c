"""How the program's own log is written, and what must not stand in it."""

import logging
import re
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from varv import request_ids

# Whoever reads the log must not be able to use somebody's link.
_TOKENS = re.compile(r"(/(?:my|sign-in/once|mail/stop)/)(?!new-link/|leave/)[^/\s?#\"']+")
_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What PostgreSQL adds to an error quotes the row: names, addresses, anything that was typed.
_ROWS = re.compile(r"^(\s*(?:\|\s*)?(?:DETAIL|CONTEXT):).*$", re.MULTILINE)
_PLAIN = logging.Formatter()
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BREAKS = re.compile("[\x85\u2028\u2029]")
PLAIN = "{asctime} {levelname} {name} [{request_id}]: {message}"


def without_personal_data(text: str) -> str:
    """Return ``text`` without the secret part of links, e-mail addresses and quoted rows."""
    text = _TOKENS.sub(r"\1***", text)
    text = _ADDRESSES.sub("***@***", text)
    return _ROWS.sub(r"\1 ***", text)


class WithoutPersonalData(logging.Filter):
    """Blots out personal data and secrets, in messages and in tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, and let it through."""
        record.msg, record.args = without_personal_data(record.getMessage()), None
        if record.exc_info:
            record.exc_text = record.exc_text or _PLAIN.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_personal_data(record.exc_text)
        return True


class PlainLines(logging.Formatter):
    """One entry begins one line; what goes on is set in, so that no value can forge an entry."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the entry; characters that steer a terminal are written as their numbers."""
        lines = super().format(record).splitlines()
        return "\n  | ".join(
            _CONTROLS.sub(lambda found: ascii(found[0])[1:-1], one) for one in lines
        )


class JsonLines(JsonFormatter):
    """One JSON object a line; it writes errors anew instead of reading what a filter made."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the entry on one line, also for readers who count Unicode's own line breaks."""
        return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", super().format(record))

    def formatException(self, ei: Any) -> Any:  # noqa: N802 - the name is the base class's
        """Write the error without personal data."""
        return without_personal_data(str(super().formatException(ei)))


class WithRequestId(logging.Filter):
    """Says to which request a line belongs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the number, "-" where there is none."""
        record.request_id = request_ids.current() or "-"
        return True


def configuration(*, form: str, level: str, reports: bool) -> dict[str, Any]:
    """Return Django's LOGGING: to standard error as ``plain`` or ``json`` lines.

    With ``reports`` errors are also mailed to the operator.
    """
    filters = ["request_id", "without_personal_data"]
    handlers: dict[str, Any] = {
        "stderr": {"class": "logging.StreamHandler", "formatter": form, "filters": filters}
    }
    if reports:
        handlers["reports"] = {
            "class": "varv.web.error_reports.Reports",
            "level": "ERROR",
            "filters": filters,
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": "varv.web.logs.PlainLines", "fmt": PLAIN, "style": "{"},
            "json": {
                "()": "varv.web.logs.JsonLines",
                "fmt": "{asctime}{levelname}{name}{request_id}{message}",
                "style": "{",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                "json_ensure_ascii": False,
            },
        },
        "filters": {
            "request_id": {"()": "varv.web.logs.WithRequestId"},
            "without_personal_data": {"()": "varv.web.logs.WithoutPersonalData"},
        },
        "handlers": handlers,
        "loggers": {
            # A form that was rightly refused is nothing an operator need read about.
            "django.request": {"level": "ERROR"},
            # Every command would begin by telling which timed work there is.
            "procrastinate.blueprints": {"level": "WARNING"},
            "procrastinate.periodic": {"level": "WARNING"},
        },
        "root": {"handlers": list(handlers), "level": level},
    }
