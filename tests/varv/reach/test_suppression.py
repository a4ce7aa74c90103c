"""No hidden number can be worked out: checked against every table that fits what is shown."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from varv.reach.suppression import FEW, LEAST, OTHER, SHOWN, hide

NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=6))


def with_totals(table):
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def ranges(table, hidden):
    """Return the lowest and highest that each hidden number can be, by linear programming.

    The equations of a table with totals are totally unimodular, so the ends are whole numbers. It
    is another way than the one that is tested: bounds of each number, and all sums at once.
    """
    full = with_totals(table)
    height, width = len(full), len(full[0])
    places = list(itertools.product(range(height), range(width)))
    index = {place: number for number, place in enumerate(places)}
    bounds = []
    method_fails = any(
        hidden.at(row, column) == OTHER and full[row][column] < LEAST for row, column in places
    )
    least = 1 if method_fails else LEAST  # of a number marked as other
    for row, column in places:
        mark = hidden.at(row, column)
        value = full[row][column]
        bounds.append({SHOWN: (value, value), FEW: (1, LEAST - 1), OTHER: (least, None)}[mark])
    sums = []
    for row in range(height):
        line = [0] * len(places)
        for column in range(width):
            line[index[row, column]] = -1 if column == width - 1 else 1
        sums.append(line)
    for column in range(width):
        line = [0] * len(places)
        for row in range(height):
            line[index[row, column]] = -1 if row == height - 1 else 1
        sums.append(line)
    found = {}
    for place in places:
        if hidden.at(*place) == SHOWN:
            continue
        aim = [0] * len(places)
        aim[index[place]] = 1
        low = linprog(aim, A_eq=sums, b_eq=[0] * len(sums), bounds=bounds)
        high = linprog([-one for one in aim], A_eq=sums, b_eq=[0] * len(sums), bounds=bounds)
        assert low.status == 0
        assert high.status in (0, 3)  # found, or without end
        found[place] = (low.fun, -high.fun if high.status == 0 else float("inf"))
    return found


@given(tables())
@settings(max_examples=120, deadline=None)
def test_no_hidden_number_can_be_computed_from_what_is_shown(table):
    hidden = hide(table)
    for place, (low, high) in ranges(table, hidden).items():
        assert high - low > 0.5, (table, hidden, place)


@given(tables())
@settings(deadline=None)
def test_small_numbers_are_hidden_and_marks_are_true(table):
    hidden = hide(table)
    for row, numbers in enumerate(with_totals(table)):
        for column, number in enumerate(numbers):
            mark = hidden.at(row, column)
            assert number == 0 or number >= LEAST or mark != SHOWN
            assert mark == SHOWN or number > 0
            assert mark != FEW or number < LEAST


@given(tables())
@settings(deadline=None)
def test_table_without_small_numbers_hides_nothing(table):
    plain = [
        [number if number == 0 or number >= LEAST else LEAST for number in row] for row in table
    ]
    assert {mark for row in hide(plain).marks for mark in row} <= {SHOWN}


def test_one_small_number_takes_the_next_smallest_with_it():
    hidden = hide([[3, 8], [20, 9]])
    assert hidden.at(0, 0) == FEW
    assert [hidden.at(*place) for place in [(0, 1), (1, 0), (1, 1)]] == [OTHER] * 3
    assert hidden.at(-1, -1) == SHOWN


def test_two_that_are_one_each_are_not_told_by_their_sum():
    """1 + 1 = 2: whoever knows that both are at least one knows both."""
    hidden = hide([[1], [1], [9], [30]])
    assert hidden.at(2, 0) == OTHER or hidden.at(-1, 0) != SHOWN


def test_four_of_one_each_say_nothing_of_their_size():
    """Each at least one, and four in all at most: marked as few, all would be known."""
    assert {mark for row in hide([[1, 1], [1, 1]]).marks for mark in row} == {OTHER}


def test_row_of_noughts_stays_and_empty_table_too():
    assert hide([[0, 0], [0, 0]]).marks == (("",) * 3,) * 3
    assert hide([]).marks == ((),)


@pytest.mark.parametrize("number", [1, 4])
def test_single_small_number_hides_all_its_totals(number):
    assert {mark for row in hide([[number]]).marks for mark in row} == {FEW}


def test_a_county_with_a_hundred_meetings_is_done_at_once():
    table = [[(row * 7 + column * 5) % 11 for column in range(100)] for row in range(8)]
    assert hide(table).at(0, 0) == SHOWN
