"""Links to a thousand people, while the worker is killed again and again and the server misbehaves.

A second copy of a mail is allowed only where the kill, or the cut of the line, fell between the
server's taking it and our commit; and then with the same Message-ID.
"""

import json
import os
import random
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.faults.world import World, a_meeting, a_world
from bench.running import Result

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "1000"))
KILLS = int(os.environ.get("BENCH_KILLS", "10"))
GONE = 5
LONGEST = 15 * 60.0
SEED = 2020


@dataclass(frozen=True)
class Kill:
    """One kill: how many mails were sent by then, and which were claimed."""

    second: float
    sent: int
    claimed: frozenset[str]


def measure() -> Iterator[Result]:
    """Kill the worker while links go out; then let two workers send at once."""
    with a_world() as world:
        yield from _killed(world)
    with a_world() as world:
        yield from _two_at_once(world)


def _killed(world: World) -> Iterator[Result]:
    began = time.monotonic()
    written = _write_links(PEOPLE)
    yield Result(f"links to {PEOPLE} people written", time.monotonic() - began, "s")
    world.start_smtp(f"--seed={SEED}")
    began = time.monotonic()
    kills = _kill_again_and_again(world, began)
    world.start("worker")
    _wait_until_done(LONGEST)
    took = time.monotonic() - began
    taken, cut = _taken(world), _with(world, "cut after it was taken")
    for number, kill in enumerate(kills, 1):
        copies = sum(taken[one] > 1 for one in kill.claimed)
        yield Result(
            f"kill {number}: {kill.sent} sent, {len(kill.claimed)} claimed; second copies",
            copies,
            f"after {kill.second:.1f} s",
        )
    claimed = frozenset[str]().union(*(kill.claimed for kill in kills))
    twice = {number for number, times in taken.items() if times > 1}
    yield Result("until the last had theirs", took, "s")
    yield Result("people who got the link", len(_reached(world)), f"of {written - GONE}")
    yield Result("refused for good and shown on the desk", _failed(), f"of {GONE}")
    yield Result("mails that came twice", len(twice), f"{len(twice & cut)} by a cut line")
    unexplained = twice - claimed - cut
    yield Result("mails that came twice without a reason", len(unexplained), "must be 0")
    _check(len(_reached(world)) == written - GONE, "somebody did not get the link")
    _check(_failed() == GONE, "a refusal is missing from the desk")
    _check(not unexplained, "a mail came twice without a reason")
    _check(_one_id_each(world), "somebody got two different mails")
    for what, times in sorted(_events(world).items()):
        yield Result(f"the mail server: {what}", times, "times")


def _two_at_once(world: World) -> Iterator[Result]:
    _write_links(PEOPLE // 2, gone=0)
    world.start_smtp("--well-behaved")
    began = time.monotonic()
    for _worker in range(2):
        world.start("worker")
    _wait_until_done(LONGEST)
    taken = _taken(world)
    yield Result("two workers at once: mails", len(taken), f"in {time.monotonic() - began:.0f} s")
    twice = sum(times > 1 for times in taken.values())
    yield Result("two workers at once: mails that came twice", twice, "must be 0")
    _check(len(taken) == PEOPLE // 2 and not twice, "two workers did not send each mail once")


def _kill_again_and_again(world: World, began: float) -> list[Kill]:
    from varv.registry.models import Message

    chance = random.Random(SEED)
    kills = []
    for number in range(1, KILLS + 1):
        worker = world.start("worker")
        # Each kill falls somewhere in its own tenth of the way, so that all ten meet work.
        goal = chance.uniform(number - 0.7, number) * PEOPLE / (KILLS + 1)
        _wait_for(lambda goal=goal: _sent() >= goal, 120, worker)
        time.sleep(chance.uniform(0, 0.1))
        worker.kill()
        worker.wait()
        time.sleep(0.5)  # until PostgreSQL has noticed and done what it was asked last
        claimed = Message.objects.filter(state="sending").values_list("message_id", flat=True)
        kills.append(Kill(time.monotonic() - began, _sent(), frozenset(claimed)))
    return kills


def _write_links(people: int, gone: int = GONE) -> int:
    """Sign people up for a meeting whose link is due, and write the mails."""
    from varv.meetings.actions import links
    from varv.meetings.models import Registration
    from varv.people.models import User
    from varv.people.queries import the_region

    meeting = a_meeting(link="https://meet.example/secret")
    addresses = [
        f"gone{one}@example.org" if one < gone else f"p{one}@example.org" for one in range(people)
    ]
    persons = User.objects.bulk_create(User(email=one, name=one) for one in addresses)
    Registration.objects.bulk_create(
        Registration(
            meeting=meeting,
            person=person,
            name=person.name,
            sector="business",
            language="sv",
            state=Registration.State.CONFIRMED,
        )
        for person in persons
    )
    return links.send_all(meeting, the_region())


def _sent() -> int:
    from varv.registry.models import Message

    return Message.objects.filter(state="sent").count()


def _failed() -> int:
    from varv.registry.models import Message

    return Message.objects.filter(state="failed", recipient__startswith="gone").count()


def _wait_until_done(longest: float) -> None:
    from varv.registry.models import Message

    waiting = Message.objects.filter(state__in=["queued", "sending"])
    _wait_for(lambda: not waiting.exists(), longest)


def _wait_for(
    done: Callable[[], bool], longest: float, worker: subprocess.Popen[bytes] | None = None
) -> None:
    deadline = time.monotonic() + longest
    while not done():
        if worker and worker.poll() is not None:
            raise RuntimeError(f"the worker ended by itself ({worker.returncode})")
        if time.monotonic() > deadline:
            raise RuntimeError(f"not done after {longest:.0f} s")
        time.sleep(0.05)


def _lines(world: World) -> list[dict[str, str]]:
    return [json.loads(line) for line in world.smtp_log.read_text().splitlines()]


def _with(world: World, what: str) -> set[str]:
    return {line["message_id"] for line in _lines(world) if line["what"] == what}


def _taken(world: World) -> Counter[str]:
    return Counter(line["message_id"] for line in _lines(world) if line["what"] == "taken")


def _reached(world: World) -> set[str]:
    return {line["to"] for line in _lines(world) if line["what"] == "taken"}


def _one_id_each(world: World) -> bool:
    numbers = defaultdict(set)
    for line in _lines(world):
        if line["what"] == "taken":
            numbers[line["to"]].add(line["message_id"])
    return all(len(found) == 1 for found in numbers.values())


def _events(world: World) -> Counter[str]:
    return Counter(line["what"] for line in _lines(world))


def _check(holds: bool, failure: str) -> None:
    if not holds:
        raise RuntimeError(failure)
