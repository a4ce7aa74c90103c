"""Memos: filled in, edited, frozen, published with their meeting, and made anew as editions."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from tests.varv.analysis.figures import profiled
from tests.varv.analysis.memo_support import drafted, edited, published
from tests.varv.analysis.run_support import bare_finding, done
from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    EvidenceFactory,
    InterestFactory,
    MeetingFactory,
    ReaderFactory,
    RegionFactory,
    RegistrationFactory,
    UserFactory,
    the_programme,
)
from varv import clock
from varv.analysis import actions as actions_of_runs
from varv.analysis.memos import actions, making, placeholders, queries, values
from varv.analysis.memos.filling import as_block
from varv.analysis.memos.registrations import resume
from varv.analysis.models import Memo, ProfileSource
from varv.analysis.pictures.figure import About, Column, Figure
from varv.files import blobs
from varv.meetings import mail
from varv.meetings.actions import cancel_meeting
from varv.people.queries import the_region
from varv.registry.actions import lift_masking, mask
from varv.registry.models import Masking, Message, Trace
from varv.text.seals import seal_of
from varv.text.translated import Translated

ROOT = Path(__file__).parents[3]


@pytest.fixture
def area(db, at):
    RegionFactory(nuts="SE32")
    return AreaFactory(
        programme=the_programme(), slug="skog", name=Translated(sv="Skog", en="Forest")
    )


@pytest.fixture
def meeting(area):
    return MeetingFactory(area=area, programme=area.programme)


def status_of(client, file):
    answer = client.get(file.get_absolute_url())
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def words_of(memo):
    """All that the PDF of a memo says, on one line."""
    reader = PdfReader(io.BytesIO(blobs.read(memo.pdf.sha256)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_memo_begins_with_the_figures_of_its_area(client, area):
    profiled(area)
    memo = drafted(area)
    client.force_login(CoordinatorFactory())
    page = client.get(memo.desk_url).content.decode()
    assert memo.title == "PM: Skog"
    assert "minst 1" in page
    assert "<svg" in page
    assert "Inget resultat" in page


def test_value_in_a_line_is_filled_in_until_the_memo_is_published(area):
    profiled(area)
    memo = published(drafted(area, "Skog har {jobs} jobb.\n\n## Mer\n\n{activities}"))
    (short, more) = memo.frozen["parts"]
    assert short["blocks"][0]["text"] == "Skog har minst 1\N{NARROW NO-BREAK SPACE}200 jobb."
    assert more["heading"] == "Mer"
    assert more["blocks"][0]["is"] == "table"
    profiled(area, ("62",))
    memo.refresh_from_db()
    assert memo.frozen["parts"] == [short, more]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hej {nonsens}.", "Rad 1: inget heter {nonsens}."),
        ("A\n\nSe {facts} här.", "Rad 3: sätt {facts} på en egen rad."),
        ("{run:1:nonsens}", "Rad 1: inget heter {run:1:nonsens}."),
        ("{population}", "Rad 1: inget heter {population}."),
    ],
)
def test_braces_that_stand_for_nothing_are_refused_with_their_line(text, told, area):
    memo = drafted(area)
    with override("sv"), pytest.raises(ValidationError) as refused:
        edited(memo, text)
    assert told in refused.value.message_dict["text"]


def test_memo_with_a_value_that_is_not_known_is_not_published(area):
    memo = drafted(area, "Skog har {jobs} jobb.")
    with pytest.raises(ValidationError, match=r"\{jobs\}"):
        actions.publish_memo(None, memo=memo)
    memo.refresh_from_db()
    assert memo.is_draft


def test_published_memo_is_a_page_a_pdf_a_word_file_and_a_record(client, area):
    profiled(area)
    EvidenceFactory()
    memo = published(drafted(area))
    page = client.get(memo.get_absolute_url()).content.decode()
    assert page.count('class="figure__wide"') >= 1
    assert "Statistikbyrån, Tabell jobs" in page
    assert "Mellersta Norrland" in page
    assert memo.record.reference in page
    told = words_of(memo)
    assert "Öppna frågor" in told
    assert "Statistikbyrån" in told
    book = Document(io.BytesIO(blobs.read(memo.word.sha256)))
    assert book.inline_shapes
    assert all(shape._inline.docPr.get("descr") for shape in book.inline_shapes)
    for file in (memo.pdf, memo.word):
        assert status_of(client, file) == 200
    traces = Trace.objects.filter(target_kind="memo", target_id=memo.pk, relation="told_in")
    assert traces.filter(source_kind="area", source_id=area.pk).exists()


def test_page_for_politicians_is_one_page(area):
    profiled(area)
    memo = actions.make_memo(None, kind="page", language="sv", area=area)
    memo = published(memo)
    reader = PdfReader(io.BytesIO(blobs.read(memo.pdf.sha256)))
    assert len(reader.pages) == 1


def test_region_in_figures_is_on_no_area(area):
    memo = actions.make_memo(None, kind="region", language="en", area=area)
    assert memo.area is None
    assert "figures" in memo.title


def test_memo_is_sent_to_those_who_come_and_as_an_invitation_to_the_interested(area, meeting):
    coming = RegistrationFactory(meeting=meeting)
    InterestFactory(area=area, person=coming.person)
    interested = InterestFactory(area=area)
    InterestFactory(area=AreaFactory(programme=area.programme))
    profiled(area)
    memo = published(drafted(area, "Hej.", meeting=meeting))
    sent = {(one.recipient, one.kind): one for one in Message.objects.all()}
    assert set(sent) == {
        (coming.person.email, "analysis.memo"),
        (interested.person.email, "analysis.memo_invitation"),
    }
    body = sent[interested.person.email, "analysis.memo_invitation"].body
    for address in (memo.get_absolute_url(), memo.pdf.get_absolute_url(), meeting.slug):
        assert address in body


def test_nobody_is_invited_twice_to_a_meeting(area, meeting):
    InterestFactory(area=area)
    memo = published(drafted(area, "Hej.", meeting=meeting))
    again = edited(actions.begin_memo_edition(None, memo=memo), "Hej igen.", meeting=meeting)
    published(again)
    assert Message.objects.filter(kind="analysis.memo_invitation").count() == 1


def test_handout_stands_on_the_page_of_the_meeting_and_in_its_calendar_file(client, area, meeting):
    drafted(area, "Utkast.", meeting=meeting)
    page = reverse("meetings:meeting", args=[meeting.slug])
    assert "Att läsa inför mötet" not in client.get(page).content.decode()
    memo = published(drafted(area, "Hej.", meeting=meeting))
    assert memo.get_absolute_url() in client.get(page).content.decode()
    file = client.get(reverse("meetings:calendar", args=[meeting.slug])).content.decode()
    assert memo.get_absolute_url() in file.replace("\r\n ", "")


def test_confirmation_of_a_later_sign_up_tells_what_to_read(client, area, meeting):
    memo = published(drafted(area, "Hej.", meeting=meeting))
    mail.confirm([RegistrationFactory(meeting=meeting)], the_region(), occasion=1)
    assert memo.get_absolute_url() in Message.objects.get(kind="meetings.confirmation").body


def test_memo_for_a_meeting_that_is_over_is_refused(area, meeting):
    with clock.pinned(meeting.ends_at), pytest.raises(ValidationError) as refused:
        drafted(area, meeting=meeting)
    assert "meeting" in refused.value.message_dict


def test_text_that_somebody_else_changed_is_not_written_over(area):
    memo = drafted(area)
    seen = seal_of(memo.text)
    edited(memo, "Den första.")
    with override("sv"), pytest.raises(ValidationError, match="Någon annan"):
        edited(memo, "Den andra.", seen=seen)
    memo.refresh_from_db()
    assert memo.text == "Den första."


def test_finding_in_the_text_tells_its_figures_and_only_if_public(area):
    hidden, shown = bare_finding(area=area, is_public=False), bare_finding(area=area)
    memo = published(drafted(area, f"{{finding:{hidden.pk}}}\n\n{{finding:{shown.pk}}}"))
    (first, second) = memo.frozen["parts"][0]["blocks"]
    assert first["text"] == f"[resultat {hidden.pk} är inte publikt]"
    assert second["label"] == "Länet är starkt i papper."
    assert "6,6" in str(second["answers"])


def test_published_memo_never_changes_and_a_new_edition_takes_its_place(client, area):
    memo = published(drafted(area, "Den första."))
    with pytest.raises(ValidationError):
        edited(memo, "Annat.")
    second = edited(actions.begin_memo_edition(None, memo=memo), "Den andra.")
    assert list(queries.newest()) == [memo]
    second = published(second)
    assert list(queries.newest()) == [second]
    assert second.get_absolute_url() in client.get(memo.get_absolute_url()).content.decode()
    client.force_login(CoordinatorFactory())
    page = client.get(reverse("analysis:desk_memo_changes", args=[second.pk])).content.decode()
    assert "Den första." in page
    assert "Den andra." in page


def test_draft_is_for_the_staff_alone(client, area):
    memo = drafted(area)
    assert client.get(memo.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(memo.desk_url).status_code == 403
    client.force_login(ReaderFactory())
    assert client.get(memo.desk_url).status_code == 200
    edit = reverse("analysis:desk_memo_edit", args=[memo.pk])
    assert client.get(edit).status_code == 403


def test_memo_left_by_a_killed_worker_is_taken_up_again(area):
    memo = actions.publish_memo(None, memo=drafted(area, "Hej."))
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="make_memo")
    before = jobs.count()
    assert resume(clock.now()) == 1
    assert jobs.count() == before + 1
    assert making.make(memo.pk)
    assert not making.make(memo.pk)
    assert resume(clock.now()) == 0


def test_memo_that_cannot_be_made_is_a_draft_again_and_nothing_is_sent(area, meeting, monkeypatch):
    RegistrationFactory(meeting=meeting)
    memo = actions.publish_memo(None, memo=drafted(area, "Hej.", meeting=meeting))
    monkeypatch.setattr("varv.files.documents.TEMPLATE", making.documents.TEMPLATE / "nowhere")
    assert not making.make(memo.pk)
    memo.refresh_from_db()
    assert memo.is_draft
    assert memo.error
    assert not Message.objects.exists()


def test_figure_that_is_gone_before_the_memo_is_made_lets_nothing_out(area):
    profiled(area)
    memo = actions.publish_memo(None, memo=drafted(area, "Skog har {jobs} jobb."))
    ProfileSource.objects.all().delete()
    assert not making.make(memo.pk)
    memo.refresh_from_db()
    assert memo.is_draft
    assert memo.frozen is None


@pytest.mark.parametrize("kind", Memo.Kind.values)
def test_how_to_tells_of_all_that_can_be_filled_in(kind):
    told = (ROOT / "docs" / "how-to" / "write-a-memo.md").read_text(encoding="utf-8")
    for name in [*values.of_kind(kind), *placeholders.of_kind(kind)]:
        plain = name.removesuffix(f":{values.part_of(name)}")
        assert f"`{{{plain}}}`" in told
        assert plain == name or "`{jobs:2}`" in told


def test_masked_passage_is_gone_from_the_page_and_the_files(client, area):
    memo = published(drafted(area, "Kim Lind sade det."))
    made = mask(None, thing=memo, fields=["title"], ground=Masking.Ground.OTHER,
                passages=["Kim Lind"])  # fmt: skip
    page = client.get(memo.get_absolute_url()).content.decode()
    assert "Kim Lind" not in page
    assert "sade det" in page
    assert status_of(client, memo.pdf) != 200
    lift_masking(None, made=made, reason="Fel")
    assert "Kim Lind" in client.get(memo.get_absolute_url()).content.decode()
    assert status_of(client, memo.pdf) == 200


def test_cancelled_meeting_cannot_be_chosen(area, meeting):
    cancel_meeting(None, meeting=meeting, reason="Sjukdom")
    meeting.refresh_from_db()
    with pytest.raises(ValidationError):
        drafted(area, meeting=meeting)


def test_work_through_the_pages(client, area, meeting):
    profiled(area)
    client.force_login(CoordinatorFactory())
    asked = {"kind": "memo", "area": area.pk, "language": "sv", "meeting": meeting.pk}
    answer = client.post(reverse("analysis:desk_memo_new"), asked)
    memo = Memo.objects.get()
    assert answer.url == memo.desk_url
    edit = reverse("analysis:desk_memo_edit", args=[memo.pk])
    sent = {"title": "PM", "text": "Hej {x}", "meeting": "", "seen": seal_of(memo.text)}
    answer = client.post(edit, sent)
    assert answer.status_code == 422
    assert "Hej {x}" in answer.content.decode()
    client.post(edit, sent | {"text": "Hej {jobs}", "meeting": meeting.pk})
    publish = reverse("analysis:desk_memo_publish", args=[memo.pk])
    assert meeting.title.text("sv") in client.get(publish).content.decode()
    client.post(publish)
    memo.refresh_from_db()
    assert memo.state == Memo.State.MAKING
    assert making.make(memo.pk)
    listed = client.get(reverse("analysis:memos")).content.decode()
    assert memo.get_absolute_url() in listed
    assert memo.get_absolute_url() in client.get(area.get_absolute_url()).content.decode()
    client.post(reverse("analysis:desk_memo_edition", args=[memo.pk]))
    draft = Memo.objects.latest("pk")
    client.post(reverse("analysis:desk_memo_delete", args=[draft.pk]))
    assert Memo.objects.count() == 1


def test_memo_of_a_meeting_long_ago_still_reads(client, area, meeting):
    memo = published(drafted(area, "Hej {meeting_when}.", meeting=meeting))
    with clock.pinned(meeting.ends_at + timedelta(days=400)):
        assert client.get(memo.get_absolute_url()).status_code == 200


def test_many_years_of_a_figure_stand_side_by_side_on_paper():
    rows = tuple((name, year, 1.5) for name in ("Åre", "Berg") for year in range(2000, 2025))
    columns = (Column("Vad"), Column("År"), Column("Tal", str))
    about = About(unit="antal", source="SCB", period="2000–2024", day=date(2025, 1, 1))
    figure = Figure("Åren", about, "Som det var.", columns, rows, None)
    table = as_block(figure, True)["numbers"]
    assert table["headings"] == ["År", "Åre", "Berg"]
    assert len(table["rows"]) == 25
    assert table["rows"][0] == ["2000", "1.5", "1.5"]


def test_memo_says_that_a_finding_in_it_no_longer_stands(client, area):
    found = bare_finding(area=area)
    memo = published(drafted(area, "{findings}"))
    assert "bekräftar inte" not in client.get(memo.get_absolute_url()).content.decode()
    found.state = "questioned"
    found.save()
    page = client.get(memo.get_absolute_url()).content.decode()
    assert "Nyare siffror bekräftar inte allt" in page
    assert found.get_absolute_url() in page
    client.force_login(CoordinatorFactory())
    assert "Börja en ny utgåva" in client.get(memo.desk_url).content.decode()


def test_search_finds_what_a_memo_says_and_not_its_braces(client, area):
    memo = published(drafted(area, "Samerna har renar i {area}."))
    find = reverse("web:search")
    assert memo.get_absolute_url() in client.get(find, {"q": "renar"}).content.decode()
    page = client.get(find, {"q": memo.title}).content.decode()
    assert memo.get_absolute_url() in page
    assert "{area}" not in page
    assert "Samerna har renar i Skog." in memo.said


def test_table_without_some_sections_says_so_in_the_memo(area):
    profiled(area)
    memo = published(drafted(area, "{facts}"))
    told = str(memo.frozen["parts"])
    assert "Tabellen säger inget om A, B, D, E, F" in told
    assert "inte av alla jobb" in told


def test_memo_on_an_area_that_the_table_tells_nothing_of_says_so_once_and_has_no_empty_table(area):
    profiled(area, ("99",))
    memo = published(drafted(area, "{facts}\n\n{activities}"))
    (blocks,) = [part["blocks"] for part in memo.frozen["parts"]]
    assert [one["is"] for one in blocks] == ["paragraph"]
    assert "99" in blocks[0]["text"]


def test_what_is_missing_is_said_where_the_main_figures_do_not(area):
    memo = published(drafted(area, "{activities}"))
    (block,) = memo.frozen["parts"][0]["blocks"]
    assert block["text"] == "Det finns inga siffror om Skog än."
    whole = published(drafted(area, "{facts}\n\n{activities}\n\n{figure:growth}"))
    assert str(whole.frozen["parts"]).count("inga siffror") == 1


def test_memo_of_an_area_without_figures_begins_with_the_strengths_of_the_region(area):
    assert "strengths" not in drafted(area).text
    run = actions_of_runs.publish_run(None, run=done())
    other = actions_of_runs.publish_run(None, run=done(region="SE11"))
    memo = drafted(area)
    assert f"{{run:{run.pk}:strengths}}" in memo.text
    assert f"run:{other.pk}" not in memo.text
    kinds = [one["is"] for part in published(memo).frozen["parts"] for one in part["blocks"]]
    assert "figure" in kinds


def test_finding_in_a_memo_stands_with_its_verdict_and_its_region(area):
    figures = bare_finding().figures | {"lq": 0.76, "verdict": "no strength"}
    bare_finding(area=area, figures=figures, sentence=Translated(sv="En stor styrka."))
    memo = published(drafted(area, "{findings}"))
    (entry,) = memo.frozen["parts"][0]["blocks"]
    told = dict(entry["answers"])
    assert told["Omdöme"] == "ingen styrka"
    assert next(iter(told)) == "Omdöme"
    assert "0,76" in told["Siffror"]
    assert "SE32 Mellersta Norrland (Västernorrlands län, Jämtlands län)" in told["Region"]
