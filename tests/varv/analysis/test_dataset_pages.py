"""The pages of datasets: for everybody, for the staff, and as files."""

import csv
import gzip
import io
import json

import openpyxl
import polars as pl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.analysis.dataset_support import ABOUT, TABLE, again, delivered, stored
from tests.varv.factories import AnalystFactory, ReaderFactory, RegionFactory, UserFactory
from varv.analysis import limits
from varv.analysis.datasets import actions
from varv.analysis.models import Dataset, DatasetVersion, Delivery
from varv.registry.models import Event

FIELDS = {
    "title_sv": "Anställda i näringslivet",
    "unit_sv": "anställda personer",
    "publisher": "Eurostat",
    "source_url": "https://ec.europa.eu/eurostat",
    "licence_sv": "CC BY 4.0",
    "is_public": "on",
}


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def desk(client):
    client.force_login(AnalystFactory())
    return client


def uploaded(client, content, name="tabell.csv", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("analysis:desk_delivery_new"), {"file": file, **more})


def shown(client, address):
    """Return a page with plain spaces in its figures."""
    return client.get(address).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def at(name, *args):
    return reverse(f"analysis:{name}", args=args)


# -- the story of an import ---


def test_analyst_drops_a_file_chooses_and_stores(desk):
    text = "geo;nace_r2;n2015\nSE32;I;90\nSE32;I55;40\nSE32;I56;50\nSE33;I55;7\nSE33;I56;: c\n"
    answer = uploaded(desk, text.encode())
    made = Delivery.objects.get()
    assert answer.url == made.desk_url
    page = desk.get(made.desk_url).content.decode()
    assert "blandar nivåer" in page
    assert "Avdelningar" in page or "avdelningar" in page
    assert desk.get(made.desk_url).context["is_clean"] is False
    assert desk.post(at("desk_delivery_store", made.pk), FIELDS).status_code == 422
    assert again(made).reading["about"]["publisher"] == "Eurostat", "nobody types it twice"
    answer = desk.post(at("desk_delivery_say", made.pk), {"level": "division"})
    assert answer.url == made.desk_url
    page = desk.get(made.desk_url)
    assert page.context["is_clean"]
    assert page.context["about_form"].initial["publisher"] == "Eurostat"
    answer = desk.post(at("desk_delivery_store", made.pk), FIELDS)
    version = DatasetVersion.objects.get()
    assert answer.url == version.dataset.desk_url
    assert version.dataset.key == "anstallda-i-naringslivet"
    assert version.reading == {"level": "division"}
    assert desk.get(made.desk_url).status_code == 200
    assert "Version 1" in desk.get(version.dataset.desk_url).content.decode()


def test_level_of_activities_must_be_said_where_there_are_several(desk):
    uploaded(desk, b"geo;nace_r2;n2015\nSE3;I;90\nSE32;I;90\nSE32;I55;40\nSE32;I56;50\n")
    made = Delivery.objects.get()
    fields = desk.get(made.desk_url).context["how_form"].fields
    assert fields["level"].required
    assert not fields["region_level"].required
    answer = desk.post(at("desk_delivery_say", made.pk), {"level": ""})
    assert answer.status_code == 422
    assert "level" in answer.context["how_form"].errors
    assert again(made).reading == {}


def test_row_of_the_country_is_kept_where_that_is_asked(desk):
    uploaded(desk, b"geo;nace_r2;n2015\nSE;I55;90\nSE32;I55;40\nSE31;I55;50\n")
    made = Delivery.objects.get()
    assert "whole" in desk.get(made.desk_url).context["how_form"].fields
    assert made.preview["regions"] == 2
    desk.post(at("desk_delivery_say", made.pk), {"region_level": "", "whole": "on"})
    made = again(made)
    assert made.reading == {"whole": True}
    assert made.preview["regions"] == 3
    desk.post(at("desk_delivery_say", made.pk), {"region_level": "NUTS 0", "whole": "on"})
    page = desk.get(made.desk_url).content.decode()
    assert "Landet kan sparas bredvid regioner under det" in page


def test_file_of_one_level_asks_for_no_country(desk):
    uploaded(desk, b"geo;nace_r2;n2015\nSE32;I55;40\nSE31;I55;50\n")
    assert "whole" not in desk.get(Delivery.objects.get().desk_url).context["how_form"].fields


