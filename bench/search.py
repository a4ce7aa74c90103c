"""How long a search takes among 100,000 things, for a visitor and for a coordinator.

The things are 40,000 registrations, 20,000 organisations, 20,000 messages, 10,000 records,
5,000 meetings and 5,000 decisions and minutes, on top of the region's own. Their words follow the
uneven spread of real ones: a few are nearly everywhere, most are rare.
"""

import http.client
import itertools
import os
import random
import statistics
import time
import urllib.parse
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.running import Table, Varv, empty_home, percentile

ROUNDS = 20
_numbers = itertools.count()
SYLLABLES = "ba de fi gro hal in jord klo lin mark nor ost per ral skog tung un vat yx ång älv ö"
# Every thread of every process opens its own connection and compiles its templates once.
REQUESTS_TO_WARM_UP = 40

# What one search each: a word in nearly everything, in some, in few; beginnings; slips; nothing.
QUERIES = {
    "a common word": ["skog", "möte", "utveckling"],
    "a rare word": ["kvicksilverfri", "rymdlaboratorium", "RUN/43007/2018"],
    "the beginning of a word": ["sk", "utveckl", "regionalut"],
    "a slip": ["kvicksilvrefri", "rymdlabratorium", "utvekcling"],
    "nothing like it": ["xqzwvut", "9999999", "qqqqqqqqqqqqqqq"],
    "two words": ["skog utveckling", "möte vatten", "anna skog"],
    "a phrase": ['"skog och vatten"', '"hållbar utveckling"'],
    # In five hundred drafts, which a visitor must not notice; not even by time.
    "a hidden word": ["hemligstämplad"],
    "the end of compounds": ["tung"],
    "a kind's name": ["beslut", "anmälningar", "möten skog"],
}


def measure() -> Iterator[Table]:
    """Fill an empty varv, then search by function and by page."""
    with empty_home() as home:
        varv = Varv(home, VARV_BEHIND_PROXY="1")
        try:
            cookie = _fill(home)
            database = int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
            ours = [os.getpid(), database]
            yield from _by_function(lambda: _cpu_seconds(ours))
            theirs = [varv.process.pid, database]
            for who, cookies in (("a visitor", ""), ("a coordinator", cookie)):
                page = _page(varv.port, cookies)
                for _again in range(REQUESTS_TO_WARM_UP):
                    page("skog")
                yield _timed(f"page for {who}", page, lambda: _cpu_seconds(theirs))
        finally:
            varv.stop()


def _timed(how: str, search: Callable[[str], None], cpu: Callable[[], float]) -> Table:
    """Search for everything several times; the first time is not counted.

    The time on the wall grows with what else the machine does; processor time, of the program and
    the database together, does so much less. What else varv does meanwhile is in it.
    """
    rows = []
    for what, queries in QUERIES.items():
        for query in queries:
            search(query)
            taken, spent = [], cpu()
            for _round in range(ROUNDS):
                began = time.perf_counter()
                search(query)
                taken.append((time.perf_counter() - began) * 1000)
            spent = (cpu() - spent) * 1000 / ROUNDS
            figures = (statistics.median(taken), percentile(taken, 95), spent)
            rows.append([f"{what}: {query}", *(f"{figure:.0f} ms" for figure in figures)])
    return Table([how, "median", "p95", "processor"], rows)


