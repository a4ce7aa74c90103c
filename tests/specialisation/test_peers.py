"""Structural peers: who is built alike, in what, how near that is and how stable."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specialisation as sp
from tests.specialisation.examples import data
from tests.specialisation.strategies import BROKEN, matrices

X = np.array([[50.0, 50, 0], [45, 50, 5], [10, 40, 50], [55, 45, 0]])


def rng(seed=1):
    return np.random.default_rng(seed)


def hellinger(one, other):
    p, q = one / one.sum(), other / other.sum()
    return np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2)


def test_distance_is_that_of_hellinger():
    found = sp.structural_peers(X, 0)
    assert found.distances == pytest.approx([hellinger(X[0], one) for one in X], abs=1e-9)
    assert found.order.tolist() == [3, 1, 2]
    assert found.compared.ravel().tolist() == [1, 1, 1, 1]


def test_same_shares_are_no_distance_and_nothing_in_common_is_one():
    found = sp.structural_peers([[1, 3, 0], [10, 30, 0], [0, 0, 5]], 0)
    assert found.distances.tolist() == [0, 0, 1]


@given(matrices(2), st.data())
@settings(max_examples=50, deadline=None)
def test_parts_sum_to_the_distance(x, drawn):
    place = drawn.draw(st.integers(0, len(x) - 1))
    table = drawn.draw(
        st.none() | st.just(np.where(rng().random((len(x), 2)) < 0.3, np.nan, x[:, :1] + [0, 1]))
    )
    found = sp.structural_peers(x, place, table, least_compared=0)
    known = np.flatnonzero(~np.isnan(found.distances))
    known = known[known != place]
    total = np.nansum(found.contributions, axis=1)
    np.testing.assert_allclose(total[known], found.distances[known] ** 2, atol=1e-9)
    told = known[~np.isnan(found.contributions[known, 0])]
    np.testing.assert_allclose(
        found.by_activity[told].sum(axis=1), found.contributions[told, 0], atol=1e-9
    )
    assert (np.diff(found.distances[found.order]) >= 0).all()
    assert place not in found.order
    assert found.compared.min() >= 0
    assert found.compared.max() <= 1


@given(matrices(2, 6), st.integers(1, 1000))
@settings(max_examples=30, deadline=None)
def test_size_and_unit_do_not_matter(x, times):
    one, other = sp.structural_peers(x, 0), sp.structural_peers(x * times, 0)
    np.testing.assert_allclose(one.distances, other.distances, atol=1e-6)


def test_distance_is_symmetric():
    table = [[1, 5], [2, np.nan], [4, 1], [8, 8]]
    found = [sp.structural_peers(X, place, table).distances for place in range(4)]
    np.testing.assert_allclose(found, np.transpose(found), atol=1e-12)


def test_dimension_of_a_covariate_weighs_as_much_as_the_shares():
    """Over all pairs, both have the same mean squared distance."""
    x, table = rng().uniform(0, 9, (20, 5)), rng(2).normal(50, 900, (20, 1))
    parts = np.array([sp.structural_peers(x, one, table).contributions for one in range(20)])
    others = ~np.eye(20, dtype=bool)
    assert parts[others][:, 0].mean() == pytest.approx(parts[others][:, 1].mean())


def test_weights_are_open():
    table = [[0.0], [9], [0], [9]]
    by_shares = sp.structural_peers(X, 0, table, weights=[5, 0])
    np.testing.assert_allclose(by_shares.distances, sp.structural_peers(X, 0).distances)
    by_covariate = sp.structural_peers(X, 0, table, weights=[0, 1])
    assert by_covariate.order.tolist() == [2, 1, 3]
    assert (by_covariate.contributions[:, 0] == 0).all()


def test_missing_stays_missing_and_the_rest_is_rescaled():
    table = np.array([[1.0, 7], [2, np.nan], [4, 9], [8, 8]])
    found = sp.structural_peers(X, 0, table)
    assert found.compared[1].tolist() == [1, 1, 0]
    assert np.isnan(found.contributions[1, 2])
    both = sp.structural_peers(X, 0, table, weights=[1, 1, 0])
    assert found.distances[1] == pytest.approx(both.distances[1])


def test_activities_that_either_hides_are_left_out():
    hidden = np.zeros(X.shape, bool)
    hidden[2, 2] = True
    found = sp.structural_peers(X, 0, suppressed=hidden)
    assert found.distances[2] == pytest.approx(hellinger(X[0, :2], X[2, :2]))
    assert found.compared[2, 0] == 1  # of what is known of both, all lies where both tell
    assert np.isnan(found.differences[2, 2])
    hidden[0, 0] = True
    assert sp.structural_peers(X, 0, suppressed=hidden).compared[3, 0] == pytest.approx(0.45)


def test_little_in_common_is_no_near_neighbour():
    x = np.array([[10.0, 40, 30, 20], [10, 0, 0, 0], [12, 38, 28, 22], [5, 5, 50, 40]])
    hidden = np.zeros(x.shape, bool)
    hidden[1, 1:] = True
    found = sp.structural_peers(x, 0, suppressed=hidden)
    assert np.isnan(found.distances[1])
    assert 1 not in found.order
    assert np.isnan(found.nearest[1])
    every = sp.structural_peers(x, 0, suppressed=hidden, least_compared=0)
    assert every.order[0] == 1


def test_region_without_anything_has_no_peers():
    found = sp.structural_peers([[0, 0], [1, 2], [2, 1]], 0)
    assert found.order.size == 0
    assert np.isnan(found.percentile)
    assert sp.peer_stability(found, rng(), 10).among.tolist() == [0, 0, 0]


def test_one_region_has_no_peers():
    found = sp.structural_peers([[3, 4]], 0)
    assert found.order.size == 0
    assert np.isnan(found.percentile)


def test_percentile_tells_the_loner_from_the_ordinary():
    alike = rng().uniform(4, 6, (20, 4))
    x = np.vstack([alike, [[0, 0, 1, 60]]])
    assert sp.structural_peers(x, 20).percentile == 100
    assert sp.structural_peers(x, 0).percentile < 100
    every = [sp.structural_peers(x, place).percentile for place in range(21)]
    assert np.mean(every) == pytest.approx(50)


def test_peers_may_be_sought_abroad():
    found = sp.structural_peers(X, 0, groups=["SE", "NO", "FI", "SE"])
    assert found.order.tolist() == [1, 2]
    assert np.isnan(found.distances[3])
    assert found.nearest[0] == found.distances[1]
    assert sp.peer_stability(found, rng(), 50).among[3] == 0


def test_stability_tells_the_sure_from_the_open():
    found = sp.structural_peers(X, 0)
    stable = sp.peer_stability(found, rng(), 400, k=2)
    assert stable.among[0] == 0
    assert stable.among.sum() == pytest.approx(2)
    assert stable.first.sum() == pytest.approx(1)
    assert stable.among[1] > stable.among[2]
    again = sp.peer_stability(found, rng(), 400, k=2)
    np.testing.assert_array_equal(stable.among, again.among)


def test_stability_of_dimensions_that_disagree_is_a_half():
    """One peer has the same shares, the other the same covariate."""
    x = np.array([[5.0, 5], [5, 5], [1, 9], [9, 1]])
    table = np.array([[0.0], [5], [0], [9]])
    found = sp.structural_peers(x, 0, table)
    stable = sp.peer_stability(found, rng(), 2000, k=1)
    assert 0.15 < stable.first[1] < 0.85
    assert stable.first[1] + stable.first[2] > 0.99
    assert (stable.low[1], stable.high[1]) == (1, 2)


def test_stability_keeps_what_is_missing_missing():
    """As if the weights had been given beforehand, with activities weighed equally."""
    table = np.array([[1.0, 7], [2, np.nan], [4, 9], [8, 8]])
    found = sp.structural_peers(X, 0, table)
    one = sp.peer_stability(found, rng(), 3000, k=1).first
    drawn = rng(3).dirichlet(np.ones(3), 300)
    nearest = [
        sp.structural_peers(X, 0, table, weights=w, least_compared=0).order[0] for w in drawn
    ]
    assert one[1] == pytest.approx(np.mean(np.array(nearest) == 1), abs=0.1)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_broken_matrix_is_refused(broken):
    with pytest.raises(ValueError, match=r".+"):
        sp.structural_peers(broken, 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"region": 4}, "region should be a row of X, 0 to 3, is 4"),
        ({"region": -1}, "region should be a whole number of 0 or more"),
        ({"region": "SE32"}, "region should be a whole number"),
        ({"covariates": [1, 2, 3, 4]}, "covariates should be 4 regions x one variable or more"),
        ({"covariates": [[np.inf]] * 4}, "covariates should be up to"),
        ({"weights": [1, 2]}, "weights should have 1 values, has 2"),
        ({"weights": [0]}, "weights should not all be zero"),
        ({"weights": [-1]}, "weights should be zero or more"),
        ({"suppressed": [[True]]}, "suppressed should be booleans"),
        ({"groups": ["SE"]}, "groups should have 4 values"),
        ({"least_compared": 2}, "least_compared should be from 0 to 1"),
    ],
)
def test_wrong_arguments_are_named(changed, told):
    with pytest.raises(ValueError, match=told):
        sp.structural_peers(**({"X": X, "region": 0} | changed))


def test_stability_asks_for_a_generator():
    with pytest.raises(ValueError, match=r"rng should be a numpy\.random\.Generator"):
        sp.peer_stability(sp.structural_peers(X, 0), 3)


def eurostat():
    """Return NUTS 2 x NACE divisions of 2015 with what is not told; one row each."""
    rows = pl.read_csv(
        data("regions/sbs_r_nuts06_r2_2015.csv"), separator=";", infer_schema=False
    ).filter(
        pl.col("geo").str.contains(r"^[A-Z]{2}[0-9A-Y][0-9A-Z]$"),
        pl.col("nace_r2").str.contains(r"^[A-Z][0-9]{2}$"),
    )
    frame = rows.with_columns(
        pl.col("n2015").str.extract(r"^(\d+)( d)?$").cast(pl.Float64),
        (~pl.col("n2015").str.contains(r"^\d+( d)?$").fill_null(False)).alias("hidden"),
    )
    return sp.Panel.from_frame(
        frame, region="geo", activity="nace_r2", value="n2015", suppressed="hidden"
    )


def test_nearest_to_mid_norrland_are_its_neighbours_in_the_forest():
    panel = eurostat()
    place = panel.place_of_region("SE32")
    hidden = panel.suppressed[0]
    found = sp.structural_peers(panel.matrix(), place, suppressed=hidden)
    nearest = [panel.regions[one] for one in found.order]
    assert set(nearest[:3]) == {"SE12", "SE31", "SE33"}
    assert 50 < found.percentile < 90  # rarer than most, but not without counterpart
    stable = sp.peer_stability(found, rng(), 500)
    assert stable.among[found.order[:3]].min() > 0.7
    abroad = sp.structural_peers(
        panel.matrix(), place, suppressed=hidden, groups=[one[:2] for one in panel.regions]
    )
    names = [panel.regions[one] for one in abroad.order[:6]]
    assert {"NO03", "FI1D", "FI1C"} <= set(names)
    apart = abroad.by_activity[abroad.order[names.index("NO03")]]
    assert panel.activities[int(apart.argmax())] == "C17"  # pulp and paper, which Norway lacks
