"""The default region, loaded, at the moment its rehearsal starts; and people to look at it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.varv.factories import StaffRoleFactory, UserFactory
from varv import clock
from varv.clock.models import RehearsalClock
from varv.people.folder.load import load_folder
from varv.people.models import User

FOLDER = Path(__file__).resolve().parents[3] / "regions" / "jamtland-harjedalen"
START = datetime.fromisoformat("2020-05-25T09:00+02:00")


@pytest.fixture
def rehearsal(db: None, settings: LazySettings) -> datetime:
    """Load the county in rehearsal mode; the clock stands at the start."""
    settings.REHEARSAL = True
    settings.REHEARSAL_START = START
    settings.REGION_FOLDER = str(FOLDER)
    load_folder(FOLDER)
    RehearsalClock.objects.write(START)
    return START


@pytest.fixture
def county(db: None) -> Iterator[datetime]:
    """Load the county outside rehearsal, the clock held at the same moment."""
    with clock.pinned(START):
        load_folder(FOLDER)
        yield START


@pytest.fixture
def coordinator(db: None) -> User:
    """Somebody who runs the process."""
    return StaffRoleFactory(role="coordinator").user


@pytest.fixture(params=["reader", "stranger", "anonymous"])
def outsider(request: pytest.FixtureRequest, db: None) -> Client:
    """Return the browser of somebody who may not run the process."""
    client = Client()
    if request.param == "reader":
        client.force_login(StaffRoleFactory(role="reader").user)
    elif request.param == "stranger":
        client.force_login(UserFactory())
    return client


@pytest.fixture
def desk(coordinator: User) -> Client:
    """Return the browser of the coordinator."""
    client = Client()
    client.force_login(coordinator)
    return client


@pytest.fixture(scope="module")
def county_for_all(django_db_setup: str, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """Load the county once for all tests of a module; what each of them does is rolled back."""
    with django_db_blocker.unblock(), clock.pinned(START), transaction.atomic():
        load_folder(FOLDER)
        yield START
        transaction.set_rollback(True)
