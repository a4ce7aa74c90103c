"""Connectors: PxWeb and Eurostat on the loopback, asked when it is time, and what came of it."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.specialisation.test_services import CELLS, HIDDEN, SDMX, Service, found, pxweb
from tests.varv.analysis.dataset_support import ABOUT, stored
from tests.varv.factories import AnalystFactory, RegionFactory
from varv import clock
from varv.analysis.compute import services, tables
from varv.analysis.datasets import actions, extensions
from varv.analysis.datasets.actions import fetching
from varv.analysis.models import Dataset, DatasetVersion
from varv.people.desk import items_for

PX = {
    "service": "pxweb",
    "table": "TAB1",
    "selection": {"Region": "*", "SNI2007": "*", "ContentsCode": "N1", "Tid": "*"},
}


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def service():
    one = Service()
    one.answer = pxweb(18)
    yield one
    one.close()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Try only once, so that a service that refuses does not keep the test waiting."""
    made = services.Transport
    monkeypatch.setattr(services, "Transport", lambda **more: made(**more, tries=1, timeout=5))


def day(*parts):
    return datetime(*parts, tzinfo=UTC)


def saved(service, query=PX, every="", reading=None, **about):
    url = service.url + ("/v2" if query["service"] == "pxweb" else "")
    return actions.save_query(
        None, about=ABOUT | about, query={**query, "url": url}, reading=reading or {}, every=every
    )


def fresh(dataset):
    return Dataset.objects.get(pk=dataset.pk)


def test_saved_query_is_asked_and_becomes_a_version(service):
    dataset = saved(service)
    assert dataset.origin == Dataset.Origin.SERVICE
    assert fetching.fetch(dataset.pk)
    version = dataset.versions.get()
    panel = tables.panel_of(version)
    assert panel.regions == ("0180", "2321", "2380")
    for (place, activity, year), value in CELLS.items():
        cell = (
            panel.place_of_year(int(year)),
            panel.place_of_region(place),
            panel.place_of_activity(activity),
        )
        assert panel.suppressed[cell] == ((place, activity, year) == HIDDEN)
        assert (place, activity, year) == HIDDEN or panel.values[cell] == value
    assert version.reading["query"]["table"] == "TAB1"
    assert version.format == "JSON-stat 2"
    assert fresh(dataset).fetch_at is None
    assert not fetching.fetch(dataset.pk), "it is not due any more"


def test_same_answer_makes_no_new_version(service):
    dataset = saved(service)
    fetching.fetch(dataset.pk)
    actions.ask_now(None, dataset=dataset)
    fetching.fetch(dataset.pk)
    assert dataset.versions.count() == 1
    assert fresh(dataset).fetch_error == ""
    assert fresh(dataset).fetched_at == clock.now()


def test_new_figures_become_the_next_version(service, monkeypatch):
    dataset = saved(service)
    fetching.fetch(dataset.pk)
    monkeypatch.setitem(CELLS, ("2380", "A", "2020"), 999)
    actions.ask_now(None, dataset=dataset)
    fetching.fetch(dataset.pk)
    second = dataset.versions.get(number=2)
    assert second.difference["changed"] == 1
    assert second.difference["largest"][0]["after"] == 999


def test_eurostat_is_asked_too(service):
    service.answer = lambda *_: found(SDMX)
    query = {
        "service": "eurostat", "table": "sbs_r_nuts06_r2", "selection": {"geo": ["SE32"]},
        "dimensions": ["freq", "nace_r2", "geo"], "years": [2015, 2016],
    }  # fmt: skip
    dataset = saved(service, query)
    fetching.fetch(dataset.pk)
    assert service.asked[0][0].endswith("/sbs_r_nuts06_r2/..SE32")
    assert dataset.versions.get().classification == "NACE Rev. 2"


def test_table_of_places_only_is_fetched(service):
    query = PX | {"selection": PX["selection"] | {"SNI2007": "A"}}
    dataset = saved(service, query, reading={"columns": {"activity": ""}})
    assert not dataset.has_activities
    fetching.fetch(dataset.pk)
    assert tables.table_of(dataset.versions.get())["activity"].unique().to_list() == ["-"]


