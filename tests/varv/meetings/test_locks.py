"""Acts that lock what others point at do not make a sign-up wait for them, least of all for ever."""

import threading

import pytest
from django.db import connection, transaction

from tests.varv.factories import MeetingFactory, MunicipalityFactory
from tests.varv.meetings.support import sign_up
from varv import clock
from varv.cycles.models import Programme
from varv.meetings.models import Registration
from varv.people.folder import load
from varv.people.models import LoadedRow
from varv.registry.actions import record
from varv.registry.models import Case

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]


def _meanwhile(work):
    """Do ``work`` on another connection, which waits for no lock; return what failed."""
    failures, moment = [], clock.now()

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
            with clock.pinned(moment):
                work()
        except Exception as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return failures


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
