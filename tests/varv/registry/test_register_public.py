"""The public register: that everything exists is for all to see, and nothing of what it says."""

import datetime as dt
from dataclasses import fields

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.factories import (
    CaseFactory,
    CoordinatorFactory,
    MeetingFactory,
    OrganisationFactory,
    RoundFactory,
    UserFactory,
    contribution,
)
from varv import clock
from varv.consultation.contents import Sender
from varv.registry import actions, kinds, queries
from varv.registry.channels import Channel
from varv.registry.models import Case, Record
from varv.registry.search import find
from varv.text.translated import Translated

LIST = reverse("registry:register")
PRIVATE = "Agnes Enskild"
ADDRESS = "agnes@enskild.example"
SUBJECT = "Hälsningar från Agnes om grannens hund"


@pytest.fixture
def case(region, at) -> Case:
    return CaseFactory(number="RUN/430/2018", title=Translated(sv="Strategi", en="Strategy"))


@pytest.fixture
def visitor(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def enter(case: Case, **values) -> Record:
    given = {"direction": "in", "kind": "e-mail", "title": SUBJECT, "text": f"{PRIVATE} {ADDRESS}"}
    return actions.record(None, case=case, **given | values)


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def public_pages(record: Record) -> list[str]:
    return [LIST, record.case.public_url, record.public_url]


def test_cases_are_listed_with_how_many_records_they_have(visitor, case):
    enter(case)
    enter(case)
    html = text_of(visitor, LIST)
    assert f'href="{case.public_url}"' in html
    assert "Strategy" in html
    (listed,) = queries.public_cases()
    assert listed.record_count == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("430", True),
        ("run 2018", True),
        ("strategi", True),
        ("STRATEGY run/430", True),
        ("strategy 431", False),
        ("%", False),
        ("_", False),
        ("\x00", True),
        ("x" * 5000, True),  # too long to be a search at all
    ],
)
def test_cases_are_found_by_number_and_words_of_the_title(visitor, case, typed, found):
    assert (case.number in text_of(visitor, LIST, q=typed)) is found


def test_record_shows_what_is_public_of_it(visitor, case):
    meeting = MeetingFactory(title=Translated(sv="Fjällmötet", en="The mountain meeting"))
    known = OrganisationFactory(name="Fjällkraft AB", checked_at=clock.now())
    record = enter(
        case,
        subject=meeting,
        counterpart=known,
        external_number="RS 2020:7",
        received_at=dt.datetime(2020, 5, 20, 22, 30, tzinfo=dt.UTC),
    )
    for page in (case.public_url, record.public_url):
        html = text_of(visitor, page)
        for text in (
            "RUN/430/2018-1",
            "Incoming",
            "E-mail",
            "Fjällkraft AB",
            "The mountain meeting",
            f'href="{meeting.get_absolute_url()}"',
            "RS 2020:7",
        ):
            assert text in html, (page, text)
    # In the region it was after midnight.
    assert "2020-05-21" in text_of(visitor, case.public_url)
    assert "21 May 2020" in text_of(visitor, record.public_url)


def test_private_person_is_nowhere_in_the_register(visitor, case, region):
    """Not the name, the address or the subject, whichever way it came or went."""
    person = UserFactory(name=PRIVATE, email=ADDRESS)
    records = [
        enter(case, direction=direction, kind=kind, subject=subject, counterpart=counterpart)
        for direction in ("in", "out")
        for kind in Channel.values
        for subject in (person, None)
        for counterpart in (person, None)
    ]
    given = contribution(sender=Sender(name=PRIVATE, email=ADDRESS))
    asked = actions.queue(
        kind="tests.news",
        occasion="answer",
        recipient=actions.Recipient(ADDRESS, PRIVATE, "sv"),
        context={"name": PRIVATE, "link": "https://s3.example.org/x"},
        about=given,
        case=given.round.case,
    )
    for record in [records[0], records[-1], given.record, asked.record]:
        for page in public_pages(record):
            html = text_of(visitor, page)
            for secret in (PRIVATE, ADDRESS, "Agnes", "grannens hund"):
                assert secret not in html, (page, secret)


def test_who_it_is_from_is_said_in_words_where_the_name_is_not(case):
    unchecked = OrganisationFactory(name="Oprövade AB")
    checked = OrganisationFactory(name="Prövade AB", checked_at=clock.now())
    spoken = enter(case, subject=MeetingFactory())
    rows = [
        enter(case, counterpart=checked),
        enter(case, counterpart=unchecked),
        spoken,
        enter(case),
        enter(case, direction="internal", kind="minutes"),
    ]
    shown = {one.number: one.who for one in queries.as_public(queries.public_records(case))}
    assert [shown[row.number] for row in rows] == [
        "Prövade AB",
        "Name not checked yet",
        "Private person",
        "Name not shown",
        "–",
    ]


