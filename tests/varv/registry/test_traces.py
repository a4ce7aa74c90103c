"""Traces are drawn once and taken away, and read both ways in words."""

import pytest
from django.core.exceptions import ValidationError

from tests.varv.registry.walking import came_from, led_to
from varv.registry import actions, kinds
from varv.registry.kinds import Ref
from varv.registry.models import Event, Trace
from varv.registry.queries import thread


@pytest.fixture
def things(db):
    """Eight cases to tie together."""
    return [
        actions.open_case(None, number=f"T/{number}", title={"en": f"Case {number}"})
        for number in range(8)
    ]


def tie(source, target, relation="tests.became", note="") -> Trace:
    return actions.trace(None, source=source, target=target, relation=relation, note=note)


def test_walk_goes_both_ways_in_words(things):
    tie(things[0], things[1], note="page 4")
    tie(things[3], things[2], "led_to")
    (step,) = came_from(things[1])
    assert (step.relation, step.note, step.ref) == ("was once", "page 4", kinds.ref(things[0]))
    assert led_to(things[0])[0].relation == "became"
    assert str(led_to(things[3])[0].relation) == "led to"


def test_walk_of_a_dense_web_is_short(things):
    for one in things:
        for other in things:
            if one != other:
                tie(one, other)
    assert thread(kinds.ref(things[0]), None).led_to.count == 7


def test_walk_stops_after_six_steps(things):
    for number in range(7):
        tie(things[number], things[number + 1])
    assert thread(kinds.ref(things[0]), None).led_to.count == 6


def test_anonymous_sees_of_a_record_its_number_alone(things):
    from django.contrib.auth.models import AnonymousUser

    letter = actions.record(
        None, case=things[1], direction="in", kind="letter", title="Brev från Agnes"
    )
    tie(things[0], letter)
    (step,) = led_to(things[0], AnonymousUser())
    assert (step.thing.name, step.thing.url) == (letter.reference, letter.public_url)


def test_trace_is_drawn_once_and_logged_once(things):
    assert tie(things[0], things[1]) == tie(things[0], things[1])
    assert Event.objects.filter(action="registry.trace").count() == 1


def test_trace_can_be_taken_away(things):
    tie(things[0], things[1])
    given = {"source": things[0], "target": things[1], "relation": "tests.became"}
    assert actions.untrace(None, **given) == 1
    assert actions.untrace(None, **given) == 0
    assert not Trace.objects.exists()


def test_trace_refuses_itself_and_unknown_relations(things):
    with pytest.raises(ValidationError):
        tie(things[0], things[0])
    with pytest.raises(KeyError, match=r"tests\.unknown"):
        tie(things[0], things[1], "tests.unknown")


def test_a_model_without_kind_is_refused_by_name(things):
    with pytest.raises(LookupError, match=r"registry\.Trace has no kind"):
        kinds.ref(tie(things[0], things[1]))


def test_a_kind_nobody_registered_is_not_described(db):
    assert kinds.describe([Ref("unheard of", 1)], None) == {}
    assert kinds.label("unheard of") == "unheard of"
