"""Whether pages stay quick and ask no more when there is a hundred times as much."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bench.running import BrokenPromiseError, Site, Table, production

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 9
LIMIT = 1.5
#: They show, count or send more where there is more; README.md says what.
LONGER_FOR_A_REASON = {
    "/desk/organisations/list/export/",
    "/desk/keeping/",
    "/desk/people/?q=anna",
    "/meetings/",
    "/meetings/calendar.ics",
    "/meetings/calendar.ics for staff",
}
#: Files that hold all there is, and with 50,000 input take a minute each: no pages.
FILES = ("rounds/<slug:slug>/contributions/export.",)
# Below this the noise of the machine decides, not the size of the data.
SLACK = 0.003


@dataclass(frozen=True)
class Page:
    """One page as somebody opens it; ``name`` is the same in both databases."""

    name: str
    who: str
    address: str


@dataclass(frozen=True)
class Opened:
    """How a page was answered."""

    status: int
    seconds: float
    queries: int
    size: int


def measure() -> Iterator[Table]:
    """Open every page with the base data and with a hundred times as much, turn by turn."""
    with production() as small, production() as large:
        base, more = _Child(small, "base"), _Child(large, "large")
        yield Table(
            ("data", "filled in"),
            [("base", f"{base.seconds:.1f} s"), ("100 times larger", f"{more.seconds:.1f} s")],
        )
        compared = {name: _compare(base, more, name) for name in base.names if name in more.names}
        rows = [row for row in compared.values() if row]
        yield Table(("page", "base ms", "large ms", "times", "queries", "kB", "verdict"), rows)
        yield Table(
            ("shows nothing", ""), [(name, "") for name, row in compared.items() if not row]
        )
        missing = sorted(set(base.names) ^ set(more.names))
        yield Table(("only in one", ""), [(name, "") for name in missing])
        yield Table(("not opened: no sample", ""), [(name, "") for name in more.left_out])
        base.end()
        more.end()
        broken = [row[0] for row in rows if row[-1] != "ok" and row[0] not in LONGER_FOR_A_REASON]
        if broken:
            raise BrokenPromiseError(", ".join(broken))


def _compare(base: "_Child", more: "_Child", name: str) -> tuple[str, ...]:
    turns = [(base.open(name), more.open(name)) for _ in range(ROUNDS + 1)][1:]
    first, second = turns[0]
    if {first.status, second.status} == {
        HTTPStatus.FOUND
    } or first.status >= HTTPStatus.BAD_REQUEST:
        return ()  # nothing is shown: a redirect, or an act that is only sent to
    few = min(small.seconds for small, _ in turns)
    many = min(large.seconds for _, large in turns)
    verdict = []
    if first.status != second.status:
        verdict.append(f"answers {first.status} and {second.status}")
    if many > LIMIT * few + SLACK:
        verdict.append("SLOWER")
    if second.queries > first.queries:
        verdict.append("ASKS MORE")
    return (
        name,
        f"{few * 1000:.1f}",
        f"{many * 1000:.1f}",
        f"{many / few:.2f}",
        f"{first.queries}→{second.queries}"
        if first.queries != second.queries
        else str(first.queries),
        f"{first.size / 1000:.0f}→{second.size / 1000:.0f}",
        ", ".join(verdict) or "ok",
    )


class _Child:
    """A process of its own for each database: Django knows but one."""

    def __init__(self, site: Site, size: str) -> None:
        spawn = get_context("spawn")
        self._here, there = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(there, site.environment, size))
        self._process.start()
        self.seconds: float = self._here.recv()
        self.names: list[str] = self._here.recv()
        self.left_out: list[str] = self._here.recv()

    def open(self, name: str) -> Opened:
        """Open a page once."""
        self._here.send(name)
        opened: Opened = self._here.recv()
        return opened

    def end(self) -> None:
        """Let the process end."""
        self._here.send("")
        self._process.join()


def _serve(pipe: Connection, environment: dict[str, str], size: str) -> None:
    os.environ.update(environment | {"DJANGO_SETTINGS_MODULE": "varv.web.settings"})
    os.environ |= {"VARV_HASHED_STATIC": "1", "VARV_POOL_SIZE": "0"}
    import django

    django.setup()
    from bench import data

    began = perf_counter()
    data.fill(data.SIZES[size])
    pipe.send(perf_counter() - began)
    clients = _clients()
    pages = {page.name: page for page in _pages()}
    pipe.send(list(pages))
    pipe.send(_left_out())
    while name := pipe.recv():
        pipe.send(_open(clients[pages[name].who], pages[name].address))


def _open(client: "Client", address: str) -> Opened:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.queries_log.clear()  # it holds 9,000; a full one counts nothing
    with CaptureQueriesContext(connection) as asked:
        began = perf_counter()
        answer = client.get(address, headers=Site.HEADERS)
        content = answer.content if not answer.streaming else b"".join(answer.streaming_content)
        seconds = perf_counter() - began
    return Opened(answer.status_code, seconds, len(asked), len(content))


def _clients() -> "dict[str, Client]":
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from varv.meetings.models import Meeting, Registration
    from varv.people.models import StaffRole, User

    coordinator, _ = User.objects.get_or_create(email="samordnare@bench.example", password="!")
    StaffRole.objects.get_or_create(user=coordinator, role="coordinator", until=None)
    # Without it the desk, in production, leads to nowhere but the page where one gets it.
    Authenticator.objects.create(user=coordinator, type=Authenticator.Type.TOTP, data={})
    coming = Meeting.objects.get(slug="samtal-0")
    person = Registration.objects.filter(meeting=coming).earliest("pk").person
    desk, own, nobody = (Client(raise_request_exception=False) for _ in range(3))
    desk.force_login(coordinator)
    own.force_login(person)
    return {"anonymous": nobody, "coordinator": desk, "person": own}


def _pages() -> Iterator[Page]:
    """Return every address that can be opened, with each of its samples."""
    from django.urls import get_resolver

    samples = _samples()
    only = os.environ.get("BENCH_ONLY", "")  # a part of the address, to look at a few of them
    for route in sorted(_routes(get_resolver().url_patterns)):
        if route.startswith(FILES) or (only and not re.search(only, route)):
            continue
        start = next((one for one in samples if route.startswith(one)), None)
        found = samples[start] if start else {}
        for label, values in found.items() if "<" in route else [("", ())]:
            if route.count("<") > len(values):
                continue
            filled = iter(values)
            address = "/" + re.sub("<[^>]+>", lambda _: str(next(filled)), route)  # noqa: B023
            yield from _as_whom(f"/{route}{f' ({label})' if label else ''}", address)
    for name in LISTS:
        if not only or re.search(only, name):
            yield from _as_whom(name, name)


def _left_out() -> list[str]:
    """Return the routes whose places nothing is known to fill, so that they are not opened."""
    from django.urls import get_resolver

    samples = _samples()

    def most(route: str) -> int:
        start = next((one for one in samples if route.startswith(one)), None)
        return max((len(values) for values in samples[start].values()), default=0) if start else 0

    routes = _routes(get_resolver().url_patterns)
    return sorted(f"/{route}" for route in routes if route.count("<") > most(route))


# Lists far from their beginning, and as somebody narrows them.
LISTS = (
    "/desk/organisations/?q=skog",
    "/desk/organisations/?state=waiting",
    "/desk/people/?q=anna",
    "/desk/messages/?state=sent",
    "/desk/interests/?level=partnership",
    "/organisations/lookup/?q=sk",
    "/organisations/details/?organisation=skogberg+0+AB",
    "/meetings/sign-up/?meeting=samtal-0",
    "/meetings/?page=2",
    "/desk/log/?page=3",
    "/search/?q=bredband",
    "/search/?q=bredband&kind=contribution&order=newest",
    "/desk/input/?page=9",
    "/desk/input/?state=unread",
    "/desk/input/?channel=phone",
    "/desk/input/?sector=civil",
    "/desk/input/?sector=lacking",
    "/desk/mail/?page=2",
    "/rounds/dialog-stor/?page=2",
    "/api/v1/rounds",
    "/api/v1/rounds/dialog-stor/contributions",
    "/api/v1/rounds/dialog-stor/contributions?page=4",
    "/api/v1/register/cases",
)


def _as_whom(name: str, address: str) -> Iterator[Page]:
    if address.startswith("/desk/"):
        yield Page(name, "coordinator", address)
        return
    if address.startswith(("/my/", "/meetings/registrations/")):
        yield Page(name, "person", address)
        return
    yield Page(name, "anonymous", address)
    yield Page(f"{name} for staff", "coordinator", address)


def _routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns, route)
        elif not route.startswith(("^", "static/", "sign-out", "my/leave")):
            yield route


def _samples() -> dict[str, dict[str, tuple[Any, ...]]]:
    """Return what stands in the places of an address, by the beginning of its route."""
    from bench.consultations import SLUG
    from varv.analysis.models import Evidence
    from varv.bodies.models import Body, Seat
    from varv.consultation import standing
    from varv.consultation.models import Contribution, IncomingMail
    from varv.cycles.models import Area, Milestone, Step
    from varv.meetings.models import Meeting, Registration
    from varv.people.models import Organisation
    from varv.registry.models import Message, Record

    coming, held = (
        Meeting.objects.filter(slug__startswith="samtal-", state=state).latest("pk")
        for state in ("published", "held")
    )
    registration = Registration.objects.filter(meeting=coming).earliest("pk")
    record = Record.objects.filter(kind="minutes").latest("pk")
    public = Contribution.objects.filter(standing.readable())
    contribution = public.select_related("record").latest("pk")
    area = Area.objects.earliest("pk")  # the one that has a lap of its own in both
    step = Step.objects.filter(lap__closed_at=None).earliest("pk")
    return {
        "areas/": {"": (area.slug, "analysis")},
        "steps/": {"": ("analysis",)},
        "bodies/": {"": (Body.objects.earliest("pk").key,)},
        "evidence/": {"": (Evidence.objects.earliest("pk").key,)},
        "meetings/registrations/": {"": (registration.pk,)},
        "meetings/": {"coming": (coming.slug,), "held": (held.slug,)},
        "desk/meetings/": {"coming": (coming.pk, registration.pk), "held": (held.pk,)},
        "rounds/<slug:slug>/contributions/<": {"": (SLUG, contribution.record.number)},
        "rounds/": {"": (SLUG, "json")},
        "desk/rounds/": {"": (contribution.round_id,)},
        "desk/input/": {"": (contribution.pk,)},
        "desk/mail/": {"": (IncomingMail.objects.latest("pk").pk,)},
        "desk/areas/": {"": (area.pk,)},
        "desk/steps/": {"": (step.pk,)},
        "desk/milestones/": {"": (Milestone.objects.earliest("pk").pk,)},
        "desk/bodies/": {"": (Body.objects.earliest("pk").pk,)},
        "desk/seats/": {"": tuple(Seat.objects.values_list("pk", flat=True)[:1])},
        "desk/keeping/decisions/": {},
        "desk/keeping/": {"": ("registry.messages",)},
        "desk/masking/new/": {"": ("record", record.pk)},
        "desk/people/": {"": (registration.person_id,)},
        "register/": {"": (contribution.record.case_id, contribution.record.number)},
        "desk/organisations/": {"": (Organisation.objects.latest("pk").pk,)},
        "desk/cases/": {"": (record.case_id, record.number)},
        "desk/messages/": {"": (Message.objects.latest("pk").pk,)},
        "desk/texts/": {"": ("meetings.confirmation", "sv")},
    }