@pytest.mark.parametrize("kind", [*Channel.values, "decision", "unheard-of"])
def test_title_that_somebody_else_worded_is_never_shown(case, kind):
    record = enter(case, kind=kind)
    assert queries.public_record(case, record.number).title == ""


@pytest.mark.parametrize("kind", ["minutes", "contribution", "interest"])
def test_title_that_varv_worded_is_shown(visitor, case, kind):
    assert kinds.has_own_titles(kind)
    record = enter(case, kind=kind, title="Minutes: The mountain meeting")
    assert "Minutes: The mountain meeting" in text_of(visitor, record.public_url)
    assert "Minutes: The mountain meeting" in text_of(visitor, case.public_url)


def test_staff_cannot_enter_a_kind_whose_titles_are_shown():
    """The form lets them choose a channel, and no channel has titles that varv words."""
    assert not any(kinds.has_own_titles(kind) for kind in Channel.values)


def test_public_record_holds_nothing_but_what_may_be_shown():
    """A new field must be thought about: pages, API and search show all of them."""
    assert {one.name for one in fields(queries.PublicRecord)} == {
        "pk",
        "reference",
        "case_id",
        "case",
        "number",
        "received_at",
        "direction",
        "direction_name",
        "kind",
        "kind_name",
        "title",
        "counterpart",
        "who",
        "about",
        "about_url",
        "secrecy",
        "is_masked",
        "is_destroyed",
        "external_number",
        "url",
    }


def test_register_is_the_same_for_the_staff(visitor, case):
    record = enter(case, counterpart=OrganisationFactory(name="Oprövade AB"))
    visitor.force_login(CoordinatorFactory(language="en"))
    for page in public_pages(record):
        html = text_of(visitor, page)
        assert "Oprövade AB" not in html
        assert SUBJECT not in html


def test_text_is_not_even_read(case):
    enter(case)
    with CaptureQueriesContext(connection) as seen:
        list(queries.as_public(queries.public_records(case)))
    assert not [one["sql"] for one in seen if '"registry_record"."text"' in one["sql"]]


def test_records_are_narrowed_and_turned(visitor, case):
    enter(case, kind="letter", received_at=dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC))
    enter(case, direction="out", received_at=dt.datetime(2020, 5, 10, 12, tzinfo=dt.UTC))
    enter(case, received_at=dt.datetime(2020, 5, 20, 21, 59, tzinfo=dt.UTC))

    def shown(**query: str) -> list[int]:
        return [one.number for one in visitor.get(case.public_url, query).context["records"]]

    assert shown() == [3, 2, 1]
    assert shown(order="oldest") == [1, 2, 3]
    assert shown(direction="out") == [2]
    assert shown(kind="letter") == [1]
    assert shown(since="2020-05-10") == [3, 2]
    assert shown(until="2020-05-10", order="oldest") == [1, 2]
    assert shown(since="2020-05-20", until="2020-05-20") == [3]
    assert shown(since="2020-05-21") == []
    assert shown(kind="e-mail", direction="in", since="2020-05-01") == [3]
    # What is wrong in the address is as good as nothing.
    assert shown(kind="mafia", direction="\x00", since="tomorrow", order="x") == [3, 2, 1]


def test_records_are_turned_by_pages_without_a_gap(case, client, monkeypatch):
    monkeypatch.setattr("varv.registry.views.public.PER_PAGE", 4)
    for number in range(1, 11):
        enter(case, kind="letter" if number % 2 else "phone")

    def numbers(**query: str) -> list[list[int]]:
        pages = []
        for page in (1, 2, 3):
            context = client.get(case.public_url, query | {"page": str(page)}).context
            pages.append([one.number for one in context["records"]])
        return pages

    assert numbers() == [[10, 9, 8, 7], [6, 5, 4, 3], [2, 1]]
    assert numbers(order="oldest") == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]
    assert numbers(kind="letter")[:2] == [[9, 7, 5, 3], [1]]


@pytest.mark.parametrize("page", ["0", "-1", "9" * 30, "x", "\x00"])
def test_page_that_does_not_exist_is_the_nearest(client, case, page):
    enter(case)
    assert len(client.get(case.public_url, {"page": page}).context["records"]) == 1


def test_kinds_to_choose_are_those_that_the_case_has(case):
    for kind in ("minutes", "letter", "e-mail", "letter"):
        enter(case, kind=kind)
    enter(CaseFactory(), kind="phone")
    assert {kind for kind, _name in queries.kinds_in(case)} == {"minutes", "letter", "e-mail"}
    assert queries.kinds_in(CaseFactory()) == []