def _cpu_seconds(roots: list[int]) -> float:
    """Return the processor time of these processes and all their children."""
    parents, spent = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            values = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        parents[int(folder.name)] = int(values[1])
        spent[int(folder.name)] = int(values[11]) + int(values[12])
    family = set(roots)
    while more := {one for one, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(spent.get(one, 0) for one in family) / os.sysconf("SC_CLK_TCK")


def _by_function(cpu: Callable[[], float]) -> Iterator[Table]:
    from django.contrib.auth.models import AnonymousUser
    from django.utils import translation

    from varv.people.models import User
    from varv.registry.search import find

    coordinator = User.objects.filter(staff_roles__role="coordinator").earliest("pk")
    with translation.override("sv"):
        for who, user in (("a visitor", AnonymousUser()), ("a coordinator", coordinator)):
            yield _timed(f"function for {who}", lambda query, user=user: find(user, query), cpu)


def _page(port: int, cookie: str) -> Callable[[str], None]:
    """Return how to ask for the page, each time from an address that never asked before."""
    signed_in = {"Cookie": cookie} if cookie else {}

    def read(query: str) -> None:
        fresh = next(_numbers)
        origin = f"10.{fresh >> 16 & 255}.{fresh >> 8 & 255}.{fresh & 255}"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        address = "/search/?" + urllib.parse.urlencode({"q": query})
        connection.request("GET", address, headers=signed_in | {"X-Forwarded-For": origin})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{address} answers {answer.status}")

    return read


def _fill(home: Path) -> str:
    """Fill the database of the running varv; return the cookie of a signed-in coordinator."""
    from varv.cli.postgres import Server

    url = Server(home).url()
    if url is None:
        raise RuntimeError("the database of varv does not run")
    os.environ |= {
        "VARV_HOME": str(home),
        "VARV_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "varv.web.settings",
    }
    import django

    django.setup()
    from django.db import connection, transaction

    from varv.registry.search import words

    with transaction.atomic():
        _make_things(random.Random(2020))
    words.gather(datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as PostgreSQL does by itself, before the first search
    return _coordinator()


def _coordinator() -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from varv.people.models import StaffRole, User

    user = User.objects.create_user("samordnare@bench.example", name="Sam Ordnare")
    StaffRole.objects.create(user=user, role="coordinator")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class _Speech:
    """Texts whose words are spread as in real ones."""

    COMMON = ["skog", "möte", "utveckling", "vatten", "hållbar", "region", "och", "i", "att", "för"]
    RARE = ["kvicksilverfri", "rymdlaboratorium"]

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        syllables = SYLLABLES.split()
        made = {"".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(40_000)}
        self.words = [*self.COMMON, *sorted(made)]
        chance.shuffle(rest := self.words[len(self.COMMON) :])
        self.words[len(self.COMMON) :] = rest
        self.weights = list(
            itertools.accumulate(1 / place for place in range(2, len(self.words) + 2))
        )

    def say(self, length: int) -> str:
        """Return a text of so many words."""
        said = self.chance.choices(self.words, cum_weights=self.weights, k=length)
        if self.chance.random() < 0.0002:
            said.append(self.chance.choice(self.RARE))
        return " ".join(said)


def _make_things(chance: random.Random) -> None:
    from varv.bodies.models import Body, Decision
    from varv.cycles.models import Programme
    from varv.meetings.models import Meeting, Minutes, Registration
    from varv.people.models import Municipality, Organisation, User
    from varv.registry.models import Case, Message, Record
    from varv.text.translated import Translated

    say = _Speech(chance).say
    now = datetime.now(UTC)
    programme, body = Programme.objects.earliest("pk"), Body.objects.earliest("pk")
    place = Municipality.objects.earliest("pk")

    def both(length: int, end: str = "") -> Translated:
        return Translated(sv=say(length) + end, en=say(length) + end)

    def fill(model: Any, number: int, make: Callable[[int], Any]) -> list[Any]:
        return model.objects.bulk_create((make(n) for n in range(number)), batch_size=2000)

    cases = fill(Case, 100, lambda n: Case(number=f"RUN/{43000 + n}/2018", title=both(4)))
    fill(
        Organisation,
        20_000,
        lambda n: Organisation(
            name=f"{say(2).title()} {n}", sort_key=str(n), sector="business", municipality=place
        ),
    )
    people = fill(User, 5_000, lambda n: User(email=f"p{n}@bench.example", name=f"Anna {say(1)}"))
    meetings = fill(
        Meeting,
        5_000,
        lambda n: Meeting(
            programme=programme,
            slug=f"bench-{n}",
            title=both(5, " hemligstämplad" if n % 10 == 0 else ""),
            summary=both(30),
            starts_at=now + timedelta(hours=n),
            ends_at=now + timedelta(hours=n + 2),
            sign_up_opens_at=now,
            sign_up_closes_at=now + timedelta(hours=n + 1),
            state="draft" if n % 10 == 0 else "held",
        ),
    )
    fill(
        Minutes,
        2_500,
        lambda n: Minutes(meeting=meetings[n], text=say(400), published_at=now if n % 5 else None),
    )
    fill(
        Decision,
        2_500,
        lambda _n: Decision(body=body, decided_on=now.date(), title=both(6), text=both(60)),
    )
    fill(
        Registration,
        40_000,
        lambda n: Registration(
            meeting=meetings[n // 8],
            person=people[n % 5_000],
            name=people[n % 5_000].name,
            sector="business",
            language="sv",
            state="confirmed",
        ),
    )
    fill(
        Record,
        10_000,
        lambda n: Record(
            case=cases[n % 100],
            number=n // 100 + 1,
            direction="in",
            kind="letter",
            title=say(6),
            text=say(80),
            received_at=now,
        ),
    )
    fill(
        Message,
        20_000,
        lambda n: Message(
            kind="bench",
            occasion=f"bench:{n}",
            recipient=f"p{n}@bench.example",
            language="sv",
            subject=say(5),
            body="",
            message_id=f"bench-{n}",
            state="sent",
            created_at=now,
            due_at=now,
            try_at=now,
        ),
    )
