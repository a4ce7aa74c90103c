"""The register on the desk: who may see it, what it shows, and what can be done there."""

import pytest
from django.urls import reverse

from varv.registry import actions
from varv.registry.actions import Recipient, queue
from varv.registry.models import MailText, Message

PAGES = [
    reverse("registry:desk_messages"),
    reverse("registry:desk_texts"),
    reverse("registry:desk_text", args=["tests.news", "sv"]),
    reverse("registry:desk_log"),
]
TEXT = reverse("registry:desk_text", args=["tests.news", "en"])


@pytest.fixture
def message(region) -> Message:
    return queue(
        kind="tests.news",
        occasion="tests:1",
        recipient=Recipient("anna@example.org", "Anna", "en"),
        context={"name": "Anna <Berg>", "link": "https://s3.example.org/1"},
    )


@pytest.mark.parametrize("page", PAGES)
def test_desk_pages_are_for_staff(client, region, page):
    response = client.get(page)
    assert response.status_code == 302
    assert "next=" in response["Location"]


@pytest.mark.parametrize("page", PAGES)
def test_desk_pages_are_closed_to_readers(sign_in, page):
    assert sign_in("reader").get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_desk_pages_open_for_the_coordinator(sign_in, message, page):
    response = sign_in("coordinator").get(page)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_messages_can_be_filtered_by_state(sign_in, message):
    client = sign_in("coordinator")
    assert "anna@example.org" in client.get(PAGES[0], {"state": "queued"}).content.decode()
    assert "anna@example.org" not in client.get(PAGES[0], {"state": "sent"}).content.decode()
    assert "anna@example.org" in client.get(PAGES[0], {"state": "nonsense"}).content.decode()


def test_message_shows_its_text_escaped(sign_in, message):
    url = reverse("registry:desk_message", args=[message.pk])
    html = sign_in("coordinator").get(url).content.decode()
    assert "Anna &lt;Berg&gt;" in html
    assert "<Berg>" not in html


def test_message_can_be_cancelled_and_sent_again(sign_in, message):
    client = sign_in("coordinator")
    url = reverse("registry:desk_message_cancel", args=[message.pk])
    assert client.get(url).status_code == 405
    client.post(url)
    message.refresh_from_db()
    assert message.state == Message.State.CANCELLED
    again = client.post(url, follow=True)
    assert "waits or failed" in again.content.decode()
    Message.objects.update(state=Message.State.FAILED)
    client.post(reverse("registry:desk_message_retry", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == Message.State.QUEUED


@pytest.mark.parametrize("name", ["desk_message_cancel", "desk_message_retry"])
def test_message_cannot_be_changed_by_an_analyst(sign_in, message, name):
    response = sign_in("analyst").post(reverse(f"registry:{name}", args=[message.pk]))
    assert response.status_code == 403


def test_text_is_saved(sign_in):
    client = sign_in("coordinator")
    response = client.post(TEXT, {"subject": "New {name}", "body": "See\r\n{link}"}, follow=True)
    assert "The text is saved" in response.content.decode()
    assert MailText.objects.get().body == "See\n{link}"


def test_text_with_a_fault_is_kept_and_told_beside_the_field(sign_in):
    response = sign_in("coordinator").post(TEXT, {"subject": "New {who}", "body": "No link"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "There is no placeholder {who}." in html
    assert "The text must contain {link}." in html
    assert 'value="New {who}"' in html
    assert not MailText.objects.exists()


def test_text_can_be_previewed_without_being_saved(sign_in):
    client = sign_in("coordinator")
    draft = {"subject": "For {name}", "body": "{link} <b>"}
    part = client.post(
        reverse("registry:desk_text_preview", args=["tests.news", "en"]), draft
    ).content.decode()
    assert "For Anna Berg" in part
    assert "<b>" not in part
    page = client.post(TEXT, {"subject": "For {name}", "body": "{link}", "preview": "1"})
    assert "For Anna Berg" in page.content.decode()
    assert not MailText.objects.exists()


def test_text_can_be_restored(sign_in):
    client = sign_in("coordinator")
    client.post(TEXT, {"subject": "New", "body": "{link}"})
    client.post(reverse("registry:desk_text_restore", args=["tests.news", "en"]))
    assert not MailText.objects.exists()
    assert "News for {name}" in client.get(TEXT).content.decode()


@pytest.mark.parametrize("args", [["tests.unknown", "en"], ["tests.news", "xx"]])
def test_text_that_does_not_exist_is_not_found(sign_in, args):
    assert sign_in("coordinator").get(reverse("registry:desk_text", args=args)).status_code == 404


def test_log_takes_as_many_queries_for_many_as_for_one(
    sign_in, django_assert_max_num_queries, django_assert_num_queries
):
    client = sign_in("coordinator")
    url = reverse("registry:desk_log")
    actions.open_case(None, number="T/0", title={"en": "Test"})
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    for number in range(1, 8):
        actions.open_case(None, number=f"T/{number}", title={"en": "Test"})
    with django_assert_num_queries(len(few)):
        html = client.get(url).content.decode()
    assert "Case opened" in html
