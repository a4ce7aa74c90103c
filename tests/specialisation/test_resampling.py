"""Bootstrap of regions and intervals of ranks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

import specialisation as sp
from tests.specialisation.strategies import BROKEN, matrices

#: Efron and Tibshirani (1993), "An introduction to the bootstrap", table 14.1: test A of spatial
#: perception on 26 children.
SPATIAL = [
    *(48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6),
    *(0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41),
]


def rng(seed=1):
    return np.random.default_rng(seed)


def variance(x):
    return x[:, 0].var()


def test_function_that_works_in_place_leaves_the_input_alone():
    def emptied(x):
        total = float(x[:, 0].sum())
        x[:] = 0
        return total

    given = np.array([[3.0, 1.0], [2.0, 5.0], [4.0, 4.0]])
    before = given.copy()
    assert sp.bootstrap(emptied, given, np.random.default_rng(1), 5).estimate == 9
    assert (given == before).all()


def test_bca_agrees_with_the_published_interval():
    """Ibid., table 14.2: variance 171.5, 90 %: percentile 100.8 to 233.9, BCa 115.8 to 259.6."""
    found = sp.bootstrap(variance, np.array(SPATIAL)[:, None], rng(), 10_000)
    assert found.estimate == pytest.approx(171.5, abs=0.05)
    assert (found.percentile.low, found.percentile.high) == pytest.approx((100.8, 233.9), abs=3)
    assert (found.bca.low, found.bca.high) == pytest.approx((115.8, 259.6), abs=5)


def test_bca_agrees_with_scipy():
    x = rng(2).gamma(2, 1, (40, 3))
    found = sp.bootstrap(lambda one: one.mean(axis=0) ** 2, x, rng(3), 20_000)
    for column in range(3):
        theirs = stats.bootstrap(
            (x[:, column],),
            lambda one, axis: one.mean(axis=axis) ** 2,
            n_resamples=20_000,
            confidence_level=0.9,
            rng=rng(4),
        ).confidence_interval
        assert found.bca.low[column] == pytest.approx(theirs.low, rel=0.02)
        assert found.bca.high[column] == pytest.approx(theirs.high, rel=0.02)


def test_interval_of_a_mean_covers_it_nine_times_in_ten():
    draw, covered = rng(5), 0
    for _time in range(200):
        x = draw.gamma(4, 1, (40, 1))
        found = sp.bootstrap(lambda one: one.mean(), x, draw, 300)
        covered += found.bca.low <= 4 <= found.bca.high
    assert 0.85 <= covered / 200 <= 0.95


@pytest.mark.parametrize("shape", [(), (3,), (2, 2), (2, 1, 3)])
def test_any_shape_keeps_it(shape):
    x = rng().uniform(1, 9, (7, 2))
    found = sp.bootstrap(lambda one: np.full(shape, one[:, 0].mean()), x, rng(), 50)
    for value in (found.estimate, found.defined, found.bca.low, found.percentile.high):
        assert np.shape(value) == shape
    assert found.draws.shape == (50, *shape)


def test_same_seed_same_draws_and_rows_stay_together():
    x = np.column_stack([np.arange(1.0, 9), 2 * np.arange(1.0, 9)])
    one = sp.bootstrap(lambda x: x[:, 1].sum() / x[:, 0].sum(), x, rng(), 99)
    assert (one.draws == 2).all()
    again = [sp.bootstrap(variance, x, rng(7), 99).draws for _time in range(2)]
    np.testing.assert_array_equal(*again)


def test_what_does_not_vary_has_its_estimate_for_an_interval():
    found = sp.bootstrap(lambda _x: [3.0, 0.1], [[1, 2], [3, 4], [5, 6]], rng(), 20)
    for bounds in (found.bca, found.percentile):
        np.testing.assert_array_equal(bounds.low, found.estimate)
        np.testing.assert_array_equal(bounds.high, found.estimate)


def test_nan_draws_are_left_out_and_counted():
    x = np.array([[0.0, 1], [0, 3], [0, 5], [4, 2], [1, 9]])

    def share(one):
        return [one[:, 0].max() / one[:, 0].sum() if one[:, 0].any() else np.nan, np.nan]

    found = sp.bootstrap(share, x, rng(), 2000)
    assert found.defined[0] == pytest.approx(1 - 0.6**5, abs=0.03)
    assert found.defined[1] == 0
    assert np.isfinite([found.bca.low[0], found.bca.high[0], found.percentile.low[0]]).all()
    assert np.isnan([found.bca.low[1], found.percentile.high[1]]).all()


@given(matrices(2), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_intervals_lie_within_the_draws(x, seed):
    before = x.copy()
    found = sp.bootstrap(lambda one: one.sum(axis=0), x, rng(seed), 30)
    np.testing.assert_array_equal(x, before)
    for bounds in (found.bca, found.percentile):
        assert (found.draws.min(axis=0) <= bounds.low).all()
        assert (bounds.low <= bounds.high).all()
        assert (bounds.high <= found.draws.max(axis=0)).all()


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_broken_matrix_is_refused(broken):
    with pytest.raises(ValueError, match=r".+"):
        sp.bootstrap(variance, broken, rng(), 5)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((variance, [[1, 2]], rng()), "X should have two regions or more"),
        ((variance, [[1, 2], [3, 4]], 42), "rng should be a numpy.random.Generator, is int"),
        ((variance, [[1, 2], [3, 4]], rng(), 0), "draws should be a whole number of 1 or more"),
        ((variance, [[1, 2], [3, 4]], rng(), 2.5), "draws should be a whole number"),
        ((lambda x: x[:, 0].tolist()[: len(set(x[:, 0]))], [[1, 2], [3, 4]], rng()), "same shape"),
        ((lambda _x: "much", [[1, 2], [3, 4]], rng()), "function should return numbers"),
        ((lambda _x: np.inf, [[1, 2], [3, 4]], rng()), "gave an infinite one"),
    ],
)
def test_wrong_arguments_are_named(arguments, told):
    with pytest.raises(ValueError, match=told):
        sp.bootstrap(*arguments)


def test_sure_places_are_sure_and_open_ones_are_open():
    drawn = rng().normal([10, 0, 0.1, -10], [1, 1, 1, 1], (4000, 4))
    found = sp.rank_intervals(drawn, k=2)
    assert (found.low[0], found.median[0], found.high[0]) == (1, 1, 1)
    assert (found.low[3], found.high[3]) == (4, 4)
    assert (found.low[1], found.high[1]) == (2, 3)
    assert found.top[:2] == pytest.approx([1, 0.47], abs=0.03)
    assert found.top.sum() == pytest.approx(2)


@given(
    arrays.arrays(
        np.float64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(0, 3)
    ),
    st.integers(1, 4),
)
@settings(max_examples=50, deadline=None)
def test_ranks_are_places(drawn, k):
    found = sp.rank_intervals(drawn, k)
    assert (found.low >= 1).all()
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()
    assert (found.high <= drawn.shape[1]).all()


def test_ties_share_their_mean_rank():
    found = sp.rank_intervals([[5, 5, 1]], k=1)
    assert found.median.tolist() == [1.5, 1.5, 3]
    assert found.top.tolist() == [0, 0, 0]


def test_what_is_never_known_is_not_ranked():
    found = sp.rank_intervals([[1, np.nan, 3], [2, np.nan, 1]], k=1)
    assert np.isnan([found.low[1], found.top[1]]).all()
    assert found.top[[0, 2]].tolist() == [0.5, 0.5]
    assert np.isnan(sp.rank_intervals([[np.nan]]).low).all()


@pytest.mark.parametrize(
    ("drawn", "changed", "told"),
    [
        ([1, 2], {}, "draws should have two axes"),
        (np.empty((0, 3)), {}, "draws should have two axes"),
        ([[1, np.inf]], {}, "draws should be finite or nan"),
        ([[1, 2], [1, np.nan]], {}, "draws should be nan in all draws of an item or in none"),
        ([["a"]], {}, "draws should be an array of numbers"),
        ([[1, 2]], {"k": 0}, "k should be a whole number of 1 or more"),
        ([[1, 2]], {"level": 0}, "level should be between 0 and 1"),
    ],
)
def test_wrong_draws_are_refused(drawn, changed, told):
    with pytest.raises(ValueError, match=told):
        sp.rank_intervals(drawn, **changed)
