"""Papers on the desk and as everybody reads them: pages, PDF, Word, data and the package."""

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.varv.consultation.desk_support import queries_of, url
from tests.varv.consultation.paper_support import simulated
from tests.varv.factories import (
    BodyFactory,
    ReaderFactory,
    RegionFactory,
    RoundFactory,
    contribution,
    disposition,
    paper,
    point,
    published_paper,
)
from varv.consultation import actions
from varv.consultation.actions import making
from varv.consultation.models import Paper
from varv.consultation.papers import package, showing
from varv.consultation.papers.written import as_blocks
from varv.cycles import actions as cycles
from varv.files import blobs, blocks, documents, word
from varv.registry.actions import mask
from varv.text.seals import seal_of

pytestmark = pytest.mark.django_db
HOSTILE = '#import "x" <b>fet</b> {{ fara }} =1+1 \\u{1f389} $x$ *a* _b_ `c` @d <e>'


def published(**wanted):
    one = contribution(text=wanted.pop("text", "Bredband i hela byn."))
    actions.publish(None, contributions=[one])
    disposition(point=point(contribution=one))
    return published_paper(round=one.round, **wanted)


def draft_programme(programme, **text):
    draft = cycles.draft_programme(None, programme=programme)
    return cycles.edit_programme_draft(
        None, version=draft, seen=0, title={"sv": "Programmet"}, text=text, note={}
    )


def adopt_programme(programme, **text):
    decision = cycles.NewDecision(
        body=BodyFactory(), decided_on=date(2020, 5, 4), paragraph="98", title={"sv": "Antas"}
    )
    return cycles.adopt_programme_version(
        None, version=draft_programme(programme, **text), decision=decision
    )


def pdf_of(made):
    return PdfReader(io.BytesIO(blobs.read(made.pdf.sha256)))


