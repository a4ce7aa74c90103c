"""The figures of reach: what everybody sees, what staff see, and what may be said of it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.varv.factories import MunicipalityFactory
from varv.reach import files
from varv.reach.counting import ALL, ALONE, EVERY, REGION, Cell, all_numbers, public_numbers
from varv.reach.figures import Per, figures
from varv.reach.maps import drawn
from varv.reach.rates import Trend, Verdict, rates, trend
from varv.reach.sources import Group, Occasion, Source

pytestmark = pytest.mark.usefixtures("db")

START = datetime(2020, 5, 25, 7, tzinfo=UTC)
ROUNDS = [
    Occasion(1, "Våren", START, True),
    Occasion(2, "Hösten", START + timedelta(days=120), True),
    Occasion(3, "Utkastet", START + timedelta(days=200), False),
]


@pytest.fixture
def towns():
    return [
        MunicipalityFactory(name=name, population=people, workplaces=places, workplaces_year=2022)
        for name, people, places in [
            ("Ragunda", 5_000, 1_200),
            ("Åre", 12_000, 3_300),
            ("Östersund", 65_000, 10_300),
        ]
    ]


def group(place, number, sector="business", alone=False, at=1, is_open=True):
    return Group(place.pk if place else None, sector, alone, at, is_open, number)


def source(*groups, occasions=ROUNDS):
    return Source("Skickade in", lambda: list(groups), lambda: list(occasions))


def lines(found):
    return {line.name: line for line in found.lines}


def test_staff_see_every_number_and_its_sums(towns):
    ragunda, _are, ostersund = towns
    found = all_numbers(
        source(
            group(ragunda, 2, alone=True), group(ostersund, 30), group(None, 1, alone=True, at=3)
        )
    )
    assert found.cell(ragunda.pk, ALONE, 1) == Cell(2)
    assert found.cell(REGION, ALL) == Cell(32)
    assert found.cell(None, ALL, 3) == Cell(1)
    assert [one.label for one in found.occasions] == ["Våren", "Utkastet"]
    assert not found.hides


def test_everybody_sees_organisations_and_no_few_private_persons(towns):
    ragunda, are, ostersund = towns
    found = public_numbers(
        source(
            group(ragunda, 1),
            group(ragunda, 2, alone=True),
            group(are, 9, alone=True),
            group(ostersund, 30, alone=True),
        )
    )
    assert found.cell(ragunda.pk, "business") == Cell(1)
    assert found.cell(ragunda.pk, ALONE) == Cell(None, "few")
    assert found.cell(ragunda.pk, ALL) == Cell(None, "other")
    assert found.cell(are.pk, ALONE) == Cell(None, "other")
    assert found.cell(ostersund.pk, ALONE) == Cell(30)
    assert found.cell(REGION, ALONE) == Cell(41)


def test_number_of_one_round_is_not_told_by_that_of_all_rounds(towns):
    _ragunda, are, _ostersund = towns
    found = public_numbers(source(group(are, 7, alone=True, at=1), group(are, 2, alone=True, at=2)))
    assert found.cell(are.pk, ALONE, 2).mark == "few"
    shown = [found.cell(are.pk, ALONE, when).number for when in (1, EVERY)]
    assert None in shown


def test_everybody_sees_nothing_of_drafts_and_of_what_is_secret(towns):
    ragunda, are, _ostersund = towns
    found = public_numbers(source(group(ragunda, 9, at=3), group(are, 8, is_open=False)))
    assert found.cell(REGION, ALL) == Cell(0)
    assert found.occasions == []


def test_few_from_outside_the_region_are_hidden(towns):
    found = public_numbers(source(group(None, 3, alone=True), group(None, 4)))
    assert found.cell(None, ALONE) == Cell(None, "few")
    assert found.cell(None, ALL) == Cell(None, "other")
    assert found.cell(None, "business") == Cell(4)


def test_source_without_occasions_has_one_table(towns):
    ragunda, _are, ostersund = towns
    found = public_numbers(
        source(group(ragunda, 6, alone=True, at=None), group(ostersund, 8, at=None), occasions=[])
    )
    assert found.cell(ragunda.pk, ALONE) == Cell(6)
    assert found.cell(REGION, ALL) == Cell(14)


def test_words_are_said_only_where_the_interval_carries_them(towns):
    ragunda, are, ostersund = towns
    found = figures(all_numbers(source(group(ragunda, 0), group(are, 40), group(ostersund, 62))))
    assert found.fewer == ["Ragunda", "Östersund"]
    assert found.more == ["Åre"]
    few = figures(all_numbers(source(group(ragunda, 0), group(are, 1), group(ostersund, 4))))
    assert few.fewer == few.more == []
    assert lines(few)["Ragunda"].rate.verdict == Verdict.UNCLEAR


def test_rates_are_per_inhabitants_or_workplaces_and_of_those_who_are_chosen(towns):
    ragunda, are, ostersund = towns
    numbers = all_numbers(
        source(group(ragunda, 6), group(are, 6, "public"), group(ostersund, 60, alone=True))
    )
    people = lines(figures(numbers))
    assert people["Ragunda"].rate.per_thousand == pytest.approx(1.2)
    places = figures(numbers, who="business", per=Per.WORKPLACES)
    assert lines(places)["Ragunda"].rate.per_thousand == pytest.approx(5)
    assert lines(places)["Ragunda"].rate.ratio == pytest.approx(14_800 / 1_200)
    assert places.basis.years == [2022]


def test_nothing_is_compared_where_a_base_is_missing_or_nobody_came(towns):
    ragunda, *_ = towns
    assert rates([1, 2], [10, None]) == [None, None]
    assert rates([0, 0], [10, 20]) == [None, None]
    assert rates([1, 1], [0, 20]) == [None, None]
    assert rates([0, 1], [0, 20])[0] is None
    MunicipalityFactory(name="Öde", population=None)
    assert not figures(all_numbers(source(group(ragunda, 4)))).compares


def test_rate_is_hidden_with_its_number_and_with_the_total(towns):
    ragunda, are, ostersund = towns
    found = figures(
        public_numbers(
            source(
                group(ragunda, 2, alone=True),
                group(are, 9, alone=True),
                group(ostersund, 90, alone=True),
            )
        )
    )
    told = lines(found)
    assert told["Ragunda"].rate is told["Åre"].rate is None
    assert told["Östersund"].rate.ratio > 1
    alone = figures(public_numbers(source(group(ragunda, 2, alone=True), group(are, 7))))
    assert alone.region.chosen.mark
    assert not alone.compares
    assert lines(alone)["Åre"].chosen == Cell(7)


def test_story_goes_by_time_and_tells_a_change_that_the_intervals_carry(towns):
    ragunda, are, ostersund = towns
    found = figures(
        all_numbers(
            source(
                group(ragunda, 0, at=1),
                group(are, 60, at=1),
                group(ostersund, 40, at=1),
                group(ragunda, 5, at=2),
                group(are, 5, at=2),
                group(ostersund, 90, at=2),
            )
        )
    )
    told = {story.name: story for story in found.stories}
    assert [one.occasion.label for one in told["Åre"].moments] == ["Våren", "Hösten"]
    assert told["Åre"].trend == Trend.DOWN
    assert told["Östersund"].trend == Trend.UP
    assert trend(None, lines(found)["Åre"].rate) is None


def test_one_occasion_is_no_story(towns):
    assert figures(all_numbers(source(group(towns[0], 5)))).stories == []


def test_map_is_drawn_only_with_every_outline(towns):
    tiles = figures(all_numbers(source(group(towns[0], 5)))).tiles
    ring = [[14.0, 63.0], [16.0, 63.0], [16.0, 64.0], [14.0, 64.0], [14.0, 63.0]]
    whole = {tile.code: [[ring]] for tile in tiles}
    shapes = drawn(whole, tiles)
    assert len(shapes) == 3
    assert shapes[0].path.startswith("M0.0 ")
    assert 0 < shapes[0].x < 600
    assert shapes[0].x == pytest.approx(300)
    del whole[tiles[0].code]
    assert drawn(whole, tiles) == []
    assert drawn({}, []) == []


def test_files_have_every_place_occasion_and_kind_with_hidden_numbers_empty(towns):
    ragunda, are, ostersund = towns
    numbers = public_numbers(
        source(group(ragunda, 2, alone=True), group(are, 9, alone=True), group(ostersund, 90))
    )
    text = "".join(files.csv("x.y", numbers)).lstrip("\ufeff").splitlines()
    assert text[0].split(",") == list(files.KEYS)
    assert len(text) == 1 + 2 * 6 * 5
    few = [row.split(",") for row in text[1:] if ",few," in row]
    assert few
    assert {row[5] for row in few} == {""}
    assert {value for row in few for value in row[7:]} == {""}
    assert files.workbook("Skickade in", numbers)[:2] == b"PK"
