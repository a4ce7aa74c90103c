"""Out to the authority's own diary, and its numbers back."""

import csv
import datetime as dt
import email
import hashlib
import io
import json
import zipfile
from email import policy
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.consultation.mails import written
from tests.varv.factories import (
    CaseFactory,
    MeetingFactory,
    OrganisationFactory,
    RoundFactory,
    UserFactory,
)
from varv import clock
from varv.consultation.actions import take_in
from varv.files import actions as files
from varv.files import blobs, excel
from varv.files.models import File
from varv.registry import actions, queries
from varv.registry.diary import numbers, package
from varv.registry.models import Case, Event, Record

PAGE = reverse("registry:desk_export")
PACKAGE = reverse("registry:desk_export_package")
LIST = reverse("registry:desk_export_list")
NUMBERS = reverse("registry:desk_numbers")
LAW = "OSL 21 kap. 1 §"
OPEN = dt.datetime(2020, 5, 28, 8, tzinfo=dt.UTC)
#: A mail with bytes that no program would write the same way again.
ORIGINAL = (
    b"From: Agnes <agnes@x.example>\nSubject: Inspel\r\nX-Odd:\tyes \n\n\xe5\xe4\xf6 hej\r\n.\n"
)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def case(region, at) -> Case:
    return CaseFactory(number="RUN/430/2018")


def enter(case: Case, **values) -> Record:
    given = {"direction": "in", "kind": "letter", "title": "Brev från Åre", "text": "Hej på dig.\n"}
    return actions.record(None, case=case, **given | values)


def keep_mail(content: bytes = ORIGINAL) -> File:
    """Keep a mail as those do who take it in: byte for byte."""
    return File.objects.create(
        sha256=blobs.write(content),
        name="inspel.eml",
        content_type="message/rfc822",
        size=len(content),
        stored_at=clock.now(),
    )


def packed(records=None, user=None) -> zipfile.ZipFile:
    chosen = Record.objects.all() if records is None else records
    content = b"".join(package.packed(chosen, user))
    found = zipfile.ZipFile(io.BytesIO(content))
    assert found.testzip() is None
    return found


def told(archive: zipfile.ZipFile) -> list[dict]:
    return json.loads(archive.read("metadata.json"))["records"]


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def mail_of(archive: zipfile.ZipFile, path: str) -> email.message.EmailMessage:
    found = email.message_from_bytes(archive.read(path), policy=policy.default)
    assert not [part for part in found.walk() if part.defects]
    return found


# --- the package ----------------------------------------------------------------------------------


def test_package_has_a_mail_for_each_record_and_tells_what_is_known(case):
    organisation = OrganisationFactory(name="Fjällkraft AB")
    scan = files.store(None, name="ritning å.txt", content="Måttskiss".encode() * 40_000)
    other = files.store(None, name="b.csv", content=b"a;b\n1;2\n")
    first = enter(
        case,
        title="Brev från Åre, med en så lång rubrik " * 5,
        text="Åäö\n" + "x" * 2000 + "\n.\nFrom here\n",
        files=[scan, other],
        counterpart=organisation,
        external_number="RS 2020:7",
        received_at=dt.datetime(2020, 5, 20, 12, 30, tzinfo=dt.UTC),
    )
    second = enter(CaseFactory(number="Övrigt 7"), direction="out", text="")
    archive = packed()
    assert sorted(archive.namelist()) == [
        "README.txt",
        "RUN-430-2018/RUN-430-2018-1.eml",
        "metadata.csv",
        "metadata.json",
        "Övrigt-7/Övrigt-7-1.eml",
    ]
    mail = mail_of(archive, "RUN-430-2018/RUN-430-2018-1.eml")
    assert mail["Subject"] == first.title.strip()
    assert mail["Date"].datetime == first.received_at
    assert mail["From"].addresses[0].display_name == "Fjällkraft AB"
    assert mail["To"].addresses[0].addr_spec == "s3@fjallmark.example"
    assert mail["X-Varv-Record"] == "RUN/430/2018-1"
    assert mail["X-Varv-External-Number"] == "RS 2020:7"
    assert mail.get_body().get_content().split() == first.text.split()
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert attached["ritning å.txt"] == "Måttskiss" * 40_000
    assert attached["b.csv"].replace("\r\n", "\n") == "a;b\n1;2\n"
    one, two = told(archive)
    assert {one["reference"], two["reference"]} == {first.reference, second.reference}
    assert (one["direction"], one["kind"], one["counterpart"]) == ("in", "letter", "Fjällkraft AB")
    assert one["received"] == "2020-05-20T12:30:00+00:00"
    assert {entry["name"]: entry["state"] for entry in one["files"]} == {
        "ritning å.txt": "included",
        "b.csv": "included",
    }


