"""Small numbers: shrunk location quotients, their coverage, and what is called a strength."""

import time

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import specialisation as sp
from tests.specialisation.examples import example
from tests.specialisation.strategies import BROKEN, matrices

FIELDS = ("mean", "low", "high", "probability_above_one", "shape", "rate")


def world(rng, regions, activities, expected):
    """Return true workplaces and drawn ones: activities of very different kind and size."""
    size, kind = rng.lognormal(0, 1, regions), rng.lognormal(0, 1.2, activities)
    shape = rng.choice([0.5, 1, 3, 10, 50], activities)
    quotients = rng.gamma(shape, 1 / shape, (regions, activities))
    true = np.outer(size / size.mean(), kind / kind.mean()) * expected * quotients
    return true, rng.poisson(true)


def coverage(found, true):
    """Return in which share of the cells the interval holds the true location quotient."""
    wanted = sp.location_quotient(true)
    known = np.isfinite(found.mean)
    return ((found.low <= wanted) & (wanted <= found.high))[known].mean()


@pytest.mark.parametrize(
    ("regions", "activities", "expected", "times"),
    [(283, 68, 2, 1), (283, 68, 20, 1), (40, 30, 5, 8), (21, 20, 20, 20), (8, 20, 5, 50)],
)
def test_nine_intervals_in_ten_hold_the_truth(regions, activities, expected, times):
    rng = np.random.default_rng(20151231)
    found = []
    for _time in range(times):
        true, drawn = world(rng, regions, activities, expected)
        found.append(coverage(sp.shrunk_location_quotient(drawn), true))
    assert 0.88 <= np.mean(found) <= 0.92


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_other_levels_hold_what_they_say(level):
    true, drawn = world(np.random.default_rng(3), 200, 50, 10)
    found = sp.shrunk_location_quotient(drawn, level=level)
    assert coverage(found, true) == pytest.approx(level, abs=0.02)


def test_probability_above_one_is_as_often_right_as_it_says():
    true, drawn = world(np.random.default_rng(4), 283, 68, 10)
    told = sp.shrunk_location_quotient(drawn).probability_above_one
    really = sp.location_quotient(true) > 1
    for least in np.arange(0, 1, 0.1):
        among = (told >= least) & (told < least + 0.1)
        assert really[among].mean() == pytest.approx(told[among].mean(), abs=0.05)


def test_large_workplaces_make_intervals_too_short_unless_their_size_is_told():
    true, drawn = world(np.random.default_rng(5), 150, 40, 20)
    jobs = drawn * 50.0
    assert coverage(sp.shrunk_location_quotient(jobs), true) < 0.3
    assert 0.88 <= coverage(sp.shrunk_location_quotient(jobs, 50), true) <= 0.92


def test_size_that_counts_is_that_of_an_average_job():
    rng = np.random.default_rng(6)
    true, drawn = world(rng, 150, 40, 50)
    sizes = rng.lognormal(np.log(10) - 0.5, 1, drawn.sum())  # mean 10
    jobs = np.zeros(drawn.size)
    np.add.at(jobs, np.repeat(np.arange(drawn.size), drawn.ravel()), sizes)
    jobs = jobs.reshape(drawn.shape)
    by_workplace, by_job = sizes.mean(), (sizes**2).sum() / sizes.sum()
    assert coverage(sp.shrunk_location_quotient(jobs, by_workplace), true) < 0.82
    assert 0.87 <= coverage(sp.shrunk_location_quotient(jobs, by_job), true) <= 0.92


