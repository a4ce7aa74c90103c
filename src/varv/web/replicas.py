"""Public pages read from a copy of the database, where there is one (``VARV_REPLICA_URL``).

Only what a visitor without a session reads may be a moment old. Whoever has signed in, opened a
personal link or sent a form has a session, and sees at once what they did.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

REPLICA = "replica"
#: So long a replica that did not answer is left alone.
PAUSE_SECONDS = 30.0
_of_this_request: ContextVar[bool] = ContextVar("varv_reads_from_replica", default=False)


class Router:
    """Says which database answers; all that is written goes to the one that counts."""

    def db_for_read(self, _model: type[Model], **_hints: Any) -> str | None:
        """Read from the replica while a public page is made."""
        return REPLICA if _of_this_request.get() else None

    def db_for_write(self, _model: type[Model], **_hints: Any) -> str:
        """Write to the one database."""
        return "default"

    def allow_relation(self, *_things: Model, **_hints: Any) -> bool:
        """Let what was read from both belong together: they are the same rows."""
        return True

    def allow_migrate(self, db: str, *_names: str, **_hints: Any) -> bool:
        """Change tables in the one database; the replica follows by itself."""
        return db == "default"


def public_pages_from_a_replica(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Read pages for visitors without a session from the replica, as long as it answers."""
    if REPLICA not in settings.DATABASES:
        raise MiddlewareNotUsed
    left_alone_until = 0.0

    def middleware(request: HttpRequest) -> HttpResponse:
        nonlocal left_alone_until
        if not _may_be_a_moment_old(request) or time.monotonic() < left_alone_until:
            return get_response(request)
        try:
            connections[REPLICA].ensure_connection()
        except Error:
            logger.warning("the replica does not answer; all is read from the database itself")
            left_alone_until = time.monotonic() + PAUSE_SECONDS
            return get_response(request)
        token = _of_this_request.set(True)
        try:
            return get_response(request)
        finally:
            _of_this_request.reset(token)

    return middleware


def _may_be_a_moment_old(request: HttpRequest) -> bool:
    if request.method not in {"GET", "HEAD"}:
        return False
    return settings.SESSION_COOKIE_NAME not in request.COOKIES
