"""A desk with somebody at it."""

import pytest

from tests.varv.consultation.desk_support import NOW
from tests.varv.factories import CoordinatorFactory, RegionFactory
from varv import clock


@pytest.fixture
def at():
    """In the middle of the open round, Thursday 28 May 2020."""
    with clock.pinned(NOW):
        yield NOW


@pytest.fixture
def coordinator(client):
    RegionFactory()
    person = CoordinatorFactory()
    client.force_login(person)
    return person
