"""The pages of reach: everybody's hides the few, the desk's shows all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.factories import (
    CoordinatorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
    RegistrationFactory,
    RoundFactory,
    StaffRoleFactory,
    UserFactory,
    contribution,
)
from varv.consultation.contents import Sender
from varv.meetings import actions
from varv.people.models import Outline, Region

pytestmark = pytest.mark.usefixtures("db", "at")

NOW = datetime(2020, 5, 1, tzinfo=UTC)
SOURCE = "consultation.contributions"


@pytest.fixture
def towns():
    region = Region.objects.first() or RegionFactory()
    return [
        MunicipalityFactory(
            region=region, name=name, population=people, population_year=2024, workplaces=places
        )
        for name, people, places in [("Ragunda", 5_000, 1_200), ("Åre", 60_000, 3_300)]
    ]


@pytest.fixture
def round_(towns):
    ragunda, are = towns
    round_ = RoundFactory()
    OrganisationFactory(name="Kvarnen AB", sector="business", municipality=are, checked_at=NOW)
    for number in range(40):
        person = Sender("Kim", f"k{number}@x.example", "Kvarnen AB", "business", are)
        contribution(round=round_, sender=person)
    for number in range(2):
        contribution(
            round=round_, sender=Sender("Li", f"l{number}@x.example", "", "civil", ragunda)
        )
    return round_


@pytest.fixture
def desk():
    client = Client()
    client.force_login(CoordinatorFactory())
    return client


def test_everybody_sees_no_few_private_persons_and_staff_do(round_, desk, client):
    seen = client.get(reverse("reach:reach"), {"source": SOURCE}).content.decode()
    assert "färre än 5" in seen
    whole = desk.get(reverse("reach:desk_reach"), {"source": SOURCE}).content.decode()
    assert "färre än 5" not in whole


def test_page_says_fewer_in_words_where_the_interval_carries_it(round_, desk):
    page = desk.get(reverse("reach:desk_reach"), {"source": SOURCE, "who": "business"})
    assert page.context["figures"].fewer == ["Ragunda"]
    assert "Färre än väntat" in page.content.decode()


@pytest.mark.parametrize("name", ["reach:reach", "reach:desk_reach"])
def test_page_opens_with_the_first_source_that_has_anybody(round_, desk, name):
    page = desk.get(reverse(name))
    assert page.context["source_key"] == SOURCE
    assert not page.context["figures"].nobody


def test_page_opens_with_the_first_source_where_none_has_anybody(towns, client):
    assert client.get(reverse("reach:reach")).context["figures"].nobody


def test_round_is_chosen_and_one_of_another_source_is_forgotten(round_, client):
    address = reverse("reach:reach")
    page = client.get(address, {"source": SOURCE, "occasion": round_.pk})
    assert page.context["figures"].region.cells[0].number == 40
    page = client.get(address, {"source": "meetings.attendances", "occasion": round_.pk})
    assert page.status_code == 200
    assert page.context["figures"].nobody


@pytest.mark.parametrize(
    "query",
    [
        {"source": "no.such"},
        {"source": SOURCE, "who": "<script>", "per": "x", "occasion": "-1"},
        {"source": SOURCE, "occasion": "9" * 40},
        {"source": "\x00", "who": "\x00"},
    ],
)
def test_what_makes_no_sense_is_not_let_in(round_, client, query):
    page = client.get(reverse("reach:reach"), query)
    assert page.status_code == 200
    assert b"<script>" not in page.content


def test_files_hold_what_the_page_shows(round_, desk, client):
    query = f"?source={SOURCE}"
    public = client.get(reverse("reach:export", args=["csv"]) + query)
    assert public["Content-Type"] == "text/csv; charset=utf-8"
    assert ",few," in public.content.decode()
    whole = desk.get(reverse("reach:desk_export", args=["csv"]) + query).content.decode()
    assert ",few," not in whole
    book = client.get(reverse("reach:export", args=["xlsx"]) + query)
    assert book.content[:2] == b"PK"
    assert client.get(reverse("reach:export", args=["pdf"]) + query).status_code == 404


def test_real_map_is_drawn_where_every_municipality_has_an_outline(towns, round_, client):
    address = reverse("reach:reach") + f"?source={SOURCE}"
    assert b"realmap" not in client.get(address).content
    ring = [[14.0, 63.0], [16.0, 63.0], [16.0, 64.0], [14.0, 63.0]]
    for place in towns:
        Outline.objects.create(municipality=place, polygons=[[ring]])
    page = client.get(address).content.decode()
    assert page.count('<path class="shape--') == 2
    assert "style=" not in page[page.index("realmap") :][:3000]


def test_meeting_page_hides_the_few_as_well(towns, client):
    came = RegistrationFactory(municipality=towns[0], sector="civil", organisation=None)
    meeting = came.meeting
    meeting.starts_at, meeting.ends_at = (
        meeting.starts_at.replace(year=2019),
        meeting.ends_at.replace(year=2019),
    )
    meeting.save()
    actions.record_attendance(None, meeting=meeting, present=[came.pk])
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Vilka som kom" in page
    assert "färre än 5" in page


def test_pages_ask_the_database_as_often_for_many_as_for_few(round_, desk, client):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            desk.get(reverse("reach:desk_reach"), {"source": SOURCE})
            client.get(reverse("reach:reach"), {"source": SOURCE})
        return len(caught)

    asked()
    before = asked()
    for _number in range(10):
        place = MunicipalityFactory(population=1000, workplaces=100)
        another = RoundFactory()
        contribution(round=another, sender=Sender("Bo", "bo@x.example", "", "public", place))
    assert asked() == before


def test_desk_leads_on_to_who_has_not_been_heard_those_who_may_go_there(round_, desk, client):
    onward = reverse("consultation:desk_unheard", args=[round_.pk])
    address = reverse("reach:desk_reach")
    assert onward in desk.get(address, {"source": SOURCE}).content.decode()
    later = RoundFactory(opens_at=round_.opens_at + timedelta(minutes=1))
    contribution(round=later)
    page = desk.get(address, {"source": SOURCE, "occasion": round_.pk}).content.decode()
    assert onward in page
    assert reverse("consultation:desk_unheard", args=[later.pk]) not in page
    reader = UserFactory()
    StaffRoleFactory(user=reader, role="reader")
    client.force_login(reader)
    assert onward not in client.get(address, {"source": SOURCE}).content.decode()
