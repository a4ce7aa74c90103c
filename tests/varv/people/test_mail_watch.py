"""The desk says when mail stands still, and why; one refusal is no standstill."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.varv.factories import CoordinatorFactory, RegionFactory, StaffRoleFactory
from varv.people import mail_watch
from varv.registry import queries
from varv.registry.actions import Recipient, queue
from varv.registry.models import Message
from varv.registry.outbox import deliver_due
from varv.registry.queries.messages import LATE

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def down(settings):
    """A mail server that nobody can reach."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def write(occasion="tests:1"):
    return queue(
        kind="people.sign_in_code",
        occasion=occasion,
        recipient=Recipient("anna@example.org", "Anna", "en"),
        context={"code": "ABC", "minutes": "15"},
    )


def titles(user, now):
    return [str(item.title) for item in mail_watch.items(user, now)]


def test_all_is_well_where_mail_goes_out(at):
    user = CoordinatorFactory()
    write()
    deliver_due(at)
    assert titles(user, at + HOUR) == []


def test_a_mail_server_that_is_down_is_told_with_its_words(at, down, client):
    user = CoordinatorFactory()
    user.language = "en"
    user.save()
    RegionFactory()
    write(), write("tests:2")
    deliver_due(at)
    (item,) = mail_watch.items(user, at)
    assert item.urgent
    assert "Connection refused" in item.detail
    assert queries.standstill(at).waiting == 2
    client.force_login(user)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("registry:desk_messages")).content.decode()
    assert "Mail has not gone out since" in page
    assert "2 mails wait" in page
    assert "Mail has not gone out since" in client.get(reverse("web:desk")).content.decode()


def test_the_standstill_is_over_with_the_first_mail_that_is_sent(at, down, settings):
    write()
    deliver_due(at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    write("tests:2")
    deliver_due(at + timedelta(minutes=2))
    assert queries.standstill(at + timedelta(minutes=2)) is None


def test_a_worker_that_does_not_run_is_told_after_a_while(at):
    user = CoordinatorFactory()
    write()
    assert titles(user, at) == []
    (item,) = mail_watch.items(user, at + LATE)
    assert item.detail


def test_a_failed_mail_is_told_unless_its_app_tells_itself(at):
    user = CoordinatorFactory()
    write()
    Message.objects.update(state=Message.State.FAILED, finished_at=at)
    assert len(titles(user, at)) == 1
    Message.objects.update(kind="meetings.link")
    assert titles(user, at) == []
    Message.objects.update(kind="people.sign_in_code")
    assert titles(user, at + timedelta(days=15)) == []


def test_readers_are_not_troubled(at, down):
    write()
    deliver_due(at)
    assert titles(StaffRoleFactory(role="reader").user, at) == []
