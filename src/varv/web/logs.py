"""What must not stand in the program's own log."""

import logging
import re

# Whoever reads the log must not be able to use somebody's link.
_TOKENS = re.compile(r"(/(?:my|sign-in/once)/)(?!new-link/|leave/)[^/\s?#\"']+")
_PLAIN = logging.Formatter()


def without_tokens(text: str) -> str:
    """Return ``text`` with the secret part of each link in it blotted out."""
    return _TOKENS.sub(r"\1***", text)


class WithoutTokens(logging.Filter):
    """Blots out the secret part of links, in messages and in tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, and let it through."""
        record.msg, record.args = without_tokens(record.getMessage()), None
        if record.exc_info:
            record.exc_text = record.exc_text or _PLAIN.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_tokens(record.exc_text)
        return True
