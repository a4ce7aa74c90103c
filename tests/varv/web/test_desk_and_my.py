"""The desk, and a person's own page."""

from datetime import timedelta

from django.test import Client

from tests.varv.factories import UserFactory
from varv import clock
from varv.meetings.models import Meeting
from varv.people import identity
from varv.people.models import Municipality, User


def test_desk_greets_staff_and_nobody_else(county, desk: Client, client: Client):
    assert desk.get("/desk/").status_code == 200
    assert client.get("/desk/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/desk/").status_code == 403


def test_desk_lists_the_next_meetings(county, desk: Client):
    text = desk.get("/desk/").content.decode()
    assert "fredag 29 maj" in text


def test_my_page_of_a_stranger_says_how_to_get_in(county, client: Client):
    answer = client.get("/my/")
    assert answer.status_code == 401
    assert "/my/new-link/" in answer.content.decode()


def test_my_page_opens_by_the_link_and_closes_again(county, client: Client):
    meeting = Meeting.objects.get(area__slug="upplevelser")
    client.post(
        "/meetings/sign-up/",
        {
            "name": "Maja",
            "email": "maja@gard.example",
            "organisation": "Gården",
            "sector": "business",
            "municipality": Municipality.objects.get(name="Berg").pk,
            "meetings": [meeting.slug],
        },
    )
    link = identity.my_page_link(User.objects.get(email="maja@gard.example"))
    path = link[link.index("/my/") :]
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0] == "/my/"
    text = answer.content.decode()
    assert meeting.title["sv"] in text
    assert meeting.link == "" or meeting.link not in text
    client.post("/my/leave/")
    assert client.get("/my/").status_code == 401


def test_my_page_shows_the_link_only_when_it_is_due(county, client: Client):
    meeting = Meeting.objects.get(area__slug="upplevelser")
    Meeting.objects.filter(pk=meeting.pk).update(link="https://mote.example/secret")
    client.post(
        "/meetings/sign-up/",
        {
            "name": "Maja",
            "email": "maja@gard.example",
            "organisation": "Gården",
            "sector": "business",
            "municipality": Municipality.objects.get(name="Berg").pk,
            "meetings": [meeting.slug],
        },
    )
    client.force_login(User.objects.get(email="maja@gard.example"))
    assert "mote.example/secret" not in client.get("/my/").content.decode()
    with clock.pinned(county + timedelta(days=11, hours=1)):
        assert "mote.example/secret" in client.get("/my/").content.decode()