def test_hashes_in_the_package_are_those_of_what_is_in_it(case):
    contents = {f"{size}.txt": b"y" * size for size in (1, 56, 57, 58, 57 * 1024, 57 * 1024 + 1)}
    scans = [files.store(None, name=name, content=content) for name, content in contents.items()]
    enter(case, files=scans)
    archive = packed()
    (entry,) = told(archive)
    parts = {
        part.get_filename(): part.get_payload(decode=True)
        for part in mail_of(archive, entry["mail"]).iter_attachments()
    }
    assert parts == contents
    assert {one["name"]: one["sha256"] for one in entry["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in contents.items()
    }


def test_mail_that_came_is_in_the_package_byte_for_byte(case):
    enclosed = files.store(None, name="bilaga.txt", content=b"Hello")
    enter(case, kind="e-mail", files=[keep_mail(), enclosed])
    archive = packed()
    (entry,) = told(archive)
    assert archive.read(entry["mail"]) == ORIGINAL
    assert entry["is_original"] is True
    assert {one["state"] for one in entry["files"]} == {"original"}
    hashes = {one["name"]: one["sha256"] for one in entry["files"]}
    assert hashes["inspel.eml"] == hashlib.sha256(ORIGINAL).hexdigest()


def test_input_that_came_by_mail_is_in_the_package_byte_for_byte(case):
    RoundFactory(case=case)
    raw = written(files={"yttrande.txt": b"Bilagan"})
    with clock.pinned(OPEN):
        made = take_in(raw).contribution
    archive = packed()
    (entry,) = told(archive)
    assert (entry["is_original"], archive.read(entry["mail"])) == (True, raw)
    assert {one["state"] for one in entry["files"]} == {"original"}
    actions.mask(None, thing=made, fields=["text"], passages=["bredband"], ground="other")
    archive = packed()
    (entry,) = told(archive)
    assert entry["is_original"] is False
    assert b"bredband" not in archive.read(entry["mail"])
    assert entry["masked"] is True


def test_mail_of_which_only_the_subject_is_masked_stays_behind(case):
    RoundFactory(case=case)
    with clock.pinned(OPEN):
        mail = take_in(written())
    actions.mask(None, thing=mail, fields=["subject"], passages=["Inspel"], ground="other")
    (entry,) = told(packed())
    assert entry["is_original"] is False


def test_secret_records_go_along_in_a_folder_of_their_own_and_marked(case):
    enter(case)
    secret = enter(case, secrecy=LAW)
    archive = packed()
    path = "secret/RUN-430-2018/RUN-430-2018-2.eml"
    mail = mail_of(archive, path)
    assert mail["X-Varv-Secrecy"] == LAW
    assert mail["Sensitivity"] == "Company-Confidential"
    assert {one["mail"]: one["secrecy"] for one in told(archive)} == {
        "RUN-430-2018/RUN-430-2018-1.eml": "",
        path: LAW,
    }
    (line,) = [one for one in rows(archive.read("metadata.csv")) if one["secrecy"]]
    assert (line["reference"], line["secrecy"]) == (secret.reference, LAW)


def test_what_is_masked_does_not_go_along_not_even_in_the_mail_as_it_came(case):
    mail, scan = keep_mail(), files.store(None, name="hemlig.txt", content=b"Hemlig bilaga")
    record = enter(case, kind="e-mail", text="Agnes skrev", files=[mail, scan])
    actions.mask(None, thing=record, fields=["text"], passages=["Agnes"], ground="other")
    archive = packed()
    (entry,) = told(archive)
    content = archive.read(entry["mail"])
    assert b"Agnes" not in content
    assert entry["is_original"] is False
    assert entry["masked"] is True
    assert {one["name"]: one["state"] for one in entry["files"]} == {
        "inspel.eml": "masked",
        "hemlig.txt": "included",
    }
    actions.mask(None, thing=record, files=[scan.pk], ground="other")
    (entry,) = told(packed())
    assert {one["state"] for one in entry["files"]} == {"masked"}


def test_file_that_is_gone_or_damaged_is_told_of_and_stops_nothing(case, caplog):
    gone, hurt, well = (
        files.store(None, name=f"{name}.txt", content=name.encode())
        for name in ("gone", "hurt", "well")
    )
    enter(case, files=[gone, hurt, well])
    blobs.path_of(gone.sha256).unlink()
    blobs.path_of(hurt.sha256).write_bytes(b"other")
    archive = packed()
    (entry,) = told(archive)
    assert {one["name"]: one["state"] for one in entry["files"]} == {
        "gone.txt": "missing",
        "hurt.txt": "damaged",
        "well.txt": "included",
    }
    parts = {part.get_filename() for part in mail_of(archive, entry["mail"]).iter_attachments()}
    assert parts == {"hurt.txt", "well.txt"}


def test_queued_mail_is_in_the_package_as_it_went(case, anna):
    answer = actions.queue(
        kind="tests.news",
        occasion="x",
        recipient=anna,
        context={"name": "Anna", "link": "https://s3.example.org/x"},
        case=case,
        in_reply_to="came@x.example",
    )
    archive = packed()
    (entry,) = told(archive)
    mail = mail_of(archive, entry["mail"])
    assert mail["Message-ID"] == answer.message_id
    assert mail["In-Reply-To"] == "<came@x.example>"
    assert mail["To"].addresses[0].addr_spec == answer.recipient
    assert mail["From"].addresses[0].addr_spec == "s3@fjallmark.example"


@pytest.mark.parametrize(
    "title",
    [
        "A\r\nBcc: alla@example.org",
        "A\x00\x07B",
        "\u202eA",
        '"A" <b@c.example>, d@e.example',
        "=?utf-8?q?x?=",
        "å" * 300,
        "💡",
        " ",
    ],
)
def test_hostile_titles_and_names_cannot_break_out_of_a_header(case, title):
    organisation = OrganisationFactory(name=title.replace("\x00", "")[:150])
    record = enter(case, counterpart=organisation)
    Record.objects.filter(pk=record.pk).update(title=title.replace("\x00", " "))
    archive = packed()
    (entry,) = told(archive)
    mail = mail_of(archive, entry["mail"])
    assert mail["Bcc"] is None
    assert len(mail["From"].addresses) == 1
    assert mail["From"].addresses[0].addr_spec == "unknown@record.invalid"
    assert mail["X-Varv-Record"] == record.reference


def test_cases_whose_numbers_differ_by_their_signs_have_folders_of_their_own(case):
    other = CaseFactory(number="RUN-430/2018")
    for one in (case, other):
        enter(one)
    paths = [one["mail"] for one in told(packed())]
    assert len({path.lower() for path in paths}) == 2


def test_package_is_sent_while_it_is_made(case):
    for number in range(3):
        scan = files.store(None, name=f"{number}.txt", content=f"{number}".encode() * 500_000)
        enter(case, files=[scan])
    pieces = list(package.packed(Record.objects.all(), None))
    assert len(pieces) > 3
    assert max(map(len, pieces)) < 200_000


def test_package_asks_the_database_no_more_often_for_thirty_than_for_one(case):
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            packed()
        return len(seen)

    def fill(number: int) -> None:
        scan = files.store(None, name=f"{number}.txt", content=f"{number}".encode())
        enter(case, files=[scan], subject=MeetingFactory(), counterpart=OrganisationFactory())

    fill(0)
    count()
    before = count()
    for number in range(1, 31):
        fill(number)
    assert count() == before


def test_batches_leave_none_out(case, monkeypatch):
    monkeypatch.setattr("varv.registry.diary.entries.BATCH", 3)
    for _number in range(7):
        enter(case)
    assert [one["reference"] for one in told(packed())] == [
        f"RUN/430/2018-{number}" for number in range(1, 8)
    ]


# --- the list -------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_nothing_in_a_list_is_taken_for_a_formula(case, start):
    evil = f"{start}HYPERLINK(1)"
    organisation = OrganisationFactory(name=evil)
    record = enter(case, counterpart=organisation)
    Record.objects.filter(pk=record.pk).update(title=evil, external_number=evil, secrecy=evil)
    listed = b"".join(package.listed(Record.objects.all(), None))
    for line in (*rows(listed), *rows(packed().read("metadata.csv"))):
        assert not [cell for cell in line.values() if cell.startswith(tuple("=+-@\t\r"))]


def test_list_is_for_swedish_excel(sign_in, case):
    came = dt.datetime(2020, 5, 20, 12, 30, tzinfo=dt.UTC)
    enter(case, title='Brev; med "citat"', secrecy=LAW, received_at=came)
    answer = sign_in("coordinator").post(LIST)
    content = b"".join(answer)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    (line,) = rows(content)
    assert line["Title"] == 'Brev; med "citat"'
    assert line["Record"] == "RUN/430/2018-1"
    assert line["Secret under"] == LAW
    assert line["Received or made"] == "2020-05-20 14:30"  # as the clock of the region said
    assert content.count(b"\r\n") == 2


# --- the desk -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["analyst", "reader"])
def test_only_coordinators_take_records_out(sign_in, case, role):
    enter(case)
    client = sign_in(role)
    for page in (PAGE, NUMBERS):
        assert client.get(page).status_code == 403
    for page in (LIST, PACKAGE, NUMBERS):
        assert client.post(page).status_code == 403
    assert client.post(PAGE, {"last": "9", "expected": "1"}).status_code == 403
    assert not Event.objects.filter(action__in=["registry.hand_over", "registry.take_out_records"])


def test_preview_shows_what_waits_and_marks_nothing(sign_in, case):
    enter(case)
    enter(case, secrecy=LAW)
    client = sign_in("coordinator")
    page = client.get(PAGE)
    html = page.content.decode()
    assert (page.context["waiting"].count, page.context["waiting"].secret) == (2, 1)
    for text in ("2 records not handed over yet", "RUN/430/2018-2", LAW, "1 of them is secret"):
        assert text in html, text
    for address in (page.context["package_url"], page.context["list_url"]):
        answer = client.post(address)
        assert "attachment" in answer["Content-Disposition"]
        assert len(b"".join(answer)) > 100
    assert not Record.objects.exclude(exported_at=None).exists()
    told_of = Event.objects.filter(action="registry.take_out_records").order_by("pk")
    assert [event.data for event in told_of] == [
        {"form": "package", "count": 2},
        {"form": "list", "count": 2},
    ]


def test_button_marks_what_was_seen_and_logs_it_once(sign_in, case):
    other = CaseFactory()
    for one in (case, case, other):
        enter(one)
    client = sign_in("coordinator")
    form = client.get(PAGE).context["form"]
    answer = client.post(PAGE, form.initial, follow=True)
    assert "3 records are marked as handed over" in answer.content.decode()
    assert not queries.to_hand_over().exists()
    (event,) = Event.objects.filter(action="registry.hand_over")
    assert event.data["count"] == 3
    assert event.data["cases"] == {str(case.pk): [1, 2], str(other.pk): [1, 1]}
    assert "All records have been handed over" in answer.content.decode()
    again = client.get(PAGE, {"again": event.pk})
    assert again.context["waiting"].count == 3
    assert "form" in again.context
    assert "Mark 3 as handed over" not in again.content.decode()
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.post(again.context["package_url"]))))
    assert len(told(archive)) == 3


