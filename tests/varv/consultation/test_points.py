"""Splitting input into points, sorting and merging them, and what becomes of them later."""

import pytest
from django.core.exceptions import ValidationError

from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    QuestionFactory,
    RoundFactory,
    contribution,
    disposition,
    point,
)
from varv.consultation import actions, passages
from varv.consultation.contents import Content, Said
from varv.consultation.models import Contribution, Disposition, Point, ReasonTemplate, Theme
from varv.consultation.queries import points as queries
from varv.consultation.queries import progress, splitting
from varv.registry.actions import mask
from varv.registry.masking import mark
from varv.registry.models import Event, Masking, Trace
from varv.text.translated import Translated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

TEXT = "Skogen behöver fler vägar.\n\nTågen ska gå varje timme. Vi vill ha båtar."


@pytest.fixture
def input_():
    return contribution(content=Content(text=TEXT))


def split(one, quote, **more):
    return actions.split(CoordinatorFactory(), contribution=one, quote=quote, **more)


def test_words_that_were_selected_become_a_point_at_their_place(input_):
    made = split(input_, "Tågen ska  gå\nvarje timme.", heading="Tåg")
    assert (made.number, made.text, made.heading) == (1, "Tågen ska gå varje timme.", "Tåg")
    assert TEXT[made.start : made.end] == made.text
    assert made.round_id == input_.round_id
    assert Event.objects.get(action="consultation.split").subject_id == made.pk


def test_of_words_that_stand_twice_those_are_meant_that_are_nearest():
    one = contribution(content=Content(text="Mer skog. Mindre skog."))
    assert split(one, "skog", key="text", near=16).start == 17


def test_words_that_are_not_there_are_refused_unless_staff_wrote_them_off_a_file(input_):
    with pytest.raises(ValidationError, match="do not stand"):
        split(input_, "Vi vill ha flyg.")
    made = split(input_, "Vi vill ha flyg.", written_off=True)
    assert (made.text, made.start) == ("Vi vill ha flyg.", None)


def test_point_of_an_answer_is_of_its_area():
    round_ = RoundFactory()
    area = AreaFactory(programme=round_.programme)
    question = QuestionFactory(round=round_, per_area=True)
    said = Said(question, area=area, text="Säg mer om vatten.")
    made = split(contribution(round=round_, content=Content(replies=[said])), "mer om vatten")
    assert (made.area, made.reply.question) == (area, question)


def test_same_words_are_one_point(input_):
    split(input_, "båtar")
    with pytest.raises(ValidationError, match="Point 1 says this already"):
        split(input_, "båtar")


def test_whole_input_is_one_point_but_once(input_):
    made = actions.split_whole(None, contribution=input_)
    assert (made.text, made.start, made.end) == (TEXT, 0, len(TEXT))
    with pytest.raises(ValidationError, match="has points already"):
        actions.split_whole(None, contribution=input_)


def test_number_of_a_point_that_was_taken_back_is_not_given_again(input_):
    actions.take_back_split(None, point=split(input_, "båtar"))
    assert not Point.objects.exists()
    assert split(input_, "vägar").number == 2


def test_point_that_was_answered_is_not_taken_back():
    with pytest.raises(ValidationError, match="was answered"):
        actions.take_back_split(None, point=disposition().point)


def test_second_of_two_who_split_the_same_input_sees_the_firsts_point(input_):
    split(input_, "båtar", seen=0)
    with pytest.raises(ValidationError, match="Somebody else has made 1 point"):
        split(input_, "vägar", seen=0)
    assert Point.objects.count() == 1


def test_input_that_is_withdrawn_is_not_split(input_):
    Contribution.objects.update(state="withdrawn")
    with pytest.raises(ValidationError, match="Only input that stands"):
        split(input_, "båtar")


def test_sentences_are_ticked_side_by_side(input_):
    parts = passages.parts_of(input_)
    spans = [f"text:{start}:{end}" for start, end in passages.sentences(TEXT)]
    assert len(spans) == 3
    assert passages.joined(parts, spans[1:]).words == "Tågen ska gå varje timme. Vi vill ha båtar."
    for wrong in ([spans[0], spans[2]], [], ["text:0:3"], ["nonsense"], ["title:0:1"]):
        assert passages.joined(parts, wrong) is None


def test_words_of_points_are_marked_also_where_points_overlap(input_):
    first = split(input_, "Tågen ska gå varje timme. Vi vill")
    second = split(input_, "Vi vill ha båtar.")
    (text,) = passages.marked(passages.parts_of(input_), [first, second])
    assert "".join(piece.text for piece in text.pieces) == TEXT
    both = [piece.text for piece in text.pieces if len(piece.points) == 2]
    assert both == ["Vi vill"]


def test_points_move_between_areas_and_themes():
    one, other = point(), point()
    area = AreaFactory(programme=one.round.programme)
    theme = actions.add_theme(None, programme=one.round.programme, name=Translated(sv="Tåg"))
    both = [one.pk, other.pk]
    assert actions.move_points(None, points=both, changes={"area": area, "theme": theme}) == 2
    assert actions.move_points(None, points=both, changes={"area": None}) == 2
    assert set(Point.objects.values_list("area", "theme")) == {(None, theme.pk)}


