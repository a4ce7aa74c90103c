"""The rehearsal: what will be sent, stepping the clock, starting over."""

import contextlib
import threading
import time
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client

from tests.varv.factories import UserFactory
from tests.varv.people.test_sessions import age
from tests.varv.threads import in_threads
from varv.clock import timed
from varv.clock.models import RehearsalClock
from varv.cycles.models import AreaVersion
from varv.meetings.models import Meeting, Registration
from varv.people.models import Municipality, User
from varv.people.sessions import NOTE_EVERY
from varv.registry import queries as registry
from varv.registry import tasks
from varv.registry.models import Event, Message
from varv.web import rehearsal as acts

pytestmark = pytest.mark.committed
VISITOR = {
    "name": "Maja Åkerström",
    "email": "maja@gard.example",
    "organisation": "Åkerströms gård",
    "sector": "business",
    "needs": "",
}


def sign_up(client: Client, *slugs: str, email: str = VISITOR["email"]) -> None:
    krokom = Municipality.objects.get(name="Krokom")
    answer = client.post(
        "/meetings/sign-up/",
        {**VISITOR, "email": email, "meetings": slugs, "municipality": krokom.pk},
    )
    assert answer.status_code == 302, answer.content.decode()


def energy() -> Meeting:
    return Meeting.objects.get(area__slug="hallbar-energi")


def experiences() -> Meeting:
    return Meeting.objects.get(area__slug="upplevelser")


def links() -> list[tuple[str, str]]:
    found = Message.objects.filter(kind="meetings.link").order_by("finished_at", "pk")
    return [(message.finished_at.isoformat(), message.state) for message in found]


def test_rehearsal_shows_what_will_be_sent(rehearsal, desk: Client):
    sign_up(Client(), energy().slug, experiences().slug)
    text = desk.get("/desk/rehearsal/").content.decode()
    assert "torsdag 4 juni" in text
    assert "fredag 5 juni" in text
    assert "Maja Åkerström" in text


def test_rehearsal_step_sends_each_link_once_and_at_its_time(rehearsal, desk: Client):
    sign_up(Client(), energy().slug, experiences().slug)
    desk.post("/desk/rehearsal/step/", {"moment": "2020-06-04T09:00"})
    assert links() == [("2020-06-04T07:00:00+00:00", "captured")]
    desk.post("/desk/rehearsal/step/", {"moment": "2020-06-05T09:00"})
    assert links() == [
        ("2020-06-04T07:00:00+00:00", "captured"),
        ("2020-06-05T07:00:00+00:00", "captured"),
    ]


def test_rehearsal_step_over_many_days_keeps_the_hours(rehearsal, desk: Client):
    sign_up(Client(), energy().slug, experiences().slug)
    desk.post("/desk/rehearsal/step/", {"moment": "2020-06-10T12:00"})
    assert [at for at, _state in links()] == [
        "2020-06-04T07:00:00+00:00",
        "2020-06-05T07:00:00+00:00",
    ]


def test_rehearsal_sign_up_after_the_hour_gets_the_link_at_once(rehearsal, desk: Client):
    desk.post("/desk/rehearsal/step/", {"moment": "2020-06-04T15:00"})
    sign_up(Client(), energy().slug)
    assert Message.objects.filter(kind="meetings.link").count() == 1


@pytest.mark.parametrize("moment", ["", "tomorrow", "2020-05-24T09:00", "2020-13-40T99:00"])
def test_rehearsal_step_refuses_what_is_no_later_moment(rehearsal, desk: Client, moment: str):
    answer = desk.post("/desk/rehearsal/step/", {"moment": moment})
    assert answer.status_code == 422
    assert RehearsalClock.objects.read() == rehearsal


def test_rehearsal_start_over_empties_all_but_staff_and_texts(
    rehearsal: datetime, desk: Client, coordinator: User
):
    sign_up(Client(), energy().slug)
    desk.post("/desk/rehearsal/step/", {"moment": "2020-06-08T15:00"})
    meetings = Meeting.objects.count()
    assert desk.get("/desk/rehearsal/start-over/").status_code == 200
    answer = desk.post("/desk/rehearsal/start-over/", follow=True)
    assert answer.status_code == 200  # still signed in
    assert RehearsalClock.objects.read() == rehearsal
    assert not Registration.objects.exists()
    assert not Message.objects.exists()
    assert Meeting.objects.count() == meetings
    assert list(User.objects.all()) == [coordinator]
    assert registry.verify_log() == []


def test_rehearsal_start_over_signs_no_staff_out_later(rehearsal, desk: Client):
    desk.get("/desk/")
    desk.post("/desk/rehearsal/start-over/")
    age(desk, seen=NOTE_EVERY + 60)
    assert [desk.get("/desk/").status_code for _visit in range(2)] == [200, 200]


def test_rehearsal_start_over_can_be_done_twice(rehearsal, coordinator: User):
    acts.start_over(coordinator)
    acts.start_over(coordinator)
    assert registry.verify_log() == []