def test_next_version_is_read_as_the_last_one_was(desk):
    first = stored("geo;nace_r2;year;value\nSE32;I;3;3\n".replace(";3;3", ";2015;3") + TABLE[26:],
                   how={"level": "division"})  # fmt: skip
    address = at("desk_dataset_next", first.dataset.key)
    file = SimpleUploadedFile("ny.csv", TABLE.replace("2015", "2016").encode())
    answer = desk.post(address, {"file": file})
    made = Delivery.objects.latest("pk")
    assert answer.url == made.desk_url
    assert made.reading == {"level": "division"}
    page = desk.get(made.desk_url)
    assert "about_form" not in page.context
    answer = desk.post(at("desk_delivery_next", made.pk), {"dataset": first.dataset.key})
    assert answer.url == first.dataset.desk_url
    assert first.dataset.versions.count() == 2
    page = desk.get(first.dataset.desk_url).content.decode()
    assert "Åren är andra än förut (2016 i stället för 2015)" in page


def test_same_table_is_told_on_the_page(desk):
    first = stored()
    made = delivered()
    answer = desk.post(at("desk_delivery_next", made.pk), {"dataset": first.dataset.key})
    assert answer.status_code == 422
    assert "finns redan" in answer.content.decode()
    assert DatasetVersion.objects.count() == 1


def test_typed_rows_are_stored_the_same_way(desk):
    rows = {"text": "2380\t2020\t63985\n2321\t2020\t12059", "name": "Folkmängd"}
    assert desk.post(at("desk_delivery_new"), rows).status_code == 302
    made = Delivery.objects.get()
    assert made.name == "Folkmängd.csv"
    assert made.reading == {"columns": {"activity": ""}}, "three cells tell of places only"
    assert desk.post(at("desk_delivery_store", made.pk), FIELDS).status_code == 302
    version = DatasetVersion.objects.get()
    assert "63 985" in shown(desk, version.get_absolute_url())


def test_typed_rows_that_are_wrong_are_put_right_on_the_page(desk):
    desk.post(at("desk_delivery_new"), {"text": "SE32;I55;2015;tolv\nSE33;I55;2015;4"})
    made = Delivery.objects.get()
    assert "SE32;I55;2015;tolv" in desk.get(made.desk_url).content.decode()
    answer = desk.post(at("desk_delivery_type", made.pk), {"text": " "})
    assert answer.status_code == 422
    answer = desk.post(at("desk_delivery_type", made.pk), {"text": "SE32;I55;2015;12"})
    assert answer.status_code == 302
    assert desk.get(made.desk_url).context["is_clean"]


def test_large_file_is_read_by_the_worker_and_the_page_tells_how_far(desk):
    uploaded(desk, gzip.compress(TABLE.encode()), "tabell.csv.gz")
    made = Delivery.objects.get()
    assert made.state == Delivery.State.RECEIVED
    assert "progress" in desk.get(made.desk_url).content.decode()
    address = at("desk_delivery_progress", made.pk)
    assert desk.get(address).status_code == 200
    from varv.analysis.datasets.actions import reading

    reading.read(made.pk)
    assert desk.get(address)["HX-Refresh"] == "true"


def test_file_that_cannot_be_read_is_told_and_thrown_away(desk):
    uploaded(desk, b"%PDF-1.7")
    made = Delivery.objects.get()
    page = desk.get(made.desk_url).content.decode()
    assert "PDF" in page
    assert "Inget har sparats" in page
    assert desk.post(at("desk_delivery_again", made.pk)).status_code == 302
    assert desk.post(at("desk_delivery_drop", made.pk)).url == at("desk_datasets")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"file": ""}, {"text": ""}, {"text": "x" * 600_000}])
def test_nothing_or_too_much_is_refused_beside_the_field(desk, sent):
    assert desk.post(at("desk_delivery_new"), sent).status_code == 422
    assert not Delivery.objects.exists()


def test_what_is_stored_is_neither_changed_nor_thrown_away(desk):
    version = stored()
    made = Delivery.objects.get(version=version)
    for name in ("say", "drop", "again"):
        assert desk.post(at(f"desk_delivery_{name}", made.pk)).status_code in {302, 422}
    assert desk.post(at("desk_delivery_store", made.pk), FIELDS).status_code == 422
    assert again(made).version == version
    assert version.table.destroyed_at is None


def test_dataset_is_described_anew_and_hidden(desk, client):
    dataset = stored().dataset
    fields = {**FIELDS, "title_sv": "Sysselsatta", "is_public": ""}
    assert desk.post(at("desk_dataset_edit", dataset.key), fields).status_code == 302
    assert desk.get(dataset.get_absolute_url()).status_code == 200
    client.logout()
    for address in (dataset.get_absolute_url(), dataset.versions.get().get_absolute_url()):
        assert client.get(address).status_code == 404
    assert "Sysselsatta" not in client.get(at("datasets")).content.decode()
    assert client.get("/api/v1/datasets").json()["items"] == []


# -- who may what ---


