"""Reads the table, and asks the site what a line asks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db import transaction
from django.http import HttpResponseBase
from django.urls import (
    NoReverseMatch,
    Resolver404,
    URLPattern,
    URLResolver,
    get_resolver,
    resolve,
    reverse,
)
from django.utils.http import urlencode

from tests.varv.web.access.world import ROLES, SECRETS, Thing, World
from varv.registry.models import Event

SIGNS = {200: "o", 403: "f", 404: "n", 401: "u", 410: "g", 400: "b", 422: "i", 405: "m", 503: "d"}
REFUSALS = "rfnum"
LINE = re.compile(
    r"(?P<method>GET|POST) +(?P<name>[\w:-]+) +(?P<about>\S+(?: \S+)*) +"
    r"(?P<answers>\S \S\S \S\S \S\S\S)(?P<rest>(?: +\S+)*)"
)


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    method: str
    name: str
    about: str
    answers: dict[str, str]
    shows: dict[str, str]
    to: str

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.about}"


@dataclass(frozen=True)
class Seen:
    """What one role got."""

    sign: str
    shown: frozenset[str]
    to: str = ""


def read(table: str) -> list[Line]:
    """Return the lines; a line that cannot be read is an error that shows it."""
    rows = (row.strip() for row in table.splitlines())
    return [_read(row) for row in rows if row and not row.startswith("#")]


def _read(row: str) -> Line:
    found = LINE.fullmatch(row)
    if not found:
        raise ValueError(f"this line cannot be read: {row}")
    signs = found["answers"].replace(" ", "")
    rest = found["rest"].split()
    shows = dict(part.split(":") for part in rest if not part.startswith(">"))
    return Line(
        method=found["method"],
        name=found["name"],
        about=found["about"],
        answers=dict(zip(ROLES, signs, strict=True)),
        shows=shows,
        to=next((part[1:] for part in rest if part.startswith(">")), ""),
    )


@cache
def addresses() -> dict[str, list[URLPattern]]:
    """Return every address of the site by its name, those of the API among them."""
    found: dict[str, list[URLPattern]] = {}
    for name, pattern in _walk(get_resolver().url_patterns):
        found.setdefault(name, []).append(pattern)
    return found


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, inner)
        else:
            yield f"{namespace}{one.name}", one


def address(name: str, thing: Thing) -> str:
    """Return the address ``name`` about ``thing``, with what is asked."""
    patterns = addresses()[name]
    takes = next((one.pattern.converters for one in patterns), {})
    path = reverse(name, kwargs={key: thing.args[key] for key in takes})
    return f"{path}?{urlencode(thing.query, doseq=True)}" if thing.query else path


def ask(world: World, line: Line, thing: Thing, role: str) -> Seen:
    """Return what ``role`` gets about one of the line's things; whatever it did is undone."""
    client, path = world.client(role), address(line.name, thing)
    with transaction.atomic(), world.around(thing):
        answer = (
            client.post(path, thing.data) if line.method == "POST" else client.get(path, thing.data)
        )
        seen = _seen(answer)
        if seen.sign in REFUSALS:
            assert not Event.objects.filter(pk__gt=world.last_event).exists()
        transaction.set_rollback(True)
    return seen


def _seen(answer: HttpResponseBase) -> Seen:
    if answer.status_code in {301, 302}:
        to = answer.headers["Location"]
        return (
            Seen("r", frozenset())
            if to.startswith("/sign-in/?")
            else Seen(">", frozenset(), _name(to))
        )
    return Seen(SIGNS.get(answer.status_code, str(answer.status_code)), _shown(answer))


def _name(location: str) -> str:
    try:
        return resolve(re.split("[?#]", location)[0]).view_name
    except (Resolver404, NoReverseMatch):
        return location


def _shown(answer: HttpResponseBase) -> frozenset[str]:
    body = b"".join(answer) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    return frozenset(name for name, secret in SECRETS.items() if secret in text)
