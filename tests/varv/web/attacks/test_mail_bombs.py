"""Attack: let the region's mail rain on somebody else, by typing their address again and again."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.varv.factories import CoordinatorFactory, MeetingFactory, UserFactory
from tests.varv.web.forms_of_the_site import Scene
from tests.varv.web.reading import Page
from varv.meetings import actions as meetings
from varv.meetings.models import Registration
from varv.people import identity
from varv.people.models import User
from varv.registry import actions, mail_stops
from varv.registry.models import Event, MailStop, Message
from varv.registry.outbox import compose
from varv.registry.recipients import Standing

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

VICTIM = "offer@annan.example"
GOES_OUT = (Message.State.QUEUED, Message.State.SENDING, Message.State.SENT)
BY_ANYBODY, IN_ALL = Standing.UNPROVED.value


def to_victim():
    return Message.objects.filter(recipient=VICTIM)


def sign_up(scene: Scene, number: int) -> Registration:
    """One more meeting, and the victim signed up for it, past all limits on forms."""
    meeting = MeetingFactory(programme=scene.programme, slug=f"annat-{number}")
    who = meetings.ActorDetails(name="Anna", email=VICTIM, sector="business")
    return meetings.sign_up(None, meetings=[meeting], person=who).registrations[0]


def test_many_sign_ups_send_few_mails(scene: Scene):
    for number in range(40):
        sign_up(scene, number)
    assert Registration.objects.filter(person__email=VICTIM).count() == 40
    assert to_victim().filter(state__in=GOES_OUT).count() == BY_ANYBODY
    held = to_victim().exclude(state__in=GOES_OUT)
    assert {one.state for one in held} == {Message.State.FAILED}
    assert "inom ett dygn" in held[0].error
    scene.desk.get(reverse("registry:desk_messages")).content.decode().count(VICTIM)


def test_all_kinds_together_have_an_end_too(scene: Scene):
    for number in range(60):
        actions.queue(
            kind="meetings.cancelled_by_you",
            occasion=f"bomb:{number}",
            recipient=actions.Recipient(VICTIM, "", "sv"),
            context=dict.fromkeys(("meeting", "when", "place", "manage_link", "contact"), "x"),
        )
    assert to_victim().filter(state__in=GOES_OUT).count() == IN_ALL


def test_who_showed_that_the_address_is_theirs_gets_more(scene: Scene):
    person = UserFactory(email=VICTIM)
    Client().get(identity.my_page_link(person).removeprefix("http://127.0.0.1:8000"))
    assert User.objects.get(pk=person.pk).last_login
    for number in range(BY_ANYBODY + 4):
        sign_up(scene, number)
    assert to_victim().filter(state__in=GOES_OUT).count() == BY_ANYBODY + 4


def test_staff_can_always_be_written_to(scene: Scene):
    CoordinatorFactory(email=VICTIM)
    for number in range(IN_ALL + 2):
        sign_up(scene, number)
    assert to_victim().filter(state__in=GOES_OUT).count() == IN_ALL + 2


def test_a_coordinator_can_send_what_was_held_back(scene: Scene):
    for number in range(BY_ANYBODY + 1):
        sign_up(scene, number)
    held = to_victim().get(state=Message.State.FAILED)
    actions.retry_message(scene.coordinator, message=held)
    held.refresh_from_db()
    assert held.state == Message.State.QUEUED


# -- "you did not do this?" ----------------------------------------------------------------------


def stop_page(message: Message) -> str:
    """Return the path of the link at the foot of a mail, the same in both forms and the header."""
    mail = compose(message)
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert mail.body.rstrip().endswith(link)
    html = next(str(content) for content, kind in mail.alternatives if kind == "text/html")
    assert Page(html).top.text.rstrip().endswith(link)
    return re.sub(r"^https?://[^/]+", "", link)


def test_every_mail_has_a_link_that_stops_all_mail(scene: Scene):
    first = sign_up(scene, 1)
    address = stop_page(to_victim().get())
    assert VICTIM not in address
    assert Client().get(address).status_code == 200
    assert to_victim().get().state == Message.State.QUEUED, "scanners of mail open links"
    assert not MailStop.objects.exists()

    answer = Client().post(address, {"stop": "1"}, follow=True)
    assert "inga fler mejl" in answer.content.decode()
    assert {one.state for one in to_victim()} == {Message.State.CANCELLED}
    sign_up(scene, 2)
    meetings.cancel_registration(first.person, registration=first)
    Client().post(reverse("people:new_link"), {"email": VICTIM})
    assert not to_victim().filter(state__in=GOES_OUT).exists()
    assert Message.objects.filter(state__in=GOES_OUT).count() == 0


def test_stop_keeps_no_address_and_outlives_erasure(scene: Scene):
    from varv.people.actions import erase_person

    person = sign_up(scene, 1).person
    actions.stop_mail(None, fingerprint_of=mail_stops.fingerprint(VICTIM))
    erase_person(None, person=person)
    assert MailStop.objects.get().fingerprint == mail_stops.fingerprint(VICTIM.upper())
    assert VICTIM not in str(MailStop.objects.values())
    assert VICTIM not in str(Event.objects.filter(action="registry.stop_mail").values())
    sign_up(scene, 2)
    assert not to_victim().filter(state__in=GOES_OUT).exists()


def test_stop_can_be_taken_back_by_its_owner(scene: Scene):
    sign_up(scene, 1)
    address = stop_page(to_victim().get())
    Client().post(address, {"stop": "1"})
    Client().post(address, {"allow": "1"})
    assert not MailStop.objects.exists()
    sign_up(scene, 2)
    assert to_victim().filter(state=Message.State.QUEUED).count() == 1


def test_not_even_a_coordinator_writes_to_who_stopped_it(scene: Scene):
    from django.core.exceptions import ValidationError

    actions.stop_mail(None, fingerprint_of=mail_stops.fingerprint(VICTIM))
    sign_up(scene, 1)
    with pytest.raises(ValidationError):
        actions.retry_message(scene.coordinator, message=to_victim().get())


@pytest.mark.parametrize("token", ["x", "a:b", "0" * 64, f"{'0' * 64}:guessed", "%00", "a" * 3000])
def test_guessed_links_stop_nothing(token: str):
    address = reverse("registry:mail_stop", args=[token])
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"stop": "1"}).status_code == 404
    assert not MailStop.objects.exists()


def test_link_of_one_address_is_no_good_for_another(scene: Scene):
    mine = mail_stops.stop_link("mallory@example.org")
    token = mine.strip("/").rsplit("/", 1)[-1]
    other = token.replace(
        mail_stops.fingerprint("mallory@example.org"), mail_stops.fingerprint(VICTIM)
    )
    assert Client().post(reverse("registry:mail_stop", args=[other])).status_code == 404