def test_posterior_is_that_of_a_known_prior():
    """With very many regions the prior is known: compare with the exact gamma distribution."""
    rng = np.random.default_rng(7)
    expected = rng.uniform(0.5, 40, 4000)
    quotients = rng.gamma(2, 0.5, 4000)
    drawn = rng.poisson(expected * quotients)
    # A second activity so large that the first does not move the totals.
    x = np.column_stack([drawn, expected * 1e6])
    found = sp.shrunk_location_quotient(x)
    e = x.sum(axis=1) * x[:, 0].sum() / x.sum()
    exact = stats.gamma(2 + drawn, scale=1 / (2 + e))
    np.testing.assert_allclose(found.mean[:, 0], exact.mean(), rtol=0.04, atol=0.03)
    np.testing.assert_allclose(found.high[:, 0], exact.ppf(0.95), rtol=0.04, atol=0.05)
    np.testing.assert_allclose(found.probability_above_one[:, 0], exact.sf(1), atol=0.03)


def test_small_cells_are_drawn_to_the_usual_and_large_ones_keep_their_own():
    x = np.array([[4000.0, 6000], [6000, 4000], [3, 1], [5000, 5000], [1000, 3000]])
    raw, found = sp.location_quotient(x)[:, 0], sp.shrunk_location_quotient(x).mean[:, 0]
    assert found[0] == pytest.approx(raw[0], rel=0.01)
    assert abs(found[2] - 1) < 0.6 * abs(raw[2] - 1)


def test_without_difference_between_regions_all_are_near_one():
    x = np.random.default_rng(8).poisson(np.outer(np.full(60, 1.0), np.full(10, 30.0)))
    found = sp.shrunk_location_quotient(x)
    raw = sp.location_quotient(x)
    assert np.abs(found.mean - 1).max() < 0.35 * np.abs(raw - 1).max()


@pytest.mark.parametrize("x", [[[3.0, 5.0]], [[3.0], [5.0]], [[3.0, 4.0], [0.0, 0.0]], [[7.0]]])
def test_one_region_or_one_activity_has_nothing_to_compare_with(x):
    found = sp.shrunk_location_quotient(x)
    for name in FIELDS:
        assert np.isnan(getattr(found, name)).all()
    assert np.isnan(found.probability_above(0.5)).all()
    assert np.isnan(found.sample(np.random.default_rng(1), 3)).all()
    called = sp.strengths(x)
    assert (called.verdict == "unknown").all()
    assert not called.is_strength.any()
    assert called.expected_false == 0


def test_activity_that_one_region_alone_tells_is_unknown():
    x, hidden = np.array([[5.0, 30, 20], [1, 9, 4], [6, 20, 2]]), np.zeros((3, 3), bool)
    hidden[1:, 0] = True
    verdict = sp.strengths(x, suppressed=hidden).verdict
    assert (verdict[:, 0] == "unknown").all()
    assert (verdict[:, 1:] != "unknown").all()


def test_what_no_region_has_and_who_has_nothing_is_nan():
    found = sp.shrunk_location_quotient([[3, 0, 5], [0, 0, 0], [4, 0, 1]])
    for name in FIELDS:
        value = getattr(found, name)
        assert np.isnan(value[1]).all()
        assert np.isnan(value[:, 1]).all()
        assert np.isfinite(value[np.ix_([0, 2], [0, 2])]).all()


def test_suppressed_is_unknown_and_not_zero():
    rng = np.random.default_rng(9)
    x = rng.poisson(np.outer(rng.uniform(1, 5, 40), rng.uniform(5, 30, 12))).astype(float)
    hidden = rng.random(x.shape) < 0.15
    whole = sp.shrunk_location_quotient(x)
    found = sp.shrunk_location_quotient(np.where(hidden, 0, x), suppressed=hidden)
    as_zero = sp.shrunk_location_quotient(np.where(hidden, 0, x))
    assert np.isnan(found.mean[hidden]).all()
    assert np.isfinite(found.mean[~hidden]).all()
    told = ~hidden
    off = np.abs(found.mean - whole.mean)[told].mean()
    assert off < 0.3 * np.abs(as_zero.mean - whole.mean)[told].mean()
    verdict = sp.strengths(np.where(hidden, 0, x), suppressed=hidden).verdict
    assert (verdict[hidden] == "unknown").all()


