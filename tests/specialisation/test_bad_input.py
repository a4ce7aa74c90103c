"""Whatever is given, the answer is as documented or a `ValueError` that says what is wrong."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import specialisation as sp
from tests.specialisation.strategies import BROKEN, BROKEN_VECTORS, JOBS

OF_X: dict[str, Callable[[Any], Any]] = {
    "location_quotient": sp.location_quotient,
    "presence": sp.presence,
    "herfindahl": sp.herfindahl,
    "shannon_entropy": sp.shannon_entropy,
    "krugman_index": sp.krugman_index,
    "hachman_index": sp.hachman_index,
    "specialisation_coefficient": sp.specialisation_coefficient,
    "location_quotient_average": sp.location_quotient_average,
    "locational_gini": sp.locational_gini,
    "related_variety": lambda x: sp.related_variety(x, _along(x, 1) % 2),
    "unrelated_variety": lambda x: sp.unrelated_variety(x, _along(x, 1) % 2),
    "prody": lambda x: sp.prody(x, _along(x, 0)),
    "expy": lambda x: sp.expy(x, _along(x, 0)),
    "growth": lambda x: sp.growth(x, x),
    "shift_share": lambda x: sp.shift_share(x, x),
    "shift_share by Esteban": lambda x: sp.shift_share(x, x, method="esteban"),
    "shrunk_location_quotient": sp.shrunk_location_quotient,
    "strengths": lambda x: sp.strengths(x, 10.0),
    "bootstrap": lambda x: sp.bootstrap(np.mean, x, np.random.default_rng(1), 5),
    "structural_peers": lambda x: sp.structural_peers(x, 0),
    "structural_peers with covariates": lambda x: sp.structural_peers(x, 0, x),
    "skill_relatedness": lambda x: sp.skill_relatedness(x),
}
OF_M: dict[str, Callable[[Any], Any]] = {
    "diversity": sp.diversity,
    "ubiquity": sp.ubiquity,
    "co_occurrence": sp.co_occurrence,
    "proximity": sp.proximity,
    "co_occurrence_zscore": sp.co_occurrence_zscore,
    "complexity": sp.complexity,
    "complexity by reflections": lambda m: sp.complexity(m, method="reflections"),
    "complexity by fitness": lambda m: sp.complexity(m, method="fitness"),
    "reflections": lambda m: sp.reflections(m, 3),
    "entries": lambda m: sp.entries(m, m),
    "exits": lambda m: sp.exits(m, m),
    "relatedness_density": lambda m: sp.relatedness_density(m, sp.proximity(m)),
    "opportunity_gain": lambda m: sp.opportunity_gain(m, sp.proximity(m), _along(m, 1)),
    "opportunity_index": lambda m: sp.opportunity_index(m, sp.proximity(m), _along(m, 1)),
}
X = np.array([[3.0, 1.0], [2.0, 5.0]])
OF_VECTOR: dict[str, Callable[[Any], Any]] = {
    "gini": sp.gini,
    "theil_t": sp.theil_t,
    "theil_l": sp.theil_l,
    "theil_decomposition": lambda x: sp.theil_decomposition(x, ["a", "b"]),
    "hoover_gini": lambda x: sp.hoover_gini(x, [1, 2]),
    "hoover_gini, weights": lambda w: sp.hoover_gini([1, 2], w),
    "hoover_index": lambda x: sp.hoover_index(x, [1, 2]),
    "hoover_index, weights": lambda w: sp.hoover_index([1, 2], w),
}
#: Incomes may be negative, and of any size.
OF_INCOME: dict[str, Callable[[Any], Any]] = {
    "prody": lambda income: sp.prody(X, income),
    "expy": lambda income: sp.expy(X, income),
    "complexity": lambda income: sp.complexity([[1, 1], [1, 0]], anchor=income),
}
SIZES = {"too large", "too small"}
#: A second matrix, or one of activities x activities, that does not fit or is broken.
OF_SECOND: dict[str, Callable[[Any], Any]] = {
    "growth": lambda x: sp.growth(X, x),
    "shift_share": lambda x: sp.shift_share(X, x),
    "entries": lambda m: sp.entries(X > 2, m),
    "exits": lambda m: sp.exits(X > 2, m),
    "relatedness_density": lambda phi: sp.relatedness_density(X > 2, phi),
    "opportunity_gain": lambda phi: sp.opportunity_gain(X > 2, phi, [1, 2]),
    "opportunity_index": lambda phi: sp.opportunity_index(X > 2, phi, [1, 2]),
    "proximity_from_counts": sp.proximity_from_counts,
}
ANYTHING = arrays.arrays(
    np.float64,
    arrays.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=5),
    elements=st.one_of(
        st.sampled_from([0.0, 1.0, -1.0, float("nan"), float("inf"), 1e308, 5e-324]),
        st.floats(width=64),
        st.integers(0, 1000).map(float),
    ),
)
PRESENCE = arrays.arrays(
    np.float64,
    arrays.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=6),
    elements=st.sampled_from([0.0, 1.0]),
)


def _along(x: Any, axis: int) -> Any:
    """Return a number for each place along an axis of what may be anything."""
    found = np.array(x, dtype=object) if x is not BROKEN["ragged"] else np.empty(0)
    return np.arange(found.shape[axis]) if found.ndim == 2 else np.arange(1)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("name", OF_X)
def test_broken_matrix_is_refused(name: str, broken: Any):
    with pytest.raises(ValueError, match=r".+"):
        OF_X[name](broken)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("name", OF_M)
def test_broken_presence_is_refused(name: str, broken: Any):
    with pytest.raises(ValueError, match=r".+"):
        OF_M[name](broken)


def test_what_to_do_with_a_masked_array_is_said():
    told = np.ma.array(X, mask=[[True, False], [False, False]])
    with pytest.raises(ValueError, match=r"X\.filled\(0\), and X\.mask as suppressed="):
        sp.strengths(told)
    with pytest.raises(ValueError, match="counts should not be a masked array"):
        sp.representation(told, X)
    with pytest.raises(ValueError, match="pci should not be a masked array"):
        sp.opportunity_gain(X > 2, np.ones((2, 2)), told[0])
    with pytest.raises(ValueError, match="values should not be a masked array"):
        sp.Panel(("A", "B"), ("a", "b"), (2020,), told[None])
    assert (sp.location_quotient(np.ma.array(X)) == sp.location_quotient(X)).all()


@pytest.mark.parametrize("name", OF_X)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(x=ANYTHING)
def test_matrix_gives_an_answer_or_an_error(name: str, x: Any):
    before = x.copy()
    with suppress(ValueError):
        OF_X[name](x)
    assert np.array_equal(x, before, equal_nan=True)


@pytest.mark.parametrize("name", OF_M)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(m=PRESENCE)
@pytest.mark.filterwarnings("ignore::specialisation.WeakSignWarning")
@pytest.mark.filterwarnings("ignore::specialisation.DisconnectedWarning")
def test_presence_gives_an_answer_or_an_error(name: str, m: Any):
    before = m.copy()
    with suppress(ValueError):
        OF_M[name](m)
    assert np.array_equal(m, before)


@pytest.mark.parametrize("broken", BROKEN_VECTORS.values(), ids=BROKEN_VECTORS)
@pytest.mark.parametrize("name", OF_VECTOR)
def test_broken_vector_is_refused(name: str, broken: Any):
    with pytest.raises(ValueError, match=r".+"):
        OF_VECTOR[name](broken)


@pytest.mark.parametrize("kind", sorted(set(BROKEN_VECTORS) - {"negative", "nothing"} - SIZES))
@pytest.mark.parametrize("name", OF_INCOME)
def test_broken_income_is_refused(name: str, kind: str):
    with pytest.raises(ValueError, match=r"income|anchor"):
        OF_INCOME[name](BROKEN_VECTORS[kind])


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("name", OF_SECOND)
def test_broken_second_matrix_is_refused(name: str, broken: Any):
    with pytest.raises(ValueError, match=r".+"):
        OF_SECOND[name](broken)


@pytest.mark.parametrize("name", OF_SECOND)
def test_second_matrix_of_another_shape_is_refused(name: str):
    other = np.ones((2, 3)) if name == "proximity_from_counts" else np.ones((3, 3))
    with pytest.raises(ValueError, match=r".+"):
        OF_SECOND[name](other)


@given(
    x=arrays.arrays(np.float64, st.integers(1, 6), elements=JOBS),
    weights=arrays.arrays(np.float64, st.integers(1, 6), elements=st.floats(1e-3, 1e6)),
)
def test_unevenness_lies_in_its_range_or_is_refused(x: Any, weights: Any):
    if len(x) != len(weights):
        with pytest.raises(ValueError, match=str(len(x))):
            sp.hoover_index(x, weights)
        return
    found = sp.hoover_gini(x, weights), sp.hoover_index(x, weights) / 100
    if not x.any():
        assert np.isnan(found).all()
        return
    assert all(-1e-9 <= one <= 1 for one in found)
    parts = sp.theil_decomposition(x, np.arange(len(x)) % 2)
    assert parts.between + parts.within == pytest.approx(sp.theil_t(x), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(x=ANYTHING)
@pytest.mark.filterwarnings("ignore::specialisation.WeakSignWarning")
@pytest.mark.filterwarnings("ignore::specialisation.DisconnectedWarning")
def test_profile_gives_an_answer_or_an_error(x: Any):
    regions = tuple(f"ö{row}" for row in range(x.shape[0]))
    activities = tuple(f"å b{column:02d}" for column in range(x.shape[1]))
    with suppress(ValueError):
        found = sp.profile(sp.Panel(regions, activities, (2020,), x[None]))
        assert found.presence.shape == found.density.shape == (1, *x.shape)
        assert np.isfinite(found.density[~np.isnan(found.density)]).all()
        assert np.array_equal(np.isnan(found.regions[0]), ~found.presence[0].any(axis=1)) or (
            found.components[0] != 1
        )


P = sp.Panel(("A", "B"), ("a", "b"), (2020,), X[None])
#: One number each, which may be given as text or in a list by mistake.
OF_NUMBER: dict[str, Callable[[Any], Any]] = {
    "presence": lambda one: sp.presence(X, threshold=one),
    "openings": lambda one: sp.openings(X, 0, threshold=one),
    "profile": lambda one: sp.profile(P, threshold=one),
    "strengths, least": lambda one: sp.strengths(X, least=one),
    "strengths, certainty": lambda one: sp.strengths(X, certainty=one),
    "probability_above": sp.shrunk_location_quotient(X).probability_above,
    "shrunk_location_quotient": lambda one: sp.shrunk_location_quotient(X, level=one),
    "representation": lambda one: sp.representation([1, 2], [3, 4], level=one),
    "shannon_entropy": lambda one: sp.shannon_entropy(X, base=one),
    "proximity": lambda one: sp.proximity(X > 2, diagonal=one),
    "structural_peers": lambda one: sp.structural_peers(X, 0, least_compared=one),
    "complexity, iterations": lambda one: sp.complexity([[1, 1], [1, 0]], iterations=one),
    "complexity, ddof": lambda one: sp.complexity([[1, 1], [1, 0]], ddof=one),
    "reflections": lambda one: sp.reflections([[1, 1], [1, 0]], one),
}


@pytest.mark.parametrize("wrong", ["1", None, [1.0], float("nan"), 1j, {}], ids=str)
@pytest.mark.parametrize("name", OF_NUMBER)
def test_what_is_not_one_number_is_refused(name: str, wrong: Any):
    with pytest.raises(ValueError, match=r".+ should "):
        OF_NUMBER[name](wrong)


def test_unknown_parameter_of_complexity_is_named():
    with pytest.raises(ValueError, match=r"complexity should be one of method, .+, is 'foo'"):
        sp.profile(P, complexity={"foo": 1})


@pytest.fixture(scope="module")
def fitted() -> sp.EntryModel:
    years = tuple(range(2015, 2021))
    jobs = np.random.default_rng(1).uniform(1, 100, (len(years), 8, 6))
    panel = sp.Panel(tuple("ABCDEFGH"), tuple("abcdef"), years, jobs)
    return sp.EntryModel(method="logistic").fit(panel, 2)


@pytest.mark.parametrize("wrong", [X, X[None], None, {"values": X}], ids=["2", "3", "none", "dict"])
def test_what_is_no_panel_is_refused(wrong: Any, fitted: sp.EntryModel):
    for call in (
        sp.profile,
        sp.fingerprint,
        lambda panel: sp.manifest(panel, "strengths", {}),
        lambda panel: sp.EntryModel().fit(panel, 2),
        lambda panel: sp.EntryModel().backtest(panel, 2),
        lambda panel: sp.aggregate_activities(panel, "section"),
        lambda panel: sp.aggregate_regions(panel, 2),
        lambda panel: sp.convert(panel, "NACE Rev. 2"),
        fitted.predict,
        lambda panel: fitted.explain(panel, "A"),
    ):
        with pytest.raises(ValueError, match=r"panel should be a Panel .+, is (ndarray|None|dict)"):
            call(wrong)
