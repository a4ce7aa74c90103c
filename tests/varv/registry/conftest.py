"""What the tests of the register need: an act, a kind of mail, a relation."""

import pytest

from tests.varv.factories import RegionFactory, StaffRoleFactory
from varv.registry import log_actions, mailtexts, relations
from varv.registry.actions import Recipient
from varv.registry.mailtexts import MailKind
from varv.registry.relations import Relation

NEWS = MailKind(
    key="tests.news",
    name="News",
    variables={"name": "the recipient's name", "link": "the link"},
    required=("link",),
    defaults={
        "sv": ("Nyheter för {name}", "Hej {name}!\n\nLäs mer: {link}"),
        "en": ("News for {name}", "Hello {name}!\n\nRead more: {link}"),
    },
    sample={"name": "Anna Berg", "link": "https://s3.example.org/x"},
)

if NEWS.key not in mailtexts.point:
    mailtexts.register(NEWS)
    log_actions.register("tests.act", "Something done in a test")
    relations.register(Relation("tests.became", "became", "was once"))


@pytest.fixture
def anna() -> Recipient:
    return Recipient("Anna@Example.org", "Anna Berg", "en")


@pytest.fixture
def region(db):
    return RegionFactory()


@pytest.fixture
def sign_in(client, region):
    """Sign in with a staff role; English, so that texts can be looked for."""

    def as_role(role):
        user = StaffRoleFactory(role=role).user
        user.language = "en"
        user.save()
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return as_role