def test_what_stands_in_a_suppressed_cell_is_not_read():
    x, hidden = np.array([[5.0, 3, 2], [1, 9, 4], [6, 2, 2]]), np.zeros((3, 3), bool)
    hidden[1, 1] = True
    one = sp.shrunk_location_quotient(x, suppressed=hidden)
    x[1, 1] = 1e6
    other = sp.shrunk_location_quotient(x, suppressed=hidden)
    np.testing.assert_array_equal(one.mean, other.mean)


def test_all_suppressed_is_nan():
    found = sp.shrunk_location_quotient(np.ones((2, 3)), suppressed=np.ones((2, 3), bool))
    assert np.isnan(found.mean).all()


@given(matrices(), st.sampled_from([1.0, 7.5, 200.0]))
@settings(max_examples=60, deadline=None)
def test_numbers_are_in_order_and_in_range(x, size):
    before = x.copy()
    found = sp.shrunk_location_quotient(x, size)
    np.testing.assert_array_equal(x, before)
    known = ~np.isnan(found.mean)
    several = (x.sum(axis=1) > 0).sum() > 1 and (x.sum(axis=0) > 0).sum() > 1
    np.testing.assert_array_equal(known, several & ~np.isnan(sp.location_quotient(x)))
    low, mean, high = found.low[known], found.mean[known], found.high[known]
    assert (low >= 0).all()
    assert (low <= mean).all()
    assert (mean <= high).all()
    most = (x.sum() / np.maximum(x.sum(axis=1), 1e-300))[:, None] * np.ones_like(x)
    assert (high <= most[known] * (1 + 1e-12)).all()
    above = found.probability_above_one[known]
    assert ((above >= 0) & (above <= 1)).all()


@given(matrices(2), st.integers(2, 500))
@settings(max_examples=30, deadline=None)
def test_jobs_in_workplaces_are_as_many_workplaces(x, size):
    """Only workplaces count: jobs over size, with size 1, is the same."""
    one = sp.shrunk_location_quotient(x * size, float(size))
    other = sp.shrunk_location_quotient(x)
    np.testing.assert_allclose(one.mean, other.mean, rtol=1e-6)
    np.testing.assert_allclose(one.high, other.high, rtol=1e-6)


def test_size_may_differ_by_activity_and_by_cell():
    x = np.array([[500.0, 60], [700, 30], [300, 61]])
    by_activity = sp.shrunk_location_quotient(x, [100.0, 1.0])
    by_cell = sp.shrunk_location_quotient(x, np.tile([100.0, 1.0], (3, 1)))
    np.testing.assert_array_equal(by_activity.low, by_cell.low)
    alone = sp.shrunk_location_quotient(x)
    assert (by_activity.high - by_activity.low > alone.high - alone.low)[:, 0].all()


def test_order_of_regions_and_activities_does_not_matter():
    x = np.random.default_rng(10).poisson(8, (9, 6)).astype(float)
    rows, columns = np.random.default_rng(11).permutation(9), [3, 1, 0, 5, 4, 2]
    one, other = sp.shrunk_location_quotient(x), sp.shrunk_location_quotient(x[rows][:, columns])
    np.testing.assert_allclose(one.mean[rows][:, columns], other.mean, rtol=1e-10)


def test_draws_are_of_the_distribution_that_the_intervals_are_of():
    found = sp.shrunk_location_quotient([[50, 60, 3], [70, 30, 0], [30, 61, 9], [20, 5, 2]])
    drawn = found.sample(np.random.default_rng(12), 40_000)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    np.testing.assert_allclose(drawn.mean(axis=0), found.mean, rtol=0.02)
    np.testing.assert_allclose(low, found.low, rtol=0.05, atol=0.01)
    np.testing.assert_allclose(high, found.high, rtol=0.05)
    one = found.sample(np.random.default_rng(1), 5, np.s_[2])
    assert one.shape == (5, 3)
    np.testing.assert_array_equal(one, found.sample(np.random.default_rng(1), 5, np.s_[2]))