def test_one_case_is_handed_over_alone(sign_in, case):
    other = enter(CaseFactory())
    enter(case)
    client = sign_in("coordinator")
    page = client.get(PAGE, {"case": case.pk})
    client.post(f"{PAGE}?case={case.pk}", page.context["form"].initial)
    assert list(queries.to_hand_over()) == [other]


def test_what_came_meanwhile_is_neither_marked_nor_lost(sign_in, case):
    enter(case)
    client = sign_in("coordinator")
    page = client.get(PAGE)
    late = enter(case)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.post(page.context["package_url"]))))
    assert len(told(archive)) == 1
    client.post(PAGE, page.context["form"].initial)
    assert list(queries.to_hand_over()) == [late]


def test_nothing_is_marked_where_somebody_else_was_faster(sign_in, case):
    for _number in range(2):
        enter(case)
    client = sign_in("coordinator")
    form = client.get(PAGE).context["form"].initial
    actions.hand_over(None, records=Record.objects.filter(number=1))
    answer = client.post(PAGE, form)
    assert answer.status_code == 422
    assert "There are other records to hand over now" in answer.content.decode()
    assert queries.to_hand_over().count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"last": "x", "expected": "1"},
        {"last": "9" * 40, "expected": "1"},
        {"last": "9", "expected": "\x00"},
        {"last": "9", "expected": "-1"},
    ],
)
def test_hostile_hand_over_marks_nothing(sign_in, case, typed):
    enter(case)
    assert sign_in("coordinator").post(PAGE, typed).status_code == 422
    assert queries.to_hand_over().count() == 1


