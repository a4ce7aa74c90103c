"""Consultations and input in the API: what everybody may read, and how much is left out and why."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.varv.consultation.spread_support import LAW, OPEN, Spread
from tests.varv.factories import RoundFactory
from varv import clock
from varv.consultation.models import Contribution, Round
from varv.people.models import Organisation

pytestmark = pytest.mark.django_db
CLOSED = ("Olästbrevet", "Doltbrevet", "Sekretessbrevet", "Återtagetbrev", "Obekräftatbrev")


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def spread():
    return Spread()


def input_of(spread, **asked):
    return Client().get(f"/api/v1/rounds/{spread.round.slug}/contributions", asked)


def test_rounds_are_listed_with_what_is_asked_and_how_much_came(spread):
    RoundFactory(state=Round.State.DRAFT)
    found = Client().get("/api/v1/rounds", {"language": "en"}).json()
    assert found["count"] == 1
    (item,) = found["items"]
    assert (item["slug"], item["is_open"], item["received"], item["public"]) == (
        spread.round.slug, True, 6, 2
    )  # fmt: skip
    assert item["questions"][0]["options"] == ["Agrees"]
    assert item["documents"] == ["The draft"]


def test_closed_round_is_no_longer_open(spread):
    with clock.pinned(spread.round.closes_at):
        assert not Client().get("/api/v1/rounds").json()["items"][0]["is_open"]


def test_input_is_given_with_all_that_it_says(spread):
    first = input_of(spread).json()["items"][0]
    assert first["reference"] == str(spread.published)
    assert (first["organisation"], first["sector"], first["municipality"]) == (
        "Norrskog AB", "business", "2380"
    )  # fmt: skip
    assert first["replies"] == [
        {
            "question": 1,
            "asked": str(spread.question.text["sv"]),
            "area": None,
            "options": ["Instämmer"],
            "text": "Svaret Bredbandet behövsx",
        }
    ]
    assert first["comments"][0]["quote"] == "Första stycket."


def test_input_tells_of_no_person_and_of_no_name_that_is_not_checked(spread):
    text = input_of(spread).content.decode()
    assert "Norrskog AB" in text
    for name in ("Kim Lind", "Ante Vik", "ante@", *CLOSED):
        assert name not in text, name
    Organisation.objects.update(checked_at=None)
    assert "Norrskog AB" not in input_of(spread).content.decode()


def test_input_says_how_much_is_left_out_and_why(spread):
    found = input_of(spread).json()
    assert found["count"] == len(found["items"]) == 2
    assert found["left_out"] == {"withdrawn": 1, "secret": 1, "hidden": 1, "not_yet_read": 1}


@pytest.mark.parametrize("state", ["unread", "hidden", "withdrawn"])
def test_secret_input_counts_as_secret_whatever_else_it_is_but_taken_back(spread, state):
    record = getattr(spread, state).record
    record.secrecy = "OSL 21 kap. 1 §"
    record.save()
    told = input_of(spread).json()["left_out"]
    assert sum(told.values()) == 4
    assert told["secret"] == (1 if state == "withdrawn" else 2)


def test_outside_the_region_and_not_known_are_two_things(spread):
    Contribution.objects.filter(pk=spread.published.pk).update(municipality=None)
    Contribution.objects.filter(pk=spread.alone.pk).update(municipality=None, sector="")
    first, second = input_of(spread).json()["items"]
    assert (first["municipality"], first["outside_region"]) == (None, True)
    assert (second["sector"], second["outside_region"]) == (None, False)


def test_input_comes_in_pages_in_the_order_of_the_register(spread):
    for number in range(30):
        spread.publish(spread.send(f"Inspel {number}"))
    first = input_of(spread).json()
    second = Client().get(first["next"]).json()
    numbers = [item["number"] for item in first["items"] + second["items"]]
    assert numbers == sorted(numbers)
    assert (len(numbers), second["next"], first["count"]) == (32, None, 32)


def test_input_asks_as_often_for_many_as_for_few(spread):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            input_of(spread)
        return len(queries)

    few = asked()
    for _ in range(10):
        spread.publish(spread.send("Mer", organisation="Nya bolaget"))
    assert asked() == few


@pytest.mark.parametrize("slug", ["finns-inte", "%00", "'\"><script>", "x" * 500])
def test_unknown_round_is_told_as_a_problem(spread, slug):
    answer = Client().get(f"/api/v1/rounds/{slug}/contributions")
    assert answer.status_code in {404, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_draft_is_an_unknown_round(spread):
    Round.objects.update(state=Round.State.DRAFT)
    answer = input_of(spread)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_input_can_only_be_read(spread):
    assert Client().post(f"/api/v1/rounds/{spread.round.slug}/contributions").status_code == 405


def test_search_of_the_api_finds_rounds_and_no_input(spread):
    found = Client().get("/api/v1/search", {"q": "bredbandet"}).json()
    assert found["count"] == 0
    by_title = Client().get("/api/v1/search", {"q": str(spread.round.title["sv"])}).json()
    assert "round" in {item["kind"] for item in by_title["items"]}


# -- the register ----------------------------------------------------------------------------------


def records_of(case, **asked):
    return Client().get(f"/api/v1/register/cases/{case.pk}/records", asked)


def test_register_lists_cases_with_how_many_records_there_are(spread):
    (item,) = Client().get("/api/v1/register/cases").json()["items"]
    assert (item["number"], item["records"]) == ("RUN/430/2018", 7)
    assert item["id"] == spread.round.case_id


def test_register_lists_every_record_and_names_no_person(spread):
    found = records_of(spread.round.case).json()
    assert [item["number"] for item in found["items"]] == [*range(1, 8)]
    first, second = found["items"][:2]
    assert (first["counterpart"], first["direction"]) == ("Norrskog AB", "in")
    assert second["counterpart"] is None
    text = records_of(spread.round.case).content.decode()
    for name in ("Kim Lind", "Ante Vik", "ante@", *CLOSED):
        assert name not in text, name


def test_register_tells_that_a_secret_record_is_there_and_under_which_law(spread):
    items = {one["number"]: one for one in records_of(spread.round.case).json()["items"]}
    secret = items[spread.secret.record.number]
    assert (secret["secrecy"], secret["title"], secret["about"]) == (LAW, "", "")


def test_register_asks_as_often_for_many_records_as_for_few(spread):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            records_of(spread.round.case)
        return len(queries)

    few = asked()
    for number in range(12):
        spread.send("Mer", organisation=f"Bolaget {number}")
    assert asked() == few


@pytest.mark.parametrize("case", ["0", "999999", "9" * 40, "x", "-1"])
def test_unknown_case_is_told_as_a_problem(spread, case):
    answer = Client().get(f"/api/v1/register/cases/{case}/records")
    assert answer.status_code in {404, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_page_of_the_api_names_the_addresses_of_consultations(county, client):
    text = client.get("/api/docs").content.decode()
    for address in (
        "/rounds",
        "/papers",
        "/rounds/{slug}/contributions",
        "/register/cases/{id}/records",
    ):
        assert f"/api/v1{address}" in text
