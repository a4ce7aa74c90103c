"""The rights of a person: all of it in the copy, nothing of it left, and every figure the same."""

import json
import re
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from tests.varv.analysis import evidence_support
from tests.varv.consultation import answer_support
from tests.varv.factories import (
    AreaFactory,
    BodyFactory,
    CoordinatorFactory,
    MeetingFactory,
    MunicipalityFactory,
    RegionFactory,
    RegistrationFactory,
    RepresentationFactory,
    RoundFactory,
    UserFactory,
    disposition,
    point,
    the_programme,
)
from varv import clock
from varv.analysis import actions as analysis
from varv.bodies.models import Seat
from varv.consultation import actions as consultation
from varv.consultation.contents import Content, Sender
from varv.consultation.models import Contribution
from varv.cycles import actions as cycles
from varv.cycles.actions import Applicant
from varv.cycles.models import Interest
from varv.files import actions as files
from varv.meetings.models import Attendance, Meeting, Registration
from varv.people import actions, desk, identity
from varv.people import queries as people_queries
from varv.people.models import Erasure, RightsRequest, StaffRole, User
from varv.reach import sources
from varv.registry import actions as registry
from varv.registry import ledger, queries, rights
from varv.registry.actions import Recipient
from varv.registry.models import Event, Masking, Message, Record, Trace

NAME, ADDRESS = "Xenia Kvarnlöf", "xenia@kvarn.example"
# What only programs can read: lower-case Latin without a space, with dots, colons or slashes in it.
CODE = re.compile(r"[a-z][a-z_]+([./:][a-z0-9_.-]+)*")
NEEDS, MESSAGE = "Teckentolk behövs", "Jag vill odla havtorn"
INPUT = "Havtorn växer bäst vid kvarnen"
LATER = datetime.fromisoformat("2199-01-01T00:00+01:00")


@pytest.fixture(autouse=True)
def region(db):
    return RegionFactory()


@pytest.fixture
def coordinator():
    return CoordinatorFactory(name="Johan Ek")


def take_part(name=NAME, email=ADDRESS, *, place=None, number=0):
    """Let somebody take part in everything there is."""
    programme = the_programme()
    place = place or MunicipalityFactory()
    area = AreaFactory(programme=programme)
    applicant = Applicant(name, email, f"Kvarn {number}", "business", place)
    cycles.show_interest(
        None, areas=[area], applicant=applicant, level="partnership", message=MESSAGE
    )
    person = User.objects.get(email=email)
    organisation = RepresentationFactory(person=person, title="Mjölnare").organisation
    held = MeetingFactory(
        starts_at=clock.now() - timedelta(days=30), state=Meeting.State.HELD, area=area
    )
    there = RegistrationFactory(
        meeting=held,
        person=person,
        name=name,
        needs=NEEDS,
        municipality=place,
        organisation=organisation,
    )
    Attendance.objects.create(
        meeting=held,
        registration=there,
        person=person,
        name=name,
        sector="business",
        municipality=place,
    )
    Seat.objects.create(body=BodyFactory(), person=person, holder=name, sector="business")
    consultation.receive(
        None,
        round=RoundFactory(opens_at=clock.now() - timedelta(days=1), closes_at=LATER),
        channel="letter",
        sender=Sender(name, email, f"Kvarn {number}", "business", place),
        content=Content(INPUT),
    )
    registry.queue(
        kind="people.my_link",
        occasion=f"link:{number}",
        recipient=Recipient(email, name, "sv"),
        context={"link": "https://s3.example/my/x/"},
        about=there,
    )
    evidence_support.opened(area)
    swot = {"kind": "strength", "sentence": {"sv": "Vi har bra jord."}}
    analysis.propose(person, area=area, **swot)
    analysis.vote(person, item=evidence_support.item(area), value="agree")
    files.store(person, name=f"{number}.txt", content=f"Fil {number}".encode())
    return person


def everything_in_the_database():
    """Return every text in every table as one text, the log and the originals left out."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in {"registry_maskedplace", "django_session"}:
                cursor.execute(
                    f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t"
                )
                found.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(found)


def figures():
    """Return every figure that must stay, whoever is erased or destroyed."""
    with connection.cursor() as cursor:  # the log is sealed at commit, or when asked to be
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return {
        "reach": {key: sorted(map(str, source.count())) for key, source in sources.point.items()},
        "registrations": sorted(Registration.objects.values_list("meeting", "state", "sector")),
        "attendances": sorted(Attendance.objects.values_list("meeting", "sector", "municipality")),
        "input": sorted(Contribution.objects.values_list("round", "sector", "municipality")),
        "interests": sorted(Interest.objects.values_list("area", "sector", "municipality")),
        "records": sorted(Record.objects.values_list("case", "number", "direction")),
        "thread": sorted(Trace.objects.values_list("source_id", "target_id", "relation")),
        "messages": sorted(Message.objects.exclude(kind="people.erased").values_list("pk", "kind")),
        "log": queries.verify_log(),
    }


# -- the copy --------------------------------------------------------------------------------------


def texts_in(value):
    """Return all texts anywhere in a copy."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return {text for one in inner for text in texts_in(one)}
    return {value} if isinstance(value, str) else set()


