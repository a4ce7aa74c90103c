"""What consultations tell reach: rounds in order of time, and what everybody may not know."""

from datetime import date, timedelta

import pytest

from tests.varv.factories import (
    InvitationFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RoundFactory,
    contribution,
)
from varv import clock
from varv.consultation.contents import Sender
from varv.consultation.models import Contribution, Round
from varv.reach.counting import ALL, ALONE, REGION, Cell, all_numbers, public_numbers
from varv.reach.sources import point

pytestmark = pytest.mark.usefixtures("db", "at")

INPUT, SENDERS = "consultation.contributions", "consultation.senders"


@pytest.fixture
def place():
    return MunicipalityFactory(name="Ragunda")


def write(round_, place, email="k@x.example", organisation=""):
    sender = Sender("Kim", email, organisation, "business", place)
    return contribution(round=round_, sender=sender)


def test_secret_and_hidden_input_is_counted_for_staff_alone(place):
    round_ = RoundFactory()
    OrganisationFactory(name="Kvarnen AB", municipality=place, checked_at=clock.now())
    kept = [write(round_, place, f"{n}@x.example", "Kvarnen AB") for n in range(3)]
    Contribution.objects.filter(pk=kept[0].pk).update(hidden_at=clock.now(), hidden_reason="Hot")
    kept[1].record.secrecy = "OSL 21:1"
    kept[1].record.save()
    source = point[INPUT]
    assert all_numbers(source).cell(REGION, "business") == Cell(3)
    assert public_numbers(source).cell(REGION, "business") == Cell(1)


def test_withdrawn_and_unconfirmed_input_is_counted_for_nobody(place):
    one = write(RoundFactory(), place)
    Contribution.objects.filter(pk=one.pk).update(state=Contribution.State.WITHDRAWN)
    assert all_numbers(point[INPUT]).cell(REGION, ALL) == Cell(0)


def test_sender_counts_once_a_round_by_what_everybody_may_know(place):
    one, other = RoundFactory(), RoundFactory()
    OrganisationFactory(name="Kvarnen AB", municipality=place, checked_at=clock.now())
    first = write(one, place, organisation="Kvarnen AB")
    write(one, place, organisation="Kvarnen AB")
    write(other, place, organisation="Kvarnen AB")
    Contribution.objects.filter(pk=first.pk).update(hidden_at=clock.now(), hidden_reason="Hot")
    numbers = public_numbers(point[SENDERS])
    assert numbers.cell(place.pk, "business", one.pk) == Cell(1)
    assert numbers.cell(place.pk, "business") == Cell(2)


def test_organisation_that_nobody_has_checked_is_a_private_person(place):
    write(RoundFactory(), place, organisation="Kim Larssons gård")
    numbers = all_numbers(point[INPUT])
    assert numbers.cell(place.pk, ALONE) == Cell(1)
    assert numbers.cell(place.pk, "business") == Cell(0)


def test_rounds_come_in_order_of_time_and_drafts_are_for_staff(place):
    now = clock.now()
    late = RoundFactory(opens_at=now, closes_at=now + timedelta(days=9))
    early = RoundFactory(
        state=Round.State.EARLIER, opens_at=None, closes_at=None, dated_on=date(2019, 3, 1)
    )
    draft = RoundFactory(opens_at=now + timedelta(days=1), state=Round.State.DRAFT)
    found = point[INPUT].occasions()
    assert [one.id for one in found] == [early.pk, late.pk, draft.pk]
    assert [one.is_public for one in found] == [True, True, False]


def test_who_was_asked_is_counted_by_round(place):
    round_ = RoundFactory()
    InvitationFactory(round=round_, municipality=place, invited_at=clock.now())
    InvitationFactory(round=round_, municipality=place)
    assert all_numbers(point["consultation.invited"]).cell(place.pk, ALONE, round_.pk) == Cell(1)
