"""Versions and their changes as files."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.cycles.test_versions import adopt, draft, point_at, worded, write  # noqa: F401
from varv.cycles import limits
from varv.cycles.models import ProgrammeVersion
from varv.people.limits import Limit

pytestmark = pytest.mark.django_db


def rows_of(client, address):
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def changes_of(version, form="csv"):
    return reverse("cycles:area_changes", args=[version.area.slug, version.number, form])


def test_archive_as_csv_has_what_is_public_alone(draft, client):  # noqa: F811
    write(draft, "=1+1")
    found = rows_of(client, reverse("cycles:versions_export", args=["csv"]))
    assert not [row for row in found if "1+1" in row["text_sv"]]
    adopted = adopt(draft)
    found = rows_of(client, reverse("cycles:versions_export", args=["csv"]))
    (told,) = [row for row in found if row["url"] == adopted.get_absolute_url()]
    assert (told["of"], told["state"], told["text_sv"]) == ("area", "adopted", "'=1+1")
    assert told["based_on"] == told["replaces"] == str(adopted.number - 1)
    assert told["decided_on"] == "2020-05-20"
    assert any(row["of"] == "programme" for row in found) == ProgrammeVersion.objects.exists()


def test_archive_as_excel_speaks_to_people(draft, client):  # noqa: F811
    address = reverse("cycles:versions_export", args=["xlsx"])
    content = b"".join(client.get(address, headers={"accept-language": "sv"}).streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    heads = [cell.value for cell in next(book.worksheets[0].rows)]
    assert heads[:3] == ["Av vad", "Ord i adressen", "Version"]
    assert book.worksheets[1].title == "Om filen"


def test_changes_tell_what_each_came_from(draft, client):  # noqa: F811
    write(draft, "Ett nytt.\n\nTvå.\n\nTre.\n\nFyra, ändrat.")
    point_at(draft.changes.get(anchor=0))
    adopted = adopt(draft)
    first, last = rows_of(client, changes_of(adopted))
    assert (first["field"], first["language"], first["paragraph"]) == ("text", "sv", "1")
    assert (first["before"], first["after"]) == ("Ett.", "Ett nytt.")
    assert "Rapporten" in first["comes_from"]
    assert first["comes_from_urls"].startswith("http")
    assert (last["paragraph"], last["comes_from"]) == ("4", "")
    assert first["url"].endswith(f"#change-{adopted.changes.get(anchor=0).pk}")
    page = client.get(adopted.get_absolute_url()).content.decode()
    assert changes_of(adopted, "xlsx") in page


def test_changes_take_the_same_queries_with_1_and_30(
    draft,  # noqa: F811
    client,
    django_assert_num_queries,
):
    write(draft, "Ett nytt.\n\nTvå.\n\nTre.\n\nFyra.")
    point_at(draft.changes.get())
    adopted = adopt(draft)
    address = changes_of(adopted)
    rows_of(client, address)
    with CaptureQueriesContext(connection) as few:
        rows_of(client, address)
    for number in range(30):
        point_at(
            adopted.changes.create(
                field="text", language="sv", anchor=100 + number, before="a", after="b"
            )
        )
    with django_assert_num_queries(len(few)):
        assert len(rows_of(client, address)) == 31


def test_no_draft_no_other_form_and_not_too_often(draft, client, monkeypatch):  # noqa: F811
    write(draft, "Nytt.")
    assert client.get(changes_of(draft)).status_code == 404
    assert client.get(reverse("cycles:versions_export", args=["pdf"])).status_code == 404
    monkeypatch.setattr(limits, "EXPORTS", Limit("versions_export", "x", 1, limits.HOUR))
    address = reverse("cycles:versions_export", args=["csv"])
    assert client.head(address).status_code == 200
    assert [client.get(address).status_code for _ in range(2)] == [200, 429]
