"""The read-only API."""

import json

import pytest
from django.test import Client

from varv.meetings.models import Meeting

ADDRESSES = ["programme", "areas", "steps", "meetings", "municipalities", "frame"]
ADDRESSES += ["evidence", "claims", "assets"]
PRIVATE = ("link", "email", "person", "name_of", "registrations")


@pytest.mark.parametrize("address", ADDRESSES)
def test_api_answers_items_and_count(county, client: Client, address: str):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    found = answer.json()
    assert set(found) == {"items", "count", "next"}
    assert found["count"] == len(found["items"]) > 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_api_refuses_to_write(county, client: Client, address: str):
    assert client.post(f"/api/v1/{address}", {}).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_api_has_no_private_keys(county, client: Client, address: str):
    for item in client.get(f"/api/v1/{address}").json()["items"]:
        assert not set(item) & set(PRIVATE)


def test_api_lists_the_eight_meetings_in_local_time(county, client: Client):
    items = client.get("/api/v1/meetings").json()["items"]
    assert [(item["starts_at"], item["area"]) for item in items] == [
        ("2020-05-29T10:00:00Z", None),
        ("2020-06-01T08:00:00Z", None),
        ("2020-06-01T14:00:00Z", None),
        ("2020-06-02T06:00:00Z", None),
        ("2020-06-05T07:00:00Z", "jord-och-skog"),
        ("2020-06-05T11:00:00Z", "hallbar-energi"),
        ("2020-06-08T07:00:00Z", "upplevelser"),
        ("2020-06-15T07:00:00Z", "digitala-losningar"),
    ]


def test_api_never_gives_a_link_or_a_draft(county, client: Client):
    draft = Meeting.objects.first()
    Meeting.objects.update(link="https://secret.example/abc")
    Meeting.objects.filter(pk=draft.pk).update(state=Meeting.State.DRAFT)
    text = client.get("/api/v1/meetings").content.decode()
    assert "secret.example" not in text
    assert json.loads(text)["count"] == 7


def test_api_answers_in_the_language_asked_for(county, client: Client):
    swedish = client.get("/api/v1/areas").json()["items"][-1]["name"]
    english = client.get("/api/v1/areas?language=en").json()["items"][-1]["name"]
    assert (swedish, english) == ("Hållbar energi", "Sustainable energy")


def test_api_names_a_wrong_parameter(county, client: Client):
    answer = client.get("/api/v1/areas?language=<script>")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "language"


@pytest.mark.parametrize("address", ADDRESSES)
def test_api_asks_as_often_for_many_as_for_few(
    county, client: Client, address: str, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/{address}")


def test_api_page_names_every_address_and_no_foreign_host(county, client: Client):
    text = client.get("/api/docs").content.decode()
    for address in ADDRESSES:
        assert f"/api/v1/{address}" in text
    assert "cdn" not in text.lower()


def test_api_says_what_every_parameter_is_for(county, client: Client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, methods in paths.items():
        for parameter in methods["get"]["parameters"]:
            assert parameter["description"], (path, parameter["name"])


def test_api_describes_itself(county, client: Client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    more = [
        *("search", "rounds", "papers", "rounds/{slug}/contributions"),
        *("register/cases", "register/cases/{id}/records"),
        *("reach", "reach/{source}", "rounds/{slug}/points"),
        *("programme/versions", "areas/{slug}/versions", "swot"),
        *("datasets", "datasets/{key}/versions", "runs", "findings", "memos"),
        *("activity-sets", "area-figures", "municipal-figures"),
    ]
    assert set(paths) == {f"/api/v1/{address}" for address in [*ADDRESSES, *more]}


def test_api_refuses_a_language_the_region_does_not_speak(county, client: Client):
    answer = client.get("/api/v1/areas?language=fi")
    assert answer.status_code == 422
    assert "sv, en" in answer.json()["errors"][0]["message"]
