"""PostgreSQL killed (``kill -9``) under load, and started again by ``varv up`` itself.

Visitors write (a sign-up each) and read all the while. What was acknowledged must be there
afterwards; in between the answer is the page that says we are back soon, with 503, never a broken
one; and all comes back without anybody's help, the worker too.
"""

import http.client
import re
import subprocess
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil

from bench.faults.world import World, a_meeting, a_world
from bench.running import Result, free_port
from varv.cli.postgres import Postmaster

KILLS = 3
# Fewer sign-ups than one address of origin may make in ten minutes; the others only read.
SIGNING_UP, READING = 2, 6
SECONDS_BETWEEN_SIGN_UPS = 1.5
SECONDS_BETWEEN = 12.0
PATIENCE = 120.0
REDIRECTS = {302, 303}


@dataclass
class Seen:
    """What the visitors saw."""

    answers: Counter[int] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    ungainly: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def measure() -> Iterator[Result]:
    """Kill the database three times while eight visitors sign up and read."""
    with a_world() as world:
        slug = a_meeting(link="").slug
        world.start_smtp("--well-behaved")
        port = free_port()
        up = _start_up(world, port)
        try:
            yield from _under_load(world, port, slug)
        finally:
            up.terminate()
            up.wait(60)


def _under_load(world: World, port: int, slug: str) -> Iterator[Result]:
    seen, over = Seen(), threading.Event()
    visitors = [
        threading.Thread(target=_visit, args=(port, slug, number, seen, over))
        for number in range(SIGNING_UP + READING)
    ]
    for visitor in visitors:
        visitor.start()
    away = []
    for number in range(1, KILLS + 1):
        time.sleep(SECONDS_BETWEEN)
        _kill_postgres(world)
        away.append(seconds_until_answering(port))
        yield Result(f"database killed, time {number}: answers again after", away[-1], "s")
    time.sleep(SECONDS_BETWEEN)
    over.set()
    for visitor in visitors:
        visitor.join()
    lost = seen.acknowledged - _signed_up()
    for status, times in sorted(seen.answers.items()):
        yield Result(f"answers with status {status}", times, "")
    yield Result("sign-ups acknowledged", len(seen.acknowledged), "")
    yield Result("acknowledged and lost", len(lost), "must be 0")
    yield Result("answers that were neither a page nor 503", len(seen.ungainly), "must be 0")
    yield Result("mails sent afterwards, until none waits", _seconds_until_sent(), "s")
    if lost or seen.ungainly:
        raise RuntimeError(f"lost: {sorted(lost)[:5]}, answers: {seen.ungainly[:5]}")


def _start_up(world: World, port: int) -> subprocess.Popen[bytes]:
    del world.environment["VARV_DATABASE_URL"]  # it is to look after its own
    up = world.start("up", "--port", str(port))
    seconds_until_answering(port)
    return up


def _kill_postgres(world: World) -> None:
    found = Postmaster.read(world.server.data)
    if found is None:
        raise RuntimeError("there is no PostgreSQL to kill")
    psutil.Process(found.pid).kill()


def seconds_until_answering(port: int) -> float:
    """Wait until a page is answered; return for how long."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        time.sleep(0.2)
        try:
            if _get(port, "/meetings/")[0] == http.HTTPStatus.OK:
                return time.monotonic() - began
        except (OSError, http.client.HTTPException):
            continue
    raise RuntimeError(f"nothing answers after {PATIENCE:.0f} s")


def _visit(port: int, slug: str, visitor: int, seen: Seen, over: threading.Event) -> None:
    turn = 0
    while not over.is_set():
        turn += 1
        email = f"v{visitor}-{turn}@example.org" if visitor < SIGNING_UP else ""
        try:
            status, text = sign_up(port, slug, email) if email else _get(port, "/meetings/")
        except (OSError, http.client.HTTPException) as error:
            status, text = 0, repr(error)
        with seen.lock:
            seen.answers[status] += 1
            if email and status in REDIRECTS:
                seen.acknowledged.add(email)
            elif status != http.HTTPStatus.OK and not is_back_soon(status, text):
                seen.ungainly.append(f"{status} {text[:200]}")
        if email:
            over.wait(SECONDS_BETWEEN_SIGN_UPS)


def is_back_soon(status: int, text: str) -> bool:
    """Tell whether the answer is the page that says so."""
    return status == http.HTTPStatus.SERVICE_UNAVAILABLE and "We are back soon" in text


def sign_up(port: int, slug: str, email: str) -> tuple[int, str]:
    """Open the form as a browser does and send it; return the answer to the last request."""
    address = f"/meetings/sign-up/?meeting={slug}"
    status, text, cookies = _request(port, "GET", address)
    if status != http.HTTPStatus.OK:
        return status, text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    place = re.search(r'<select name="municipality".*?<option value="(\d+)"', text, re.DOTALL)
    if not token or not place:
        raise RuntimeError("the form is not what it was")
    typed = {
        "csrfmiddlewaretoken": token[1],
        "meetings": slug,
        "name": "Anna Berg",
        "email": email,
        "sector": "business",
        "organisation": "Fjällkraft AB",
        "municipality": place[1],
    }
    body = urllib.parse.urlencode(typed)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    status, text, _cookies = _request(port, "POST", address, body, headers)
    return status, text


def _get(port: int, address: str) -> tuple[int, str]:
    status, text, _cookies = _request(port, "GET", address)
    return status, text


def _request(
    port: int, method: str, address: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, address, body or None, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        cookies = "; ".join(
            value.partition(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"
        )
        return answer.status, text, cookies
    finally:
        connection.close()


def _signed_up() -> set[str]:
    from django.db import connection

    from varv.meetings.models import Registration

    connection.close()  # it was to the server that was killed
    return set(Registration.objects.values_list("person__email", flat=True))


def _seconds_until_sent() -> float:
    from varv.registry.models import Message

    began = time.monotonic()
    waiting = Message.objects.filter(state__in=["queued", "sending"])
    while waiting.exists():
        if time.monotonic() - began > 2 * PATIENCE:
            raise RuntimeError("the worker did not come back")
        time.sleep(0.5)
    return time.monotonic() - began
