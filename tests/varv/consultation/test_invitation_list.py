"""Contact lists: what is read, what each row means, and the entering of all or nothing."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.consultation.invitation_support import (
    HEADINGS,
    OPEN,
    book,
    enter,
    keep,
    plan,
    raw_book,
    read,
    upload,
)
from tests.varv.factories import (
    AliasFactory,
    CoordinatorFactory,
    InvitationFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RoundFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.varv.meetings.desk_support import rows_of
from varv import clock
from varv.clock import timed
from varv.consultation.actions import invitation_lists as actions
from varv.consultation.invitations import contact_list, kept_lists
from varv.consultation.models import Invitation, InvitationList
from varv.people import actions as people
from varv.people.models import Organisation, Representation, User
from varv.people.queries import the_region
from varv.registry.actions import stop_mail
from varv.registry.mail_stops import fingerprint
from varv.registry.models import Event

pytestmark = pytest.mark.django_db

KIM = ["Kim Lind", "Kim@Norrskog.example", "Norrskog AB", "", "Näringsliv", "Åre", ""]
VILLAGE = ["", "", "Tåssåsens sameby", "", "civil", "Outside the region", "Box 1\n840 31 Åsarna"]


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def round_():
    made = RoundFactory()
    MunicipalityFactory(name="Åre")
    return made


@pytest.fixture
def coordinator(client):
    user = CoordinatorFactory()
    client.force_login(user)
    return user


def states(found):
    return [one.state for one in found.lines]


def columns(line):
    return [one.column for one in line.problems]


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headings",
    [
        ["name", "email", "organisation", "number", "sector", "municipality", "address"],
        ["NAMN", "Epost", "Organisation", "Org.nr", "Sektor", "Kommun", "Postadress"],
        ["Kontaktperson", "mejl", "Företag", "Orgnr", "sector", "Municipality", "Adress"],
    ],
)
def test_headings_are_known_in_the_ways_that_lists_have_them(round_, headings):
    assert [one.cells["email"] for one in read([KIM], headings)] == ["Kim@Norrskog.example"]
    assert states(plan(round_, [KIM], headings)) == ["new"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_text_files_are_read_as_well(round_, encoding, between):
    text = "\r\n".join(between.join(row[:6]) for row in (HEADINGS, KIM))
    rows = contact_list.read(text.encode(encoding), the_region())
    assert rows[0].cells["municipality"] == "Åre"
    assert rows[0].cells["organisation"] == "Norrskog AB"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02\x03",
        b"\xd0\xcf\x11\xe0 an old workbook",
        b"PK\x03\x04 not a package",
        b"just words",
        b"Namn;Telefon\nKim;123",
        b"Namn;E-post\n",
        ("Namn;E-post\n" + "a" * 200_000 + ";b\n").encode(),
        ("E-post" + ";" * 10_000 + "x\na@b.example\n").encode(),
    ],
)
def test_what_is_no_contact_list_is_refused_beside_the_file(content):
    RoundFactory()
    with pytest.raises(ValidationError) as refused:
        contact_list.read(content, the_region())
    assert list(refused.value.error_dict) == ["file"]


def test_ten_thousand_columns_are_refused():
    RoundFactory()
    with pytest.raises(ValidationError):
        contact_list.read(book([["x"] * 10_000]), the_region())


def test_too_many_rows_are_refused(monkeypatch):
    RoundFactory()
    monkeypatch.setattr(contact_list, "MAX_ROWS", 3)
    assert len(read([KIM] * 3)) == 3
    with pytest.raises(ValidationError):
        read([KIM] * 4)


def test_formulas_and_values_of_other_kinds_are_kept_as_data_or_refused_in_their_row(round_):
    rows = [
        HEADINGS,
        ["=1+1", "a@b.example", "", "", "", "", ""],
        [True, 12.0, "", "", "", "", ""],
        [OPEN.replace(tzinfo=None), "c@b.example", "", "", "", "", ""],
    ]
    found = contact_list.plan(round_, contact_list.read(raw_book(rows), the_region()), the_region())
    assert states(found) == ["new", "wrong", "new"]
    assert found.lines[0].invitee.name == ""  # nobody has computed the formula
    assert columns(found.lines[1]) == ["email"]


def test_text_that_looks_like_a_formula_stays_text_also_on_the_way_out(client, round_, coordinator):
    enter(coordinator, round_, [["=cmd|' /C calc'!A0", "a@b.example", "", "", "", "", ""]])
    page = client.get(reverse("consultation:desk_invitations_export", args=[round_.pk]))
    first, *_others = rows_of(page.content).values()
    assert first[1][0] == "=cmd|' /C calc'!A0"


# --- what a row means -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({1: ""}, ["email"]),
        ({1: "not an address"}, ["email"]),
        ({1: "a@b.example\r\nBcc: c@d.example"}, ["email"]),
        ({0: "x" * 201}, ["name"]),
        ({3: "556016-0681"}, ["number"]),
        ({4: "Industry"}, ["sector"]),
        ({4: ""}, ["organisation"]),
        ({5: "Oslo"}, ["municipality"]),
        ({5: ""}, ["organisation"]),
        ({2: "!!!"}, ["organisation"]),
        ({2: "", 3: "556016-0680"}, ["organisation"]),
        ({0: "", 1: "", 2: "", 6: "Box 1"}, ["organisation"]),
    ],
)
def test_row_with_something_wrong_says_in_which_column(round_, change, wrong):
    row = [change.get(place, cell) for place, cell in enumerate(KIM)]
    line = plan(round_, [KIM[:1] + ["other@a.example"] + [""] * 5, row]).lines[1]
    assert (line.number, line.state, columns(line)) == (3, "wrong", wrong)


def test_hostile_text_is_refused_with_the_place_where_it_stands():
    RoundFactory()
    with pytest.raises(ValidationError) as refused:
        read([["<b>Kim</b>", *KIM[1:]]])
    assert "2" in refused.value.messages[0]


def test_known_organisation_needs_neither_sector_nor_municipality(round_):
    known = OrganisationFactory(name="Norrskog AB", sector="academia")
    line = plan(round_, [["Kim", "kim@a.example", "norrskog ab", "", "", "", ""]]).lines[0]
    assert (line.state, line.is_merged, line.invitee.organisation) == ("new", False, known)
    assert line.invitee.sector == "academia"


@pytest.mark.parametrize(
    ("name", "number"), [("Skogis", ""), ("Skogens Bolag AB", "556016-0680"), ("", "5560160680")]
)
def test_organisation_under_another_name_or_by_its_number_is_the_known_one(round_, name, number):
    known = OrganisationFactory(name="Norrskog AB", number="556016-0680")
    AliasFactory(organisation=known, name="Skogis")
    found = plan(round_, [["Kim", "kim@a.example", name, number, "", "", ""]])
    assert (states(found), found.of("merged")[0].invitee.organisation) == (["new"], known)


def test_name_and_number_of_two_organisations_are_wrong(round_):
    OrganisationFactory(name="Norrskog AB", number="556016-0680")
    OrganisationFactory(name="Sydskog AB")
    line = plan(round_, [["Kim", "kim@a.example", "Sydskog AB", "556016-0680", "", "", ""]]).lines[
        0
    ]
    assert columns(line) == ["organisation"]


def test_new_organisation_that_is_like_a_known_one_is_told_of(round_):
    OrganisationFactory(name="Norrskogs kooperativ ekonomisk förening")
    row = ["Kim", "kim@a.example", "Norrskogs koperativ ek för", "", "business", "Åre", ""]
    assert plan(round_, [row], likes=True).of("doubtful")[0].like == [
        "Norrskogs kooperativ ekonomisk förening"
    ]


def test_who_is_invited_already_is_known_and_so_is_the_second_of_two_rows(round_):
    InvitationFactory(round=round_, person=UserFactory(email="kim@norrskog.example"))
    found = plan(round_, [KIM, VILLAGE, VILLAGE, ["Bo", "bo@a.example", "", "", "", "", ""]])
    assert states(found) == ["known", "new", "known", "new"]


def test_who_has_stopped_all_mail_is_told_of(round_):
    stop_mail(None, fingerprint_of=fingerprint("kim@norrskog.example"))
    line = plan(round_, [KIM]).lines[0]
    assert (line.state, len(line.notes)) == ("new", 1)


# --- entering ---------------------------------------------------------------------------------


def test_list_is_entered_with_persons_organisations_and_who_speaks_for_them(round_, coordinator):
    assert enter(coordinator, round_, [KIM, VILLAGE]) == 2
    mail, letter = Invitation.objects.order_by("pk")
    assert (mail.person.email, mail.organisation.name) == ("kim@norrskog.example", "Norrskog AB")
    assert (mail.sector, mail.municipality.name, mail.added_by) == ("business", "Åre", coordinator)
    assert (letter.person, letter.organisation.name) == (None, "Tåssåsens sameby")
    assert letter.postal_address == "Box 1\n840 31 Åsarna"
    assert Organisation.objects.filter(checked_at=None).count() == 0
    assert Representation.objects.get().person == mail.person
    assert Event.objects.filter(action="consultation.add_invitations").count() == 1


def test_same_list_again_changes_nothing(round_, coordinator):
    enter(coordinator, round_, [KIM, VILLAGE])
    assert enter(coordinator, round_, [KIM, VILLAGE]) == 0
    assert (Invitation.objects.count(), Organisation.objects.count()) == (2, 2)


def test_known_person_is_not_renamed(round_, coordinator):
    UserFactory(email="kim@norrskog.example", name="Kim Andersson Lind")
    enter(coordinator, round_, [KIM])
    assert User.objects.get(email="kim@norrskog.example").name == "Kim Andersson Lind"


def test_list_with_a_wrong_row_is_entered_only_if_staff_leave_it_out(round_, coordinator):
    wrong = ["Bo", "no address", "Bo AB", "", "business", "Åre", ""]
    with pytest.raises(ValidationError):
        enter(coordinator, round_, [KIM, wrong])
    assert (Invitation.objects.count(), User.objects.filter(name="Kim Lind").count()) == (0, 0)
    assert enter(coordinator, round_, [KIM, wrong], without_wrong=True) == 1
    assert not Organisation.objects.filter(name="Bo AB").exists()


def _merge(known, coordinator):
    people.merge_organisations(
        coordinator, survivor=OrganisationFactory(name="Koncernen"), double=known
    )


@pytest.mark.parametrize(
    "meanwhile",
    [
        _merge,
        lambda known, _by: Organisation.objects.filter(pk=known.pk).update(sector="academia"),
        lambda _known, _by: OrganisationFactory(name="Nya AB"),
        lambda _known, _by: InvitationFactory(
            round=Invitation.objects.first().round, person=UserFactory(email="b@a.example")
        ),
    ],
)
def test_nothing_is_entered_if_the_register_has_changed_since(round_, coordinator, meanwhile):
    known = OrganisationFactory(name="Norrskog AB", sector="business")
    InvitationFactory(round=round_)
    rows = [KIM, ["B", "b@a.example", "Nya AB", "", "business", "Åre", ""]]
    waiting = keep(coordinator, round_, rows)
    shown = plan(round_, rows).digest
    meanwhile(known, coordinator)
    before = Invitation.objects.count()
    with pytest.raises(ValidationError):
        actions.enter_list(coordinator, round=round_, upload=waiting.upload, shown=shown)
    assert Invitation.objects.count() == before
    assert not User.objects.filter(email="kim@norrskog.example").exists()


def test_list_is_entered_once_and_by_who_read_it(round_, coordinator):
    waiting = keep(coordinator, round_, [KIM])
    shown = plan(round_, [KIM]).digest
    by = {"round": round_, "upload": waiting.upload, "shown": shown}
    with pytest.raises(ValidationError):
        actions.enter_list(CoordinatorFactory(), **by)
    assert actions.enter_list(coordinator, **by) == 1
    with pytest.raises(ValidationError):
        actions.enter_list(coordinator, **by)


def test_list_that_nobody_enters_is_forgotten(round_, coordinator):
    keep(coordinator, round_, [KIM])
    assert timed.work["consultation.invitation_lists"].next_due(OPEN) == (OPEN + kept_lists.WAITS)
    with clock.pinned(OPEN + kept_lists.WAITS):
        assert kept_lists.kept(coordinator, round_) is None
        assert kept_lists.drop_old(clock.now()) == 1
    assert not InvitationList.objects.exists()


def test_thousand_rows_take_as_many_queries_as_ten_and_little_time(round_, coordinator):
    def rows(first, number):
        return [
            [f"P {n}", f"p{n}@a.example", f"Bolag {n} AB", "", "business", "Åre", ""]
            for n in range(first, first + number)
        ]

    def queries_for(first, number):
        with CaptureQueriesContext(connection) as seen:
            assert enter(coordinator, round_, rows(first, number)) == number
        return len(seen)

    queries_for(0, 5)
    few = queries_for(10, 10)
    begun = time.monotonic()
    assert queries_for(100, 1000) <= few + 2  # persons and representations go in two batches
    assert time.monotonic() - begun < 20


# --- pages ------------------------------------------------------------------------------------


def test_file_is_chosen_looked_through_and_entered(client, round_, coordinator):
    to = [round_.pk]
    choose = reverse("consultation:desk_invitation_list", args=to)
    check = reverse("consultation:desk_invitation_list_preview", args=to)
    assert client.get(check).url == choose
    answer = client.post(choose, {"file": upload(book([KIM, VILLAGE]))})
    assert answer.url == check
    page = client.get(check)
    assert page.context["counts"]["new"] == 2
    sent = {"upload": page.context["waiting"].upload, "shown": page.context["plan"].digest}
    answer = client.post(reverse("consultation:desk_invitation_list_enter", args=to), sent)
    assert answer.url == reverse("consultation:desk_invitations", args=to)
    assert Invitation.objects.count() == 2


def test_wrong_rows_stand_first_with_their_numbers(client, round_, coordinator):
    keep(coordinator, round_, [KIM, ["Bo", "fel", "", "", "", "", ""]])
    page = client.get(reverse("consultation:desk_invitation_list_preview", args=[round_.pk]))
    assert page.context["state"] == "wrong"
    assert 'id="row-3"' in page.text
    assert "without_wrong" in page.text


def test_bad_file_comes_back_beside_its_field(client, round_, coordinator):
    choose = reverse("consultation:desk_invitation_list", args=[round_.pk])
    for sent in ({}, {"file": upload(b"no list")}):
        answer = client.post(choose, sent)
        assert answer.status_code == 422
        assert "file" in answer.context["form"].errors


def test_list_that_was_replaced_is_not_entered(client, round_, coordinator):
    to = [round_.pk]
    keep(coordinator, round_, [KIM])
    page = client.get(reverse("consultation:desk_invitation_list_preview", args=to))
    sent = {"upload": page.context["waiting"].upload, "shown": page.context["plan"].digest}
    keep(coordinator, round_, [VILLAGE])
    answer = client.post(reverse("consultation:desk_invitation_list_enter", args=to), sent)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_list_is_thrown_away(client, round_, coordinator):
    keep(coordinator, round_, [KIM])
    client.post(reverse("consultation:desk_invitation_list_drop", args=[round_.pk]))
    assert not InvitationList.objects.exists()


def test_template_is_a_list_that_can_be_read(client, round_, coordinator):
    page = client.get(reverse("consultation:desk_invitation_list_template", args=[round_.pk]))
    first, *_others = rows_of(page.content).values()
    assert list(first[0][:2]) == ["Namn", "E-post"]


@pytest.mark.parametrize("role", ["analyst", "reader"])
def test_only_coordinators_read_lists(client, round_, role):
    client.force_login(StaffRoleFactory(role=role).user)
    for name in ("", "_template", "_preview"):
        page = client.get(reverse(f"consultation:desk_invitation_list{name}", args=[round_.pk]))
        assert page.status_code == 403


@pytest.mark.parametrize(
    ("sector", "place"), [("Civil", "Åre kommun"), ("offentlig", "Åres kommun"), ("civil", "åre")]
)
def test_words_are_known_in_the_ways_that_lists_have_them(round_, sector, place):
    found = plan(round_, [["Kim", "kim@e.example", "Byn", "", sector, place, ""]])
    assert states(found) == ["new"]


@pytest.mark.parametrize("sector", ["off", "x"])
def test_word_that_is_too_short_is_no_sector(round_, sector):
    found = plan(round_, [["Kim", "kim@e.example", "Byn", "", sector, "Åre", ""]])
    assert columns(found.lines[0]) == ["sector"]