def test_refusal_is_kept_and_shown_and_the_versions_stay(service, client):
    dataset = saved(service, every="month")
    fetching.fetch(dataset.pk)
    service.answer = lambda *_: (404, {}, b"No such table")
    actions.ask_now(None, dataset=dataset)
    fetching.fetch(dataset.pk)
    failed = fresh(dataset)
    assert "404" in failed.fetch_error
    assert failed.fetch_at > clock.now(), "it is asked again when it is time"
    assert dataset.versions.count() == 1
    analyst = AnalystFactory()
    client.force_login(analyst)
    page = client.get(dataset.desk_url).content.decode()
    assert "Tjänsten nekar med 404" in page
    assert dataset.desk_url in {one.url for one in items_for(analyst, clock.now())}
    service.answer = pxweb(18)
    actions.ask_now(None, dataset=dataset)
    fetching.fetch(dataset.pk)
    assert fresh(dataset).fetch_error == ""


def test_answer_with_errors_is_refused_with_what_was_found(service, client, monkeypatch):
    monkeypatch.setitem(CELLS, ("2380", "A", "2020"), -1)
    dataset = saved(service)
    fetching.fetch(dataset.pk)
    assert not DatasetVersion.objects.exists()
    assert fresh(dataset).fetch_findings[0]["kind"] == "negative"
    client.force_login(AnalystFactory())
    assert "mindre än noll" in client.get(dataset.desk_url).content.decode()


def test_service_that_is_not_there_leaves_the_dataset_as_it_is(service):
    dataset = saved(service)
    service.close()
    fetching.fetch(dataset.pk)
    assert "should answer" in fresh(dataset).fetch_error
    service.server.server_close()


def test_service_is_asked_when_its_time_has_come(service):
    dataset = saved(service, every="quarter")
    fetching.fetch(dataset.pk)
    due = fresh(dataset).fetch_at
    assert (due - clock.now()).days in range(89, 93)
    assert extensions.next_asking(clock.now()) == due
    assert not fetching.fetch(dataset.pk)
    with clock.pinned(due):
        extensions.ask_due(due)
        assert fetching.fetch(dataset.pk)
    assert fresh(dataset).fetch_at > due


@pytest.mark.parametrize(
    ("every", "after", "due"),
    [
        ("month", day(2020, 1, 31, 9), day(2020, 2, 29, 9)),
        ("quarter", day(2020, 11, 30), day(2021, 2, 28)),
        ("year", day(2020, 2, 29), day(2021, 2, 28)),
        ("month", day(2020, 12, 1), day(2021, 1, 1)),
        ("", day(2020, 1, 1), None),
    ],
)
def test_month_quarter_and_year_later(every, after, due):
    assert fetching.next_time(every, after) == due


def test_only_datasets_of_a_service_are_asked():
    dataset = stored().dataset
    with pytest.raises(ValidationError, match="no service"):
        actions.ask_now(None, dataset=dataset)


FIELDS = {
    "service": "pxweb", "table": "TAB5837", "selection": "Region = 23*\nTid = *",
    "region_column": "Region", "activity_column": "SNI2007", "level": "division",
    "every": "year", "title_sv": "Dagbefolkning", "unit_sv": "förvärvsarbetande",
    "publisher": "SCB", "licence_sv": "CC0", "is_public": "on",
}  # fmt: skip


def test_query_is_saved_and_changed_on_the_desk(client):
    client.force_login(AnalystFactory())
    answer = client.post(reverse("analysis:desk_query_new"), FIELDS)
    dataset = Dataset.objects.get()
    assert answer.url == dataset.desk_url
    assert dataset.query["selection"] == {"Region": ["23*"], "Tid": ["*"]}
    assert dataset.reading["columns"] == {"region": "Region", "activity": "SNI2007"}
    assert "tillfrågas" in client.get(dataset.desk_url).content.decode()
    address = reverse("analysis:desk_dataset_query", args=[dataset.key])
    assert "Region = 23*" in client.get(address).content.decode()
    assert client.post(address, FIELDS | {"every": "month"}).status_code == 302
    assert fresh(dataset).every == "month"
    ask = reverse("analysis:desk_dataset_ask", args=[dataset.key])
    assert client.post(ask).url == dataset.desk_url


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"selection": "Region 23*"}, "selection"),
        ({"selection": "Region = "}, "selection"),
        ({"table": ""}, "table"),
        ({"table": "<b>"}, "table"),
        ({"first_year": "2015"}, "last_year"),
        ({"first_year": "2015", "last_year": "2014"}, "last_year"),
        ({"every": "hour"}, "every"),
        ({"service": "http://127.0.0.1/"}, "service"),
        ({"licence_sv": ""}, "licence_sv"),
    ],
)
def test_wrong_query_is_refused_beside_its_field(client, wrong, field):
    client.force_login(AnalystFactory())
    answer = client.post(reverse("analysis:desk_query_new"), FIELDS | wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Dataset.objects.exists()