def test_merged_point_takes_over_what_holds_for_its_head_and_awaits_a_signature():
    of = contribution()
    head = disposition(point=point(contribution=of), changed=[["area", 7]])
    other = disposition(point=point(contribution=of))
    who = CoordinatorFactory()
    assert actions.merge_points(who, head=head.point, points=[other.point.pk]) == 1
    merged = Point.objects.get(pk=other.point.pk)
    holds = merged.dispositions.get(replaced_at=None)
    assert (merged.merged_into, merged.state) == (head.point, "proposed")
    assert (holds.batch, holds.reason, holds.made_by) == (head.batch, head.reason, who)
    assert Trace.objects.get(source_id=merged.pk).target_id == 7
    actions.part_point(who, point=merged)
    assert Point.objects.get(pk=merged.pk).merged_into is None


def test_what_is_merged_into_a_point_follows_it_to_the_next():
    of = contribution()
    a, b, c = (point(contribution=of) for _ in range(3))
    actions.merge_points(None, head=b, points=[c.pk])
    actions.merge_points(None, head=a, points=[b.pk])
    assert set(Point.objects.exclude(pk=a.pk).values_list("merged_into", flat=True)) == {a.pk}
    with pytest.raises(ValidationError, match="itself merged"):
        actions.merge_points(None, head=c, points=[point(contribution=of).pk])


def test_merging_what_a_colleague_has_merged_says_so():
    of = contribution()
    a, b, c = (point(contribution=of) for _ in range(3))
    actions.merge_points(None, head=a, points=[b.pk, c.pk])
    for head, other in ((a, b), (b, a), (b, c)):
        with pytest.raises(ValidationError, match="merged already"):
            actions.merge_points(None, head=head, points=[head.pk, other.pk])
    with pytest.raises(ValidationError, match="at least two"):
        actions.merge_points(None, head=a, points=[a.pk])


def test_points_of_different_rounds_are_not_merged():
    with pytest.raises(ValidationError, match="same round"):
        actions.merge_points(None, head=point(), points=[point().pk])


def test_point_whose_words_the_sender_takes_away_is_open_again(input_):
    gone, stays = split(input_, "Vi vill ha båtar."), split(input_, "Tågen ska gå varje timme.")
    for one in (gone, stays):
        disposition(point=one)
    actions.change(
        None, contribution=input_, content=Content(text="Nej. Tågen ska gå varje timme.")
    )
    assert Point.objects.get(pk=gone.pk).state == "open"
    assert Point.objects.get(pk=stays.pk).state == "signed"
    assert not Disposition.objects.filter(point=gone, replaced_at=None).exists()
    place = passages.place_of(passages.parts_of(Contribution.objects.get()), stays)
    assert place.words == stays.text


def test_masking_input_masks_the_words_of_its_points(input_):
    made = split(input_, "Vi vill ha båtar.", heading="båtar")
    mask(None, thing=input_, fields=["text"], passages=["båtar"], ground=Masking.Ground.values[0])
    made.refresh_from_db()
    assert "båtar" not in made.text + made.heading
    assert made.text == f"Vi vill ha {mark()}."


def test_themes_are_kept_in_order_renamed_and_merged():
    programme = RoundFactory().programme
    first, second, third = (
        actions.add_theme(None, programme=programme, name=Translated(sv=name)) for name in "ABC"
    )
    actions.order_theme(None, theme=third, by=-1)
    assert [str(one) for one in Theme.objects.all()] == ["A", "C", "B"]
    with pytest.raises(ValidationError, match="of this name"):
        actions.rename_theme(None, theme=first, name=Translated(sv="b"))
    one = point(theme=first)
    with pytest.raises(ValidationError, match="points under this theme"):
        actions.remove_theme(None, theme=first)
    assert actions.merge_themes(None, theme=first, into=second) == 1
    one.refresh_from_db()
    assert one.theme == second
    actions.remove_theme(None, theme=third)
    assert list(Theme.objects.all()) == [second]


def test_next_unsplit_is_the_one_that_came_after_it():
    round_ = RoundFactory()
    first, second, third = (
        contribution(round=round_, content=Content(text=f"Text {n}")) for n in range(3)
    )
    assert splitting.next_unsplit(first) == second
    point(contribution=second)
    assert splitting.next_unsplit(first) == third
    assert splitting.next_unsplit(third) == first


def test_progress_of_inputs_is_told_in_one_query(django_assert_num_queries):
    none, some = contribution(), contribution()
    point(contribution=some)
    disposition(point=point(contribution=some))
    with django_assert_num_queries(1):
        found = progress.progress_of([none.pk, some.pk])
    assert [found[none.pk].key, found[some.pk].key] == ["unsplit", "open"]
    assert (found[some.pk].total, found[some.pk].signed) == (2, 1)


def test_points_are_found_by_any_form_of_their_words():
    found, other = point(text="Vi behöver skogsvägar"), point(text="Inga tåg")
    wanted = queries.PointsWanted(text="skogsvägarna")
    assert list(queries.points(wanted)) == [found]
    assert list(queries.points(queries.PointsWanted(round=other.round))) == [other]


def test_wording_of_a_reason_has_a_name_of_its_own():
    first = actions.save_reason(None, name="Tack", outcome="noted", text="Vi har läst.")
    with pytest.raises(ValidationError, match="of this name"):
        actions.save_reason(None, name="tack", outcome="noted", text="Annat.")
    actions.save_reason(None, name="Tack", outcome="noted", text="Nytt.", template=first)
    actions.remove_reason(None, template=first)
    assert not ReasonTemplate.objects.exists()
