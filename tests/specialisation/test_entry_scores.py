"""How well scores order what happened: as scikit-learn has it, weighted and with ties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from specialisation.entry_scores import Ranked, calibration, drawn_weights, scored


@st.composite
def outcomes(draw):
    """Draw scores with ties, outcomes of both kinds, blocks and weights of blocks."""
    size = draw(st.integers(2, 30))
    score = draw(st.lists(st.integers(0, 6).map(float), min_size=size, max_size=size))
    happened = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    blocks = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    weights = draw(st.lists(st.integers(0, 3).map(float), min_size=5, max_size=5))
    return np.array(score), np.array(happened), np.array(blocks), np.array(weights)


@given(outcomes())
@settings(deadline=None, max_examples=60)
def test_measures_are_as_scikit_learn_has_them(drawn):
    score, happened, blocks, weights = drawn
    each = weights[blocks]
    auc, precision, _at_k = Ranked(score, happened, blocks).measures(weights, 3)
    if not 0 < each @ happened < each.sum():
        assert np.isnan([auc, precision]).all()
        return
    assert auc == pytest.approx(roc_auc_score(happened, score, sample_weight=each))
    assert precision == pytest.approx(average_precision_score(happened, score, sample_weight=each))


@pytest.mark.parametrize(
    ("k", "wanted"), [(1, 1), (2, 1), (3, 2 / 3), (4, 2.5 / 4), (5, 0.6), (9, 0.6)]
)
def test_precision_at_k_shares_ties_and_stops_at_all_cells(k, wanted):
    score, happened = np.array([9.0, 8, 7, 1, 1]), np.array([True, True, False, True, False])
    ranked = Ranked(score, happened, np.zeros(5, np.intp))
    assert ranked.measures(np.ones(1), k)[2] == pytest.approx(wanted)


def test_interval_is_wider_when_cells_of_a_block_share_their_luck():
    rng = np.random.default_rng(5)
    luck = rng.normal(size=60).repeat(40)
    score = rng.normal(size=2400)
    happened = score + 2 * luck + rng.normal(size=2400) > 1.5
    weights = drawn_weights(60, 400, rng)
    blocks = np.arange(60).repeat(40)
    together = scored(score, score, happened, blocks, weights, 100, 0.9).precision_at_k
    apart = scored(
        score, score, happened, rng.permutation(blocks), weights, 100, 0.9
    ).precision_at_k
    assert together.high - together.low > 1.3 * (apart.high - apart.low)


def test_interval_covers_the_truth_as_often_as_it_says():
    # Scores of what happens are one standard deviation higher: the AUC is Phi(1 / sqrt(2)).
    rng = np.random.default_rng(6)
    covered = 0
    for _time in range(120):
        happened = rng.random(600) < 0.3
        score = rng.normal(size=600) + happened
        weights = drawn_weights(60, 100, rng)
        found = scored(score, score, happened, np.arange(600) // 10, weights, 10, 0.9).roc_auc
        covered += found.low <= 0.760250 <= found.high
    assert 0.82 <= covered / 120 <= 0.97


def test_calibration_of_true_probabilities_is_the_diagonal():
    rng = np.random.default_rng(7)
    probability = rng.beta(1, 6, 20_000)
    happened = rng.random(20_000) < probability
    weights = drawn_weights(100, 100, rng)
    told, seen, counts = calibration(probability, happened, np.arange(20_000) % 100, weights, 0.99)
    assert counts.sum() == 20_000
    assert (np.diff(told) > 0).all()
    for truth, one in zip(told, seen, strict=True):
        assert one.value == pytest.approx(truth, abs=4 * np.sqrt(truth / 2000))
        assert one.low < one.value < one.high


def test_calibration_of_one_probability_is_one_line():
    told, seen, counts = calibration(
        np.full(4, 0.25), np.array([True, False, False, False]), np.arange(4), np.ones((3, 4)), 0.9
    )
    assert (told.tolist(), seen[0].value, counts.tolist()) == ([0.25], 0.25, [4])