def test_nothing_to_hand_over_is_refused(db):
    with pytest.raises(ValidationError):
        actions.hand_over(None, records=Record.objects.all())


def test_days_take_out_also_what_was_handed_over_before(sign_in, case):
    old = enter(case, received_at=dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC))
    enter(case, received_at=dt.datetime(2020, 5, 20, 12, tzinfo=dt.UTC))
    actions.hand_over(None, records=Record.objects.filter(pk=old.pk))
    client = sign_in("coordinator")
    page = client.get(PAGE, {"since": "2020-05-01", "until": "2020-05-01"})
    assert [one.pk for one in page.context["page"]] == [old.pk]
    (line,) = rows(b"".join(client.post(page.context["list_url"])))
    assert line["Record"] == old.reference
    assert line["Handed over"]
    # With days there is nothing to mark.
    query = f"{PAGE}?since=2020-05-20"
    assert client.post(query, {"last": "99999", "expected": "1"}).status_code == 422
    assert queries.to_hand_over().count() == 1


@pytest.mark.parametrize("query", [{"again": "0"}, {"again": "x"}, {"again": "9" * 30}])
def test_hand_over_that_never_was_is_not_found(sign_in, case, query):
    client = sign_in("coordinator")
    assert client.get(PAGE, query).status_code == 404
    for page in (LIST, PACKAGE):
        assert client.post(f"{page}?{urlencode(query)}").status_code == 404


