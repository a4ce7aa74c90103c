"""Three hundred people sign up at the same moment for thirty places, two processes answering."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg

from bench.running import BrokenPromiseError, Site, Table, percentile, production
from bench.visitor import Sent, Visitor, first

PEOPLE = 300
WRONG = "**WRONG"
PLACES = 30
ADDRESS = "/meetings/sign-up/"


def measure() -> Iterator[Table]:
    """Sign up from addresses of their own, and then all from the one address of a town hall."""
    with production() as site, site.served():
        for name, shared in (("each at home", False), ("all in one hall", True)):
            meeting = open_meeting(site, name.replace(" ", "-"))
            sent, seconds = _all_at_once(site, meeting, shared=shared)
            rows = _found(site, meeting, sent, seconds)
            yield Table(("300 sign-ups, " + name, ""), rows)
            if wrong := [what for what, found in rows if found.startswith(WRONG)]:
                raise BrokenPromiseError(f"{name}: {', '.join(wrong)}")


def open_meeting(site: Site, slug: str, places: int | None = PLACES) -> str:
    """Make a copy of a loaded meeting, open now, with few places."""
    with psycopg.connect(site.url) as connection:
        connection.execute(
            "UPDATE meetings_meeting SET slug = %(slug)s, state = 'published',"
            " capacity = %(places)s,"
            " starts_at = now() + interval '9 days', ends_at = now() + interval '10 days',"
            " sign_up_opens_at = now() - interval '9 days',"
            " sign_up_closes_at = now() + interval '9 days'"
            " WHERE id = (SELECT min(id) FROM meetings_meeting WHERE state <> 'published'"
            " OR ends_at < now())",
            {"slug": slug, "places": places},
        )
    return slug


def _all_at_once(site: Site, meeting: str, *, shared: bool) -> tuple[list[Sent], float]:
    """Let everybody open the form in their own time, and then all press the button together."""
    ready, done = threading.Barrier(PEOPLE + 1), threading.Barrier(PEOPLE + 1)

    def sign_up(number: int) -> Sent:
        visitor = Visitor(site, "192.0.2.1" if shared else f"10.0.{number // 250}.{number % 250}")
        form = typed(visitor.open(f"{ADDRESS}?meeting={meeting}"), meeting, number)
        ready.wait()
        sent = visitor.send(ADDRESS, form)
        done.wait()
        return sent

    with ThreadPoolExecutor(PEOPLE) as pool:
        sending = [pool.submit(sign_up, number) for number in range(PEOPLE)]
        ready.wait()
        began = time.perf_counter()
        done.wait()
        seconds = time.perf_counter() - began
    return [one.result() for one in sending], seconds


def typed(page: str, meeting: str, number: int) -> dict[str, str]:
    """Return what somebody types into the form on the page."""
    return {
        "meetings": meeting,
        "name": f"Person {number}",
        "email": f"{meeting}-{number}@actor.example",
        "organisation": f"Organisation {number % 50}",
        "sector": "business",
        "municipality": first(r'<option value="(\d+)"', page),
    }


PLACES_TAKEN = """
SELECT state, id, person_id, registered_at FROM meetings_registration
WHERE meeting_id = (SELECT id FROM meetings_meeting WHERE slug = %s) ORDER BY id
"""
# The waiting list as the program reads it: see varv.meetings.queries.waiting_list.
MAILS = """
SELECT count(*), count(DISTINCT recipient) FROM registry_message
WHERE recipient LIKE %s AND kind = 'meetings.confirmation'
"""


def _found(site: Site, meeting: str, sent: list[Sent], seconds: float) -> list[tuple[str, str]]:
    with psycopg.connect(site.url) as connection:
        rows = connection.execute(PLACES_TAKEN, [meeting]).fetchall()
        mails = connection.execute(MAILS, [f"{meeting}-%"]).fetchone()
    # Ids are given under the lock of the meeting: their order is the order of acceptance.
    states = [row[0] for row in rows]
    taken = [one.seconds for one in sent]
    welcomed = sum(one.status == 302 and "signed-up" in one.leads_to for one in sent)
    refused = {one.status for one in sent} - {302}
    return [
        ("answered with the page of thanks", _kept(welcomed == PEOPLE, f"{welcomed}")),
        ("error pages", _kept(not refused, ", ".join(map(str, refused)) or "none")),
        ("have a place", _kept(states.count("confirmed") == PLACES, states.count("confirmed"))),
        ("wait", _kept(states.count("waiting") == PEOPLE - PLACES, states.count("waiting"))),
        (
            "the first to be accepted have the places, all after them wait",
            _kept(states == ["confirmed"] * PLACES + ["waiting"] * (PEOPLE - PLACES), ""),
        ),
        ("signed up twice", _kept(len({row[2] for row in rows}) == len(rows), "nobody")),
        ("confirmations written, one each", _kept(mails == (PEOPLE, PEOPLE), str(mails))),
        ("all of it took", f"{seconds:.1f} s"),
        ("sign-ups", f"{PEOPLE / seconds:.0f}/s"),
        ("half had their answer within", f"{percentile(taken, 50):.2f} s"),
        ("95 of a hundred had their answer within", f"{percentile(taken, 95):.2f} s"),
    ]


def _kept(right: bool, found: object) -> str:
    """Return what was found, loudly if it is wrong."""
    return f"{found} ok".strip() if right else f"{WRONG}: {found}**"
