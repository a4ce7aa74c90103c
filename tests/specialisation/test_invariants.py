"""What must hold whatever the numbers are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specialisation as sp
from tests.specialisation.strategies import matrices, presences

FEW = settings(max_examples=60, deadline=None)


@FEW
@given(x=matrices())
def test_location_quotient_averages_to_one(x):
    found = sp.location_quotient(x)
    weights = x.sum(axis=1) / (x.sum() or 1)
    for column in np.flatnonzero(x.sum(axis=0)):
        assert np.nansum(found[:, column] * weights) == pytest.approx(1)


@FEW
@given(
    x=st.tuples(
        st.lists(st.integers(1, 999), min_size=1), st.lists(st.integers(1, 999), min_size=1)
    )
)
def test_region_with_exactly_its_share_is_present(x):
    values = np.outer(*x)
    assert (sp.location_quotient(values) == 1).all()
    assert sp.presence(values).all()


@FEW
@given(x=matrices(), by=st.floats(0.001, 1000))
def test_measures_do_not_depend_on_the_unit(x, by):
    for measure in (sp.location_quotient, sp.herfindahl, sp.krugman_index, sp.locational_gini):
        assert measure(x * by) == pytest.approx(measure(x), nan_ok=True, rel=1e-9, abs=1e-9)


@FEW
@given(x=matrices(), data=st.data())
def test_order_of_regions_and_activities_changes_nothing(x, data):
    rows = data.draw(st.permutations(range(x.shape[0])))
    columns = data.draw(st.permutations(range(x.shape[1])))
    moved = x[np.ix_(rows, columns)]
    found = sp.location_quotient(x)[np.ix_(rows, columns)]
    assert sp.location_quotient(moved) == pytest.approx(found, nan_ok=True)
    assert sp.krugman_index(moved) == pytest.approx(sp.krugman_index(x)[rows], nan_ok=True)


@FEW
@given(x=matrices())
def test_bounds_of_measures_hold(x):
    some = x.sum(axis=1) > 0
    assert (sp.herfindahl(x)[some] >= 1 / x.shape[1] - 1e-12).all()
    assert (sp.herfindahl(x)[some] <= 1 + 1e-12).all()
    assert (sp.krugman_index(x)[some] <= 2 + 1e-12).all()
    assert (sp.hachman_index(x)[some] <= 1 + 1e-12).all()
    assert (sp.shannon_entropy(x)[some] <= np.log2(x.shape[1]) + 1e-12).all()
    assert np.isnan(sp.herfindahl(x)[~some]).all()


@FEW
@given(x=matrices(), data=st.data())
def test_varieties_add_up_to_the_entropy(x, data):
    groups = data.draw(st.lists(st.sampled_from("CIJ"), min_size=x.shape[1], max_size=x.shape[1]))
    related, unrelated = sp.related_variety(x, groups), sp.unrelated_variety(x, groups)
    assert (related[~np.isnan(related)] >= 0).all()
    assert related + unrelated == pytest.approx(sp.shannon_entropy(x), nan_ok=True, abs=1e-9)


@FEW
@given(m=presences(), method=st.sampled_from(["minimum", "cosine", "jaccard"]))
def test_proximity_is_symmetric_and_a_share(m, method):
    found = sp.proximity(m, method)
    assert (found == found.T).all()
    assert ((found >= 0) & (found <= 1 + 1e-12)).all()
    assert (found.diagonal() == 0).all()


@FEW
@given(m=presences(), own=st.sampled_from(["include", "exclude"]))
def test_density_is_a_share(m, own):
    found = sp.relatedness_density(m, sp.proximity(m), own)
    told = found[~np.isnan(found)]
    assert ((told >= 0) & (told <= 1)).all()


@FEW
@given(m=presences())
def test_density_without_itself_does_not_tell_whether_it_is_there(m):
    near = sp.proximity(m)
    for column in range(m.shape[1]):
        other = m.copy()
        other[:, column] = ~other[:, column]
        before = sp.relatedness_density(m, near)[:, column]
        assert sp.relatedness_density(other, near)[:, column] == pytest.approx(before, nan_ok=True)


@FEW
@given(x=matrices(), y=matrices(), method=st.sampled_from(["dunn", "esteban"]))
def test_shift_share_adds_up_to_the_change(x, y, method):
    rows, columns = min(x.shape[0], y.shape[0]), min(x.shape[1], y.shape[1])
    before, after = x[:rows, :columns], y[:rows, :columns]
    found = sp.shift_share(before, after, method)
    parts = found.national + found.structural + found.regional
    parts = parts if found.allocation is None else parts + found.allocation
    scale = max(1.0, before.max(), after.max())
    assert parts == pytest.approx(after - before, abs=1e-8 * scale**2)
    # What others gain of an activity, some lose: nothing regional is left in the whole.
    grew = before.sum(axis=0) > 0
    left = found.regional if found.allocation is None else found.regional + found.allocation
    assert left.sum(axis=0)[grew] == pytest.approx(0, abs=1e-8 * scale**2)


@FEW
@given(m=presences())
def test_entry_and_exit_are_at_risk_of_one_of_them(m):
    other = ~m
    assert (np.isnan(sp.entries(m, other)) == m).all()
    assert (np.isnan(sp.exits(m, other)) == ~m).all()


@FEW
@given(x=st.lists(st.floats(0, 1e6).map(lambda one: round(one, 3)), min_size=1, max_size=20))
def test_inequality_has_its_bounds(x):
    n = len(x)
    if not any(x):
        assert np.isnan([sp.gini(x), sp.theil_t(x), sp.theil_l(x)]).all()
        return
    assert -1e-12 <= sp.gini(x) <= (n - 1) / n + 1e-12
    assert 0 <= sp.theil_t(x) <= np.log(n) + 1e-12
    assert sp.theil_l(x) >= 0
    assert sp.gini(x + x) == pytest.approx(sp.gini(x))
    assert sp.theil_t(x + x) == pytest.approx(sp.theil_t(x), abs=1e-12)


@FEW
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 50), st.sampled_from("ab"), st.integers(1, 5)),
        min_size=1,
        max_size=8,
    )
)
def test_weights_of_theil_are_as_many_values(rows):
    x, groups, weights = zip(*rows, strict=True)
    many = [(one, group) for one, group, times in rows for _ in range(times)]
    weighed = sp.theil_decomposition(x, groups, weights)
    repeated = sp.theil_decomposition(*zip(*many, strict=True))
    assert weighed.total == pytest.approx(repeated.total, abs=1e-9, nan_ok=True)
    assert weighed.between == pytest.approx(repeated.between, abs=1e-9, nan_ok=True)


def test_complexity_ranks_a_nested_matrix():
    found = sp.complexity(np.tril(np.ones((6, 6)))[::-1])
    assert (np.diff(found.regions) < 0).all()
    assert (np.diff(found.activities) > 0).all()
    assert found.components == 1
    assert found.regions.mean() == pytest.approx(0, abs=1e-12)
    assert found.regions.std() == pytest.approx(1)


def test_complexity_takes_its_sign_from_the_anchor():
    m = np.tril(np.ones((6, 6)))[::-1]
    turned = sp.complexity(m, anchor=np.arange(6))
    assert (np.diff(turned.regions) > 0).all()
    assert (np.diff(turned.activities) < 0).all()


@pytest.mark.filterwarnings("ignore::specialisation.WeakSignWarning")
def test_complexity_of_two_blocks_is_that_of_the_larger():
    nested = np.tril(np.ones((4, 4)))[::-1]
    m = np.zeros((7, 7))
    m[:4, :4], m[4:, 4:] = nested, np.tril(np.ones((3, 3)))
    with pytest.warns(sp.DisconnectedWarning, match="2 components"):
        found = sp.complexity(m)
    assert found.components == 2
    assert np.isnan(found.regions[4:]).all()
    assert np.isnan(found.activities[4:]).all()
    assert found.regions[:4] == pytest.approx(sp.complexity(nested).regions)


def test_reflections_agree_with_the_eigenvector_however_many():
    nested = np.add.outer(np.arange(60) / 60, np.arange(40) / 40) < 1
    m = nested ^ (np.random.default_rng(1).random((60, 40)) < 0.05)
    found = sp.complexity(m)
    for iterations in (60, 61, 400):
        many = sp.complexity(m, method="reflections", iterations=iterations)
        assert np.corrcoef(many.regions, found.regions)[0, 1] > 0.999
        assert np.corrcoef(many.activities, found.activities)[0, 1] > 0.999


def test_weak_sign_is_told():
    m = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1], [1, 1, 1, 0]])
    with pytest.warns(sp.WeakSignWarning, match="anchor"):
        sp.complexity(m, anchor=[1, 1, 1, 1, 1])


def test_shift_share_leaves_out_what_a_year_does_not_tell():
    values = np.array(
        [[[10.0, 5, 8], [20, 7, 9]], [[12, 0, 9], [21, 8, 9]], [[15, 6, 7], [25, 9, 8]]]
    )
    hidden = np.zeros(values.shape, bool)
    hidden[1, 0, 1] = True
    panel = sp.Panel(("A", "B"), ("a", "b", "c"), (2018, 2019, 2020), values, hidden)
    found = sp.shift_share(panel)
    untold = hidden.any(axis=0)
    for part in (found.national, found.structural, found.regional, found.change):
        assert np.array_equal(np.isnan(part), untold)
    told = np.where(untold, 0, values)
    same = sp.shift_share(sp.Panel(panel.regions, panel.activities, panel.years, told))
    assert np.array_equal(found.regional[~untold], same.regional[~untold])
    whole = found.national + found.structural + found.regional
    assert np.allclose(whole[~untold], (values[-1] - values[0])[~untold])