@pytest.mark.parametrize(
    ("factory", "reads"), [(ReaderFactory, 200), (UserFactory, 403), (None, 302)]
)
def test_only_analysts_import(client, factory, reads):
    made = delivered()
    if factory:
        client.force_login(factory())
    refused = 302 if factory is None else 403
    assert client.get(made.desk_url).status_code == reads
    assert client.get(at("desk_datasets")).status_code == reads
    assert uploaded(client, TABLE.encode()).status_code == refused
    for name in ("say", "store", "next", "drop", "again", "type"):
        assert client.post(at(f"desk_delivery_{name}", made.pk), FIELDS).status_code == refused
    assert Delivery.objects.count() == 1
    assert not Dataset.objects.exists()


# -- for everybody ---


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everybody_reads_a_version_with_its_source(client, language):
    client.cookies["django_language"] = language
    version = stored()
    page = shown(client, version.get_absolute_url())
    for text in ("SCB", "CC0", "SE32", "Mellersta Norrland", version.sha256):
        assert text in page
    assert ("1 204" in page) or ("1,204" in page)
    assert version.dataset.title.text("sv") in client.get(at("datasets")).content.decode()
    assert client.get(at("dataset_version", version.dataset.key, 2)).status_code == 404
    assert client.get(at("dataset", "finns-inte")).status_code == 404


def test_files_hold_the_same_figures(client):
    version = stored(TABLE + "SE32;I57;2015;: c\nSE33;I57;2015;3\n")
    key = version.dataset.key
    sent = {}
    for form in ("csv", "xlsx", "parquet", "json"):
        answer = client.get(at("dataset_file", key, 1, form))
        sent[form] = b"".join(answer)
    rows = list(csv.DictReader(io.StringIO(sent["csv"].decode("utf-8-sig"))))
    assert [(row["region"], row["activity"], row["value"]) for row in rows][:3] == [
        ("SE32", "I55", "1204"), ("SE32", "I56", "560"), ("SE32", "I57", ""),
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(sent["xlsx"]))
    assert [cell.value for cell in book.worksheets[0][2]][:4] == ["SE32", "I55", 2015, 1204]
    assert "CC0" in [row[1].value for row in book.worksheets[1].rows]
    assert pl.read_parquet(io.BytesIO(sent["parquet"])).height == 6
    found = json.loads(sent["json"])
    assert found["value"][:3] == [1204.0, 560.0, None]
    assert found["extension"]["manifest"]["licence"] == {"sv": "CC0"}
    for form in ("csv", "xlsx", "parquet", "json"):
        made = delivered(sent[form], name=f"igen.{form}")
        assert made.table is not None, (form, made.error, made.findings)
        assert made.preview["rows"] == 6


def test_csv_is_described_beside_it_with_licence_and_source(client):
    version = stored(
        TABLE, licence={"sv": "Fakta med källa", "en": "Facts with source"},
        source_url="https://scb.example/t", about={"sv": "Om tabellen."},
    )  # fmt: skip
    key, base = version.dataset.key, settings.BASE_URL
    csv_url = at("dataset_file", key, 1, "csv")
    file = client.get(csv_url)
    header = b"".join(file).decode("utf-8-sig").splitlines()[0].split(",")
    beside = at("dataset_csv_metadata", key, 1)
    assert beside == f"{csv_url}csv-metadata.json", "where CSV on the Web looks for it"
    said_here = f"{base}{version.get_absolute_url()}#licence"
    assert file["Link"] == (
        f'<{said_here}>; rel="license", '
        f'<{base}{beside}>; rel="describedby"; type="application/csvm+json"'
    )
    assert 'id="licence"' in client.get(version.get_absolute_url()).content.decode()
    answer = client.get(beside)
    assert answer["Content-Type"] == "application/csvm+json"
    found = answer.json()
    columns = found.pop("tableSchema")["columns"]
    assert found == {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{base}{csv_url}",
        "dc:title": [{"@value": "Anställda", "@language": "sv"}],
        "dc:description": [{"@value": "Om tabellen.", "@language": "sv"}],
        "dc:license": {"@id": said_here},
        "dc:rights": [
            {"@value": "Facts with source", "@language": "en"},
            {"@value": "Fakta med källa", "@language": "sv"},
        ],
        "dc:source": {"@id": "https://scb.example/t"},
        "dc:publisher": "SCB",
        "dc:modified": {"@value": "2020-05-25", "@type": "xsd:date"},
    }
    assert [one["titles"] for one in columns] == header
    assert {one["name"]: one["datatype"] for one in columns} == {
        "region": "string", "activity": "string", "year": "gYear", "value": "number",
        "suppressed": "boolean",
    }  # fmt: skip
    assert {"@value": "Bransch", "@language": "sv"} in columns[1]["dc:title"]
    assert beside in client.get(version.get_absolute_url()).content.decode()
    assert client.get(f"/api/v1/datasets/{key}/versions").json()["items"][0]["csv_metadata"] == (
        beside
    )


