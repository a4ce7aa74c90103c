"""Bulk dispositions and papers under killed processes, and two people at one point."""

import pytest

from tests.varv.consultation.killing import begun, killed, soon, writes
from tests.varv.factories import CoordinatorFactory, RegionFactory, contribution, paper
from tests.varv.threads import in_threads
from varv import clock
from varv.consultation import actions
from varv.consultation.actions import making
from varv.consultation.actions.dispositions import MeanwhileError, token_of
from varv.consultation.extensions.papers import resume
from varv.consultation.models import Disposition, Paper, Point
from varv.files import blobs
from varv.registry.models import Event, Record

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]

ANSWERING = """
from varv.consultation import actions
from varv.consultation.models import Point
ids = list(Point.objects.values_list("pk", flat=True))
print("begins", flush=True)
actions.dispose(None, points=ids, outcome="noted", reason="Sant.")
"""
MAKING = """
from varv.consultation.actions import making
print("begins", flush=True)
making.make({pk})
"""


def points(number: int) -> list[Point]:
    RegionFactory()
    of = contribution()
    actions.publish(None, contributions=[of])
    rows = [Point(contribution=of, round=of.round, number=n + 1, text="Ja.") for n in range(number)]
    return Point.objects.bulk_create(rows)


def test_bulk_disposition_that_is_killed_is_there_for_all_or_for_none(db):
    some = points(2_000)
    for _kill in range(3):
        process = begun(ANSWERING)
        met = soon(writes)
        said = killed(process)
        assert met, said
        answered = Disposition.objects.filter(replaced_at=None).count()
        assert answered in {0, len(some)}
        assert Point.objects.filter(state=Point.State.PROPOSED).count() == answered
        assert Event.objects.filter(action="consultation.dispose").count() % len(some) == 0
    actions.dispose(None, points=[one.pk for one in some], outcome="noted", reason="Sant.")
    assert Disposition.objects.filter(replaced_at=None).count() == len(some)


def test_two_who_answer_one_point_at_once_lose_nothing(db):
    (one,) = points(1)
    people = [CoordinatorFactory() for _ in range(4)]
    seen = {one.pk: token_of(None)}

    def answers(number: int) -> None:
        actions.dispose(
            people[number], points=[one.pk], outcome="noted", reason=f"Skäl {number}.", seen=seen
        )

    refused = in_threads(4, answers)
    assert [type(error) for error in refused] == [MeanwhileError] * 3
    made = Disposition.objects.get()
    assert made.reason == f"Skäl {people.index(made.made_by)}."


def test_paper_that_is_killed_is_made_whole_once(db):
    some = points(200)
    made = actions.publish_paper(None, paper=paper(round=some[0].round))
    for reached in (1, making.FROZEN):
        process = begun(MAKING.format(pk=made.pk))
        found = Paper.objects.filter(pk=made.pk, progress__gte=reached)
        met = soon(writes if reached == 1 else found.exists)
        said = killed(process)
        assert met, said
        made.refresh_from_db()
        assert made.state == Paper.State.MAKING
        assert (made.pdf, made.word, made.record) == (None, None, None)
        assert Record.objects.filter(kind="paper").count() == 0
    frozen = made.frozen
    assert frozen is not None
    resume(clock.now())
    assert making.make(made.pk)
    made.refresh_from_db()
    assert (made.state, made.frozen) == (Paper.State.PUBLISHED, frozen)
    assert blobs.read(made.pdf.sha256).startswith(b"%PDF")
    assert Record.objects.filter(kind="paper").count() == 1
