"""What goes wrong in the API is told as programs read it: problem details (RFC 9457)."""

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/v1/"
CONTENT_TYPE = "application/problem+json"


def as_problem(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Turn every error of the API, whoever answered it, into problem details."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code < 400 or not request.path.startswith(PREFIX):
            return response
        response.content = json.dumps(_problem(request, response), ensure_ascii=False).encode()
        response.headers["Content-Type"] = CONTENT_TYPE
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def _problem(request: HttpRequest, response: HttpResponse) -> dict[str, object]:
    status = HTTPStatus(response.status_code)
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "instance": request.path,
    }
    if response.headers.get("Content-Type", "").startswith("application/json"):
        problem |= json.loads(response.content)
    return problem
