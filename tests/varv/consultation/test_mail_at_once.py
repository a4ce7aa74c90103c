"""Workers that take in mail at the same moment; everything really commits."""

import pytest

from tests.varv.consultation.mails import written
from tests.varv.factories import RoundFactory
from tests.varv.threads import in_threads
from varv import clock
from varv.consultation import actions
from varv.consultation.models import Contribution, IncomingMail

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]
Where = IncomingMail.Where


def test_eight_workers_with_the_same_mail_make_one_contribution(at):
    RoundFactory()
    places = [{"mailbox": "m", "uid_validity": 7, "uid": 3 + number // 4} for number in range(8)]
    errors = in_threads(8, lambda number: actions.take_in(written(), **places[number]) and None)
    assert not errors
    assert sorted(IncomingMail.objects.values_list("where", flat=True)) == [
        Where.CONTRIBUTION,
        Where.DUPLICATE,
    ]
    assert Contribution.objects.count() == 1


def test_mails_to_one_case_at_once_get_each_its_number(at):
    RoundFactory()

    def take(number):
        with clock.pinned(at):
            sender = f"p{number % 2}@actor.example"
            actions.take_in(written(message_id=f"<{number}@x>", sender=sender))

    assert not in_threads(6, take)
    numbers = Contribution.objects.values_list("record__number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
