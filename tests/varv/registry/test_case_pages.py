"""Cases and records on the desk: who reads them, what they show, how one is entered."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.factories import CaseFactory, OrganisationFactory, UserFactory
from varv import clock
from varv.files import actions as files
from varv.registry import actions, kinds
from varv.registry.models import Case, Event, Record
from varv.text.translated import Translated

LIST = reverse("registry:desk_cases")


@pytest.fixture
def case(region, at) -> Case:
    return CaseFactory(number="RUN/430/2018", title=Translated(sv="Strategi", en="Strategy"))


@pytest.fixture
def letter(case) -> Record:
    return actions.record(
        None,
        case=case,
        direction="in",
        kind="letter",
        title="From Åre",
        text="We want\nto join <b>in</b>",
        subject=case,
    )


@pytest.fixture
def home(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def form() -> dict[str, object]:
    return {
        "direction": "in",
        "kind": "letter",
        "title": "A letter from Åre",
        "text": "We want\r\nto join.",
        "received_at": "2020-05-22T14:30",
        "external_number": "",
    }


def pages(record: Record) -> dict[str, str]:
    """Return all pages with the say that each takes."""
    case, number = record.case_id, record.number
    return {
        LIST: "case",
        reverse("registry:desk_case", args=[case]): "case",
        reverse("registry:desk_record", args=[case, number]): "record",
        reverse("registry:desk_case_number", args=[case]): "change",
        reverse("registry:desk_record_new", args=[case]): "change",
        reverse("registry:desk_record_number", args=[case, number]): "change",
    }


ALLOWED = {
    "coordinator": {"case", "record", "change"},
    "analyst": {"case", "record"},
    "reader": {"case"},
}


@pytest.mark.parametrize("role", ALLOWED)
def test_page_opens_for_the_staff_who_may(sign_in, letter, role):
    client = sign_in(role)
    for page, say in pages(letter).items():
        assert client.get(page).status_code == (200 if say in ALLOWED[role] else 403), page
        if say != "change":
            assert client.post(page).status_code == 405, page
        elif role != "coordinator":
            assert client.post(page, {"external_number": "1"}).status_code == 403, page
    assert not Event.objects.filter(action="registry.set_external_number").exists()


def test_page_is_closed_to_strangers_and_asks_the_anonymous_to_sign_in(client, letter):
    for page in pages(letter):
        assert client.get(page).status_code == 302
    client.force_login(UserFactory())
    for page in pages(letter):
        assert client.get(page).status_code == 403


def test_cases_are_listed_with_the_number_of_their_records(sign_in, letter):
    page = sign_in("reader").get(LIST)
    (listed,) = page.context["page"]
    assert listed.record_count == 1
    html = page.content.decode()
    assert "RUN/430/2018" in html
    assert "Strategy" in html
    assert f'href="{LIST}"' in html  # the menu of the desk leads here


def test_list_without_cases_says_how_one_comes(sign_in, region):
    assert "There is no case yet" in sign_in("reader").get(LIST).content.decode()


def test_case_shows_its_records_to_those_who_may_read_them(sign_in, case, letter, home):
    scan = files.store(None, name="brev.txt", content=b"Hello")
    reply = actions.record(
        None, case=case, direction="out", kind="e-mail", title="Thanks", files=[scan]
    )
    address = case.get_absolute_url()
    html = sign_in("analyst").get(address).content.decode()
    assert html.index(reply.reference) < html.index(letter.reference)
    for text in ("Incoming", "Outgoing", "Letter", "E-mail", "From Åre", "brev.txt", "Concerns"):
        assert text in html, text
    assert f'href="{scan.get_absolute_url()}"' in html
    assert "&lt;b&gt;in&lt;/b&gt;" in html
    assert "<b>in</b>" not in html
    assert reverse("registry:desk_record_new", args=[case.pk]) not in html
    hidden = sign_in("reader").get(address).content.decode()
    assert "Only coordinators and analysts can read them" in hidden
    assert "From Åre" not in hidden


def test_record_of_another_case_is_not_found(sign_in, letter):
    other = CaseFactory()
    client = sign_in("coordinator")
    assert client.get(reverse("registry:desk_record", args=[other.pk, 1])).status_code == 404
    assert client.get(reverse("registry:desk_record", args=[0, 1])).status_code == 404


def test_case_and_record_can_be_found_by_those_who_may_see_them(case, letter):
    refs = [kinds.ref(case), kinds.ref(letter)]
    things = kinds.describe(refs, None)
    assert [things[ref].url for ref in refs] == [
        case.get_absolute_url(),
        letter.get_absolute_url(),
    ]
    public = kinds.describe(refs, UserFactory())
    assert [public[ref].name for ref in refs] == [str(case), letter.reference]
    assert [public[ref].url for ref in refs] == [case.public_url, letter.public_url]


def test_number_in_the_official_register_is_set_on_the_desk(sign_in, case, letter):
    client = sign_in("coordinator")
    for thing, name, args in [
        (case, "desk_case_number", [case.pk]),
        (letter, "desk_record_number", [case.pk, letter.number]),
    ]:
        answer = client.post(reverse(f"registry:{name}", args=args), {"external_number": "RS 7"})
        assert answer["Location"] == thing.get_absolute_url()
        assert "RS 7" in client.get(thing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("text", ["<b>x</b>", "x\x00", "x\u202e", "a\nb", "x" * 1_000_000])
def test_hostile_number_is_refused_beside_its_field(sign_in, case, text):
    page = reverse("registry:desk_case_number", args=[case.pk])
    answer = sign_in("coordinator").post(page, {"external_number": text})
    assert answer.status_code == 422
    assert "external_number" in answer.context["form"].errors
    case.refresh_from_db()
    assert case.external_number == ""


def test_record_is_entered_with_its_files(sign_in, case, form, home):
    client = sign_in("coordinator")
    page = reverse("registry:desk_record_new", args=[case.pk])
    scans = [
        SimpleUploadedFile("brev.txt", b"Hello"),
        SimpleUploadedFile("karta.csv", b"a;b\n1;2\n"),
    ]
    answer = client.post(page, form | {"file": scans})
    assert (answer.status_code, answer["Location"]) == (302, case.get_absolute_url())
    entry = Record.objects.get()
    assert (entry.reference, entry.direction, entry.kind) == ("RUN/430/2018-1", "in", "letter")
    assert entry.text == "We want\nto join."
    # Half past two in the region, which is two hours ahead of UTC in May.
    assert entry.received_at == dt.datetime(2020, 5, 22, 12, 30, tzinfo=dt.UTC)
    assert sorted(file.name for file in entry.files.all()) == ["brev.txt", "karta.csv"]
    event = Event.objects.get(action="registry.record")
    assert event.actor_id == int(client.session["_auth_user_id"])
    download = client.get(entry.files.get(name="brev.txt").get_absolute_url())
    assert b"".join(download) == b"Hello"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("direction", "sideways"),
        ("kind", "interest"),
        ("title", ""),
        ("title", "x" * 301),
        ("title", "A\r\nBcc: all@example.com"),
        ("title", "<script>alert(1)</script>"),
        ("text", "a\x00"),
        ("text", "a\u202e"),
        ("text", "x" * 1_000_000),
        ("external_number", "x" * 61),
        ("received_at", ""),
        ("received_at", "yesterday"),
        ("received_at", "2020-02-30T10:00"),
        ("received_at", "0001-01-01T00:00"),
        ("received_at", "2020-03-29T02:30"),  # that night the clocks skipped it
        ("received_at", "9999-12-31T23:59"),
    ],
)
def test_bad_record_is_refused_beside_its_field_and_the_rest_is_kept(
    sign_in, case, form, field, value
):
    page = reverse("registry:desk_record_new", args=[case.pk])
    kept = {"title": "A letter from Åre"} if field != "title" else {"text": "to join."}
    answer = sign_in("coordinator").post(page, form | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert next(iter(kept.values())) in answer.content.decode()
    assert not Record.objects.exists()


def test_record_cannot_come_from_the_future(sign_in, case, form):
    page = reverse("registry:desk_record_new", args=[case.pk])
    ahead = clock.now() + dt.timedelta(days=1)
    answer = sign_in("coordinator").post(page, form | {"received_at": f"{ahead:%Y-%m-%dT%H:%M}"})
    assert "This moment has not come yet." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("brev.exe", b"MZ"), ("brev.pdf", b"not a PDF"), ("brev.txt", b""), ("x.html", b"<b>")],
)
def test_bad_file_is_refused_and_nothing_is_entered(sign_in, case, form, home, name, content):
    page = reverse("registry:desk_record_new", args=[case.pk])
    good = SimpleUploadedFile("brev.txt", b"Hello")
    answer = sign_in("coordinator").post(
        page, form | {"file": [good, SimpleUploadedFile(name, content)]}
    )
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert "Choose the files again." in answer.content.decode()
    assert not Record.objects.exists()


def test_too_large_and_too_many_files_are_refused(sign_in, case, form, home):
    client = sign_in("coordinator")
    page = reverse("registry:desk_record_new", args=[case.pk])
    many = [SimpleUploadedFile(f"{number}.txt", b"Hello") for number in range(11)]
    assert "at most 10 files" in client.post(page, form | {"file": many}).content.decode()
    large = SimpleUploadedFile("stor.txt", b"x" * (files.MAX_SIZE + 1))
    assert "The largest we take" in client.post(page, form | {"file": large}).content.decode()
    assert not Record.objects.exists()


def test_pages_ask_as_often_for_thirty_records_as_for_one(sign_in, case, home):
    client = sign_in("coordinator")

    def enter(number):
        scan = files.store(None, name=f"{number}.txt", content=b"Hello")
        actions.record(
            None,
            case=case,
            direction="in",
            kind="letter",
            title=f"Letter {number}",
            subject=CaseFactory(),
            files=[scan],
        )

    def count(page):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    enter(0)
    addresses = [LIST, case.get_absolute_url()]
    for address in addresses:
        count(address)
    before = [count(address) for address in addresses]
    for number in range(1, 31):
        enter(number)
    assert [count(address) for address in addresses] == before
    assert "Letter 30" in client.get(case.get_absolute_url()).content.decode()
    assert "Letter 0" in client.get(case.get_absolute_url(), {"page": "2"}).content.decode()
    assert client.get(case.get_absolute_url(), {"page": "\x00"}).status_code == 200


def test_staff_see_whom_a_record_came_from(sign_in, case):
    sender = OrganisationFactory(name="Norrskog AB")
    actions.record(None, case=case, direction="in", kind="letter", title="Brev", counterpart=sender)
    assert "Norrskog AB" in sign_in("coordinator").get(case.get_absolute_url()).content.decode()