def test_copy_has_all_that_a_person_left_behind(coordinator):
    person = take_part()
    actions.ask_for_right(person, kind="correction", text="Jag heter Kvarnlöv")
    came = Contribution.objects.get(person=person)
    disposition(point=point(contribution=came))
    answer_support.drafted(came.round)
    copy = json.dumps(rights.export_person(person.pk), ensure_ascii=False)
    wanted = [NAME, ADDRESS, NEEDS, MESSAGE, INPUT, "Kvarn 0", "0.txt", "Jag heter Kvarnlöv"]
    for text in [
        *wanted,
        "Vi har bra jord.",
        "Skogen är stor.",
        "Din länk till Min sida",
        "RUN/430/2018-1",
    ]:
        assert text in copy, text
    for owner in rights.point.keys():  # noqa: SIM118 - no dict
        assert any(rights.export_person(person.pk)[owner].values()), owner


def test_copy_gives_no_code_for_signing_in():
    person = UserFactory()
    registry.queue(
        kind="people.sign_in_code",
        occasion="code",
        recipient=Recipient(person.email, "", "sv"),
        context={"code": "ABC-DEF", "minutes": "15"},
    )
    assert "ABC-DEF" not in json.dumps(rights.export_person(person.pk))


def test_copy_reads_in_words_wherever_there_is_one():
    person = take_part()
    actions.ask_for_right(person, kind="correction", text="Fel namn")
    for part in rights.readable(rights.export_person(person.pk)):
        for row in part.rows:
            assert all(not line.word.islower() or " " in line.word for line in row), part


@pytest.mark.parametrize("language", ["sv", "en"])
def test_copy_to_read_has_no_codes(coordinator, language):
    person = take_part()
    actions.ask_for_right(person, kind="correction", text="Fel namn")
    StaffRole.objects.create(user=person, role="reader")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    registration = Registration.objects.filter(person=person).latest("pk")
    registration.called_about = "meetings.link:1:2"
    registration.save()
    copy = rights.export_person(person.pk)
    codes = {text for text in texts_in(copy) if CODE.fullmatch(text)}
    assert {"people.right_asked_for", "partnership", "correction", "totp", "sv"} <= codes
    with translation.override(language):
        rows = [row for part in rights.readable(copy) for row in part.rows]
    assert not {str(line.value) for row in rows for line in row} & codes


def test_person_reads_and_takes_the_copy_by_their_link(client, coordinator):
    person = take_part()
    assert client.get(reverse("people:my_data")).status_code == 401
    client.get(f"/my/{identity.make_token(person)}/")
    page = client.get(reverse("people:my_data"))
    assert NEEDS in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    answer = client.post(reverse("people:my_data_file"))
    assert json.loads(answer.content)["people"]["name"] == NAME
    assert Event.objects.get(action="people.export_person").actor_id == person.pk


def test_staff_print_a_copy_and_that_is_logged(client, coordinator):
    person = take_part()
    client.force_login(coordinator)
    answer = client.post(reverse("people:desk_person_copy", args=[person.pk]))
    assert NEEDS in answer.content.decode()
    assert Event.objects.get(action="people.export_person").actor_id == coordinator.pk


# -- asking ----------------------------------------------------------------------------------------


def test_asking_to_be_erased_becomes_a_desk_item_due_in_a_month(client, coordinator):
    person = take_part()
    with clock.pinned(datetime.fromisoformat("2027-01-31T10:00+01:00")):
        client.get(f"/my/{identity.make_token(person)}/")
        assert client.get(reverse("people:my_data_ask")).status_code == 200
        for _ in range(2):
            client.post(reverse("people:my_data_ask"), {"kind": "erasure", "text": ""})
        items = desk.items_for(coordinator, clock.now())
    asked = RightsRequest.objects.get()
    assert asked.due_on.isoformat() == "2027-02-28"
    (item,) = [one for one in items if "Xenia" in str(one.title)]
    assert timezone.localdate(item.due) == asked.due_on
    mail = Message.objects.get(kind="people.right_asked_for")
    assert mail.recipient == ADDRESS
    assert "28 februari" in mail.body


def test_a_correction_must_say_what_is_wrong(client):
    person = take_part()
    client.get(f"/my/{identity.make_token(person)}/")
    answer = client.post(reverse("people:my_data_ask"), {"kind": "correction", "text": " "})
    assert answer.status_code == 422
    assert not RightsRequest.objects.exists()