def test_what_is_masked_or_destroyed_says_so(visitor, case):
    masked, gone = enter(case), enter(case, received_at=clock.now() - dt.timedelta(days=5000))
    actions.mask(None, thing=masked, fields=["text"], ground="other")
    decision = actions.add_disposal_decision(
        None,
        name="Plan",
        decided_on=clock.today(),
        decided_by="Styrelsen",
        covers=["registry.records"],
        valid_from=clock.today(),
    )
    actions.dispose(None, decision=decision, rule="registry.records", ids=[gone.pk])
    first, second = (queries.public_record(case, one.number) for one in (masked, gone))
    assert (first.is_masked, first.is_destroyed) == (True, False)
    assert second.is_destroyed
    assert "Partly masked" in text_of(visitor, case.public_url)
    assert "Its number stays." in text_of(visitor, gone.public_url)


def test_what_does_not_exist_is_not_found(client, case):
    enter(case)
    for args in ([case.pk, 2], [case.pk, 0], [0, 1]):
        page = reverse("registry:register_record", args=args)
        assert client.get(page).status_code == 404
    assert client.get(reverse("registry:register_case", args=[0])).status_code == 404
    assert client.get(LIST).status_code == 200


def test_empty_register_and_empty_case_say_so(visitor, region):
    assert "as soon as the first one is opened" in text_of(visitor, LIST)
    assert "There is no record in the case yet" in text_of(visitor, CaseFactory().public_url)


def test_register_is_in_the_foot_of_every_page(visitor, region):
    assert f'href="{LIST}"' in text_of(visitor, reverse("web:about"))


def test_everybody_finds_a_case_by_its_words_and_a_record_by_its_number_alone(case):
    record = enter(case, title="Grannens hund", text="Hemligheten om hunden")
    nobody = AnonymousUser()
    (hit,) = find(nobody, "RUN/430/2018-1").hits
    assert (hit.thing.name, hit.thing.url) == (record.reference, record.public_url)
    assert (list(hit.excerpt), hit.when) == ([], "")
    assert "case" in {hit.ref.kind for hit in find(nobody, "strategi").hits}
    for typed in ("Grannens hund", "Hemligheten", "hund"):
        assert not [hit for hit in find(nobody, typed).hits if hit.ref.kind == "record"]
    staff = CoordinatorFactory()
    assert [hit for hit in find(staff, "Hemligheten").hits if hit.ref.kind == "record"]


def test_pages_ask_as_often_for_thirty_as_for_one(client, region, at):
    def fill(case: Case, number: int) -> None:
        organisation = OrganisationFactory(name=f"Aktör {number}", checked_at=clock.now())
        enter(case, subject=MeetingFactory(), counterpart=organisation)

    def count(page: str, **query: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page, query).status_code == 200
        return len(seen)

    case = CaseFactory()
    fill(case, 0)
    asked = [(LIST, {}), (case.public_url, {}), (case.public_url, {"kind": "e-mail"})]
    for page, query in asked:
        count(page, **query)
    before = [count(page, **query) for page, query in asked]
    for number in range(1, 31):
        fill(case, number)
        CaseFactory()
    assert [count(page, **query) for page, query in asked] == before
    assert "Aktör 30" in client.get(case.public_url).content.decode()


def test_answer_in_the_register_reads_well(visitor, region, at):
    round_ = RoundFactory()
    given = contribution(round=round_, sender=Sender(name=PRIVATE, email=ADDRESS))
    answer = actions.queue(
        kind="tests.news",
        occasion="answer",
        recipient=actions.Recipient(ADDRESS, PRIVATE, "sv"),
        context={"name": PRIVATE, "link": "https://s3.example.org/x"},
        about=given,
        case=round_.case,
    )
    shown = queries.public_record(round_.case, answer.record.number)
    assert (shown.direction, shown.kind, shown.who) == ("out", "e-mail", "Private person")
    assert shown.about == f"Input {given}"
    assert shown.title == ""


def test_published_text_is_not_asked_for_in_vain(visitor, case, region, at):
    made = contribution(round=RoundFactory(case=case))
    html = text_of(visitor, made.record.public_url)
    assert "What is published stands under" in html
    assert f"Input {made}" in html
    assert "The text is not in this register" in text_of(visitor, enter(case).public_url)


def test_what_is_masked_in_the_input_is_masked_in_its_record_and_says_so(visitor, case, region, at):
    made = contribution(round=RoundFactory(case=case))
    actions.mask(None, thing=made, fields=["text"], passages=[], ground="other")
    assert queries.public_record(case, made.record.number).is_masked
    assert "Parts of it are masked" in text_of(visitor, made.record.public_url)
