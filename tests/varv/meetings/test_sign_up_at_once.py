"""Many people sign up and cancel at the same moment; everything really commits."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.varv.factories import MeetingFactory
from tests.varv.meetings.support import an_area, mails, sign_up
from varv import clock
from varv.meetings import actions, queries
from varv.meetings.models import Registration
from varv.people.models import Organisation

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]
State = Registration.State


def _in_threads(calls):
    """Run ``calls`` at once, each in a thread with a connection of its own; return what failed."""
    failures, ready = [], threading.Barrier(len(calls))
    moment = clock.now()

    def run(call):
        try:
            with clock.pinned(moment):
                ready.wait()
                call()
        except Exception as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_ten_at_once_for_three_places_gives_three_places():
    meeting = MeetingFactory(capacity=3)
    calls = [
        lambda number=number: sign_up(meeting, email=f"p{number}@example.org", organisation="En AB")
        for number in range(10)
    ]
    assert _in_threads(calls) == []
    states = list(Registration.objects.values_list("state", flat=True))
    assert states.count(State.CONFIRMED) == 3
    assert states.count(State.WAITING) == 7
    assert len(mails("confirmation")) == 10
    assert Organisation.objects.count() == 1


def test_thirty_at_once_wait_in_the_order_in_which_they_were_accepted():
    meeting, now = MeetingFactory(capacity=3), clock.now()

    def arrive(number):
        # Who came first does not get the lock first: the later half arrived earlier.
        with clock.pinned(now - timedelta(seconds=number)):
            sign_up(meeting, email=f"p{number}@example.org")

    calls = [lambda number=number: arrive(number) for number in range(30)]
    assert _in_threads(calls) == []
    accepted = list(Registration.objects.order_by("pk"))
    assert [one.state for one in accepted] == [State.CONFIRMED] * 3 + [State.WAITING] * 27
    assert list(queries.waiting_list(meeting)) == accepted[3:]
    assert len({one.person_id for one in accepted}) == 30


def test_one_person_ten_times_at_once_has_one_registration_and_one_mail():
    meeting = MeetingFactory(capacity=3)
    assert _in_threads([lambda: sign_up(meeting)] * 10) == []
    assert Registration.objects.count() == 1
    assert len(mails("confirmation")) == 1


def test_sign_ups_for_the_same_meetings_in_different_order_do_not_wait_in_a_ring():
    area = an_area()
    pair = [MeetingFactory(capacity=4, area=area), MeetingFactory(capacity=4, area=area)]
    calls = [
        lambda number=number: sign_up(
            *(pair if number % 2 else reversed(pair)),
            email=f"p{number}@example.org",
            organisation=f"AB {number % 2}",
            join_partnership=True,
        )
        for number in range(8)
    ]
    assert _in_threads(calls) == []
    assert Registration.objects.filter(state=State.CONFIRMED).count() == 8


def test_cancelling_at_once_promotes_as_many_as_places_came_free():
    meeting = MeetingFactory(capacity=3)
    made = [
        sign_up(meeting, email=f"p{number}@example.org").registrations[0] for number in range(8)
    ]
    calls = [
        lambda one=one: actions.cancel_registration(None, registration=one) for one in made[:3]
    ]
    assert _in_threads(calls) == []
    confirmed = queries.confirmed_registrations(meeting).order_by("pk")
    assert list(confirmed) == made[3:6]
    assert len(mails("promoted")) == 3
