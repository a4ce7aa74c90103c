"""Who is represented: ratios to the overall rate, with exact intervals."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

import specialisation as sp
from specialisation import participation

PEOPLE = st.integers(1, 100_000)
COUNTS = st.integers(0, 200)


@st.composite
def cells(draw):
    """Draw counts and populations of one shape, with 1 to 3 dimensions."""
    shape = draw(arrays.array_shapes(min_dims=1, max_dims=3, max_side=5))
    return (
        draw(arrays.arrays(np.int64, shape, elements=COUNTS)),
        draw(arrays.arrays(np.int64, shape, elements=PEOPLE)),
    )


def test_docstring_is_true():
    failed, tried = doctest.testmod(participation)
    assert (failed, tried > 0) == (0, True)


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_interval_agrees_with_newcombe(count, total, low, high):
    """R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 5."""
    found = sp.representation([count, total - count], [1, 1], level=0.95)
    assert (found.low[0] / 2, found.high[0] / 2) == pytest.approx((low, high), abs=5e-5)


@given(cells())
@settings(max_examples=40, deadline=None)
def test_interval_agrees_with_scipy(drawn):
    counts, people = drawn
    found = sp.representation(counts, people)
    total, everybody = int(counts.sum()), people.sum()
    for place in np.ndindex(counts.shape):
        if not total or people[place] == everybody:
            continue
        share = people[place] / everybody
        exact = stats.binomtest(int(counts[place]), total).proportion_ci(0.9, "exact")
        assert found.low[place] * share == pytest.approx(exact.low, rel=1e-6, abs=1e-9)
        assert found.high[place] * share == pytest.approx(exact.high, rel=1e-6, abs=1e-9)


@given(cells(), st.integers(2, 1000))
@settings(deadline=None)
def test_unit_of_the_population_does_not_matter(drawn, times):
    counts, people = drawn
    one, other = sp.representation(counts, people), sp.representation(counts, people * times)
    for name in ("ratio", "low", "high", "expected"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-9)
    np.testing.assert_allclose(one.rate, other.rate * times, rtol=1e-9)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=8), st.integers(1, 5000))
@settings(deadline=None)
def test_proportional_counts_have_ratio_one_within_the_interval(counts, times):
    found = sp.representation(counts, np.array(counts) * times)
    np.testing.assert_allclose(found.ratio, 1)
    assert (found.low <= 1).all()
    assert (found.high >= 1).all()


@given(cells())
@settings(deadline=None)
def test_ratio_lies_in_its_interval_and_a_wider_level_holds_a_narrower(drawn):
    counts, people = drawn
    narrow, wide = sp.representation(counts, people, 0.8), sp.representation(counts, people, 0.99)
    if not counts.sum():
        assert np.isnan(narrow.ratio).all()
        return
    slack = 1e-9 * (1 + narrow.ratio)
    assert (narrow.low <= narrow.ratio + slack).all()
    assert (narrow.ratio <= narrow.high + slack).all()
    assert (wide.low <= narrow.low + slack).all()
    assert (wide.high >= narrow.high - slack).all()
    np.testing.assert_allclose(narrow.expected.sum(), counts.sum())


@pytest.mark.parametrize("true_share", [0.02, 0.1, 0.4])
def test_interval_covers_the_truth_as_often_as_it_says(true_share):
    rng = np.random.default_rng(20200525)
    people = np.array([0.1, 0.9])
    covered = 0
    draws = 2000
    for count in rng.binomial(30, true_share, draws):
        found = sp.representation([count, 30 - count], people, level=0.9)
        covered += found.low[0] <= true_share / 0.1 <= found.high[0]
    assert covered / draws >= 0.89  # at least 0.9, less what 2,000 draws may stray


def test_all_zero_counts_are_undefined_but_their_rates_are_zero():
    found = sp.representation([0, 0], [10, 30])
    assert np.isnan([found.ratio, found.low, found.high]).all()
    assert found.rate.tolist() == [0, 0]
    assert found.overall_rate == 0


def test_cell_without_people_is_undefined_and_disturbs_no_other():
    found = sp.representation([4, 0, 6], [10, 0, 30])
    assert np.isnan([found.ratio[1], found.low[1], found.high[1], found.rate[1]]).all()
    assert found.ratio[[0, 2]].tolist() == sp.representation([4, 6], [10, 30]).ratio.tolist()


def test_no_population_at_all_is_undefined():
    found = sp.representation([0, 0], [0, 0])
    assert np.isnan([found.ratio, found.low, found.high, found.rate, found.expected]).all()
    assert np.isnan(found.overall_rate)


def test_one_cell_is_the_whole():
    found = sp.representation([7], [1000])
    assert (found.ratio[0], found.low[0], found.high[0]) == (1, 1, 1)


def test_no_cells_give_no_cells():
    assert sp.representation([], []).ratio.shape == (0,)


def test_single_number_keeps_its_shape():
    assert sp.representation(3, 100).ratio.shape == ()


def test_answers_are_float64_of_the_same_shape_and_input_is_left_alone():
    counts, people = np.array([[1, 2], [3, 4]]), np.array([[5, 5], [5, 5]])
    counts.flags.writeable = people.flags.writeable = False
    found = sp.representation(counts, people)
    for name in ("ratio", "low", "high", "expected", "rate"):
        value = getattr(found, name)
        assert (value.dtype, value.shape) == (np.float64, (2, 2))


@pytest.mark.parametrize(
    ("counts", "people", "told"),
    [
        ([1, 2], [1], r"one shape, have \(2,\) and \(1,\)"),
        ([1, -2], [1, 1], "a count should be whole, zero or more, is -2 at 1"),
        ([[1, 2.5]], [[1, 1]], r"is 2.5 at \(0, 1\)"),
        ([np.nan], [1], "is nan at 0"),
        ([1], [-1], "a population should be finite, zero or more, is -1 at 0"),
        ([1], [np.inf], "is inf at 0"),
        ([0, 3], [9, 0], "zero where the population is zero, is 3 at 1"),
        (-1, 5, "is -1 at 0"),
    ],
)
def test_wrong_input_is_refused_by_name(counts, people, told):
    with pytest.raises(ValueError, match=told):
        sp.representation(counts, people)


@pytest.mark.parametrize("level", [0, 1, -0.1, 90, float("nan")])
def test_level_must_lie_between_nought_and_one(level):
    with pytest.raises(ValueError, match="level should be between 0 and 1"):
        sp.representation([1], [1], level)
