from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.varv.factories import (
    AnalystFactory,
    BodyFactory,
    CaseFactory,
    CoordinatorFactory,
    OrganisationFactory,
    ReaderFactory,
    RegionFactory,
    UserFactory,
)
from tests.varv.registry.walking import came_from
from varv import clock
from varv.bodies import actions, queries
from varv.bodies.models import Body, Decision, Seat
from varv.registry import rights
from varv.registry.models import Event, Record


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def body():
    return BodyFactory(key="namnden")


@pytest.fixture
def coordinator():
    return CoordinatorFactory()


def decide(body, **more):
    values = {
        "decided_on": date(2019, 10, 22),
        "paragraph": "123",
        "title": {"sv": "Ta fram ett program"},
    }
    return actions.record_decision(None, body=body, **(values | more))


def test_seats_now_before_and_to_come_are_told_apart(body):
    today = clock.today()
    actions.give_seat(None, body=body, holder="Nu Nilsson")
    actions.give_seat(None, body=body, holder="Då Dahl", until=today - timedelta(days=1))
    actions.give_seat(None, body=body, holder="Sen Svan", since=today + timedelta(days=1))
    actions.give_seat(None, body=body, holder="Elise", role=Seat.Role.CHAIR, until=today)
    assert [seat.holder for seat in queries.seats_now(body, today)] == ["Elise", "Nu Nilsson"]
    assert [seat.holder for seat in queries.former_seats(body, today)] == ["Då Dahl"]
    assert [seat.holder for seat in queries.coming_seats(body, today)] == ["Sen Svan"]
    assert queries.bodies_with_counts(today).get().seated == 2


def test_body_without_seats_counts_none(body):
    row = queries.bodies_with_counts(clock.today()).get()
    assert (row.seated, row.decided) == (0, 0)


def test_chair_is_held_by_one_at_a_time(body):
    spring = {"since": date(2020, 1, 1), "until": date(2020, 6, 30)}
    actions.give_seat(None, body=body, holder="A", role="chair", **spring)
    with pytest.raises(ValidationError) as refused:
        actions.give_seat(None, body=body, holder="B", role="chair", since=date(2020, 6, 30))
    assert "role" in refused.value.message_dict
    actions.give_seat(None, body=body, holder="B", role="chair", since=date(2020, 7, 1))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"holder": " "}, "holder"),
        ({"role": "king"}, "role"),
        ({"since": date(2020, 2, 1), "until": date(2020, 1, 1)}, "until"),
    ],
)
def test_wrong_seat_is_refused_by_field(body, wrong, field):
    with pytest.raises(ValidationError) as refused:
        actions.give_seat(None, body=body, **({"holder": "A"} | wrong))
    assert field in refused.value.message_dict


def test_ended_seat_stays_as_history(body):
    seat = actions.give_seat(None, body=body, holder="A", since=date(2019, 1, 1))
    with pytest.raises(ValidationError):
        actions.end_seat(None, seat=seat, until=date(2018, 1, 1))
    actions.end_seat(None, seat=seat, until=date(2020, 5, 1))
    assert [one.holder for one in queries.former_seats(body, clock.today())] == ["A"]
    with pytest.raises(ValidationError):
        actions.end_seat(None, seat=seat, until=date(2020, 6, 1))


def test_decision_in_a_case_is_a_record_and_can_be_traced_back(body):
    decision = decide(body, case=CaseFactory(number="RUN/430/2018"))
    record = Record.objects.get()
    assert decision.record == record
    assert (record.reference, record.kind) == ("RUN/430/2018-1", "decision")
    assert {step.ref.kind for step in came_from(decision)} == {"record", "body"}
    assert Event.objects.filter(action="bodies.record_decision").count() == 1


def test_decision_leads_to_what_it_is_about(body):
    decision = decide(body, about=[BodyFactory()])
    assert came_from(Body.objects.exclude(pk=body.pk).get())[0].ref.id == decision.pk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": {}}, "title"), ({"decided_on": date(2021, 1, 1)}, "decided_on")],
)
def test_wrong_decision_is_refused_by_field(body, wrong, field):
    with pytest.raises(ValidationError) as refused:
        decide(body, **wrong)
    assert field in refused.value.message_dict


@pytest.mark.parametrize(("paragraph", "shown"), [("123", "§ 123"), ("§ 7", "§ 7"), ("", "")])
def test_paragraph_is_cited_in_one_way(body, paragraph, shown):
    assert decide(body, paragraph=paragraph).reference == shown


