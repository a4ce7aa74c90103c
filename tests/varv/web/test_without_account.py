"""An actor's whole way without an account: by public forms, and by the links in the mails alone."""

import re

from django.test import Client
from django.urls import reverse

from varv.cycles.models import Area, Interest
from varv.meetings.models import Meeting, Registration
from varv.people.models import Municipality, RightsRequest
from varv.registry import mail_stops
from varv.registry.models import Message
from varv.registry.outbox import compose

EMAIL = "maja@gard.example"


def path_in_mail(kind: str, pattern: str) -> str:
    """Return a link of the mail as it is sent."""
    sent = compose(Message.objects.filter(kind=kind, recipient=EMAIL).latest("pk"))
    found = re.search(rf"https?://[^/\s]+(/{pattern}\S+)", str(sent.body))
    assert found, sent.body
    return found.group(1)


def test_every_act_of_an_actor_needs_no_account(county):
    meeting = Meeting.objects.get(area__slug="upplevelser")
    typed = {
        "name": "Maja",
        "email": EMAIL,
        "organisation": "Gården",
        "sector": "business",
        "municipality": Municipality.objects.get(name="Berg").pk,
    }

    # Sign up and show interest, as a stranger.
    stranger = Client()
    answer = stranger.post("/meetings/sign-up/", typed | {"meetings": [meeting.slug]})
    assert answer.status_code == 302
    area = Area.objects.get(slug="upplevelser")
    shown = typed | {"areas": [area.pk], "level": "information", "message": "Hej"}
    assert stranger.post("/interest/", shown).status_code == 302
    registration, interest = Registration.objects.get(), Interest.objects.get()

    # Another browser, in by the link of the mail alone.
    actor = Client()
    own = path_in_mail("meetings.confirmation", "my/")
    assert actor.get(own, follow=True).redirect_chain[-1][0] == "/my/"
    assert meeting.title["sv"] in actor.get("/my/").content.decode()

    # Change what was said of both.
    actor.post("/meetings/sign-up/", typed | {"meetings": [meeting.slug], "needs": "Hörslinga"})
    actor.post("/interest/", shown | {"level": "partnership"})
    registration.refresh_from_db()
    interest.refresh_from_db()
    assert (registration.needs, interest.level) == ("Hörslinga", "partnership")

    # Cancel, and withdraw.
    cancel = reverse("meetings:cancel_registration", args=[registration.pk])
    assert stranger.post(cancel).status_code == 404
    assert actor.post(cancel).status_code == 302
    withdraw = reverse("cycles:withdraw_interest", args=[interest.pk])
    assert stranger.post(withdraw).status_code == 404
    assert actor.post(withdraw).status_code == 302
    registration.refresh_from_db()
    interest.refresh_from_db()
    assert registration.state == Registration.State.CANCELLED
    assert interest.withdrawn_at

    # See and take what is kept, and ask to be erased.
    assert "Hörslinga" in actor.get("/my/data/").content.decode()
    assert EMAIL in actor.post("/my/data/file/").getvalue().decode()
    assert actor.post("/my/data/ask/", {"kind": "erasure", "text": ""}).status_code == 302
    assert RightsRequest.objects.get().person_id == registration.person_id

    # A new link, by mail, and its page.
    Client().post("/my/new-link/", {"email": EMAIL})
    assert Client().get(path_in_mail("people.my_link", "my/")).status_code == 302

    # Stop all mail, by the link at its foot.
    stop = path_in_mail("people.my_link", "mail/stop/")
    assert Client().get(stop).status_code == 200
    assert Client().post(stop).status_code in (200, 302)
    assert mail_stops.is_stopped(EMAIL)

    # At no time was anybody signed in.
    assert "_auth_user_id" not in actor.session
