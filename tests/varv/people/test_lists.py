"""The register of organisations in and out of Excel."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.factories import (
    AliasFactory,
    CoordinatorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RepresentationFactory,
)
from varv import clock
from varv.files import excel
from varv.people import actions, organisation_list, queries
from varv.people.models import (
    Organisation,
    OrganisationImport,
    Representation,
    User,
)
from varv.registry.models import Event

pytestmark = pytest.mark.usefixtures("db")

SWEDISH = (
    "Namn", "Organisationsnummer", "Sektor", "Kommun", "Andra namn", "Företrädare",
    "Företrädarens e-post", "Företrädarens titel",
)  # fmt: skip
GOOD = [
    ["Skogen AB", "802000-1239", "Näringsliv", "Åre", "Skogis; Skog-bolaget", "", "", ""],
    [
        "Fjällets vänner",
        "",
        "civil",
        "Outside the region",
        "",
        "Ola Ek",
        "ola@fjall.example",
        "Ordf",
    ],
    ["Fjällets vänner", "", "", "", "", "Eva Al", "eva@fjall.example", ""],
]


@pytest.fixture
def are():
    return MunicipalityFactory(name="Åre")


@pytest.fixture
def coordinator(client, are):
    user = CoordinatorFactory()
    client.force_login(user)
    return user


def book(rows, headings=SWEDISH):
    return excel.write([excel.Sheet("Lista", headings, rows)])


def read(actor, rows, headings=SWEDISH):
    return actions.read_organisations(actor, name="Lista.xlsx", content=book(rows, headings))


def planned(draft):
    draft.refresh_from_db()
    return organisation_list.plan(
        organisation_list.LAYOUT.from_json(draft.rows), queries.the_region().languages
    )


def enter(actor, rows):
    return actions.enter_organisations(actor, draft=read(actor, rows))


def wrong(actor, rows):
    return [(one.cell, one.text) for one in planned(read(actor, rows)).problems]


def test_list_is_entered_with_names_numbers_and_people(coordinator, are):
    enter(coordinator, GOOD)
    skogen = Organisation.objects.get(name="Skogen AB")
    assert (skogen.number, skogen.sector, skogen.municipality) == ("802000-1239", "business", are)
    assert skogen.checked_at
    assert queries.find_organisation("skog bolaget") == skogen
    friends = Organisation.objects.get(name="Fjällets vänner")
    assert friends.municipality is None
    held = friends.representations.values_list("person__email", "person__name", "title")
    assert sorted(held) == [
        ("eva@fjall.example", "Eva Al", ""),
        ("ola@fjall.example", "Ola Ek", "Ordf"),
    ]
    assert not User.objects.get(email="ola@fjall.example").has_usable_password()
    assert queries.organisation_events(skogen).get().data["rows"] == [2]
    assert Event.objects.get(action="people.import_organisations").data["new"] == 2


def test_headings_are_known_in_english_and_swedish_in_any_order(coordinator):
    draft = read(
        coordinator,
        [["Åre", "business", "Skogen"]],
        headings=("Municipality", "SEKTOR", "name"),
    )
    assert [one.name for one in planned(draft).of("new")] == ["Skogen"]


def everything():
    return (
        list(Organisation.objects.order_by("pk").values()),
        list(Representation.objects.order_by("pk").values()),
        Event.objects.count(),
        User.objects.count(),
    )


def test_entering_the_same_list_again_changes_nothing(coordinator):
    enter(coordinator, GOOD)
    before = everything()
    plan = enter(coordinator, GOOD)
    assert [one.state for one in plan.entries] == ["known", "known"]
    assert everything() == before


def test_register_that_is_taken_out_can_be_read_in_again_and_changes_nothing(coordinator, are):
    organisation = OrganisationFactory(name="=SUM(A1)", municipality=are, number="802000-1239")
    AliasFactory(organisation=organisation)
    AliasFactory(organisation=organisation, name="Delat; namn")
    for _ in range(2):
        RepresentationFactory(organisation=organisation, title="VD")
    OrganisationFactory(municipality=None, sector="academia")
    content = actions.export_organisations(coordinator)
    assert Event.objects.filter(action="people.export_organisations").count() == 1
    before = everything()
    draft = actions.read_organisations(coordinator, name="ut.xlsx", content=content)
    plan = actions.enter_organisations(coordinator, draft=draft)
    assert [one.state for one in plan.entries] == ["known", "known"]
    assert everything() == before
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.max_row == 4
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (["", "", "civil", "Åre"], "A2", "Write the name"),
        (["!!", "", "civil", "Åre"], "A2", "letters or digits"),
        (["Ett", "802000-1234", "civil", "Åre"], "B2", "does not fit"),
        (["Ett", "811218-9876", "civil", "Åre"], "B2", "personal identity number"),
        (["Ett", "", "kyrka", "Åre"], "C2", "Write one of"),
        (["Ett", "", "", "Åre"], "C2", "Write one of"),
        (["Ett", "", "civil", "Paris"], "D2", "Outside the region"),
        (["Ett", "", "civil", ""], "D2", "Outside the region"),
        (["Ett", "", "civil", "Åre", "Känd"], "E2", "means Känd already"),
        (["Ett", "", "civil", "Åre", "", "Ola", "inte en adress"], "G2", "valid"),
        (["Ett", "", "civil", "Åre", "", "Ola"], "G2", "Write the e-mail"),
        (["Känd", "556016-0680"], "B2", "has the number 802000-1239"),
        (["Annan", "802000-1239"], "B2", "that of Känd, but the name is that of Annan"),
    ],
)
def test_wrong_cell_is_named_by_its_address(coordinator, row, cell, words):
    OrganisationFactory(name="Känd", number="802000-1239")
    OrganisationFactory(name="Annan")
    (problem,) = wrong(coordinator, [row + [""] * (8 - len(row))])
    assert problem[0] == cell
    assert words in problem[1]


def test_rows_that_contradict_each_other_are_named(coordinator):
    rows = [
        ["Ett", "802000-1239", "civil", "Åre", "", "", "", ""],
        ["Ett", "556016-0680", "", "", "", "", "", ""],
        ["Ett", "", "business", "", "", "", "", ""],
        ["Två", "802000-1239", "civil", "Åre", "", "", "", ""],
    ]
    assert [cell for cell, _text in wrong(coordinator, rows)] == ["B3", "C4", "B5"]


def test_nothing_is_entered_while_a_cell_is_wrong(coordinator):
    draft = read(coordinator, [*GOOD, ["Fel", "", "kyrka", "Åre", "", "", "", ""]])
    before = everything()
    with pytest.raises(ValidationError, match="Nothing was entered"):
        actions.enter_organisations(coordinator, draft=draft)
    assert everything() == before


def test_known_organisation_is_changed_and_its_history_kept(coordinator, are):
    known = OrganisationFactory(name="Gamla namnet", number="802000-1239", sector="civil")
    draft = read(coordinator, [["Nya namnet", "8020001239", "public", "Åre", "NN", "", "", ""]])
    (entry,) = planned(draft).entries
    assert entry.changed == ["name", "sector", "municipality", "aliases"]
    actions.enter_organisations(coordinator, draft=draft)
    known.refresh_from_db()
    assert (known.name, known.sector, known.municipality) == ("Nya namnet", "public", are)
    assert queries.find_organisation("gamla namnet") == known
    assert known.former_places.get().sector == "civil"
    assert queries.find_organisation("nn") == known


def test_new_one_that_is_like_another_is_shown_as_doubtful(coordinator):
    OrganisationFactory(name="Mittuniversitetet")
    rows = [[name, "", "academia", "Åre", "", "", "", ""] for name in ("Mittuniverstetet", "Annat")]
    doubtful = organisation_list.shown(read(coordinator, rows)).of("doubtful")
    assert [(one.name, one.like) for one in doubtful] == [
        ("Mittuniverstetet", ["Mittuniversitetet"])
    ]


def test_list_is_forgotten_after_a_day_and_with_a_person_in_it(coordinator):
    read(coordinator, GOOD)
    now = clock.now()
    assert actions.next_list_to_forget(now) == OrganisationImport.objects.get().read_at + timedelta(
        1
    )
    assert actions.forget_old_lists(now) == 0
    assert actions.forget_old_lists(now + timedelta(days=1, seconds=1)) == 1
    read(coordinator, GOOD)
    person = RepresentationFactory(person__email="ola@fjall.example").person
    actions.erase_person(coordinator, person=person)
    assert not OrganisationImport.objects.exists()


def test_pages_take_a_file_show_what_it_would_do_and_enter_it(client, coordinator):
    content = client.get(reverse("people:desk_list_template")).content
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row == 1
    answer = client.post(
        reverse("people:desk_list"), {"file": SimpleUploadedFile("a.xlsx", book(GOOD))}
    )
    page = client.get(answer["Location"])
    assert page.context["counts"] == {"new": 2, "changed": 0, "doubtful": 0, "known": 0}
    key = OrganisationImport.objects.get().key
    client.post(reverse("people:desk_list_enter", args=[key]))
    assert Organisation.objects.count() == 2
    assert OrganisationImport.objects.get().rows is None
    assert client.get(reverse("people:desk_list_check", args=[key])).status_code == 404


def test_list_is_not_entered_where_it_would_do_something_else_than_was_shown(client, coordinator):
    client.cookies["django_language"] = "en"
    draft = read(coordinator, GOOD)
    address = reverse("people:desk_list_enter", args=[draft.key])
    known = OrganisationFactory(name="Skogen AB", sector="civil")
    answer = client.post(address)
    assert answer.status_code == 422
    assert "the register has changed since you looked" in answer.content.decode()
    assert answer.context["counts"] == {"new": 1, "changed": 1, "doubtful": 0, "known": 0}
    assert Organisation.objects.get() == known
    assert client.post(address).status_code == 302
    assert Organisation.objects.count() == 2


def test_list_is_planned_once_however_often_it_is_looked_at(client, coordinator):
    draft = read(coordinator, GOOD)
    OrganisationFactory(name="Skogen AB")
    address = reverse("people:desk_list_check", args=[draft.key])
    for state in ("new", "changed", "known"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address, {"state": state})
        assert page.context["counts"]["new"] == 2
        assert [
            ask["sql"]
            for ask in asked.captured_queries
            if 'FROM "people_organisation"' in ask["sql"]
        ] == []


def test_what_is_wrong_is_told_in_the_language_of_whoever_looks(client, coordinator):
    draft = read(coordinator, [["Skogen AB", "", "skog", "Åre", "", "", "", ""]])
    address = reverse("people:desk_list_check", args=[draft.key])
    for language, words in (("sv", "Skriv något av"), ("en", "Write one of")):
        client.cookies["django_language"] = language
        assert words in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no excel", "not an Excel file"),
        (book([["x"]], headings=("Annat",)), "Missing: Name"),
        (book([], headings=SWEDISH), "no organisations below"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_leaves_nothing(
    client, coordinator, content, words
):
    client.cookies["django_language"] = "en"
    file = SimpleUploadedFile("a.xlsx", content)
    answer = client.post(reverse("people:desk_list"), {"file": file})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not OrganisationImport.objects.exists()
