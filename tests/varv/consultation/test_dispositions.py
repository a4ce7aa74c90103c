"""Answering points: one or many, taken back as one, signed by somebody else, never half."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    RoundFactory,
    contribution,
    disposition,
    point,
)
from tests.varv.registry.walking import led_to
from varv.consultation import actions, desk_points
from varv.consultation.actions.dispositions import token_of
from varv.consultation.models import Disposition, Point
from varv.consultation.queries import answered, outcomes, progress
from varv.consultation.queries import points as queries
from varv.cycles import figures
from varv.registry import kinds
from varv.registry.models import Event, Record, Trace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]


def some(number, **wanted):
    of = contribution()
    actions.publish(None, contributions=[of])
    return [point(contribution=of, **wanted) for _ in range(number)]


def answer(points, *, who=None, outcome="partly", reason="Sant.", **more):
    by = who or CoordinatorFactory()
    ids = [one.pk for one in points]
    return actions.dispose(by, points=ids, outcome=outcome, reason=reason, **more)


def held(one):
    return Disposition.objects.get(point=one, replaced_at=None)


def state(one):
    return Point.objects.get(pk=one.pk).state


def public(one):
    return Point.objects.filter(answered.public(), pk=one.pk).exists()


def test_nothing_is_public_before_somebody_else_has_signed():
    (one,) = some(1)
    who, other = CoordinatorFactory(), CoordinatorFactory()
    answer([one], who=who)
    assert (state(one), public(one)) == ("proposed", False)
    assert actions.sign(who, dispositions=[held(one).pk]).own == 1
    assert not public(one)
    assert actions.sign(other, dispositions=[held(one).pk]).count == 1
    assert public(one)
    assert held(one).signed_by == other


def test_points_of_secret_input_are_never_public():
    one = disposition().point
    assert public(one)
    Record.objects.filter(pk=one.contribution.record_id).update(secrecy="OSL 21:1")
    assert not public(one)
    assert not kinds.describe([kinds.ref(one)], AnonymousUser())


def test_disposition_needs_a_reason_and_an_outcome():
    points = some(1)
    for wrong in ({"reason": "  "}, {"outcome": "maybe"}):
        with pytest.raises(ValidationError):
            answer(points, **wrong)
    with pytest.raises(ValidationError, match="at least one point"):
        answer([])
    assert state(points[0]) == "open"


def test_bulk_takes_a_fixed_number_of_queries():
    two, many = some(2), some(60)
    with CaptureQueriesContext(connection) as few:
        answer(two)
    with CaptureQueriesContext(connection) as lots:
        done = answer(many)
    assert len(lots) == len(few)
    assert done.count == 60
    assert Event.objects.filter(action="consultation.dispose").count() == 62


def test_point_leads_to_what_it_changed_until_that_is_taken_back():
    (one,) = some(1)
    first, second = (AreaFactory(programme=one.round.programme) for _ in range(2))
    answer([one], changed=[kinds.ref(first)])
    batch = answer([one], changed=[kinds.ref(second)]).batch
    assert [step.ref for step in led_to(one)] == [kinds.ref(second)]
    actions.undo(None, batch=batch)
    assert [step.ref for step in led_to(one)] == [kinds.ref(first)]


def test_undo_gives_each_point_what_it_had_before_and_tells_what_it_left():
    fresh, signed, later, signed_since = some(4)
    before = disposition(point=signed)
    who, other = CoordinatorFactory(), CoordinatorFactory()
    done = answer([fresh, signed, later, signed_since], who=who)
    assert done.unpublished == 1
    answer([later])
    actions.sign(other, dispositions=[held(signed_since).pk])
    undone = actions.undo(who, batch=done.batch)
    assert (undone.count, undone.signed, undone.replaced) == (2, 1, 1)
    assert [state(one) for one in (fresh, signed, later, signed_since)] == [
        "open", "signed", "proposed", "signed",
    ]  # fmt: skip
    assert held(signed) == before
    assert not Disposition.objects.filter(point=fresh, replaced_at=None).exists()


def test_second_undo_says_that_the_act_is_taken_back_already():
    points = some(2)
    batch = answer(points).batch
    actions.undo(None, batch=batch)
    with pytest.raises(ValidationError, match="taken back already"):
        actions.undo(None, batch=batch)
    answer(points)
    with pytest.raises(ValidationError, match="taken back already"):
        actions.undo(None, batch=batch)


def test_undo_of_what_was_answered_anew_leaves_it():
    points = some(2)
    batch = answer(points).batch
    answer(points)
    undone = actions.undo(None, batch=batch)
    assert (undone.count, undone.replaced) == (0, 2)


def test_undo_of_what_never_was_is_refused():
    with pytest.raises(ValidationError, match="nothing like that"):
        actions.undo(None, batch="6f7bf5a5-2ff9-4b8f-9f0b-6c6bb7a4d1c9")


def test_answer_to_a_signed_point_takes_it_off_the_web_until_signed_again():
    one = disposition().point
    assert answer([one]).unpublished == 1
    assert not public(one)
    actions.sign(CoordinatorFactory(), dispositions=[held(one).pk])
    assert public(one)


def test_answer_that_is_returned_says_why_and_the_point_is_open():
    (one,) = some(1)
    answer([one])
    with pytest.raises(ValidationError):
        actions.give_back(CoordinatorFactory(), dispositions=[held(one).pk], note=" ")
    reader = CoordinatorFactory()
    actions.give_back(reader, dispositions=[held(one).pk], note="Säg vilken väg.")
    assert (state(one), held(one).returned_note) == ("open", "Säg vilken väg.")
    assert actions.sign(reader, dispositions=[held(one).pk]).count == 0
    assert list(queries.points(queries.PointsWanted(state="returned"))) == [one]


def test_second_of_two_who_answer_the_same_point_changes_nothing():
    one, other = some(2)
    seen = {one.pk: token_of(None), other.pk: token_of(None)}
    answer([one], reason="Först.", seen={one.pk: "0"})
    with pytest.raises(actions.MeanwhileError) as refused:
        answer([one, other], reason="Sedan.", seen=seen)
    assert refused.value.points == [one.pk]
    assert (held(one).reason, state(other)) == ("Först.", "open")
    answer([one, other], reason="Sedan.", seen=seen | {one.pk: token_of(held(one))})
    assert held(one).reason == "Sedan."


def test_what_was_replaced_after_it_was_read_is_not_signed():
    (one,) = some(1)
    answer([one])
    old = held(one).pk
    answer([one])
    done = actions.sign(CoordinatorFactory(), dispositions=[old])
    assert (done.count, done.changed) == (0, 1)


def test_merged_points_are_answered_together_whichever_was_chosen():
    head, other = some(2)
    actions.merge_points(None, head=head, points=[other.pk])
    assert answer([other]).count == 2
    assert held(head).batch == held(other).batch


def test_points_of_withdrawn_input_are_not_answered():
    (one,) = some(1)
    type(one.contribution).objects.update(state="withdrawn")
    with pytest.raises(ValidationError, match="withdrawn"):
        answer([one])


def test_share_of_input_with_a_visible_outcome():
    round_ = RoundFactory()
    given = [contribution(round=round_) for _ in range(4)]
    actions.publish(None, contributions=given[:3])
    disposition(point=point(contribution=given[0]))
    answer([point(contribution=given[1])])
    disposition(point=point(contribution=given[3]))  # nobody may read that one
    share = outcomes.share_with_outcome(round_.programme)
    assert (share.answered, share.readable, share.percent) == (1, 3, 33)
    point(contribution=given[0])  # an open point: not all of it is answered
    assert outcomes.share_with_outcome(round_.programme).answered == 0


def test_figure_of_the_programme_says_what_it_counts():
    round_ = RoundFactory()
    given = [contribution(round=round_) for _ in range(2)]
    actions.publish(None, contributions=given)
    disposition(point=point(contribution=given[0]))
    told = [(str(one.label), one.value) for one in figures.figures(round_.programme)]
    assert (
        "Public input with an answer to every point",
        "50 per cent: 1 of 2 public inputs",
    ) in told


def test_desk_tells_what_closed_rounds_still_owe(django_assert_max_num_queries):
    who = CoordinatorFactory()
    round_ = RoundFactory()
    point(contribution=contribution(round=round_))
    contribution(round=round_)
    assert not progress.left_in_closed(round_.closes_at - timedelta(minutes=1))
    with django_assert_max_num_queries(3):
        (left,) = progress.left_in_closed(round_.closes_at)
    assert (left.round, left.points, left.inputs) == (round_, 1, 1)
    titles = [one.title for one in desk_points.items(who, round_.closes_at)]
    assert titles == [
        f"1 point of a closed round waits for an answer: {round_}",
        f"1 input of a closed round is not split into points: {round_}",
    ]
    disposition(point=round_.points.get())
    assert not progress.left_in_closed(round_.closes_at)[0].points


def test_outcomes_of_a_round_are_counted_by_theme():
    one = disposition(outcome="adopted").point
    counted = outcomes.outcomes_of(one.round)
    assert [(key, number) for key, _label, number in counted.outcomes if number] == [("adopted", 1)]
    assert [(line.theme, line.total) for line in counted.themes] == [(None, 1)]


def test_waiting_for_a_second_reader_is_what_others_wrote():
    who, other = CoordinatorFactory(), CoordinatorFactory()
    answer(some(2), who=who)
    assert not progress.waiting_for(who)
    assert [one.to_sign for one in progress.waiting_for(other)] == [2]
    assert not Trace.objects.exists()
