"""While the database is away the answer is a page that says so, and afterwards all is well."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.varv.factories import MeetingFactory, MunicipalityFactory
from varv.people.models import Organisation, User
from varv.registry.models import Message


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


NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER no_room BEFORE INSERT ON meetings_registration EXECUTE FUNCTION no_room();
"""


@pytest.mark.committed
def test_a_sign_up_without_room_on_the_disk_is_told_and_nothing_of_it_kept(db, at, visitor):
    meeting, home = MeetingFactory(), MunicipalityFactory()
    with connection.cursor() as cursor:
        cursor.execute(NO_ROOM)
    answer = visitor.post(
        f"/meetings/sign-up/?meeting={meeting.slug}",
        {
            "meetings": meeting.slug,
            "name": "Anna Berg",
            "email": "anna@example.org",
            "sector": "business",
            "organisation": "Fjällkraft AB",
            "municipality": home.pk,
        },
    )
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "We are back soon" in answer.content.decode()
    assert not User.objects.filter(email="anna@example.org").exists()
    assert not Organisation.objects.filter(name="Fjällkraft AB").exists()
    assert not Message.objects.exists()
