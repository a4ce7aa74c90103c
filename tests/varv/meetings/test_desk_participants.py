"""The desk: participants by hand, from a guest list, and out to Excel."""

import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from tests.varv.factories import CoordinatorFactory, OrganisationFactory, RegionFactory
from tests.varv.meetings.desk_support import (
    HEADINGS,
    a_meeting,
    a_municipality,
    queries_of,
    rows_of,
    signed_up,
    upload,
    workbook,
)
from varv.meetings.models import Registration
from varv.people.models import User
from varv.registry.models import Event, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

GOOD = ["Anna Berg", "anna@skogen.example", "Skogen AB", "Näringsliv", "Åre", "Teckentolk"]


def url(page, *args):
    return reverse(f"meetings:{page}", args=args)


@pytest.fixture
def coordinator(client):
    RegionFactory()
    person = CoordinatorFactory()
    client.force_login(person)
    return person


@pytest.fixture
def place():
    return a_municipality("Åre")


def check(client, meeting, rows, **more):
    sent = {"file": workbook(rows, **more)}
    return client.post(url("desk_guest_list", meeting.pk), sent, follow=True)


def problems_of(answer):
    return {
        (row.number, problem.column) for row in answer.context["rows"] for problem in row.problems
    }


# --- by hand --------------------------------------------------------------------------------------