def word_of(made):
    return Document(io.BytesIO(blobs.read(made.word.sha256)))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def tags_in(reader):
    """The kinds of all elements in the structure of a tagged PDF."""
    found, waiting = set(), [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found.add(one.get("/S"))
            waiting += [one["/K"]] if "/K" in one else []
    return found


# -- PDF and Word ----------------------------------------------------------------------------------


def test_pdf_is_tagged_and_tells_its_title_and_language(at):
    reader = pdf_of(published_paper(round=simulated(4)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("sv")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title.startswith("Remissammanställning")
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Caption", "/TOC"} <= tags_in(reader)


def test_word_has_real_headings_marked_heads_a_language_and_contents(at):
    book = word_of(published_paper(round=simulated(4)))
    assert book.core_properties.title.startswith("Remissammanställning")
    assert book.core_properties.language == "sv-SE"
    styles = {paragraph.style.name for paragraph in book.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Quote"} <= styles
    assert all(table._tbl.findall(f".//{qn('w:tblHeader')}") for table in book.tables)
    assert "TOC" in "".join(one.text or "" for one in book.element.iter(qn("w:instrText")))
    languages = {one.get(qn("w:val")) for one in book.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}


def test_page_pdf_word_and_data_say_the_same(client, at):
    made = published(text="Bredband i hela byn.")
    said = [
        client.get(made.get_absolute_url()).content.decode(),
        text_of(pdf_of(made)),
        "\n".join(paragraph.text for paragraph in word_of(made).paragraphs),
        client.get(url("paper_json", made.pk)).content.decode(),
    ]
    for text in said:
        assert "Bredband i hela byn." in text
        assert "Delvis tillgodosedd" in text
        assert "Kim Lind" not in text


def test_what_people_wrote_is_never_code(client, at):
    made = published(text=HOSTILE)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "<b>fet</b>" not in page
    assert "{{ fara }}" in page
    assert "fara" in text_of(pdf_of(made))
    assert any(HOSTILE.split("\\u")[0] in one.text for one in word_of(made).paragraphs)


def test_signs_that_xml_cannot_hold_are_left_out_of_word():
    document = {
        "language": "sv", "title": "T", "author": "A", "contents": "C", "facts": [],
        "parts": [{"heading": "H", "blocks": [blocks.paragraph("a\x00b\x0b\x1fc\ud800d")]}],
    }  # fmt: skip
    book = Document(io.BytesIO(word.render(document, "https://varv.example")))
    assert "abcd" in [one.text.replace("\n", "") for one in book.paragraphs]


def test_word_leads_to_each_address_and_keeps_it_once():
    said = [blocks.entry(f"Punkt {n}", f"/points/{n % 3}/", ["Ja."]) for n in range(9)]
    document = {
        "language": "sv", "title": "T", "author": "A", "contents": "C", "facts": [],
        "parts": [{"heading": "Punkter", "blocks": said}],
    }  # fmt: skip
    book = Document(io.BytesIO(word.render(document, "https://varv.example")))
    links = book.element.body.iter(qn("w:hyperlink"))
    led = [book.part.rels[one.get(qn("r:id"))].target_ref for one in links]
    assert led == [f"https://varv.example/points/{n % 3}/" for n in range(9)]
    assert sum(one.is_external for one in book.part.rels.values()) == 3


def test_every_kind_of_block_is_in_all_forms():
    all_blocks = [
        blocks.heading("Rubrik"),
        blocks.heading("Underrubrik", 4),
        blocks.paragraph("Ett\nstycke"),
        blocks.quote("Citat"),
        blocks.bullets(["a", "b"]),
        blocks.bullets(["c"], is_numbered=True),
        blocks.bullets(["d"], is_numbered=True),
        blocks.table("Tabell", ["Namn", "Antal"], [("x", 1)]),
        blocks.facts([("Namn", "värde")]),
        blocks.changes([("same", "lika "), ("removed", "bort"), ("added", "till")]),
        blocks.links([("Länk", "/x/"), ("Bort", "https://example.org/")]),
        blocks.entry("Post", "/y/", ["Sagt"], [("Svar", "ja")]),
    ]
    document = {
        "language": "en", "title": "All", "author": "A", "contents": "Contents",
        "facts": [["From", "us"]], "parts": [{"heading": "Part", "blocks": all_blocks}],
    }  # fmt: skip
    pdf = documents.as_pdf(document, "https://varv.example")
    reader = PdfReader(io.BytesIO(pdf))
    assert {"/L", "/LI", "/LBody", "/Link", "/Table", "/THead", "/TH"} <= tags_in(reader)
    text = text_of(reader)
    book = Document(io.BytesIO(word.render(document, "https://varv.example")))
    written = "\n".join(
        [one.text for one in book.paragraphs]
        + [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    )
    for piece in ("Rubrik", "Underrubrik", "Citat", "Tabell", "värde", "bort", "till", "Sagt"):
        assert piece in text
        assert piece in written


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", []),
        ("Hej", ["paragraph"]),
        ("- a\n- b", ["list"]),
        ("1. a\n2. b", ["list"]),
        ("## R\nText", ["heading", "paragraph"]),
        ("Pris: 5 - 6", ["paragraph"]),
        ("-ej lista", ["paragraph"]),
    ],
)
def test_text_of_staff_is_paragraphs_lists_and_headings(text, kinds):
    assert [one["is"] for one in as_blocks(text, str)] == kinds


# -- the public page -------------------------------------------------------------------------------


def test_round_leads_to_its_published_papers(client, at):
    made = published()
    draft = paper(round=made.round, title="Ett utkast")
    page = client.get(made.round.get_absolute_url()).content.decode()
    assert made.get_absolute_url() in page
    assert draft.title not in page


def test_long_part_has_a_page_of_its_own_with_pages(client, at):
    made = published_paper(round=simulated(24))
    page = client.get(made.get_absolute_url()).content.decode()
    number = [one["kind"] for one in made.frozen["parts"]].index("dispositions") + 1
    address = url("paper_part", made.pk, number)
    assert address in page
    first = client.get(address).content.decode()
    second = client.get(f"{address}?page=2").content.decode()
    assert "Simulerad synpunkt" in first
    assert "Simulerad synpunkt" in second
    assert client.get(url("paper_part", made.pk, 99)).status_code == 404


def test_page_of_a_paper_takes_the_same_queries_with_1_and_20_inputs(client, at):
    few, many = published_paper(round=simulated(1)), published_paper(round=simulated(20))
    taken = [queries_of(client, one.get_absolute_url()) for one in (few, many)]
    assert taken[0] == taken[1]


def test_old_edition_leads_to_the_new_one(client, at):
    old = published()
    new = actions.publish_paper(None, paper=actions.begin_edition(None, paper=old))
    making.make(new.pk)
    assert new.get_absolute_url() in client.get(old.get_absolute_url()).content.decode()


def test_withheld_files_are_not_offered(client, at):
    made = published(text="Vi vet hemligheten i byn.")
    one = made.round.contributions.get()
    mask(None, thing=one, fields=["text"], passages=["hemligheten"], ground="third_person")
    page = client.get(made.get_absolute_url()).content.decode()
    assert "hemligheten" not in page
    assert made.pdf.get_absolute_url() not in page
    assert client.get(made.pdf.get_absolute_url()).status_code == 404


# -- the package -----------------------------------------------------------------------------------


def test_package_holds_paper_areas_points_data_and_true_hashes(at):
    made = published_paper(round=simulated(6), kind="handover")
    with package.packed(made) as stream, zipfile.ZipFile(stream) as found:
        names = set(found.namelist())
        told = json.loads(found.read("manifest.json"))
        assert {"paper.pdf", "paper.docx", "paper.json", "points.csv", "points.xlsx"} <= names
        assert "areas/04.txt" in names
        assert set(told["sha256"]) == names - {"manifest.json"}
        for name, seal in told["sha256"].items():
            assert hashlib.sha256(found.read(name)).hexdigest() == seal
        assert json.loads(found.read("paper.json"))["format"] == "varv-paper"
        assert "Interreg" in found.read("points.csv").decode()
        assert "Vi vill:" in found.read("areas/01.txt").decode()


def test_handover_holds_the_adopted_programme_and_by_which_decision(at):
    round_ = simulated(3)
    adopt_programme(
        round_.programme, sv="# Mål\n\nVi vill:\n- fler små sågverk\n\n2.1 Pengar\n\nUr fonderna."
    )
    made = published_paper(round=round_, kind="handover")
    with package.packed(made) as stream, zipfile.ZipFile(stream) as found:
        lines = found.read("programme.txt").decode().split("\n\n")
        areas = [name for name in found.namelist() if name.startswith("areas/")]
    assert lines == [
        "Programmet",
        "Antaget av: Nämnden 4 maj 2020 § 98",
        *("Mål", "Vi vill:", "- fler små sågverk", "2.1 Pengar", "Ur fonderna.\n"),
    ]
    assert len(areas) == 4
    text = text_of(pdf_of(made))
    assert "Nämnden 4 maj 2020 § 98" in text
    assert "# Mål" not in text


def test_draft_of_the_programme_is_in_no_handover(at):
    round_ = RoundFactory()
    draft_programme(round_.programme, sv="Hemligt utkast.")
    assert "Hemligt utkast" not in str(
        showing.shown(published_paper(round=round_, kind="handover"))
    )


def test_package_has_no_file_that_shows_what_is_masked(at):
    made = published_paper(round=simulated(3), kind="handover")
    one = made.round.contributions.filter(published_at__isnull=False).first()
    mask(None, thing=one, fields=["text"], ground="third_person")
    with package.packed(made) as stream, zipfile.ZipFile(stream) as found:
        assert "paper.pdf" not in found.namelist()


def test_handover_has_the_points_that_name_the_funds_alone(at):
    round_ = RoundFactory()
    for text in ("Ansök ur Interreg", "Mer bredband"):
        one = contribution(round=round_, text=text)
        actions.publish(None, contributions=[one])
        disposition(point=point(contribution=one))
    said = str(showing.shown(published_paper(round=round_, kind="handover")))
    assert "Ansök ur Interreg" in said
    assert "Mer bredband" not in said


# -- the desk --------------------------------------------------------------------------------------


def test_coordinator_makes_edits_previews_and_publishes(client, coordinator, at):
    round_ = simulated(3)
    sent = {"kind": "compilation", "language": "sv", "title": ""}
    answer = client.post(url("desk_paper_new", round_.pk), sent)
    made = Paper.objects.get()
    assert answer.url == made.desk_url
    part = made.parts.first()
    form = {"heading": "Varför", "text": "Ny\r\nrad", "is_included": "on"}
    form["seen"] = seal_of(part.text)
    assert client.post(url("desk_paper_part", made.pk, part.pk), form).status_code == 302
    part.refresh_from_db()
    assert (part.heading, part.text) == ("Varför", "Ny\nrad")
    preview = client.get(url("desk_paper_preview", made.pk)).content.decode()
    assert "Varför" in preview
    assert "Simulerad aktör" in preview
    assert client.post(url("desk_paper_publish", made.pk)).status_code == 302
    assert "hx-get" in client.get(made.desk_url).content.decode()
    making.make(made.pk)
    refreshed = client.get(url("desk_paper_progress", made.pk))
    assert refreshed.headers["HX-Refresh"] == "true"


def test_second_person_sees_what_the_first_wrote_and_keeps_their_own(client, coordinator, at):
    part = paper().parts.first()
    seen = seal_of(part.text)
    actions.edit_part(None, part=part, heading="H", text="Den enas", seen=seen, is_included=True)
    form = {"heading": "H", "text": "Den andras", "is_included": "on", "seen": seen}
    answer = client.post(url("desk_paper_part", part.paper_id, part.pk), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Den enas" in page
    assert "Den andras" in page


def test_reader_reads_drafts_and_changes_nothing(client, at):
    made = paper()
    RegionFactory()
    client.force_login(ReaderFactory())
    assert client.get(made.desk_url).status_code == 200
    assert client.post(made.desk_url, {"heading": "H", "text": "T"}).status_code == 403
    assert client.get(url("desk_paper_publish", made.pk)).status_code == 403


def test_list_takes_the_same_queries_with_1_and_30_papers(client, coordinator, at):
    round_ = RoundFactory()
    paper(round=round_)
    page = url("desk_papers", round_.pk)
    before = queries_of(client, page)
    for _number in range(29):
        paper(round=round_)
    assert queries_of(client, page) == before


def test_part_is_left_out(at):
    made = paper(round=simulated(2))
    annex = made.parts.get(kind="annex")
    actions.edit_part(
        None, part=annex, heading="Bilaga", text="", seen=seal_of(""), is_included=False
    )
    actions.publish_paper(None, paper=made)
    making.make(made.pk)
    made.refresh_from_db()
    assert "annex" not in [one["kind"] for one in showing.shown(made)["parts"]]
