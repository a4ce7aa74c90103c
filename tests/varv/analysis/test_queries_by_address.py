"""The form of a query takes the address of a table, and shows what the service says of it."""

import pytest
from django.urls import reverse

from tests.specialisation.test_services import Service, found, pxweb
from tests.varv.analysis.test_services_asked import FIELDS
from tests.varv.factories import AnalystFactory, RegionFactory
from varv.analysis.compute import services
from varv.analysis.datasets.addresses import table_at
from varv.analysis.models import Dataset

CONSTRAINT = b"""<?xml version="1.0" encoding="UTF-8"?>
<m:Structure xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:s="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
<m:Structures><s:Constraints><s:ContentConstraint id="SBS_R_NUTS06_R2" type="Actual">
<s:CubeRegion include="true">
<c:KeyValue id="freq"><c:Value>A</c:Value></c:KeyValue>
<c:KeyValue id="nace_r2"><c:Value>I55</c:Value><c:Value>I56</c:Value></c:KeyValue>
<c:KeyValue id="geo"><c:Value>SE32</c:Value></c:KeyValue>
<c:KeyValue id="TIME_PERIOD"><c:Value>2015</c:Value></c:KeyValue>
</s:CubeRegion></s:ContentConstraint></s:Constraints></m:Structures></m:Structure>"""
EUROSTAT_PAGE = "https://ec.europa.eu/eurostat/databrowser/view/sbs_r_nuts06_r2/default/table"


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def desk(client):
    client.force_login(AnalystFactory())
    return client


@pytest.fixture
def service(monkeypatch):
    one = Service()
    one.answer = pxweb(18)
    monkeypatch.setattr(services, "SCB", f"{one.url}/v2")
    monkeypatch.setattr(services, "EUROSTAT", one.url)
    yield one
    one.close()


def sent(desk, **typed):
    return desk.post(reverse("analysis:desk_query_new"), FIELDS | typed)


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("https://statistikdatabasen.scb.se/api/v2/tables/TAB5837", ("pxweb", "TAB5837")),
        (
            "https://statistikdatabasen.scb.se/api/v2/tables/tab638/data?lang=sv",
            ("pxweb", "TAB638"),
        ),
        ("www.statistikdatabasen.scb.se/sv/table/TAB638/", ("pxweb", "TAB638")),
        (f"{EUROSTAT_PAGE}?lang=en", ("eurostat", "sbs_r_nuts06_r2")),
        (
            "https://ec.europa.eu/eurostat/databrowser/view/DEMO_R_D2JAN__custom_46/default/table",
            ("eurostat", "demo_r_d2jan"),
        ),
        (
            "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/nama_10r_2gdp/A..SE32",
            ("eurostat", "nama_10r_2gdp"),
        ),
        ("https://ec.europa.eu/eurostat/web/main/data", None),
        ("https://scb.se.example.org/TAB5837", None),
        ("https://notscb.se/TAB5837", None),
        ("http://[", None),
        ("TAB5837", None),
    ],
)
def test_code_is_taken_from_the_address_of_a_table(address, table):
    assert table_at(address) == table


def test_address_is_saved_as_service_and_code(desk):
    assert sent(desk, table=EUROSTAT_PAGE, service="pxweb").status_code == 302
    query = Dataset.objects.get().query
    assert (query["service"], query["table"]) == ("eurostat", "sbs_r_nuts06_r2")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.org/tabell", "Det finns ingen tabell"),
        (
            "https://www.statistikdatabasen.scb.se/pxweb/sv/ssd/START__AM__AM0207/DagSNI07KonKN/",
            "börjar på TAB",
        ),
        ("två ord", "Det finns ingen tabell"),
        ("TAB1/../../x", "Det finns ingen tabell"),
    ],
)
def test_address_that_names_no_table_is_refused_beside_its_field(desk, address, words):
    for look in ({}, {"look": "1"}):
        answer = sent(desk, table=address, **look)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"table"}
        assert words in answer.content.decode()
        assert answer.context["form"]["table"].value() == address
    assert not Dataset.objects.exists()


def test_form_lists_what_the_table_has_and_saves_nothing(desk, service):
    page = sent(desk, table="https://statistikdatabasen.scb.se/api/v2/tables/TAB1", look="1",
                title_sv="", selection="Region = 23*")  # fmt: skip
    assert page.status_code == 200
    assert service.asked[0][0].endswith("/v2/tables/TAB1/metadata")
    text = page.content.decode()
    for told in ("<code>SNI2007</code>", "<code>2380</code> label 2380", "Tid"):
        assert told in text
    assert page.context["form"]["table"].value() == "TAB1"
    assert page.context["form"]["selection"].value() == "Region = 23*", "what was typed is kept"
    assert not page.context["form"].errors
    assert not Dataset.objects.exists()


def test_eurostat_says_its_dimensions_in_order(desk, service):
    service.answer = lambda *_: found(CONSTRAINT)
    page = sent(desk, table=EUROSTAT_PAGE, look="1")
    assert service.asked[0][0].endswith("/sdmx/2.1/contentconstraint/ESTAT/sbs_r_nuts06_r2")
    text = page.content.decode()
    assert "<code>freq, nace_r2, geo</code>" in text
    assert "<code>I55</code>" in text
    assert page.context["form"]["service"].value() == "eurostat"


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, b"No such table"),
        (503, {}, b"busy"),
        (200, {}, b"<html>"),
        (200, {}, b"{}"),
        (200, {}, b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
    ],
)
@pytest.mark.parametrize("table", ["TAB1", EUROSTAT_PAGE])
def test_service_that_says_nothing_is_told_of_and_what_was_typed_is_kept(
    desk, service, answer, table
):
    service.answer = lambda *_: answer
    page = sent(desk, table=table, look="1")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Tjänsten kunde inte säga vad tabellen har" in text
    assert "should" not in page.context["look"].refusal, "the reason is in the reader's language"
    assert page.context["form"]["title_sv"].value() == FIELDS["title_sv"]
    assert len(service.asked) == 1, "somebody waits for the page"


def test_service_that_is_not_there_is_told_of(desk, service):
    service.close()
    page = sent(desk, look="1")
    assert "Tjänsten svarar inte" in page.content.decode()
    assert page.context["form"]["publisher"].value() == "SCB"
    assert sent(desk).status_code == 302, "it can be saved all the same"
