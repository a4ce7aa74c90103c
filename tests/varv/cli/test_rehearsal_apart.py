"""A database is rehearsed with or real, never one after the other."""

from datetime import datetime

import pytest
import typer
from django.conf import LazySettings

from tests.varv.factories import RegionFactory
from varv.cli import chores
from varv.clock.models import RehearsalClock

START = datetime.fromisoformat("2020-05-25T09:00+02:00")


@pytest.fixture
def rehearsing(settings: LazySettings) -> None:
    settings.REHEARSAL = True
    settings.REHEARSAL_START = START


def test_rehearsal_begins_in_an_empty_database(db, rehearsing):
    chores.keep_rehearsal_apart()
    assert RehearsalClock.objects.read() == START


def test_rehearsal_goes_on_where_it_stood(db, rehearsing):
    chores.keep_rehearsal_apart()
    RegionFactory()
    later = START.replace(day=29)
    RehearsalClock.objects.write(later)
    chores.keep_rehearsal_apart()
    assert RehearsalClock.objects.read() == later


def test_rehearsal_refuses_real_data(db, rehearsing, capsys):
    RegionFactory()
    with pytest.raises(typer.Exit):
        chores.keep_rehearsal_apart()
    assert "are real" in " ".join(capsys.readouterr().err.split())
    assert not RehearsalClock.objects.exists()


def test_real_start_refuses_rehearsed_data(db, settings, capsys):
    RehearsalClock.objects.write(START)
    settings.REHEARSAL = False
    with pytest.raises(typer.Exit):
        chores.keep_rehearsal_apart()
    assert "no mail may leave" in " ".join(capsys.readouterr().err.split())


def test_real_start_with_real_data_is_let_be(db, settings):
    settings.REHEARSAL = False
    RegionFactory()
    chores.keep_rehearsal_apart()