def test_participant_is_added_on_behalf(client, coordinator, place):
    meeting = a_meeting()
    sent = {
        "name": "Åsa Öberg",
        "email": "Asa@Fjallet.example",
        "organisation": "Fjället",
        "sector": "civil",
        "municipality": str(place.pk),
        "needs": "Rullstol",
        "language": "sv",
    }
    assert client.post(url("desk_participant_new", meeting.pk), sent).status_code == 302
    registration = meeting.registrations.get()
    assert registration.person.email == "asa@fjallet.example"
    assert registration.source == Registration.Source.STAFF
    assert registration.entered_by == coordinator
    assert (registration.needs, registration.municipality) == ("Rullstol", place)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "A\r\nBcc: b@c.se"),
        ("name", "<script>alert(1)</script>"),
        ("email", "ingen adress"),
        ("email", "a@b.se\r\nBcc: c@d.se"),
        ("organisation", "\x00"),
        ("sector", "adel"),
        ("municipality", "99999999"),
        ("needs", "x" * 1_000_000),
        ("needs", "\u202e"),
        ("language", "xx"),
    ],
)
def test_bad_participant_is_told_beside_the_field_and_kept(
    client, coordinator, place, field, value
):
    meeting = a_meeting()
    sent = {
        "name": "Åsa",
        "email": "asa@fjallet.example",
        "organisation": "Fjället",
        "sector": "civil",
        "municipality": str(place.pk),
        "needs": "",
        "language": "sv",
    } | {field: value}
    answer = client.post(url("desk_participant_new", meeting.pk), sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"][field].value() == value
    assert b"<script>alert" not in answer.content
    assert not Registration.objects.exists()


def test_participant_is_taken_off_the_list_and_the_next_gets_the_place(client, coordinator):
    meeting = a_meeting(capacity=1)
    first = signed_up(meeting, "Först")
    second = signed_up(meeting, "Sedan", state=Registration.State.WAITING)
    page = url("desk_participant_cancel", meeting.pk, first.pk)
    assert "Först" in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == Registration.State.CANCELLED
    assert second.state == Registration.State.CONFIRMED
    assert client.get(page).status_code == 404


def test_page_shows_participants_and_the_waiting_list_in_order(client, coordinator, place):
    meeting = a_meeting(capacity=1)
    signed_up(meeting, "Ett", municipality=place, needs="Hörslinga")
    signed_up(meeting, "Två", state=Registration.State.WAITING)
    signed_up(meeting, "Tre", state=Registration.State.WAITING)
    answer = client.get(url("desk_meeting", meeting.pk))
    assert [one.name for one in answer.context["waiting"]] == ["Två", "Tre"]
    assert answer.context["tally"].total == 1
    text = answer.content.decode()
    assert "Hörslinga" in text
    assert text.index("Två") < text.index("Tre")


# --- from a guest list ----------------------------------------------------------------------------


def test_template_has_the_headings_that_the_import_reads(client, coordinator, place):
    meeting = a_meeting()
    content = client.get(url("desk_guest_list_template", meeting.pk)).content
    sheets = rows_of(content)
    assert list(next(iter(sheets.values()))[0]) == HEADINGS
    assert any("Åre" in row for row in list(sheets.values())[1])
    answer = client.post(url("desk_guest_list", meeting.pk), {"file": upload(content)}, follow=True)
    assert "file" in answer.context["form"].errors  # no guests in it yet


def test_good_list_is_shown_first_and_entered_only_when_confirmed(client, coordinator, place):
    meeting = a_meeting()
    second = ["Bo Ek", "bo@utanfor.example", "", "civil", "Utanför regionen", ""]
    answer = check(client, meeting, [GOOD, second])
    assert answer.status_code == 200
    assert not problems_of(answer)
    assert not Registration.objects.exists()
    assert not User.objects.filter(email="anna@skogen.example").exists()
    sent = {"upload": answer.context["upload"]}
    assert client.post(url("desk_guest_list_enter", meeting.pk), sent).status_code == 302
    anna, bo = meeting.registrations.order_by("pk")
    assert (anna.source, anna.municipality, anna.needs) == ("import", place, "Teckentolk")
    assert anna.organisation.name == "Skogen AB"
    assert (bo.municipality, bo.organisation, bo.sector) == (None, None, "civil")
    assert Message.objects.filter(kind="meetings.confirmation").count() == 2
    # Sent twice, the list is gone and nobody is entered again.
    client.post(url("desk_guest_list_enter", meeting.pk), sent)
    assert meeting.registrations.count() == 2


def test_every_mistake_is_shown_by_row_and_column_and_nothing_is_entered(
    client, coordinator, place
):
    meeting = a_meeting()
    known = signed_up(meeting)
    answer = check(
        client,
        meeting,
        [
            GOOD,
            ["Utan Adress", "", "Skogen AB", "Näringsliv", "Åre", ""],
            ["Fel Kommun", "fel@kommun.example", "Nya", "Näringsliv", "Atlantis", ""],
            ["Fel Sektor", "fel@sektor.example", "Nya", "Adeln", "Åre", ""],
            ["Anna igen", "ANNA@skogen.example", "Skogen AB", "Näringsliv", "Åre", ""],
            ["Redan", known.person.email, "Nya", "Näringsliv", "Åre", ""],
            ["", "namnlos@nya.example", "Nya", "", "", ""],
            ["x" * 201, "lang@nya.example", "Nya", "Näringsliv", "Åre", ""],
        ],
    )
    assert problems_of(answer) == {
        (3, "email"),
        (4, "municipality"),
        (5, "sector"),
        (6, "email"),
        (7, "email"),
        (8, "name"),
        (8, "sector"),
        (8, "municipality"),
        (9, "name"),
    }
    sent = {"upload": answer.context["upload"]}
    assert client.post(url("desk_guest_list_enter", meeting.pk), sent).status_code == 422
    assert Registration.objects.count() == 1
    assert not Message.objects.exists()


def test_known_organisation_tells_sector_and_municipality(client, coordinator):
    OrganisationFactory(name="Skogen AB", sector="academia", municipality=a_municipality("Berg"))
    answer = check(client, a_meeting(), [["Anna", "a@b.example", "skogen ab", "", "", ""]])
    [row] = answer.context["rows"]
    assert not row.problems
    assert (row.values["sector"], row.values["municipality"].name) == ("academia", "Berg")


def test_headings_in_another_language_and_order_are_understood(client, coordinator, place):
    headings = ["Municipality", "E-mail", "Note", "Name", "Sector"]
    rows = [["Åre", "a@b.example", "bry dig inte", "Anna", "Business"]]
    answer = check(client, a_meeting(), rows, headings=headings)
    [row] = answer.context["rows"]
    assert not row.problems
    assert row.values["name"] == "Anna"


def test_what_changed_since_the_check_stops_the_whole_list(client, coordinator, place):
    meeting = a_meeting()
    answer = check(client, meeting, [["Bo", "bo@b.example", "", "civil", "Åre", ""], GOOD])
    person = User.objects.create_user("anna@skogen.example")
    signed_up(meeting, person=person)
    sent = {"upload": answer.context["upload"]}
    answer = client.post(url("desk_guest_list_enter", meeting.pk), sent)
    assert answer.status_code == 422
    assert problems_of(answer) == {(3, "email")}
    assert meeting.registrations.count() == 1


def test_list_for_a_meeting_that_closed_meanwhile_enters_nobody(client, coordinator, place):
    meeting = a_meeting()
    answer = check(client, meeting, [GOOD])
    meeting.state = "cancelled"
    meeting.save()
    sent = {"upload": answer.context["upload"]}
    answer = client.post(url("desk_guest_list_enter", meeting.pk), sent)
    assert answer.status_code == 422
    assert answer.context["refused"]
    assert not Registration.objects.exists()
    assert not User.objects.filter(email="anna@skogen.example").exists()


def test_only_the_list_that_was_shown_is_entered(client, coordinator, place):
    meeting = a_meeting()
    first = check(client, meeting, [GOOD]).context["upload"]
    check(client, meeting, [["Bo", "bo@b.example", "", "civil", "Åre", ""]])
    client.post(url("desk_guest_list_enter", meeting.pk), {"upload": first})
    client.post(url("desk_guest_list_enter", a_meeting().pk), {"upload": first})
    assert not Registration.objects.exists()


def test_those_beyond_the_last_place_are_told_to_wait(client, coordinator, place):
    meeting = a_meeting(capacity=1)
    rows = [GOOD, ["Bo", "bo@b.example", "", "civil", "Åre", ""]]
    answer = check(client, meeting, rows)
    assert answer.context["to_wait"] == 1
    client.post(url("desk_guest_list_enter", meeting.pk), {"upload": answer.context["upload"]})
    states = list(meeting.registrations.order_by("pk").values_list("state", flat=True))
    assert states == ["confirmed", "waiting"]


def test_check_asks_the_database_as_often_for_many_rows_as_for_one(client, coordinator, place):
    meeting, counts = a_meeting(), set()
    for number in (1, 30):
        rows = [
            [f"Gäst {n}", f"g{n}@b.example", f"Nya {n}", "civil", "Åre", ""] for n in range(number)
        ]
        check(client, meeting, rows)
        counts.add(queries_of(client, url("desk_guest_list_check", meeting.pk)))
    assert len(counts) == 1


def a_bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return stream.getvalue()


def a_wide_sheet():
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.cell(row=2, column=16_384, value="x")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_text_flood():
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    for number in range(200):
        book.active.append(["A" * 4_000, f"g{number}@b.example"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "tom.xlsx"),
        (b"Namn;E-post\nAnna;anna@b.example", "lista.csv"),
        (b"Namn;E-post\nAnna;anna@b.example", "lista.xlsx"),
        (b"PK\x03\x04 cut off", "trasig.xlsx"),
        (b"%PDF-1.7 not a sheet", "blad.xlsx"),
        (a_bomb, "bomb.xlsx"),
        (a_wide_sheet, "bred.xlsx"),
        (a_text_flood, "text.xlsx"),
        (lambda: workbook([]).read(), "bara-rubriker.xlsx"),
        (lambda: workbook([GOOD], headings=["A", "B"]).read(), "rubriker.xlsx"),
        (lambda: workbook([["Anna", f"g{n}@b.example"] for n in range(501)]).read(), "l.xlsx"),
    ],
)
def test_hostile_file_is_refused_beside_the_field(client, coordinator, content, name):
    meeting = a_meeting()
    data = content() if callable(content) else content
    answer = client.post(url("desk_guest_list", meeting.pk), {"file": upload(data, name)})
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert f"guest_list:{meeting.pk}" not in client.session
    assert not Registration.objects.exists()