def test_known_licences_are_linked_to_their_text(client):
    version = stored(TABLE)
    for form in ("csv", "json"):
        link = client.get(at("dataset_file", version.dataset.key, 1, form))["Link"]
        assert '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"' in link
        assert ("describedby" in link) == (form == "csv")


def test_what_the_staff_keeps_is_not_described_to_others(client):
    version = stored(TABLE, is_public=False)
    beside = at("dataset_csv_metadata", version.dataset.key, 1)
    assert client.get(beside).status_code == 404
    client.force_login(AnalystFactory())
    assert client.get(beside).status_code == 200


def test_licence_is_read_in_the_language_of_the_page(client):
    version = stored(TABLE, licence={"sv": "Fakta med källa", "en": "Facts with source"})
    for language, shown_, other in (
        ("sv", "Fakta med källa", "Facts with"), ("en", "Facts with source", "Fakta"),
    ):  # fmt: skip
        client.cookies["django_language"] = language
        page = client.get(version.get_absolute_url()).content.decode()
        assert shown_ in page
        assert other not in page


def test_codes_that_look_like_formulas_are_neutralised(client):
    version = stored("region;activity;year;value\n-2+3;+46;2015;5\n-2+3;46;2015;6\n")
    text = b"".join(client.get(at("dataset_file", version.dataset.key, 1, "csv"))).decode()
    assert "'-2+3,'+46,2015,5" in text


def test_files_are_not_taken_out_for_ever(client):
    version = stored()
    address = at("dataset_file", version.dataset.key, 1, "csv")
    for _turn in range(limits.EXPORTS.count):
        assert b"".join(client.get(address))
    assert client.get(address).status_code == 429
    assert client.head(address).status_code == 200


def test_too_large_kinds_of_files_are_refused(client):
    version = stored()
    DatasetVersion.objects.filter(pk=version.pk).update(rows=10_000_000)
    key = version.dataset.key
    for form, status in (
        ("csv", 200),
        ("parquet", 200),
        ("xlsx", 404),
        ("json", 404),
        ("exe", 404),
    ):
        answer = client.get(at("dataset_file", key, 1, form))
        assert answer.status_code == status
        assert b"".join(answer)


def test_api_tells_datasets_and_versions(client):
    first = stored()
    stored(TABLE.replace("1204", "1300"), dataset=first.dataset)
    stored(TABLE.replace("1204", "1"), is_public=False, title={"sv": "Intern"})
    found = client.get("/api/v1/datasets").json()
    assert found["count"] == 1
    assert (found["items"][0]["version"], found["items"][0]["licence"]) == (2, "CC0")
    versions = client.get(f"/api/v1/datasets/{first.dataset.key}/versions").json()["items"]
    assert [one["number"] for one in versions] == [2, 1]
    assert versions[0]["difference"]["changed"] == 1
    assert client.get(versions[0]["files"]["csv"]).status_code == 200
    assert client.get("/api/v1/datasets/intern/versions").status_code == 404


def test_datasets_are_found_by_their_words(client):
    stored(title={"sv": "Fritidshus i kommunerna"})
    page = client.get("/search/", {"q": "fritidshus"}).content.decode()
    assert "Fritidshus i kommunerna" in page.replace("<mark>", "").replace("</mark>", "")


def test_lists_ask_as_often_for_thirty_as_for_one(desk):
    def asked(address):
        desk.get(address)
        with CaptureQueriesContext(connection) as seen:
            desk.get(address)
        return len(seen)

    first = stored()
    addresses = [at("datasets"), at("desk_datasets"), "/api/v1/datasets", first.dataset.desk_url,
                 first.dataset.get_absolute_url()]  # fmt: skip
    delivered(TABLE.replace("1204", "7"))
    stored(TABLE.replace("560", "561"), dataset=first.dataset)
    before = [asked(address) for address in addresses]
    for number in range(29):
        stored(TABLE.replace("1204", str(2_000 + number)), title={"sv": f"Tabell {number}"})
        stored(TABLE.replace("560", str(3_000 + number)), dataset=first.dataset)
        delivered(TABLE.replace("1204", str(9_000 + number)))
    assert [asked(address) for address in addresses] == before


def test_page_of_a_dataset_is_in_the_log_by_number_and_not_by_name():
    version = stored()
    event = Event.objects.get(action="analysis.store_version")
    assert (event.subject_kind, event.subject_id) == ("dataset_version", version.pk)
    assert actions.edit_dataset(None, dataset=version.dataset, about=ABOUT)
