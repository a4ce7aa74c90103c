"""Attack: ask every form that takes an address who is known here."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.usefixtures("db")

#: What differs in every answer, known or not.
OF_THE_MOMENT = ("X-Request-ID", "Date", "Expires", "Set-Cookie", "Server-Timing")
FORMS = ["account_login", "people:new_link"]


def asked(path: str, field: str, email: str) -> dict[str, object]:
    """Send the form as a stranger's browser does; return all that the stranger can tell."""
    client = Client()
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(path, {field: email}, follow=True)
    last = answer.content.decode()
    words = [query["sql"].strip().partition(" ")[0] for query in seen.captured_queries]
    return {
        "ways": answer.redirect_chain,
        "status": answer.status_code,
        "text": re.sub(r'value="[\w-]{64}"', "", last).replace(email, "the address"),
        "headers": {
            name: value for name, value in answer.headers.items() if name not in OF_THE_MOMENT
        },
        "cookies": sorted(client.cookies),
        "queries": len(words),
        "writes": sum(word in {"INSERT", "UPDATE", "DELETE"} for word in words),
    }


@pytest.mark.parametrize("name", FORMS)
def test_known_and_unknown_addresses_get_the_same_answer(name: str):
    RegionFactory()
    person = UserFactory(email="anna@known.example")
    path = reverse(name)
    asked(path, "email", "warm@known.example")  # what is kept for good is asked for once
    known = asked(path, "email", person.email)
    unknown = asked(path, "email", "inga@known.example")
    # A stranger's mail is written and taken back, which may be one statement more or less.
    assert abs(known.pop("queries") - unknown.pop("queries")) <= 1
    for what, told in known.items():
        assert unknown[what] == told, (name, what)