@pytest.mark.parametrize(
    "query", [{"case": "x"}, {"case": "\x00"}, {"since": "i går"}, {"last": "-1"}, {"page": "x"}]
)
def test_what_is_wrong_in_the_address_is_as_good_as_nothing(sign_in, case, query):
    enter(case)
    assert sign_in("coordinator").get(PAGE, query).context["waiting"].count == 1


def test_pages_ask_as_often_for_thirty_as_for_one(sign_in, case):
    client = sign_in("coordinator")

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PAGE).status_code == 200
        return len(seen)

    def fill() -> None:
        one = CaseFactory()
        enter(one)
        actions.hand_over(None, records=Record.objects.filter(case=one))
        enter(one)

    fill()
    count()
    before = count()
    for _number in range(30):
        fill()
    assert count() == before


# --- numbers back ---------------------------------------------------------------------------------


def upload(client, content: bytes, name: str = "lista.csv"):
    return client.post(NUMBERS, {"file": SimpleUploadedFile(name, content)})


def test_list_that_was_taken_out_comes_back_with_numbers(sign_in, case):
    first, second, third = (enter(case) for _number in range(3))
    client = sign_in("coordinator")
    text = b"".join(client.post(LIST)).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    at = table[0].index("Number in the official register")
    for line, number in zip(table[1:], ["RS 1", "'-2", ""], strict=True):
        line[at] = number
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows(table)
    answer = upload(client, stream.getvalue().encode("utf-8-sig"))
    assert answer.status_code == 302
    for record, number in ((first, "RS 1"), (second, "-2"), (third, "")):
        record.refresh_from_db()
        assert record.external_number == number
    told_of = Event.objects.filter(action="registry.set_external_number").order_by("pk")
    assert [event.data["number"] for event in told_of] == ["RS 1", "-2"]
    assert upload(client, stream.getvalue().encode("utf-8-sig")).status_code == 302
    assert told_of.count() == 2


