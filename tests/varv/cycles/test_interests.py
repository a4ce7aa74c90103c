import re
import threading
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.varv.factories import InterestFactory, OrganisationFactory, UserFactory
from varv.cycles import actions, queries
from varv.cycles.models import Area, Interest
from varv.people import identity
from varv.people.models import User
from varv.registry import rights
from varv.registry.models import Event, Message, Record


@pytest.fixture
def form(area, municipality):
    return {
        "areas": [area.pk],
        "level": "partnership",
        "name": "Karin Larsson",
        "email": "Karin@Skogen.example",
        "organisation": "Skogen AB",
        "sector": "business",
        "municipality": municipality.pk,
        "message": "Jag kan inte komma, men vill vara med.",
        "website": "",
    }


def declare(area, person, level="partnership", actor=None, **more):
    details = actions.Details(person.name, None, "business", None)
    return actions.declare_interest(
        actor, area=area, person=person, details=details, level=level, **more
    )


def test_interest_comes_in_as_one_record_and_is_confirmed_by_one_mail(
    client, form, area, other_area
):
    answer = client.post("/interest/", form | {"areas": [area.pk, other_area.pk]})
    assert (answer.status_code, answer["Location"]) == (302, "/interest/thanks/")
    assert client.get("/interest/thanks/").status_code == 200
    interests = Interest.objects.all()
    assert {one.area for one in interests} == {area, other_area}
    record = Record.objects.get()
    assert {one.record for one in interests} == {record}
    assert (record.reference, record.direction) == ("RUN/430/2018-1", "in")
    assert "Jag kan inte komma" in record.text
    message = Message.objects.get()
    assert message.recipient == "karin@skogen.example"
    assert "RUN/430/2018-1" in message.body
    assert "/my/" in message.secrets["link"]
    assert "/my/" not in record.text


def test_page_after_sending_is_the_same_for_known_and_unknown(client, form):
    def seen():
        sent = client.post("/interest/", form)
        page = client.get(sent["Location"]).content.decode()
        # The token against forgery is masked anew in every answer.
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        return sent["Location"], sorted(sent.cookies), page

    assert seen() == seen()


def test_second_interest_updates_the_first_and_its_level_only_rises(area):
    person = UserFactory()
    first = declare(area, person, "partnership", message="Hej")
    again = declare(area, person, "information", actor=person)
    assert again.pk == first.pk
    assert (again.level, again.message) == ("partnership", "Hej")
    assert declare(area, person, "steering_group", actor=person).level == "steering_group"
    lower = declare(area, person, "information", actor=person, may_lower=True)
    assert lower.level == "information"
    assert Record.objects.count() == 4
    assert Event.objects.filter(action="cycles.update_interest").count() == 3


def test_whoever_types_a_known_address_changes_no_interest_that_stands(
    client, form, area, other_area
):
    client.post("/interest/", form | {"level": "information"})
    before = Interest.objects.values().get()
    for _number in range(3):
        client.post("/interest/", form | {"name": "Mallory", "message": "Evil"})
    assert Interest.objects.values().get() == before
    assert [one.kind for one in Message.objects.order_by("pk")] == [
        "cycles.interest_confirmed",
        "cycles.already_interested",
    ]
    # What came in is on record all the same, as it was said.
    assert Record.objects.count() == 4
    assert "Evil" in Record.objects.order_by("pk").last().text
    client.post("/interest/", form | {"areas": [area.pk, other_area.pk], "name": "Mallory"})
    assert Interest.objects.filter(area=area).values().get() == before
    assert Interest.objects.filter(area=other_area).exists()
    assert not User.objects.filter(name="-").exists()


def test_person_changes_their_interest_in_their_own_session(client, form):
    client.post("/interest/", form | {"level": "information"})
    client.get(f"/my/{identity.make_token(User.objects.get())}/")
    client.post("/interest/", form | {"level": "partnership", "name": "Karin Ek"})
    interest = Interest.objects.get()
    assert (interest.level, interest.name) == ("partnership", "Karin Ek")


