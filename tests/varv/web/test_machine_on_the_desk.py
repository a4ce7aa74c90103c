"""What is wrong with the machine stands on the desk of those who can have it mended."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.varv.factories import CoordinatorFactory, ReaderFactory, RegionFactory
from varv.people.desk import items_for
from varv.registry.models import Event

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def titles(user):
    return [str(item.title) for item in items_for(user, timezone.now()) if "varv" in item.title]


@pytest.fixture
def full_disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**10, 10**10, 10**8))


def test_nearly_full_disk_stands_on_the_coordinators_desk(full_disk):
    RegionFactory()
    (item,) = items_for(CoordinatorFactory(), timezone.now())
    assert item.urgent
    assert "100" in str(item.detail) or "95" in str(item.detail)


def test_nearly_full_disk_is_no_matter_for_readers(full_disk):
    RegionFactory()
    assert not titles(ReaderFactory())


def test_machine_that_is_well_says_nothing():
    RegionFactory()
    assert not titles(CoordinatorFactory())


def test_clock_that_was_set_back_stands_on_the_coordinators_desk():
    RegionFactory()
    later = timezone.now() + timedelta(hours=2)
    Event.objects.create(at=later, recorded_at=later, action="people.sign_in")
    assert len(titles(CoordinatorFactory())) == 1
