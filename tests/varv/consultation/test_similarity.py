"""Which points say much the same."""

import pytest

from tests.varv.factories import contribution, point
from varv.consultation import actions, similarity
from varv.consultation.queries import alike
from varv.consultation.queries.points import PointsWanted

pytestmark = pytest.mark.django_db

SAID = (
    "Skogsbilvägarna behöver rustas upp i hela Ragunda",
    "Rusta upp skogsbilvägar i Ragunda",
    "Tågen mellan Östersund och Sundsvall ska gå varje timme",
    "Jag vill ha mer musik",
)


@pytest.fixture
def points():
    of = contribution()
    return [point(contribution=of, text=text) for text in SAID]


def test_points_with_the_same_words_in_other_forms_are_alike(points):
    words = similarity.words_of([one.pk for one in points])
    (pair,) = similarity.pairs(words)
    assert (pair.one, pair.other) == (points[0].pk, points[1].pk)
    assert pair.score > 0.5
    assert similarity.like(words, points[0].pk) == [(points[1].pk, pytest.approx(pair.score))]
    assert similarity.like(words, -1) == []


def test_what_two_points_have_in_common_is_told_as_words(points):
    words = similarity.words_of([one.pk for one in points])
    stems = words.in_common(points[0].pk, points[1].pk)
    told = similarity.spelled(stems, SAID[:2]).values()
    assert {"ragunda", "skogsbilvägar"} <= set(told)


def test_english_input_is_stemmed_as_english():
    of = contribution(language="en")
    some = [point(contribution=of, text=t) for t in ("More forest roads", "A road in the forests")]
    assert similarity.pairs(similarity.words_of([one.pk for one in some]))


def test_no_points_are_like_nothing():
    assert similarity.pairs(similarity.words_of([])) == []


def test_same_point_is_in_one_group_only(points):
    found = similarity.groups(
        [similarity.Pair(1, 2, 0.9), similarity.Pair(2, 3, 0.8), similarity.Pair(1, 3, 0.5)]
    )
    assert [one.ids for one in found] == [[2, 1, 3]]


def test_what_very_many_say_alike_is_found_among_them():
    ids = list(range(1, 201))
    says = (("väg", "vinter", "virke"), ("bredband", "by"), ("mjölk", "fjällgård"), ("tåg", "natt"))
    rows = [(pk, stem, 1) for pk in ids for stem in ("simulerat", *says[pk % 4])]
    found = similarity.pairs(similarity.weighed(ids, rows))
    assert {pair.one % 4 == pair.other % 4 for pair in found} == {True}
    assert {pk for pair in found for pk in (pair.one, pair.other)} == set(ids)


def test_forty_that_say_the_same_among_two_hundred_are_one_group():
    of = contribution()
    forty = [
        point(contribution=of, text=f"Vintervägen till fjällbyn plogas för sent, säger hus {n}")
        for n in range(40)
    ]
    for n in range(160):
        point(contribution=of, text=f"Ämne{n} handlar om sak{n} och plats{n}")
    found = alike.compared(PointsWanted(round=of.round))
    assert [set(one.ids) for one in found.groups] == [{one.pk for one in forty}]


def test_more_than_a_group_holds_come_up_when_the_first_are_merged():
    of = contribution()
    some = [point(contribution=of, text="Mer bredband i byn") for _ in range(90)]
    wanted = PointsWanted(round=of.round)
    (first,) = alike.compared(wanted).groups
    assert len(first.ids) == similarity.JOINED_AT_MOST + 1
    head = next(one for one in some if one.pk == first.head)
    actions.merge_points(None, head=head, points=first.ids)
    (rest,) = alike.compared(wanted).groups
    assert len(rest.ids) == 90 - similarity.JOINED_AT_MOST
