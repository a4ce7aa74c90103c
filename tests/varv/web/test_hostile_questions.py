"""Every public address bears what a hostile visitor asks after the question mark."""

import pytest
from django.test import Client

from tests.varv.web.access.reading import addresses

PUBLIC = sorted(
    f"/{pattern.pattern}" if not name.startswith("api:") else f"/api/v1/{pattern.pattern}"
    for name, patterns in addresses().items()
    for pattern in patterns
    if not pattern.pattern.converters and not str(pattern.pattern).startswith("desk/")
)


def test_there_are_public_addresses_to_try():
    assert len(PUBLIC) > 20


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("hostile", ["\x00", "'\"><script>", "\u202e", "x" * 5000, "%00", "-1"])
def test_public_address_bears_hostile_questions(
    county_for_all, client: Client, address: str, hostile: str
):
    names = ("q", "page", "meeting", "area", "organisation", "state", "language", "next")
    answer = client.get(address, dict.fromkeys(names, hostile))
    assert answer.status_code < 500 or address == "/health"  # no worker runs here
    assert "<script>" not in answer.content.decode(errors="replace")