def test_staff_answer_a_request_and_the_person_is_told(client, coordinator):
    person = take_part()
    asked = actions.ask_for_right(person, kind="correction", text="Fel namn")
    client.force_login(coordinator)
    address = reverse("people:desk_person_answer", args=[person.pk, asked.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"outcome": "done", "answer": "Namnet är rättat."})
    assert "Namnet är rättat." in Message.objects.get(kind="people.right_answered").body
    assert client.post(address, {"outcome": "done", "answer": "Igen."}).status_code == 422


def test_an_erasure_is_answered_by_erasing_not_by_words(coordinator):
    asked = actions.ask_for_right(take_part(), kind="erasure")
    with pytest.raises(ValidationError):
        actions.answer_request(coordinator, asked=asked, outcome="done", answer="Gjort")


# -- erasing ---------------------------------------------------------------------------------------


def test_preview_tells_what_erasing_then_does(coordinator):
    person = take_part()
    lines = rights.preview_erasure(person.pk)
    assert {"erased", "nameless", "masked", "kept"} == {str(line.fate) for line in lines}
    masked = sum(line.count for line in lines if line.fate == rights.Fate.MASKED)
    actions.erase_person(coordinator, person=person)
    assert Masking.objects.filter(ground="erasure").count() == masked == 2


def test_nothing_of_an_erased_person_is_left_in_any_table(coordinator):
    person = take_part()
    actions.ask_for_right(person, kind="erasure", text=f"Jag, {NAME}, vill bort")
    before = everything_in_the_database()
    actions.erase_person(coordinator, person=person)
    Message.objects.filter(kind="people.erased").update(state="sent", finished_at=clock.now())
    assert actions.erase_last_words(clock.now()) == 1
    after = everything_in_the_database()
    for text in (NAME, ADDRESS, NEEDS, MESSAGE, INPUT):
        assert text in before
        assert text not in after, text


def test_who_asked_gets_one_last_mail(coordinator):
    person = take_part()
    actions.ask_for_right(person, kind="erasure")
    actions.erase_person(coordinator, person=person)
    assert Message.objects.get(kind="people.erased").recipient == ADDRESS
    assert actions.erase_last_words(clock.now()) == 0
    assert RightsRequest.objects.get().outcome == "done"


def test_figures_are_the_same_after_many_were_erased(coordinator):
    places = [MunicipalityFactory() for _ in range(3)]
    people = [
        take_part(f"Person {n}", f"p{n}@x.example", place=places[n % 3], number=n) for n in range(8)
    ]
    before = figures()
    assert before["log"] == []
    for person in people[:5]:
        actions.erase_person(coordinator, person=person)
    assert figures() == before


def test_who_erases_sees_what_else_mentions_the_person_and_can_mask_it(client, coordinator):
    person = take_part()
    letter = registry.record(
        None,
        case=the_programme().case,
        direction="in",
        kind="letter",
        title="Brev om havtorn",
        text=f"Hälsningar {NAME}, {ADDRESS}",
    )
    client.force_login(coordinator)
    address = reverse("people:desk_person_erase", args=[person.pk])
    way = reverse("registry:desk_masking_new", args=["record", letter.pk])
    assert way in client.get(address).content.decode()
    registry.mask(coordinator, thing=letter, fields=["text"], ground="other")
    assert way not in client.get(address).content.decode()


def test_what_erasing_masks_itself_is_not_left_to_staff(coordinator):
    person = take_part()
    Seat.objects.create(body=BodyFactory(), person=person, holder=NAME)
    assert Record.objects.filter(text__contains=NAME).exists()
    assert not people_queries.mentions_of(person, coordinator)


# -- restored backups ------------------------------------------------------------------------------


@pytest.fixture
def no_ledger(settings, tmp_path):
    """No other test writes to this one."""
    settings.HOME = tmp_path


def test_erasures_are_done_again_after_a_restore(
    coordinator, no_ledger, django_capture_on_commit_callbacks
):
    person, other = take_part(), UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_person(coordinator, person=person)
    (entry,) = ledger.entries()
    assert NAME not in ledger.path().read_text()
    assert entry["id"] == person.pk
    # The backup is from before: the person is back, and the table of erasures is empty.
    Erasure.objects.all().delete()
    User.objects.filter(pk=person.pk).update(name=NAME, email=ADDRESS, is_active=True)
    assert actions.reapply_erasures().erased == 1
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.name, person.is_active, other.is_active) == ("", False, True)
    assert not any(actions.reapply_erasures())


def test_an_id_given_anew_after_a_restore_is_somebody_else(
    coordinator, no_ledger, django_capture_on_commit_callbacks
):
    person = take_part()
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_person(coordinator, person=person)
    later = clock.now() + timedelta(days=3)
    User.objects.filter(pk=person.pk).update(name="Ny", is_active=True, created_at=later)
    assert not any(actions.reapply_erasures())


def test_ledger_bears_a_line_that_was_cut_off(no_ledger, coordinator):
    actions.erase_person(coordinator, person=UserFactory())
    ledger.path().write_text('{"key": "person:1:2')
    assert ledger.sync() == 1
    assert [entry["what"] for entry in ledger.entries()] == ["person"]
