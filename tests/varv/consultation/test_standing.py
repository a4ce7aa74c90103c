"""Whether everybody may read a text: the database and a loaded row must say the same."""

from itertools import product

import pytest

from tests.varv.factories import QuestionFactory, RoundFactory, contribution
from varv import clock
from varv.consultation import standing
from varv.consultation.models import Comment, Contribution, Reply
from varv.consultation.queries import catalogue
from varv.consultation.standing import State
from varv.registry.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

LAW = "OSL 21 kap. 1 §"


@pytest.fixture
def everything():
    """Give a round with one input in each combination of all that the rules look at."""
    round_ = RoundFactory()
    question = QuestionFactory(round=round_)
    for state, published, hidden, secret in product(State, *[(False, True)] * 3):
        one = contribution(round=round_)
        Record.objects.filter(pk=one.record_id).update(secrecy=LAW if secret else "")
        Contribution.objects.filter(pk=one.pk).update(
            state=state,
            published_at=clock.now() if published else None,
            hidden_at=clock.now() if hidden else None,
            hidden_reason="Reklam." if hidden else "",
            # What is not confirmed has no record yet, and so no secrecy either.
            **({"record": None} if state == State.UNCONFIRMED else {}),
        )
        Reply.objects.create(contribution=one, question=question, text="Ja.")
    return round_


def of(round_):
    return list(Contribution.objects.filter(round=round_).select_related("record"))


def ids(rows):
    return {one.pk for one in rows}


def test_one_combination_alone_is_for_everybody(everything):
    readable = [one for one in of(everything) if standing.is_readable(one)]
    assert [
        (one.state, one.published_at is None, one.hidden_at, one.record.secrecy) for one in readable
    ] == [(State.RECEIVED, False, None, "")]


def test_database_and_row_agree_on_what_everybody_may_read(everything):
    wanted = {one.pk for one in of(everything) if standing.is_readable(one)}
    assert wanted == ids(Contribution.objects.filter(standing.readable()))
    assert wanted == ids(catalogue.public_contributions())
    assert wanted == {one.contribution_id for one in catalogue.public_replies()}
    (reply,) = Reply.objects.filter(standing.readable("contribution__"))
    assert wanted == {reply.contribution_id}
    assert not Comment.objects.filter(standing.readable("contribution__")).exists()


def test_database_and_row_agree_on_where_staff_are(everything):
    rows = [one for one in of(everything) if one.state != State.UNCONFIRMED]
    for code in standing.STANDINGS:
        wanted = {one.pk for one in rows if standing.standing_of(one) == code}
        assert wanted
        assert wanted == ids(Contribution.objects.filter(standing.stands(code)))


def test_database_and_row_agree_on_why_a_text_is_left_out(everything):
    told = Contribution.objects.annotate(why=standing.why_unreadable()).select_related("record")
    assert [one.why for one in told] == [standing.why_not(one) for one in told]
    in_register = [one for one in told if one.state != State.UNCONFIRMED]
    counts = catalogue.left_out(everything)
    for reason in standing.REASONS:
        wanted = {one.pk for one in in_register if standing.why_not(one) == reason}
        assert wanted
        assert wanted == ids(Contribution.objects.filter(standing.unreadable(reason)))
        assert len(wanted) == getattr(counts, reason)


def test_what_is_not_confirmed_is_for_nobody(everything):
    rows = [one for one in of(everything) if one.state == State.UNCONFIRMED]
    assert len(rows) == 8
    assert {standing.why_not(one) for one in rows} == {standing.NOT_YET_READ}
