"""Acts that lock what others point at do not make a sign-up wait, least of all in a ring."""

import threading
import time

import pytest
from django.db import connection, transaction

from tests.varv.factories import (
    CoordinatorFactory,
    MeetingFactory,
    MunicipalityFactory,
    UserFactory,
)
from tests.varv.meetings.support import sign_up
from varv import clock
from varv.cycles.models import Programme
from varv.meetings import guest_list
from varv.meetings.actions import seats
from varv.meetings.guest_list import CheckedRow
from varv.meetings.models import Registration
from varv.people.folder import load
from varv.people.models import LoadedRow, User
from varv.people.queries import the_region
from varv.registry.actions import record
from varv.registry.models import Case

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]


def _start(work, failures):
    """Do ``work`` in a thread with a connection of its own, which does not wait long for a lock."""
    moment = clock.now()

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            with clock.pinned(moment):
                work()
        except Exception as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _meanwhile(work):
    """Do ``work`` from beginning to end on another connection; return what failed."""
    failures = []
    _start(work, failures).join(30)
    return failures


def _until_somebody_waits_for_us():
    """Return when another connection waits for a lock that this one holds."""
    waiting = (
        "SELECT count(*) FROM pg_locks"
        " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    )
    for _try in range(100):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("nobody waits")


def test_loading_a_folder_lets_people_from_its_municipalities_sign_up():
    place, meeting = MunicipalityFactory(), MeetingFactory()
    row = LoadedRow(
        section="municipalities", key=place.code, model=place._meta.label, object_id=place.pk
    )
    with transaction.atomic():
        load._thing(row)
        assert _meanwhile(lambda: sign_up(meeting, municipality=place)) == []
    assert Registration.objects.get().municipality == place


def test_entering_a_record_lets_others_point_at_its_case():
    case = MeetingFactory().programme.case
    with transaction.atomic():
        record(None, case=case, direction="in", kind="letter", title="A letter")
        assert _meanwhile(lambda: Programme.objects.create(key="other", case=case)) == []
    assert Case.objects.get().programmes.count() == 2


def test_a_guest_list_waits_for_a_guest_who_is_signing_up_without_holding_the_meeting():
    meeting, coordinator, region = MeetingFactory(), CoordinatorFactory(), the_region()
    anna = UserFactory(email="b@example.org")
    values = {"name": "Guest", "sector": "business", "municipality": None, "needs": ""}
    rows = [
        CheckedRow(2, {}, values=values | {"email": "a@example.org", "organisation": "A AB"}),
        CheckedRow(3, {}, values=values | {"email": anna.email, "organisation": "B AB"}),
    ]
    failures = []
    with transaction.atomic():  # a sign-up locks the person first, and then the meeting
        User.objects.select_for_update(no_key=True).get(pk=anna.pk)
        importing = _start(
            lambda: guest_list.enter(coordinator, meeting=meeting, rows=rows, region=region),
            failures,
        )
        _until_somebody_waits_for_us()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
        seats.lock_one(meeting)
    importing.join(30)
    assert failures == []
    assert Registration.objects.count() == 2
