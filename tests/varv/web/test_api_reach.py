"""The API's figures of reach: those of everybody's page, with small numbers of people hidden."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.varv.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    RoundFactory,
    contribution,
)
from varv.consultation.contents import Sender
from varv.people.models import Municipality

pytestmark = pytest.mark.usefixtures("db", "at")


NOW = datetime(2020, 5, 1, tzinfo=UTC)


@pytest.fixture
def round_():
    place = MunicipalityFactory(code="2303", name="Ragunda", population=5000, workplaces=1000)
    MunicipalityFactory(code="2321", name="Åre", population=12000, workplaces=3000)
    Municipality.objects.exclude(code__in=["2303", "2321"]).delete()
    round_ = RoundFactory()
    OrganisationFactory(name="Kvarnen AB", sector="business", municipality=place, checked_at=NOW)
    for number in range(6):
        contribution(
            round=round_,
            sender=Sender("Kim", f"k{number}@x.example", "Kvarnen AB", "business", place),
        )
    contribution(round=round_, sender=Sender("Li", "li@x.example", "", "civil", place))
    return round_


def test_sources_are_listed_with_their_occasions(round_, client: Client):
    found = {one["key"]: one for one in client.get("/api/v1/reach").json()["items"]}
    assert set(found) >= {
        *("consultation.contributions", "consultation.senders", "consultation.invited"),
        *("meetings.registrations", "meetings.attendances", "cycles.interests"),
    }
    occasions = found["consultation.contributions"]["occasions"]
    assert [one["id"] for one in occasions] == [round_.pk]
    assert found["meetings.attendances"]["occasions"] == []


@pytest.mark.parametrize("of", ["", "?occasion={}"])
def test_numbers_and_rates_by_municipality_without_the_few(round_, client: Client, of):
    address = "/api/v1/reach/consultation.contributions" + of.format(round_.pk)
    items = client.get(address).json()["items"]
    assert [(one["place"], one["municipality"]) for one in items] == [
        ("municipality", "2303"),
        ("municipality", "2321"),
        ("region", None),
        ("outside", None),
    ]
    ragunda = items[0]
    assert ragunda["numbers"]["business"] == {"number": 6, "hidden": None}
    assert ragunda["numbers"]["alone"] == {"number": None, "hidden": "few"}
    assert ragunda["numbers"]["all"] == {"number": None, "hidden": "other"}
    assert ragunda["inhabitants"]["all"] is None
    assert ragunda["inhabitants"]["business"]["ratio"] == pytest.approx(17 / 5, abs=0.001)
    assert ragunda["workplaces"]["business"]["per_1000"] == 6
    assert items[2]["numbers"]["all"]["hidden"] == "other"


def test_occasion_that_is_not_of_the_source_is_named(round_, client: Client):
    answer = client.get("/api/v1/reach/consultation.senders?occasion=999999")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "occasion"
    assert client.get("/api/v1/reach/consultation.senders?occasion=x").status_code == 422
    assert client.get("/api/v1/reach/nobody.knows").status_code == 404