@pytest.mark.parametrize("language", ["sv", "en"])
def test_public_pages_show_seats_and_decisions(client, body, language):
    actions.give_seat(None, body=body, holder="Elise", organisation=OrganisationFactory())
    decide(body)
    client.cookies["django_language"] = language
    assert client.get("/bodies/").status_code == 200
    page = client.get("/bodies/namnden/").content.decode()
    assert "Elise" in page
    assert "§ 123" in page
    assert client.get("/bodies/finns-inte/").status_code == 404


def pages(body, seat):
    read = [reverse("bodies:desk_bodies"), reverse("bodies:desk_body", args=[body.pk])]
    change = [
        reverse("bodies:desk_body_new"),
        reverse("bodies:desk_seat_new", args=[body.pk]),
        reverse("bodies:desk_decision_new", args=[body.pk]),
        reverse("bodies:desk_seat_end", args=[seat.pk]),
    ]
    return read, change


@pytest.mark.parametrize(
    ("factory", "reads", "changes"),
    [
        (CoordinatorFactory, 200, 200),
        (AnalystFactory, 200, 403),
        (ReaderFactory, 200, 403),
        (UserFactory, 403, 403),
        (None, 302, 302),
    ],
)
def test_desk_page_is_for_those_who_may(client, body, factory, reads, changes):
    seat = actions.give_seat(None, body=body, holder="A")
    if factory:
        client.force_login(factory())
    read, change = pages(body, seat)
    assert {client.get(address).status_code for address in read} == {reads}
    assert {client.get(address).status_code for address in change} == {changes}
    if changes != 200:
        assert {client.post(address).status_code for address in change} == {changes}
        assert (Decision.objects.count(), Body.objects.count()) == (0, 1)


def test_coordinator_adds_body_seat_and_decision_on_the_desk(client, coordinator):
    client.force_login(coordinator)
    new = reverse("bodies:desk_body_new")
    assert client.post(new, {"kind": "council"}).status_code == 422
    assert client.post(new, {"kind": "council", "name_sv": "Fullmäktige"}).status_code == 302
    body = Body.objects.get(key="fullmaktige")
    seat = reverse("bodies:desk_seat_new", args=[body.pk])
    assert client.post(seat, {"holder": "Elise", "role": "chair"}).status_code == 302
    assert client.post(seat, {"holder": "Eva", "role": "chair"}).status_code == 422
    end = reverse("bodies:desk_seat_end", args=[body.seats.get().pk])
    assert client.post(end, {"until": "2020-02-30"}).status_code == 422
    assert client.post(end, {"until": "2020-05-24"}).status_code == 302
    decision = reverse("bodies:desk_decision_new", args=[body.pk])
    fields = {"decided_on": "2019-10-22", "precision": "day", "paragraph": "123"}
    assert client.post(decision, fields).status_code == 422
    wrong = fields | {"title_sv": "Programmet", "paragraph": "abc"}
    assert client.post(decision, wrong).status_code == 422
    assert client.post(decision, fields | {"title_sv": "Programmet"}).status_code == 302
    assert "§ 123" in client.get(reverse("bodies:desk_body", args=[body.pk])).content.decode()


@pytest.mark.parametrize("text", ["<b>x</b>", "x\x00", "x\u202e", "x" * 1_000_000])
def test_hostile_input_is_refused(client, body, coordinator, text):
    client.force_login(coordinator)
    _read, (new, seat, decision, _end) = pages(body, Seat(pk=1))
    assert client.post(new, {"kind": "council", "name_sv": text}).status_code == 422
    assert client.post(seat, {"holder": text, "role": "member"}).status_code == 422
    fields = {"decided_on": "2019-10-22", "precision": "day", "title_sv": text}
    assert client.post(decision, fields).status_code == 422


def test_seat_is_exported_and_loses_its_name_with_its_person(body):
    person = UserFactory(name="Elise")
    seat = actions.give_seat(None, body=body, holder="Elise", person=person)
    assert rights.export_person(person.pk)["bodies.seats"]["seats"][0]["holder"] == "Elise"
    rights.erase_person(person.pk)
    seat.refresh_from_db()
    assert (seat.person, seat.holder) == (None, "–")


def test_list_asks_as_often_for_thirty_bodies_as_for_one(client, body):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/bodies/").status_code == 200
            assert client.get("/bodies/namnden/").status_code == 200
        return len(seen)

    actions.give_seat(None, body=body, holder="A", organisation=OrganisationFactory())
    decide(body)
    count()
    before = count()
    for number in range(29):
        BodyFactory(parent=body)
        actions.give_seat(None, body=body, holder=f"{number}", organisation=OrganisationFactory())
        decide(body)
    assert count() == before
