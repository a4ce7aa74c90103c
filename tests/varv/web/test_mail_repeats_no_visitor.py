"""No mail of any kind, by no way, repeats what a visitor typed: they may have typed any address."""

import pytest
from django.urls import reverse

from tests.varv.analysis.memo_support import drafted, published
from tests.varv.factories import MeetingFactory, MunicipalityFactory, RoundFactory
from tests.varv.meetings.support import LINK, an_area, local, run_due
from varv import clock
from varv.cycles import actions as cycles
from varv.meetings import actions, mail
from varv.meetings.models import Meeting, MeetingChange, Registration
from varv.people.actions import send_my_link
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry import mailtexts, outbox
from varv.registry.models import MailText, Message
from varv.text.translated import Translated

#: What a wording may hold: looked through, and none of it is typed by visitors. Think twice before
#: you add to it: whoever fills in a public form chooses whom the region's mail goes to.
NOT_TYPED_BY_VISITORS = {
    "about", "answer", "areas", "case", "closes", "closing", "code", "contact", "due", "inviter",
    "level", "link", "link_rule", "mail_subject", "manage_link", "meeting", "meeting_link",
    "meetings", "memo", "minutes", "new", "numbers", "old", "old_when", "opening", "own_link",
    "page", "partnership", "pdf", "place", "reason", "reference", "request", "role", "round",
    "standing", "subject", "text", "what", "when", "word",
}  # fmt: skip
#: What quotes to somebody what they wrote themselves: staff have read and approved each.
QUOTED_TO_ITS_WRITER = {"consultation.answer": {"points"}}
#: Only the staff sets these off, or somebody who has proved the address or does so by the mail.
SET_OFF_BY_NO_FORM = {
    "consultation.answer", "consultation.answer_correction",
    "consultation.hidden", "consultation.invitation", "consultation.receipt",
    "consultation.reminder", "consultation.withdrawn",
    "people.erased", "people.right_answered", "people.right_asked_for",
    "people.second_factor_changed", "people.sign_in_code", "people.staff_invitation",
}  # fmt: skip
TYPED = "evil.example"
#: Other tests add kinds of their own to the same process.
KINDS = [key for key in mailtexts.point.keys() if not key.startswith("tests.")]  # noqa: SIM118

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]


@pytest.mark.parametrize("key", KINDS)
def test_no_wording_may_hold_what_visitors_type(key):
    quoted = QUOTED_TO_ITS_WRITER.get(key, set())
    assert set(mailtexts.point[key].variables) - quoted <= NOT_TYPED_BY_VISITORS


def test_no_mail_that_a_visitor_sets_off_repeats_what_was_typed(client):
    area, other = an_area(), an_area("Turism", "turism")
    meeting = MeetingFactory(area=area, capacity=1)
    municipality = MunicipalityFactory(name="Åre", region=the_region())

    def typed(email):
        return {
            "name": f"Win at http://{TYPED}/",
            "email": email,
            "organisation": f"www.{TYPED}",
            "sector": "business",
            "municipality": municipality.pk,
            "needs": f"https://{TYPED}",
            "message": f"https://{TYPED}",
        }

    def sign_up(email):
        data = typed(email) | {"meetings": [meeting.slug], "join_partnership": "on"}
        assert client.post(reverse("meetings:sign_up"), data).status_code == 302

    for email in ("a@example.org", "a@example.org", "b@example.org"):
        sign_up(email)
    later = typed("c@example.org") | {"areas": [area.pk], "level": "partnership"}
    assert client.post(reverse("cycles:interest"), later).status_code == 302
    published(drafted(area, "Läs det här.", meeting=meeting))
    for _again in range(2):
        data = typed("a@example.org") | {"areas": [other.pk], "level": "partnership"}
        assert client.post(reverse("cycles:interest"), data).status_code == 302
    said = typed("a@example.org") | {"text": f"https://{TYPED}", "speaks_for": "organisation"}
    round_ = RoundFactory(opens_at=clock.now())
    assert client.post(reverse("consultation:write", args=[round_.slug]), said).status_code == 302
    send_my_link(email="a@example.org", language="sv")
    first = Registration.objects.order_by("pk")[0]
    actions.cancel_registration(first.person, registration=first)
    cycles.merge_areas(
        None,
        areas=[area, other],
        into=cycles.Wording(Translated(sv="Berg och dal")),
        reason="Hör ihop.",
    )
    _everything_that_can_happen_to(meeting)

    written = Message.objects.order_by("pk")
    assert {one.kind for one in written} == set(KINDS) - SET_OFF_BY_NO_FORM
    assert TYPED in User.objects.get(email="a@example.org").name
    for message in written:
        wire = outbox.compose(message).message()
        parts = [str(value) for value in wire.values()]
        parts += [
            part.get_payload(decode=True).decode()
            for part in wire.walk()
            if not part.is_multipart()
        ]
        assert TYPED not in "\n".join(parts), message.kind
        assert wire["To"] == message.recipient
        _nothing_stored_opens_a_page_of_the_recipient(message)


def _nothing_stored_opens_a_page_of_the_recipient(message: Message) -> None:
    kept = [message.subject, message.body, message.record.text if message.record else ""]
    kept += [
        bytes(item.content).decode().replace("\r\n ", "") for item in message.attachments.all()
    ]
    for text in kept:
        assert "/my/" not in text, message.kind  # the link to their own page
        assert "/mail/stop/" not in text, message.kind


def _everything_that_can_happen_to(meeting: Meeting) -> None:
    run_due(local("2020-06-04", "09:00"))
    Message.objects.filter(kind="meetings.link").update(state=Message.State.SENT)
    with clock.pinned(local("2020-06-04", "10:00")):
        actions.set_link(None, meeting=meeting, link=f"{LINK}-2")
        meeting.refresh_from_db()
        mail.tell_new_place(meeting, the_region())
        actions.move_meeting(
            None,
            meeting=meeting,
            starts_at=local("2020-06-12"),
            ends_at=local("2020-06-12", "12:00"),
            reason="Salen är upptagen.",
        )
        actions.cancel_meeting(None, meeting=meeting, reason="För få anmälda.")
    assert MeetingChange.objects.count() == 2


def test_a_wording_that_holds_what_is_no_more_gives_way_to_the_default():
    MailText.objects.create(
        kind="meetings.link",
        language="sv",
        subject="Hej {name}",
        body="{link}",
        changed_at=clock.now(),
    )
    subject, _body = mailtexts.wording("meetings.link", "sv")
    assert subject == "Länk till mötet {when}"