def test_no_file_at_all_is_told(client, coordinator):
    answer = client.post(url("desk_guest_list", a_meeting().pk), {})
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


@pytest.mark.parametrize("text", ["<b>Fet</b>", "vänd\u202etext", "osynlig\x7f"])
def test_hostile_text_in_a_cell_is_told_by_row_and_column(client, coordinator, place, text):
    answer = check(client, a_meeting(), [GOOD, [text, *GOOD[1:]]])
    assert answer.status_code == 422
    assert "Rad 3, kolumn A" in " ".join(answer.context["form"].errors["file"])
    assert b"<b>Fet" not in answer.content


def test_formula_in_a_guest_list_is_never_run(client, coordinator, place):
    row = ['=HYPERLINK("http://evil.example","x")', "a@b.example", "", "civil", "Åre", ""]
    answer = check(client, a_meeting(), [row])
    assert (2, "name") in problems_of(answer)  # the formula has no computed value


# --- out to Excel ---------------------------------------------------------------------------------


def test_export_has_everybody_says_what_it_is_and_is_logged_without_names(
    client, coordinator, place
):
    meeting = a_meeting()
    one = signed_up(meeting, "Anna Berg", needs="Hörslinga", municipality=place)
    two = signed_up(meeting, "Bo Ek", state=Registration.State.CANCELLED)
    answer = client.post(url("desk_participants_export", meeting.pk))
    assert "no-store" in answer["Cache-Control"]
    assert "2020-05-25.xlsx" in answer["Content-Disposition"]
    participants, about = rows_of(answer.content).values()
    assert [row[0] for row in participants[1:]] == ["Anna Berg", "Bo Ek"]
    assert {"Hörslinga", "Åre", one.person.email} <= set(participants[1])
    assert any("personuppgifter" in str(row) for row in about)
    assert any("25 maj" in str(row) for row in about)
    event = Event.objects.get(action="meetings.export")
    assert event.data == {"registrations": [one.pk, two.pk]}
    assert (event.actor_id, event.subject_id) == (coordinator.pk, meeting.pk)


def test_export_neutralises_formulas(client, coordinator):
    meeting = a_meeting()
    signed_up(meeting, "=1+1", needs='@SUM(A1)\n=cmd|"/c calc"!A0')
    content = client.post(url("desk_participants_export", meeting.pk)).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
