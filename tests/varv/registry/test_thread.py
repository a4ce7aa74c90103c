"""The thread of one thing is drawn both ways, through traces and ties, as far as one may see."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.factories import AreaFactory, CoordinatorFactory, EvidenceFactory, InterestFactory
from varv.analysis.queries import SUPPORTS
from varv.registry import actions, kinds, relations, ties
from varv.registry.kinds import Ref
from varv.registry.queries import beside, thread


@pytest.fixture
def things(db):
    """Eight sources to tie together; everybody may see them."""
    return [EvidenceFactory(key=f"k{number}") for number in range(8)]


def tie(source, target):
    return actions.trace(None, source=source, target=target, relation=SUPPORTS)


def ids(knots):
    return [(one.ref.id, ids(one.next)) for one in knots]


def test_thread_goes_both_ways_step_by_step(things):
    for one, other in ((0, 1), (1, 2), (1, 3)):
        tie(things[one], things[other])
    found = thread(kinds.ref(things[1]), AnonymousUser())
    assert ids(found.came_from.knots) == [(things[0].pk, [])]
    assert ids(found.led_to.knots) == [(things[2].pk, []), (things[3].pk, [])]
    whole = thread(kinds.ref(things[0]), AnonymousUser())
    assert ids(whole.led_to.knots) == [(things[1].pk, [(things[2].pk, []), (things[3].pk, [])])]


def test_thread_ends_in_a_circle_with_each_thing_once(things):
    for one, other in ((0, 1), (1, 2), (2, 0), (0, 2)):
        tie(things[one], things[other])
    found = thread(kinds.ref(things[0]), None)
    assert found.led_to.count == 2
    assert found.came_from.count == 2


def test_hidden_thing_breaks_the_way(db, at):
    area, source = AreaFactory(), EvidenceFactory()
    hidden = InterestFactory()
    tie(source, hidden)
    tie(hidden, area)
    seen = thread(kinds.ref(area), AnonymousUser())
    assert source.pk not in [knot.ref.id for knot in seen.came_from.knots]
    assert "interest" not in {knot.ref.kind for knot in seen.came_from.knots}
    staff = thread(kinds.ref(area), CoordinatorFactory())
    assert "interest" in {knot.ref.kind for knot in staff.came_from.knots}


def test_secret_record_is_in_no_thread(db):
    case = actions.open_case(None, number="T/1", title={"en": "Case"})
    secret = actions.record(
        None, case=case, direction="in", kind="letter", title="Brev", secrecy="OSL 21 kap. 1 §"
    )
    area = AreaFactory()
    tie(secret, area)
    assert not beside(kinds.ref(area), AnonymousUser()).came_from
    assert not beside(kinds.ref(secret), AnonymousUser())
    assert beside(kinds.ref(secret), CoordinatorFactory()).led_to


def test_thread_is_bounded_and_says_so(things):
    for _ in range(100):
        tie(things[0], EvidenceFactory())
    found = thread(kinds.ref(things[0]), None).led_to
    assert (found.count, found.is_cut) == (80, True)
    assert not thread(kinds.ref(things[1]), None).led_to.is_cut


def test_thread_asks_as_often_for_many_as_for_few(things):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            thread(kinds.ref(things[0]), AnonymousUser())
        return len(seen)

    tie(things[0], things[1])
    tie(things[1], things[2])
    few = asked()
    for other in things[3:]:
        tie(things[0], other)
        tie(other, things[2])
    assert asked() == few


def test_every_tie_leads_between_kinds_in_known_words():
    for one in ties.point:
        assert one.source.kind in kinds.point
        assert one.target.kind in kinds.point
        assert one.relation in relations.point


def test_record_is_tied_to_its_case(db):
    case = actions.open_case(None, number="T/1", title={"en": "Case"})
    letter = actions.record(None, case=case, direction="in", kind="letter", title="Brev")
    found = beside(kinds.ref(letter), AnonymousUser())
    assert [knot.ref for knot in found.led_to.knots] == [kinds.ref(case)]


@pytest.mark.parametrize("address", ["nothing/1/", "area/999999/", f"area/{2**70}/"])
def test_thread_of_what_is_not_there_is_not_found(db, client, address):
    assert client.get(f"/thread/{address}").status_code == 404


def test_thread_page_of_a_thing_alone_says_so(things, client):
    assert client.get(f"/thread/evidence/{things[0].pk}/").status_code == 200
    assert not beside(Ref("evidence", things[0].pk), AnonymousUser())
