"""The site answers as the table says, to everybody."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client

from tests.varv.web.access.reading import Line, Seen, address, addresses, ask, read
from tests.varv.web.access.table import TABLE
from tests.varv.web.access.world import ROLES, World, by_link

LINES = read(TABLE)
DESK = [line for line in LINES if line.answers["v"] == "r"]


@pytest.fixture(scope="module")
def world(county_for_all: datetime) -> Iterator[World]:
    """Everything once; what each line does is undone."""
    return World()


def expected(line: Line, role: str) -> Seen:
    shown = frozenset(secret for secret, roles in line.shows.items() if role in roles)
    sign = line.answers[role]
    return Seen(sign, shown, line.to if sign == ">" else "")


def test_table_has_a_line_for_every_address_and_method():
    wanted = {(method, name) for name in addresses() for method in ("GET", "POST")}
    assert {(line.method, line.name) for line in LINES} == wanted


def test_table_says_each_thing_once():
    said = Counter(
        (line.method, line.name, line.about, role)
        for line in LINES
        for role, sign in line.answers.items()
        if sign != "."
    )
    assert [one for one, times in said.items() if times > 1] == []
    whole = {(line.method, line.name, line.about) for line in LINES}
    assert len(said) == len(whole) * len(ROLES)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_answer_is_as_the_table_says(world: World, line: Line):
    for thing in world.about(line.about):
        roles = [role for role, sign in line.answers.items() if sign != "."]
        seen = {role: ask(world, line, thing, role) for role in roles}
        assert seen == {role: expected(line, role) for role in roles}, thing


@pytest.fixture(scope="module")
def staff_by_link(world: World) -> Client:
    """Somebody on the staff who did not sign in, but opened the link of a mail."""
    staff = world.roles["c"]
    assert staff is not None
    return by_link(staff)


@pytest.mark.parametrize("line", DESK, ids=str)
def test_signed_link_never_opens_the_desk(world: World, staff_by_link: Client, line: Line):
    path = address(line.name, world.about(line.about)[0])
    answer = staff_by_link.post(path) if line.method == "POST" else staff_by_link.get(path)
    assert answer.headers["Location"].startswith("/sign-in/?")
