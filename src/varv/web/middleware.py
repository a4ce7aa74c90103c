"""What goes round every request: its number, its line in the log and its place in the figures."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse

from varv import request_ids
from varv.web import metrics
from varv.web.views import errors

Answer = Callable[[HttpRequest], HttpResponse]
requests_log = logging.getLogger("varv.requests")
queries_log = logging.getLogger("varv.queries")
#: So many times the same question in one request: a list asks for each of its rows.
REPEATED = 10


def numbered(get_response: Answer) -> Answer:
    """Give each request a number; one that our own proxy gave is kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with request_ids.caused_by(_given(request)) as number:
            response = get_response(request)
        response.headers["X-Request-ID"] = number
        return response

    return middleware


def _given(request: HttpRequest) -> str:
    if not getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0):
        return ""
    number = request.headers.get("X-Request-ID", "")
    return number if request_ids.is_sound(number) else ""


def measured(get_response: Answer) -> Answer:
    """Write one line for each request, by the pattern of its address, and count it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - began
        route = _route(request)
        metrics.count_request(route, request.method or "", response.status_code, seconds)
        requests_log.info(
            "%s /%s %s",
            request.method,
            route,
            response.status_code,
            extra={
                "method": request.method,
                "route": route,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
            },
        )
        return response

    return middleware


def _route(request: HttpRequest) -> str:
    """Return the pattern of the address: the address itself may hold a secret or a name."""
    if request.resolver_match:
        return request.resolver_match.route
    return "static" if request.path.startswith(settings.STATIC_URL) else "(no such page)"


def buttons_explained(get_response: Answer) -> Answer:
    """Say why an address that only takes forms shows nothing, instead of an empty page.

    Who reloads what a button has shown, or changes language there, comes to such an address.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        if request.path.startswith("/api/"):
            return response
        page = errors.method_not_allowed(request)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page

    return middleware


def slow_queries_noted(get_response: Answer) -> Answer:
    """While developing, note each slow question to the database, and the one asked again and again.

    The note has the SQL without its values.
    """
    if not settings.DEBUG:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        questions = _Questions()
        with connection.execute_wrapper(questions):
            response = get_response(request)
        questions.note(request.path)
        return response

    return middleware


class _Questions:
    """Looks on at what a request asks the database."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.slow: list[tuple[float, str]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            milliseconds = (time.perf_counter() - began) * 1000
            self.asked[sql] += 1
            if milliseconds >= settings.SLOW_QUERY_MS:
                self.slow.append((milliseconds, sql))

    def note(self, path: str) -> None:
        for milliseconds, sql in self.slow:
            queries_log.warning("%s: a query took %.0f ms: %s", path, milliseconds, sql)
        for sql, times in self.asked.most_common(3):
            if times >= REPEATED:
                queries_log.warning("%s: a query was made %s times: %s", path, times, sql)
