"""The county with everything in it that can be attacked, and a browser for each role."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.varv.factories import StaffRoleFactory
from tests.varv.web.attacks.site import ROLES
from tests.varv.web.forms_of_the_site import Scene


@pytest.fixture
def scene(county_for_all: object, db: None, settings: LazySettings) -> Scene:
    """The county with somebody signed up, a meeting that was held, and steps in each state."""
    return Scene(settings)


@pytest.fixture(params=ROLES)
def visitor(request: pytest.FixtureRequest, scene: Scene) -> Client:
    """The browser of each role in turn."""
    role = request.param
    if role == "coordinator":
        return scene.desk
    if role == "actor":
        return scene.person
    client = Client()
    if role != "anonymous":
        client.force_login(StaffRoleFactory(role=role).user)
    return client
