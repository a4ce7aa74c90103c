"""Every address of the desk, tried by those whom it is not for; every public one, by everybody."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.varv.factories import StaffRoleFactory, UserFactory
from varv.registry.models import Event

SAMPLES = {"int": "1", "slug": "upplevelser", "str": "analysis"}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Walk all address patterns, each with a sample for what it takes."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield "/" + sampled(route)


def sampled(route: str) -> str:
    parts = []
    for part in route.split("<"):
        if ">" not in part:
            parts.append(part)
            continue
        taken, rest = part.split(">", 1)
        parts.append(SAMPLES.get(taken.split(":")[0], "sample") + rest)
    return "".join(parts)


DESK = sorted({one for one in addresses(get_resolver().url_patterns) if one.startswith("/desk/")})
PUBLIC = sorted(
    one
    for one in set(addresses(get_resolver().url_patterns))
    if not one.startswith(("/desk/", "/static/")) and "sample" not in one and "/1/" not in one
)


def test_desk_has_addresses_to_try():
    assert len(DESK) > 30


@pytest.mark.parametrize("address", DESK)
@pytest.mark.parametrize("method", ["get", "post"])
def test_desk_asks_the_anonymous_to_sign_in(county, client: Client, address: str, method: str):
    answer = getattr(client, method)(address)
    assert answer.status_code in {302, 405}
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", DESK)
@pytest.mark.parametrize("method", ["get", "post"])
def test_desk_refuses_a_stranger(county, client: Client, address: str, method: str):
    client.force_login(UserFactory())
    assert getattr(client, method)(address).status_code in {403, 405}


@pytest.mark.parametrize("address", DESK)
def test_desk_lets_a_reader_change_nothing(county, client: Client, address: str):
    client.force_login(StaffRoleFactory(role="reader").user)
    before = Event.objects.count()
    assert client.post(address).status_code < 500
    assert Event.objects.count() == before


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_answers_everybody(county, client: Client, address: str):
    answer = client.get(address)
    assert answer.status_code < 500


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("hostile", ["\x00", "'\"><script>", "\u202e", "x" * 5000, "%00", "-1"])
def test_public_address_bears_hostile_questions(county, client: Client, address: str, hostile: str):
    names = ("q", "page", "meeting", "area", "organisation")
    answer = client.get(address, dict.fromkeys(names, hostile))
    assert answer.status_code < 500
    assert "<script>" not in answer.content.decode(errors="replace")
