"""Input from every door ends as one contribution and one record."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from tests.varv.factories import CoordinatorFactory, MeetingFactory, RoundFactory, UserFactory
from varv import clock
from varv.consultation import actions
from varv.consultation.contents import Content, Sender
from varv.consultation.models import Contribution, Round
from varv.registry.models import Message, Trace

pytestmark = pytest.mark.django_db

SWEDEN = ZoneInfo("Europe/Stockholm")
OPEN = datetime(2020, 5, 28, 10, tzinfo=SWEDEN)
LAST_MOMENT = datetime(2020, 6, 4, 23, 59, tzinfo=SWEDEN)
KIM = Sender(name="Kim Lind", sector="business")


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


def letter(**wanted):
    by = {"channel": Contribution.Channel.LETTER, "sender": KIM, "content": Content("Bredband!")}
    return actions.receive(None, **(by | {"round": RoundFactory()} | wanted))


def test_contribution_has_the_next_number_of_the_case():
    round_ = RoundFactory()
    numbers = [str(letter(round=round_)) for _ in range(3)]
    assert numbers == ["RUN/430/2018-1", "RUN/430/2018-2", "RUN/430/2018-3"]


def test_contribution_at_the_last_moment_is_in_time_and_after_it_late():
    with clock.pinned(LAST_MOMENT):
        assert not letter().is_late
    with clock.pinned(LAST_MOMENT + timedelta(minutes=1)):
        late = letter()
    assert late.is_late
    assert late.state == Contribution.State.RECEIVED


def test_letter_that_came_in_time_is_in_time_when_it_is_entered_later():
    with clock.pinned(LAST_MOMENT + timedelta(days=3)):
        assert not letter(received_at=LAST_MOMENT).is_late


@pytest.mark.parametrize("state", [Round.State.DRAFT, Round.State.CANCELLED])
def test_round_that_is_not_published_takes_nothing(state):
    with pytest.raises(ValidationError):
        letter(round=RoundFactory(state=state))


def test_empty_contribution_is_refused_and_leaves_nothing():
    round_ = RoundFactory()
    with pytest.raises(ValidationError):
        letter(round=round_, content=Content("  "))
    round_.case.refresh_from_db()
    assert (Contribution.objects.count(), round_.case.last_number) == (0, 0)


def test_sender_with_an_address_gets_a_receipt_with_number_and_copy():
    letter(sender=Sender("Kim Lind", "kim@actor.example", sector="business"))
    message = Message.objects.get(kind="consultation.receipt")
    assert "RUN/430/2018-1" in message.subject
    copy = message.attachments.get()
    assert (copy.name, copy.content_type) == ("RUN-430-2018-1.pdf", "application/pdf")
    assert bytes(copy.content).startswith(b"%PDF-1.7")


def test_sender_without_address_gets_none():
    letter()
    assert not Message.objects.exists()


def test_what_was_said_at_a_meeting_leads_there():
    meeting = MeetingFactory()
    said = letter(channel=Contribution.Channel.MEETING, said_at=meeting)
    stitch = Trace.objects.get()
    assert (stitch.source_kind, stitch.source_id) == ("meeting", meeting.pk)
    assert (stitch.target_kind, stitch.target_id) == ("contribution", said.pk)


def test_organisation_is_the_counterpart_and_the_title_names_no_person():
    made = letter(sender=Sender("Kim Lind", organisation="Norrskog AB", sector="business"))
    assert made.record.counterpart_kind == "organisation"
    assert made.record.counterpart_id == made.organisation_id
    assert "Kim" not in made.record.title
    assert "Kim Lind" in made.record.text


def test_staff_say_when_it_came_but_not_in_the_future():
    with pytest.raises(ValidationError):
        letter(received_at=OPEN + timedelta(hours=1))


def test_round_closes_in_the_time_of_the_region():
    round_ = RoundFactory()
    assert round_.is_open_at(LAST_MOMENT)
    assert not round_.is_open_at(LAST_MOMENT + timedelta(minutes=1))


def test_withdrawn_contribution_stays_in_the_register():
    person = UserFactory()
    made = letter(sender=Sender(person.name, person.email, sector="business"))
    actions.withdraw(person, contribution=made)
    actions.withdraw(person, contribution=made)
    made.refresh_from_db()
    assert made.state == Contribution.State.WITHDRAWN
    came, taken_back = made.round.case.records.order_by("number")
    assert (came, taken_back.reference) == (made.record, "RUN/430/2018-2")
    assert "RUN/430/2018-1" in taken_back.title


def test_changed_contribution_keeps_what_it_said_as_a_record():
    person = UserFactory()
    made = letter(sender=Sender(person.name, person.email, sector="business"))
    changed = actions.change(person, contribution=made, content=Content("Fiber!"))
    first, second = made.round.case.records.order_by("number")
    assert ("Bredband!" in first.text, "Fiber!" in second.text) == (True, True)
    assert changed.text == "Fiber!"


def test_contribution_cannot_be_changed_once_the_round_is_closed():
    coordinator = CoordinatorFactory()
    made = letter()
    with clock.pinned(LAST_MOMENT + timedelta(hours=1)), pytest.raises(ValidationError):
        actions.change(coordinator, contribution=made, content=Content("Fiber!"))
