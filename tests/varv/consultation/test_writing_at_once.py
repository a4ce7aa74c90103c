"""A double click sends once; everything really commits."""

import pytest
from django.test import Client

from tests.varv.consultation.writing_support import (
    OPEN,
    address,
    by_link,
    own_input,
    text_file,
    the_contribution,
    typed,
)
from tests.varv.factories import RoundFactory, UserFactory
from tests.varv.threads import in_threads
from varv import clock
from varv.consultation.actions.drafts import new_key

pytestmark = pytest.mark.committed


@pytest.mark.parametrize("with_file", [False, True])
def test_two_clicks_at_once_make_one_contribution(with_file):
    round_ = RoundFactory()
    form, statuses = typed(), []

    def click(_number):
        files = {"enclosed": [text_file()]} if with_file else {}
        with clock.pinned(OPEN):
            answer = Client().post(address("write", round_.slug), form | files)
        statuses.append(answer.status_code)

    assert in_threads(2, click) == []
    assert statuses == [302, 302]
    assert the_contribution().files.count() == int(with_file)


def test_two_clicks_at_once_change_once():
    person = UserFactory()
    with clock.pinned(OPEN):
        made = own_input(person)
    form = {"text": "Ännu mer spår!", "draft": new_key()}
    clients = [by_link(person), by_link(person)]

    def click(number):
        with clock.pinned(OPEN):
            clients[number].post(address("own_change", made.key), form)

    assert in_threads(2, click) == []
    assert made.round.case.records.count() == 2
