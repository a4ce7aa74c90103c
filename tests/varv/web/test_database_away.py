"""While the database is away the answer is a page that says so, and afterwards all is well."""

from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture
def database_away(own_database) -> Iterator[None]:
    """No PostgreSQL where it should be."""
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    yield
    connection.settings_dict["PORT"] = port


@pytest.fixture
def visitor(client):
    """Somebody who gets the page of an error, and not the error."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("address", ["/", "/meetings/", "/desk/"])
def test_a_page_says_that_we_are_back_soon(database_away, visitor, address):
    answer = visitor.get(address, headers={"Accept-Language": "sv"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    text = answer.content.decode()
    assert "Vi är snart tillbaka" in text
    assert "We are back soon" in text
    assert "Traceback" not in text


def test_a_mistake_of_ours_is_still_told_as_one(db, visitor, monkeypatch):
    from varv.meetings import queries

    def broken(*_args):
        raise RuntimeError("a mistake")

    monkeypatch.setattr(queries, "coming_meetings", broken)
    monkeypatch.setattr(queries, "public_meetings", broken)
    assert visitor.get("/meetings/").status_code == 500
