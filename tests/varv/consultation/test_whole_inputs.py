"""Making each of many inputs one point in one act, and taking the act back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.consultation.desk_support import queries_of, url
from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    QuestionFactory,
    RoundFactory,
    contribution,
    disposition,
    point,
)
from tests.varv.threads import in_threads
from varv.consultation import actions
from varv.consultation.contents import Content, Said
from varv.consultation.models import Contribution, Point
from varv.files.actions import keep_made
from varv.registry.models import Event
from varv.text.translated import Translated

pytestmark = pytest.mark.usefixtures("at")


def inputs(number, round_=None, **more):
    of = round_ or RoundFactory()
    return [
        contribution(round=of, content=Content(text=f"Text {n}", **more)) for n in range(number)
    ]


def whole(some):
    return actions.split_wholes(CoordinatorFactory(), contributions=[one.pk for one in some])


@pytest.mark.django_db
def test_each_input_becomes_one_point_with_its_place_and_a_line_in_the_log():
    some = inputs(3)
    done = whole(some)
    assert (done.count, done.has_points, done.does_not_stand, done.only_files) == (3, 0, 0, 0)
    made = Point.objects.filter(batch=done.batch).order_by("contribution_id")
    assert [(one.text, one.number, one.start, one.end) for one in made] == [
        (f"Text {n}", 1, 0, 6) for n in range(3)
    ]
    assert {one.round_id for one in made} == {some[0].round_id}
    logged = Event.objects.filter(action="consultation.split")
    assert {event.data["contribution"] for event in logged} == {one.pk for one in some}


@pytest.mark.django_db
def test_point_of_one_answer_is_of_its_area_and_of_many_parts_has_all_words():
    round_ = RoundFactory()
    area = AreaFactory(programme=round_.programme)
    question = QuestionFactory(round=round_, per_area=True)
    said = Said(question, area=area, text="Säg mer om vatten.")
    one = contribution(round=round_, content=Content(replies=[said]))
    two = contribution(round=round_, content=Content(text="Först.", replies=[said]))
    whole([one, two])
    assert one.points.get().area == area
    assert one.points.get().reply.text == "Säg mer om vatten."
    text = two.points.get().text
    assert "Först." in text
    assert "Säg mer om vatten." in text
    assert (two.points.get().start, two.points.get().area) == (None, None)


@pytest.mark.django_db
def test_what_is_split_withdrawn_or_only_files_is_left_and_counted():
    split, gone, files, right = inputs(4)
    point(contribution=split)
    Contribution.objects.filter(pk=gone.pk).update(state="withdrawn")
    Contribution.objects.filter(pk=files.pk).update(text="")
    files.files.add(keep_made(name="a.txt", content=b"Ja.", content_type="text/plain"))
    done = whole([split, gone, files, right])
    assert (done.count, done.has_points, done.does_not_stand, done.only_files) == (1, 1, 1, 1)
    assert right.points.count() == split.points.count() == 1
    assert not files.points.exists()


@pytest.mark.django_db
def test_nothing_chosen_is_refused():
    with pytest.raises(ValidationError, match="Tick the inputs first"):
        whole([])


@pytest.mark.django_db
def test_many_take_as_many_queries_as_few():
    few, many = inputs(2), inputs(30)
    who = CoordinatorFactory()
    counts = []
    for some in (few, many):
        with CaptureQueriesContext(connection) as seen:
            done = actions.split_wholes(who, contributions=[one.pk for one in some])
        with CaptureQueriesContext(connection) as seen_back:
            actions.take_back_wholes(who, batch=done.batch)
        counts.append((len(seen), len(seen_back)))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_act_is_taken_back_save_for_what_somebody_has_worked_with():
    some = inputs(6)
    done = whole(some)
    answered, named, moved, head, merged, free = Point.objects.order_by("contribution")
    disposition(point=answered)
    actions.reword(None, point=named, heading="Kort")
    theme = actions.add_theme(None, programme=named.round.programme, name=Translated(sv="Tåg"))
    actions.move_points(None, points=[moved.pk], changes={"theme": theme})
    actions.merge_points(None, head=head, points=[merged.pk])
    back = actions.take_back_wholes(None, batch=done.batch)
    assert (back.count, back.stay) == (1, 5)
    assert not Point.objects.filter(pk=free.pk).exists()
    assert Event.objects.get(action="consultation.take_back_split").subject_id == free.pk
    again = whole([free.contribution])
    assert again.count == 1
    assert free.contribution.points.get().number == 2


@pytest.mark.committed
def test_two_who_do_it_at_once_make_one_point_of_each_input(db):
    some = inputs(20)
    ids = [one.pk for one in some]
    people = [CoordinatorFactory() for _ in range(2)]
    done = []

    def make(number):
        done.append(actions.split_wholes(people[number], contributions=ids))

    assert in_threads(2, make) == []
    assert sorted((one.count, one.has_points) for one in done) == [(0, 20), (20, 0)]
    assert Point.objects.count() == 20


# --- on the desk --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_ticked_inputs_become_points_and_the_message_takes_them_back(client, coordinator):
    one, two, _other = inputs(3)
    answer = client.post(
        url("desk_inputs_whole"), {"input": [one.pk, two.pk], "next": "/desk/input/?page=1"}
    )
    assert answer.url == "/desk/input/?page=1"
    batch = Point.objects.first().batch
    undo = url("desk_inputs_whole_undo", batch)
    assert undo in client.get(answer.url).content.decode()
    assert "Text 0" in client.get(undo).content.decode()
    client.post(undo)
    assert not Point.objects.exists()


@pytest.mark.django_db
def test_all_that_are_not_split_become_points(client, coordinator):
    round_ = RoundFactory()
    split, *rest = inputs(3, round_)
    point(contribution=split)
    other = contribution(content=Content(text="En annan omgång."))
    asked = f"round={round_.pk}&points=unsplit"
    page = client.get(f"{url('desk_contributions')}?{asked}").content.decode()
    assert url("desk_contribution", split.pk) not in page
    assert 'name="all"' in page
    client.post(url("desk_inputs_whole"), {"all": "1", "asked": asked})
    assert [one.points.count() for one in (split, *rest, other)] == [1, 1, 1, 0]


@pytest.mark.django_db
def test_page_that_takes_back_has_as_many_queries_for_thirty_as_for_one(client, coordinator):
    one, many = whole(inputs(1)), whole(inputs(30))
    counts = [queries_of(client, url("desk_inputs_whole_undo", done.batch)) for done in (one, many)]
    assert counts[0] == counts[1]
