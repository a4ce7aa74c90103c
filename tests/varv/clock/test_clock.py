"""One time for everything."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from varv import clock
from varv.clock.middleware import one_moment
from varv.clock.models import RehearsalClock

MOMENT = datetime(2020, 5, 25, 7, tzinfo=UTC)


def test_now_is_the_real_time_outside_a_rehearsal():
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_pinned_holds_and_lets_go():
    with clock.pinned(MOMENT):
        assert clock.now() == MOMENT
        with clock.pinned(MOMENT + timedelta(days=1)):
            assert clock.now() == MOMENT + timedelta(days=1)
        assert clock.now() == MOMENT
    assert clock.now() != MOMENT


def test_pinned_refuses_a_time_without_zone():
    with pytest.raises(ValueError, match="time zone"), clock.pinned(datetime(2020, 5, 25)):  # noqa: DTZ001
        pass


def test_today_is_the_date_in_the_active_time_zone():
    late = datetime(2020, 5, 25, 22, 30, tzinfo=UTC)
    with clock.pinned(late), timezone.override("Europe/Stockholm"):
        assert clock.today().isoformat() == "2020-05-26"


def test_rehearsal_stands_at_its_start_until_it_is_set(db, settings):
    settings.REHEARSAL, settings.REHEARSAL_START = True, MOMENT
    assert clock.now() == MOMENT
    RehearsalClock.objects.write(MOMENT + timedelta(days=10))
    RehearsalClock.objects.write(MOMENT + timedelta(days=11))
    assert clock.now() == MOMENT + timedelta(days=11)
    assert RehearsalClock.objects.count() == 1


def test_rehearsal_has_one_clock(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        RehearsalClock.objects.create(id=2, moment=MOMENT)


def test_request_sees_one_moment_from_beginning_to_end():
    seen = []

    def view(request):
        seen.extend([clock.now(), clock.now()])
        return HttpResponse()

    one_moment(view)(RequestFactory().get("/"))
    assert seen[0] == seen[1]
    assert clock.now() != seen[0]