def test_rehearsal_is_nowhere_outside_rehearsal_mode(county, desk: Client, coordinator: User):
    assert desk.get("/desk/rehearsal/").status_code == 404
    with pytest.raises(PermissionDenied):
        acts.step_to(coordinator, moment=county.replace(year=2021))
    with pytest.raises(PermissionDenied):
        acts.start_over(coordinator)
    assert Meeting.objects.exists()


def test_rehearsal_clock_refuses_to_go_back(rehearsal: datetime):
    with pytest.raises(ValidationError):
        acts.step_to(UserFactory(), moment=rehearsal)


@pytest.mark.parametrize("path", ["", "step/", "start-over/", "planned/"])
def test_rehearsal_lets_in_coordinators_only(rehearsal, outsider: Client, path: str):
    answer = outsider.post(f"/desk/rehearsal/{path}", {"moment": "2020-06-04T09:00"})
    assert answer.status_code in {302, 403}
    assert RehearsalClock.objects.read() == rehearsal


def test_rehearsal_planned_page_shows_every_recipient(rehearsal, desk: Client):
    for number in range(3):
        sign_up(Client(), energy().slug, email=f"visitor{number}@gard.example")
    (group,) = acts.planned_groups(rehearsal)
    answer = desk.get("/desk/rehearsal/planned/", {"occasion": group.occasion})
    assert answer.status_code == 200
    for number in range(3):
        assert f"visitor{number}@gard.example" in answer.content.decode()
    assert desk.get("/desk/rehearsal/planned/", {"occasion": "nothing"}).status_code == 404


def test_rehearsal_start_over_without_a_folder_says_so(rehearsal, desk: Client, settings):
    settings.REGION_FOLDER = ""
    answer = desk.post("/desk/rehearsal/start-over/", follow=True)
    assert answer.status_code == 200
    assert "mapp" in answer.content.decode()
    assert Meeting.objects.exists()


def test_rehearsal_start_over_gives_way_to_who_is_writing(rehearsal, coordinator: User):
    meeting = energy()
    writing, done = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            Meeting.objects.select_for_update().get(pk=meeting.pk)
            writing.set()
            done.wait(1.5)
            Registration.objects.filter(meeting=meeting).update(name="Still here")
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    writing.wait()
    acts.start_over(coordinator)
    thread.join()
    assert Meeting.objects.count() == 8


def test_rehearsal_two_steps_at_once_come_one_after_the_other(rehearsal, coordinator: User):
    later, latest = rehearsal.replace(day=28), rehearsal.replace(day=29)

    def step(moment: datetime) -> None:
        with contextlib.suppress(ValidationError):  # who comes second may find the clock ahead
            acts.step_to(coordinator, moment=moment)

    assert in_threads(2, lambda number: step([later, latest][number])) == []
    assert RehearsalClock.objects.read() == latest


def test_rehearsal_step_and_the_worker_are_never_at_timed_work_at_once(
    rehearsal, coordinator: User, monkeypatch
):
    at_work: list[datetime] = []
    seen: list[int] = []

    def work(now: datetime) -> int:
        at_work.append(now)
        seen.append(len(at_work))
        time.sleep(0.2)
        at_work.remove(now)
        return 0

    point = type(timed.work)("timed work of a test")
    point.register("slow", timed.TimedWork(work, lambda after: None))
    monkeypatch.setattr(timed, "work", point)
    monkeypatch.setattr(timed, "upkeep", type(timed.upkeep)("upkeep of a test"))
    both = [lambda: acts.step_to(coordinator, moment=rehearsal.replace(day=28)), tasks.run_tick]
    assert in_threads(2, lambda number: both[number]()) == []
    assert {*seen} == {1}


def test_rehearsal_step_counts_also_what_the_worker_was_first_to_capture(rehearsal, desk: Client):
    sign_up(Client(), energy().slug)
    Message.objects.update(state=Message.State.CAPTURED, finished_at=rehearsal.replace(day=26))
    answer = desk.post("/desk/rehearsal/step/", {"moment": "2020-06-04T09:00"}, follow=True)
    assert "2 mejl gick ut" in answer.content.decode()


def test_rehearsal_start_over_leaves_nothing_from_later_days(
    rehearsal: datetime, desk: Client, coordinator: User
):
    coordinator.staff_roles.update(since=rehearsal.replace(month=6))
    desk.post("/desk/rehearsal/step/", {"moment": "2020-06-24T09:00"})
    desk.post("/desk/rehearsal/start-over/")
    assert set(AreaVersion.objects.values_list("at", flat=True)) == {rehearsal}
    assert set(Event.objects.values_list("at", flat=True)) == {rehearsal}
    assert coordinator.staff_roles.get().since == rehearsal


def test_rehearsal_says_what_is_missing_before_a_mail_can_go_out(rehearsal, desk: Client):
    sign_up(Client(), energy().slug)
    assert "Saknas" not in desk.get("/desk/rehearsal/").content.decode()
    Meeting.objects.update(link="")
    assert "Saknas" in desk.get("/desk/rehearsal/").content.decode()