@pytest.mark.parametrize(
    "content",
    [
        "reference;external_number\nrun/430/2018-1;RS å 1\n".encode(),
        "reference;external_number\r\nRUN/430/2018 - 1;RS å 1\r\n".encode("cp1252"),
        "reference,external_number\nRUN/430/2018-1,RS å 1\n".encode("utf-8-sig"),
        "x\texternal_number\treference\n\tRS å 1\tRUN/430/2018-1\n".encode(),
        excel.write(
            [excel.Sheet("x", ["reference", "external_number"], [["RUN/430/2018-1", "RS å 1"]])]
        ),
    ],
    ids=["utf-8", "windows", "comma", "tab", "excel"],
)
def test_list_is_read_however_it_was_saved(case, content):
    record = enter(case)
    assert actions.set_external_numbers(None, content=content) == (1, 0)
    record.refresh_from_db()
    assert record.external_number == "RS å 1"


def test_every_row_that_is_wrong_is_named_and_nothing_is_entered(sign_in, case):
    record = enter(case)
    lines = [
        "reference;external_number",
        "RUN/430/2018-1;RS 1",
        "RUN/430/2018-1;RS 2",
        "RUN/430/2018-99;RS 3",
        ";RS 4",
        f"RUN/430/2018-1;{'x' * 61}",
        "hello;RS 5",
        "RUN/430/2018-99999999999999999999;RS 6",
    ]
    answer = upload(sign_in("coordinator"), "\n".join(lines).encode())
    assert answer.status_code == 422
    html = answer.content.decode()
    for row in range(3, 9):
        assert f"Row {row}:" in html, row
    assert "Row 2:" not in html
    record.refresh_from_db()
    assert record.external_number == ""


@pytest.mark.parametrize("number", ["<b>x</b>", "a\u202eb", "a\x07b"])
def test_hostile_number_is_refused(case, number):
    enter(case)
    content = f"reference;external_number\nRUN/430/2018-1;{number}\n".encode()
    with pytest.raises(ValidationError) as refused:
        actions.set_external_numbers(None, content=content)
    assert "2" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02",
        b"PK\x03\x04 not a workbook",
        b"\n\n",
        b"a;b\n1;2\n",
        b"reference;external_number\n",
        b"reference;external_number\nRUN/430/2018-1;\n",
        b'reference;external_number\n"RUN/430/2018-1;RS 1\n',
        b"reference;external_number\n" + b"x" * (6 * 1024 * 1024),
    ],
)
def test_file_that_is_no_list_is_refused_beside_its_field(sign_in, case, content):
    enter(case)
    answer = upload(sign_in("coordinator"), content)
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert not Event.objects.filter(action="registry.set_external_number").exists()


def test_list_that_is_too_long_is_refused(case, monkeypatch):
    monkeypatch.setattr(numbers, "MAX_ROWS", 3)
    content = b"reference;external_number\n" + b"x-1;1\n" * 4
    with pytest.raises(ValidationError) as refused:
        actions.set_external_numbers(None, content=content)
    assert "4" in str(refused.value)


def test_numbers_are_set_by_as_many_queries_for_thirty_as_for_one(case):
    def count(lines: list[str]) -> int:
        content = "\n".join(["reference;external_number", *lines]).encode()
        with CaptureQueriesContext(connection) as seen:
            actions.set_external_numbers(None, content=content)
        return len(seen)

    for _number in range(31):
        enter(case)
    one = count(["RUN/430/2018-1;A"])
    assert count([f"RUN/430/2018-{number};B" for number in range(2, 32)]) == one


def test_person_is_not_named_to_the_diary_by_the_register_itself(case):
    """A record that is about a person's thing names only what the staff who export may see."""
    person = UserFactory(name="Agnes Enskild")
    enter(case, subject=person)
    (entry,) = told(packed(user=UserFactory()))
    assert entry["concerns"] == ""


# --- what the how-to says -------------------------------------------------------------------------


def test_how_to_tells_of_every_field_and_page_and_state():
    told_of = (Path(__file__).parents[3] / "docs/how-to/keep-the-register.md").read_text()
    for name in package.FIELDS:
        assert f"`{name}`" in told_of, name
    for state in ("included", "original", "masked", "destroyed", "missing", "damaged"):
        assert f"`{state}`" in told_of, state
    for page in (reverse("registry:register"), PAGE, NUMBERS):
        assert f"`{page}`" in told_of, page
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert "docs/how-to/keep-the-register.md" in readme
