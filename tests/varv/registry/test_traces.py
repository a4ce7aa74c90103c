"""The golden thread can be walked both ways, round cycles, past what one may not see."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from varv.registry import actions, kinds
from varv.registry.kinds import Kind, Ref, Thing
from varv.registry.models import Event, Trace
from varv.registry.queries import comes_from, leads_to


@pytest.fixture
def things(db):
    """Eight cases to tie together."""
    return [
        actions.open_case(None, number=f"T/{number}", title={"en": f"Case {number}"})
        for number in range(8)
    ]


def tie(source, target, relation="tests.became", note="") -> Trace:
    return actions.trace(None, source=source, target=target, relation=relation, note=note)


def names(steps) -> list[tuple[int, str]]:
    return [(step.depth, step.thing.name.split()[0]) for step in steps]


def test_walk_goes_both_ways_nearest_first(things):
    tie(things[0], things[1], note="page 4")
    tie(things[1], things[2])
    tie(things[3], things[2], "led_to")
    assert names(comes_from(things[2])) == [(1, "T/1"), (1, "T/3"), (2, "T/0")]
    assert names(leads_to(things[0])) == [(1, "T/1"), (2, "T/2")]
    step = comes_from(things[1])[0]
    assert (step.relation, step.note, step.via) == ("was once", "page 4", kinds.ref(things[1]))
    assert leads_to(things[0])[0].relation == "became"
    assert str(leads_to(things[3])[0].relation) == "led to"


def test_walk_ends_in_a_cycle_and_names_each_thing_once(things):
    for one, next_one in [(0, 1), (1, 2), (2, 0), (0, 2), (1, 0)]:
        tie(things[one], things[next_one])
    assert names(leads_to(things[0])) == [(1, "T/1"), (1, "T/2")]
    assert names(comes_from(things[0])) == [(1, "T/2"), (1, "T/1")]


def test_walk_stops_at_its_depth(things):
    for number in range(7):
        tie(things[number], things[number + 1])
    assert len(leads_to(things[0])) == 7
    assert len(leads_to(things[0], depth=3)) == 3


def test_walk_of_a_dense_web_is_short(things):
    for one in things:
        for other in things:
            if one != other:
                tie(one, other)
    assert len(leads_to(things[0])) == 7


def test_walk_takes_as_many_queries_for_many_as_for_one(things):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            leads_to(things[0])
        return len(captured)

    tie(things[0], things[1])
    few = queries()
    for number in range(2, 8):
        tie(things[number - 1], things[number])
    assert queries() == few == 2


def test_walk_leaves_out_what_the_reader_may_not_see(things, monkeypatch):
    def describe(ids, user):
        return {id_: Thing("Seen") for id_ in ids if id_ != things[1].pk}

    point = type(kinds.point)("kinds in a test")
    point.register("case", Kind("case", "registry.Case", "case", describe))
    monkeypatch.setattr(kinds, "point", point)
    tie(things[0], things[1])
    tie(things[1], things[2])
    assert [step.ref for step in leads_to(things[0])] == [kinds.ref(things[2])]


def test_anonymous_sees_of_a_record_its_number_alone(things):
    from django.contrib.auth.models import AnonymousUser

    letter = actions.record(
        None, case=things[1], direction="in", kind="letter", title="Brev från Agnes"
    )
    tie(things[0], letter)
    (step,) = leads_to(things[0], AnonymousUser())
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
