"""What is known of a source: numbers, file, mending and withdrawing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    EvidenceFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
)
from varv.analysis import actions, queries
from varv.analysis.models import Evidence
from varv.registry.models import Event

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
KEPT = {"title": {"sv": "OECD:s rapport"}, "author": "OECD", "published_on": date(2017, 3, 1)}


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def area():
    return AreaFactory(programme=ProgrammeFactory())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"isbn": "978-92-64-26823-4"}, {"isbn": "9789264268234"}),
        ({"isbn": "0-306-40615-2"}, {"isbn": "0306406152"}),
        ({"doi": "https://doi.org/10.1787/abc"}, {"doi": "10.1787/abc"}),
        ({"doi": "DOI: 10.1787/abc"}, {"doi": "10.1787/abc"}),
        ({"number": " 2019:4 "}, {"number": "2019:4"}),
    ],
)
def test_numbers_are_kept_in_one_form(typed, kept):
    made = actions.cite_evidence(None, supports=[], **KEPT, **typed)
    assert {name: getattr(made, name) for name in kept} == kept


@pytest.mark.parametrize(
    "wrong", [{"isbn": "978-92-64-26823-5"}, {"isbn": "123"}, {"doi": "abc"}, {"doi": "10.1/ x"}]
)
def test_a_wrong_number_is_refused(wrong):
    with pytest.raises(ValidationError) as refused:
        actions.cite_evidence(None, supports=[], **KEPT, **wrong)
    assert list(refused.value.message_dict) == list(wrong)
    assert not Evidence.objects.exists()


def test_analyst_mends_a_source_with_its_file(client, area):
    source = actions.cite_evidence(None, supports=[area], **KEPT)
    client.force_login(AnalystFactory())
    address = f"/desk/evidence/{source.pk}/"
    assert "OECD:s rapport" in client.get(address).content.decode()
    typed = {
        "title_sv": "Rapporten",
        "kind": "study",
        "author": "OECD",
        "publisher": "OECD Publishing",
        "published_on": "2017-03-01",
        "precision": "year",
        "isbn": "9789264268234",
        "language": "en",
        "file": SimpleUploadedFile("rapport.pdf", PDF),
    }
    assert client.post(address, typed).status_code == 302
    source.refresh_from_db()
    assert (str(source), source.publisher, source.language) == (
        "Rapporten",
        "OECD Publishing",
        "en",
    )
    assert list(queries.evidence_for(area)) == []
    assert source.file.name == "rapport.pdf"
    assert Event.objects.filter(action="analysis.edit_evidence").count() == 1


def test_a_file_is_the_staffs_unless_we_may_give_it_out(client):
    source = actions.cite_evidence(None, supports=[], file=("r.pdf", PDF), **KEPT)
    address = source.file.get_absolute_url()
    page = source.get_absolute_url()
    assert client.get(address).status_code == 404
    assert "r.pdf" not in client.get(page).content.decode()
    Evidence.objects.update(file_is_public=True)
    assert client.get(address).getvalue() == PDF
    assert "r.pdf" in client.get(page).content.decode()
    Evidence.objects.update(file_is_public=False)
    client.force_login(ReaderFactory())
    assert client.get(address).getvalue() == PDF


def test_a_file_of_a_wrong_kind_is_told_beside_the_field(client):
    client.force_login(AnalystFactory())
    typed = {"title_sv": "R", "kind": "study", "author": "O", "published_on": "2017-03-01"}
    typed |= {"precision": "year", "file": SimpleUploadedFile("r.exe", b"MZ")}
    answer = client.post("/desk/evidence/new/", typed)
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert not Evidence.objects.exists()


def test_a_withdrawn_source_stays_and_says_why(client, area):
    source = actions.cite_evidence(None, supports=[area], **KEPT)
    client.force_login(AnalystFactory())
    address = f"/desk/evidence/{source.pk}/withdraw/"
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Tabellen var fel."}).status_code == 302
    assert queries.areas_without_evidence([area]) == [area]
    assert "Tabellen var fel." in client.get(source.get_absolute_url()).content.decode()
    assert client.post(address, {"reason": "Igen."}).status_code == 422
    assert client.post(f"/desk/evidence/{source.pk}/restore/").status_code == 302
    assert queries.areas_without_evidence([area]) == []
    client.post(f"/desk/evidence/{source.pk}/restore/")
    assert Event.objects.filter(action="analysis.restore_evidence").count() == 1


def test_page_tells_how_much_a_source_can_carry(client):
    EvidenceFactory()
    client.cookies["django_language"] = "en"
    page = client.get("/evidence/").content.decode()
    assert "Study of cause and effect" in page
    assert "a group that was not reached" in page
