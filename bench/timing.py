"""Does the time of an answer tell whether an address is known here? See ADR 7.

Each form that takes an address is sent with a known and an unknown one, the order within each pair
drawn by chance, so that what grows or slows down meanwhile falls on both alike. What is judged is
the median of the differences within the pairs, with its 95 per cent interval (bootstrap).
"""

import itertools
import os
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

import psycopg

from bench.running import BrokenPromiseError, Site, Table, production
from bench.signup import open_meeting
from bench.visitor import Sent, Visitor

PAIRS = int(os.environ.get("BENCH_PAIRS", "200"))
#: So much a stranger on the internet may see. The narrowest limit lets somebody ask six times an
#: hour about one address, 144 times a day; where our own answers and the line waver by 5 ms each,
#: the median of so many is known to within one.
VISIBLE_MS = 1.0
RESAMPLED = 5_000
SEED = 2020
REDIRECT = 302


@dataclass(frozen=True)
class Form:
    """A form that takes an address.

    ``known`` are addresses known to it, each with what they are known for: a meeting, an area.
    """

    name: str
    page: str
    known: Sequence[tuple[str, str]]
    typed: Callable[[str, str], Mapping[str, object]]


@dataclass(frozen=True)
class Found:
    """How long the answers took, in milliseconds, pair by pair."""

    name: str
    known: Sequence[float]
    unknown: Sequence[float]
    interval: tuple[float, float]

    @property
    def tells(self) -> bool:
        """Tell whether even the nearer end of the interval could be seen."""
        low, high = self.interval
        return low > VISIBLE_MS or high < -VISIBLE_MS

    @property
    def row(self) -> tuple[str, ...]:
        """Return the row of the table."""
        later = median(differences(self.known, self.unknown))
        low, high = self.interval
        both = (f"{median(self.known):.1f}", f"{median(self.unknown):.1f}")
        return (self.name, *both, f"{later:+.2f}", f"{low:+.2f} to {high:+.2f}")


def measure() -> Iterator[Table]:
    """Send every form with known and unknown addresses; fail where the time tells which."""
    chance = random.Random(SEED)
    with production() as site:
        site.run("-m", "bench.data", "base")
        forms = list(_forms(site))
        with site.served(processes=1):
            found = [_compare(site, form, chance) for form in forms]
    head = ("form", "known ms", "unknown ms", "unknown later by ms", "95 per cent interval")
    yield Table(head, [one.row for one in found])
    if told := [one.name for one in found if one.tells]:
        raise BrokenPromiseError(f"the time tells who is known: {', '.join(told)}")


def _compare(site: Site, form: Form, chance: random.Random) -> Found:
    visitor = Visitor(site, "10.0.0.1")
    visitor.open(form.page)
    known, unknown = [], []
    for number, (email, what) in enumerate(form.known[:PAIRS]):
        pair = [(email, known), (stranger(form.name, number), unknown)]
        chance.shuffle(pair)
        for asked, taken in pair:
            visitor.origin = f"10.{int(taken is known)}.{number // 250}.{number % 250}"
            taken.append(1000 * _send(visitor, form, asked, what).seconds)
    return Found(form.name, known, unknown, _interval(differences(known, unknown), chance))


def _send(visitor: Visitor, form: Form, email: str, what: str) -> Sent:
    sent = visitor.send(form.page.partition("?")[0], form.typed(email, what))
    if sent.status != REDIRECT:
        raise RuntimeError(f"{form.name}: {email} is answered by {sent.status}")
    return sent


def differences(known: Sequence[float], unknown: Sequence[float]) -> list[float]:
    """Return by how much each unknown address was answered later than the known one of its pair."""
    return [later - sooner for sooner, later in zip(known, unknown, strict=True)]


def _interval(found: Sequence[float], chance: random.Random) -> tuple[float, float]:
    medians = [median(chance.choices(found, k=len(found))) for _again in range(RESAMPLED)]
    fortieths = quantiles(medians, n=40)
    return fortieths[0], fortieths[-1]


def stranger(form: str, number: int) -> str:
    """Return an address that nobody has used yet, on this form or another."""
    word = re.sub(r"\W+", "-", form)
    return f"stranger{number}@{word}.example"


PEOPLE = "SELECT email, '' FROM people_user WHERE email LIKE 'person%' ORDER BY id"
SIGNED_UP = """
SELECT u.email, m.slug FROM meetings_registration r
JOIN people_user u ON u.id = r.person_id JOIN meetings_meeting m ON m.id = r.meeting_id
WHERE m.state = 'published' AND m.starts_at > now() AND r.state = 'confirmed' ORDER BY r.id
"""
INTERESTED = """
SELECT u.email, i.area_id::text FROM cycles_interest i
JOIN people_user u ON u.id = i.person_id ORDER BY i.id
"""
NOT_INTERESTED = """
SELECT u.email, (SELECT min(id)::text FROM cycles_area WHERE state = 'active') FROM people_user u
WHERE u.email LIKE 'person%' AND u.id NOT IN (SELECT person_id FROM cycles_interest) ORDER BY u.id
"""


def _forms(site: Site) -> Iterator[Form]:
    meeting = open_meeting(site, "for-strangers", places=None)
    with psycopg.connect(site.url) as connection:
        connection.execute("UPDATE meetings_meeting SET capacity = NULL")
        home = connection.execute("SELECT min(id) FROM people_municipality").fetchone()
        people, signed_up, interested, not_interested = (
            connection.execute(asked).fetchall()
            for asked in (PEOPLE, SIGNED_UP, INTERESTED, NOT_INTERESTED)
        )
    person = {"name": "Anna Berg", "sector": "business", "municipality": home[0] if home else ""}
    numbers = itertools.count()

    def new_organisation() -> str:
        """Name one that is new each time, and takes as long to enter whoever types it."""
        return f"Bolaget {next(numbers):06d} AB"

    def by_email(email: str, _what: str) -> dict[str, object]:
        return {"email": email}

    def to_meeting(email: str, slug: str) -> dict[str, object]:
        return person | {"email": email, "organisation": new_organisation(), "meetings": slug}

    def in_area(email: str, area: str) -> dict[str, object]:
        wish = {"areas": area, "level": "partnership"}
        return person | wish | {"email": email, "organisation": new_organisation()}

    yield Form("code to sign in", "/sign-in/", people, by_email)
    yield Form("link to my page", "/my/new-link/", people, by_email)
    sign_up, new = "/meetings/sign-up/", [(email, meeting) for email, _nothing in people]
    yield Form("sign-up, of a person", f"{sign_up}?meeting={meeting}", new, to_meeting)
    yield Form("sign-up, once more", f"{sign_up}?meeting={meeting}", signed_up, to_meeting)
    yield Form("interest, of a person", "/interest/", not_interested, in_area)
    yield Form("interest, once more", "/interest/", interested, in_area)
