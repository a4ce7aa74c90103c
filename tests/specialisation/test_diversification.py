"""What a region could diversify into: how related, and how complex."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specialisation as sp
from tests.specialisation.strategies import BROKEN, matrices

NESTED = np.tril(np.ones((6, 6)))[:, ::-1] * np.array([1.0, 2, 3, 4, 5, 6])
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # a sign may be weak here


def test_openings_are_what_the_region_is_not_specialised_in_the_most_related_first():
    present = sp.presence(NESTED)
    for region in range(len(NESTED)):
        found = sp.openings(NESTED, region)
        assert set(found.activities) == set(np.flatnonzero(~present[region]))
        assert (found.lq < 1).all()
        assert (np.diff(found.density) <= 0).all()


def test_numbers_are_those_of_the_functions_they_are_named_after():
    present = sp.presence(NESTED)
    density = sp.relatedness_density(present, sp.proximity(present, "jaccard"))
    complex_ = sp.complexity(present)
    found = sp.openings(NESTED, 2, proximity="jaccard")
    assert found.density == pytest.approx(density[2, found.activities])
    assert found.complexity == pytest.approx(complex_.activities[found.activities])
    assert found.sign_strength == complex_.sign_strength


def test_anchor_that_is_turned_round_turns_complexity_round():
    income = np.arange(6.0)
    one, other = sp.openings(NESTED, 2, income), sp.openings(NESTED, 2, -income)
    assert one.complexity == pytest.approx(-other.complexity)


@given(matrices(least=3), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_road_says_which_side_of_the_cuts_an_activity_is_on(x, region):
    try:
        found = sp.openings(x, region)
    except ValueError as error:
        assert "M should" in str(error)  # noqa: PT017 - complexity is not always defined
        return
    for density, worth, road in zip(found.density, found.complexity, found.road, strict=True):
        if np.isnan(density) or np.isnan(worth):
            assert road == ""
            continue
        assert (road in ("high road", "slow road")) == (density >= found.density_cut)
        assert (road in ("high road", "casino")) == (worth >= found.complexity_cut)


def test_region_without_anything_has_no_openings():
    found = sp.openings(np.vstack([NESTED, np.zeros(6)]), 6)
    assert found.activities.size == found.road.size == 0
    assert np.isnan([found.density_cut, found.complexity_cut]).all()


@pytest.mark.parametrize("region", [-1, 6, 1.5, True, "SE32", None])
def test_region_that_is_not_there_is_refused(region):
    with pytest.raises(ValueError, match="region should be"):
        sp.openings(NESTED, region)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_is_refused_by_name(name):
    with pytest.raises(ValueError, match="X should"):
        sp.openings(BROKEN[name], 0)


def test_figures_are_those_of_a_profile_with_the_same_parameters():
    panel = sp.Panel(tuple("ABCDEF"), tuple("abcdef"), (2020,), NESTED[None])
    for name in ("ecomplexity", "econgeo", "datawheel"):
        how = sp.preset(name).profile
        whole = sp.profile(panel, dtype="float64", **how)
        found = sp.openings(NESTED, 2, **how)
        assert found.density == pytest.approx(whole.density[0, 2, found.activities])
        assert found.complexity == pytest.approx(whole.activities[0, found.activities])
        assert found.lq == pytest.approx(whole.lq[0, 2, found.activities])


def test_suppressed_cell_is_no_opening_and_does_not_raise_the_others():
    rng = np.random.default_rng(5)
    x = np.exp(rng.normal(6, 1, (12, 8))).round()
    hidden = np.zeros(x.shape, np.bool_)
    hidden[3, 2] = hidden[7, 5] = hidden[8, 5] = True
    x[hidden] = 1e9  # is not read
    found = sp.openings(x, 3, suppressed=hidden)
    assert 2 not in found.activities
    expected = sp.shrunk_location_quotient(x, 1e-6, suppressed=hidden).mean[3]  # hardly shrunk
    assert found.lq == pytest.approx(expected[found.activities], rel=1e-3)
    as_zero = sp.location_quotient(np.where(hidden, 0, x))[3]
    assert (as_zero[found.activities] > found.lq).all()
    with pytest.raises(ValueError, match="suppressed should be booleans"):
        sp.openings(x, 3, suppressed=hidden.astype(float))


def test_nothing_suppressed_is_as_without_a_mask():
    one, other = sp.openings(NESTED, 2), sp.openings(NESTED, 2, suppressed=NESTED < 0)
    assert (one.activities == other.activities).all()
    assert one.lq == pytest.approx(other.lq)
    assert one.density == pytest.approx(other.density)