def test_strength_is_called_one_only_when_evidence_carries_it():
    x = np.full((30, 4), 100.0)
    x[0] = [200, 60, 70, 70]  # many
    x[1] = [2, 1, 0, 1]  # the same quotient, of four jobs
    found = sp.strengths(x)
    assert found.verdict[0, 0] == "strength"
    assert found.verdict[1, 0] == "possible"
    assert found.verdict[0, 1] == "no strength"
    assert found.is_strength.sum() == (found.verdict == "strength").sum()
    in_workplaces = sp.strengths(x, 100)
    assert in_workplaces.verdict[0, 0] == "possible"


def test_more_may_be_asked_of_a_strength_than_a_share():
    x = np.full((30, 4), 100_000.0)
    x[0, 0] *= 1.05
    assert sp.strengths(x).is_strength[0, 0]
    assert not sp.strengths(x, least=1.25).is_strength.any()


def test_false_strengths_are_about_as_many_as_expected():
    rng = np.random.default_rng(13)
    false, expected = 0, 0.0
    for _time in range(4):
        true, drawn = world(rng, 150, 40, 10)
        found = sp.strengths(drawn)
        false += (sp.location_quotient(true)[found.is_strength] <= 1).sum()
        expected += found.expected_false
    assert false == pytest.approx(expected, rel=0.35)


def test_real_matrix_takes_well_under_a_second():
    x = np.random.default_rng(14).poisson(20, (283, 68))
    start = time.process_time()
    sp.shrunk_location_quotient(x)
    assert time.process_time() - start < 0.6


def test_on_real_regions_shrinking_moves_small_cells_most():
    frame = pl.read_csv(example("ecomplexity/eu_sbs2015_nuts2_nace2_input.csv"))
    panel = sp.Panel.from_frame(frame, region="geo", activity="nace_r2", value="n")
    x = panel.matrix()
    found = sp.shrunk_location_quotient(x, 20)
    raw = sp.location_quotient(x)
    moved = np.abs(found.mean - raw)
    few, many = (x > 0) & (x < 20), x > 2000
    assert np.isfinite(found.mean).all()
    assert np.median(moved[few]) > 5 * np.median(moved[many])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"cluster_size": 0}, "cluster_size should be between"),
        ({"cluster_size": [1, np.nan]}, "cluster_size should be between .* is nan at 1"),
        ({"cluster_size": [1, 2, 3]}, r"cluster_size should be one number or of shape \(2,\)"),
        ({"cluster_size": "small"}, "cluster_size should be an array of numbers"),
        ({"level": 1}, "level should be between 0 and 1, is 1"),
        ({"level": float("nan")}, "level should be between 0 and 1"),
        ({"suppressed": [[0, 1], [0, 0]]}, "suppressed should be booleans"),
        ({"suppressed": [True]}, "suppressed should be booleans"),
    ],
)
def test_wrong_arguments_are_named(changed, told):
    with pytest.raises(ValueError, match=told):
        sp.shrunk_location_quotient([[1, 2], [3, 4]], **changed)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("function", [sp.shrunk_location_quotient, sp.strengths])
def test_broken_matrix_is_refused(function, broken):
    with pytest.raises(ValueError, match=r".+"):
        function(broken)


@pytest.mark.parametrize("certainty", [0.4, 1, float("nan")])
def test_certainty_is_that_of_evidence(certainty):
    with pytest.raises(ValueError, match=r"certainty should be from 0\.5"):
        sp.strengths([[1, 2], [3, 4]], certainty=certainty)


@pytest.mark.parametrize("threshold", [-1, float("inf"), float("nan")])
def test_threshold_is_a_quotient(threshold):
    with pytest.raises(ValueError, match="threshold should be finite"):
        sp.shrunk_location_quotient([[1, 2], [3, 4]]).probability_above(threshold)
    with pytest.raises(ValueError, match="finite and zero or more"):
        sp.strengths([[1, 2], [3, 4]], least=threshold)