def test_known_address_is_as_much_work_as_a_new_one(client, form, area, other_area):
    def writes(**typed):
        with CaptureQueriesContext(connection) as seen:
            assert client.post("/interest/", form | typed).status_code == 302
        return sum(query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE") for query in seen)

    client.post("/interest/", form)
    both = [area.pk, other_area.pk]
    first, later = writes(), writes()
    new = writes(email="new@skogen.example")
    # A new interest is saved once more, with its record.
    assert new - 1 == first == later
    assert writes(areas=both) == writes(areas=both, email="newer@skogen.example") - 1


def test_one_address_is_typed_six_times_an_hour_and_what_was_typed_is_kept(client, form):
    codes = [client.post("/interest/", form).status_code for _number in range(6)]
    refused = client.post("/interest/", form)
    assert [*codes, refused.status_code] == [302] * 6 + [429]
    assert "Skicka det igen om 10 minuter" in refused.content.decode()
    assert "Jag kan inte komma" in refused.content.decode()


def test_interest_confirmed_by_a_caller_gets_no_mail_of_its_own(area):
    declare(area, UserFactory(), confirm=False)
    assert not Message.objects.exists()


def test_retired_area_takes_no_interest(area):
    Area.objects.filter(pk=area.pk).update(state="retired")
    with pytest.raises(ValidationError):
        declare(area, UserFactory())


def test_withdrawn_interest_may_be_shown_anew(area):
    person = UserFactory()
    first = declare(area, person)
    actions.withdraw_interest(person, interest=first)
    actions.withdraw_interest(person, interest=first)
    assert not queries.interests_of(person)
    assert declare(area, person).pk != first.pk
    assert Event.objects.filter(action="cycles.withdraw_interest").count() == 1


def test_person_withdraws_through_the_link_and_nobody_else_can(client, area):
    mine, other = InterestFactory(area=area), InterestFactory(area=area)
    address = f"/interest/{mine.pk}/withdraw/"
    assert client.get(address).status_code == 404
    client.get(f"/my/{identity.make_token(mine.person)}/")
    assert client.get(address).status_code == 200
    assert client.post(f"/interest/{other.pk}/withdraw/").status_code == 404
    assert client.post(address).status_code == 302
    mine.refresh_from_db()
    assert mine.withdrawn_at


HOSTILE = [
    "<script>alert(1)</script>",
    "Karin\x00Larsson",
    "Karin\u202eLarsson",
    "Karin\r\nBcc: alla@example.com",
    "x" * 1_000_000,
]


@pytest.mark.parametrize("field", ["name", "organisation", "email"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_is_refused_beside_its_field(client, form, field, text):
    answer = client.post("/interest/", form | {field: text})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Interest.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("text", [HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[4]])
def test_hostile_message_is_refused(client, form, text):
    assert client.post("/interest/", form | {"message": text}).status_code == 422


def test_emoji_and_line_breaks_in_a_message_are_welcome(client, form):
    assert client.post("/interest/", form | {"message": "Hej 🌲\nKarin"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [("areas", ["0"]), ("areas", []), ("level", "chef"), ("sector", "x"), ("municipality", "0")],
)
def test_choice_that_is_not_there_is_refused_and_what_was_typed_is_kept(client, form, field, value):
    answer = client.post("/interest/", form | {field: value})
    assert answer.status_code == 422
    assert "Karin Larsson" in answer.content.decode()


def test_program_that_fills_in_every_field_gets_thanks_and_leaves_nothing(client, form):
    answer = client.post("/interest/", form | {"website": "https://spam.example"})
    assert answer["Location"] == "/interest/thanks/"
    assert not Interest.objects.exists()


def test_area_in_the_address_is_chosen_already(client, area):
    page = client.get("/interest/?area=jord-och-skog").content.decode()
    assert "checked" in page
    assert client.get("/interest/?area=%00").status_code == 200


def test_form_cannot_be_sent_from_elsewhere(form):
    assert Client(enforce_csrf_checks=True).post("/interest/", form).status_code == 403


@pytest.fixture
def staff_form(form):
    del form["website"]
    return form | {
        "channel": "phone",
        "received_at": "2020-05-22T14:30",
        "language": "sv",
        "confirm": "on",
    }


ENTER = "/desk/interests/new/"


def test_coordinator_enters_an_interest_that_came_by_phone(
    client, staff_form, area, other_area, coordinator
):
    client.force_login(coordinator)
    assert ENTER in client.get("/desk/interests/").content.decode()
    answer = client.post(ENTER, staff_form | {"areas": [area.pk, other_area.pk]})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/interests/")
    record = Record.objects.get()
    came = datetime(2020, 5, 22, 12, 30, tzinfo=UTC)
    assert (record.direction, record.kind, record.received_at) == ("in", "phone", came)
    interests = Interest.objects.all()
    assert {one.area for one in interests} == {area, other_area}
    assert {one.created_at for one in interests} == {came}
    assert interests[0].organisation.checked_at
    assert Message.objects.get().recipient == "karin@skogen.example"
    actors = Event.objects.filter(action="cycles.declare_interest").values_list("actor_id")
    assert set(actors) == {(coordinator.pk,)}
    page = client.get("/desk/interests/").content.decode()
    assert record.get_absolute_url() in page
    assert record.reference in page


def test_interest_entered_without_confirmation_sends_no_mail(client, staff_form, coordinator):
    client.force_login(coordinator)
    del staff_form["confirm"]
    assert client.post(ENTER, staff_form).status_code == 302
    assert Interest.objects.count() == 1
    assert not Message.objects.exists()


def test_interest_entered_for_a_known_person_updates_it(client, staff_form, area, coordinator):
    person = UserFactory(email="karin@skogen.example")
    first = declare(area, person, "information")
    client.force_login(coordinator)
    client.post(ENTER, staff_form)
    interest = Interest.objects.get()
    assert (interest.pk, interest.level) == (first.pk, "partnership")
    assert interest.created_at == first.created_at


@pytest.mark.parametrize("who", ["analyst", "reader", "stranger", "anonymous"])
def test_only_a_coordinator_enters_interests(client, staff_form, people, who):
    if who != "anonymous":
        client.force_login(people[who])
    expected = 302 if who == "anonymous" else 403
    assert client.post(ENTER, staff_form).status_code == expected
    assert not Interest.objects.exists()


def test_analyst_is_not_shown_the_way_to_enter_an_interest(client, programme, people):
    client.force_login(people["analyst"])
    assert ENTER not in client.get("/desk/interests/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", "pigeon"),
        ("received_at", "i går"),
        ("received_at", "0001-01-01T00:00"),
        ("received_at", "2020-05-26T09:00"),  # tomorrow
        ("language", "xx"),
        ("areas", []),
        ("level", "chef"),
        *(("name", text) for text in HOSTILE),
        ("message", "<b>x</b>"),
        ("message", "x" * 1_000_000),
    ],
)
def test_bad_entry_is_refused_beside_its_field_and_the_rest_is_kept(
    client, staff_form, coordinator, field, value
):
    client.force_login(coordinator)
    answer = client.post(ENTER, staff_form | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Skogen AB" in answer.content.decode()
    assert not Interest.objects.exists()
    assert not Message.objects.exists()


def test_area_merged_away_meanwhile_is_told_beside_the_areas(client, staff_form, area, coordinator):
    client.force_login(coordinator)
    Area.objects.filter(pk=area.pk).update(state="retired")
    answer = client.post(ENTER, staff_form)
    assert answer.status_code == 422
    assert "areas" in answer.context["form"].errors


def test_staff_filters_and_exports_interests(client, area, other_area, people):
    InterestFactory(area=area, name="=1+1", organisation=OrganisationFactory())
    InterestFactory(area=other_area, name="Bo")
    client.force_login(people["analyst"])
    page = client.get(f"/desk/interests/?area={other_area.pk}").content.decode()
    assert "Bo" in page
    assert "=1+1" not in page
    assert client.get("/desk/interests/?area=x&level=y").status_code == 200
    assert client.get("/desk/interests/export/").status_code == 405
    answer = client.post(f"/desk/interests/export/?area={other_area.pk}")
    assert answer.content[:2] == b"PK"
    assert "attachment" in answer["Content-Disposition"]
    event = Event.objects.get(action="cycles.export_interests")
    assert event.actor_id == people["analyst"].pk
    assert event.data == {"interests": [Interest.objects.get(name="Bo").pk]}


def test_interests_are_exported_and_erased_with_their_person(area):
    interest = InterestFactory(area=area, message="Ring mig")
    other = InterestFactory(area=area)
    exported = rights.export_person(interest.person_id)["cycles.interests"]
    assert exported["interests"][0]["message"] == "Ring mig"
    rights.erase_person(interest.person_id)
    interest.refresh_from_db()
    assert (interest.name, interest.message) == ("", "")  # that somebody was interested stays true
    other.refresh_from_db()
    assert other.name


def test_list_asks_as_often_for_thirty_interests_as_for_one(client, area, people):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(people["analyst"])

    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get("/desk/interests/")
        return len(seen)

    InterestFactory(area=area, organisation=OrganisationFactory())
    count()
    before = count()
    for _number in range(29):
        InterestFactory(area=area, organisation=OrganisationFactory())
    assert count() == before


@pytest.mark.committed
def test_two_forms_of_one_person_at_once_make_one_interest(area):
    person = UserFactory()

    def send():
        try:
            declare(area, person)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Interest.objects.get().level == "partnership"
    assert sorted(Record.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
