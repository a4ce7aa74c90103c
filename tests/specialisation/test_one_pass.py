"""The profile of a panel is what its measures give one by one."""

import warnings

import numpy as np
import polars as pl
import pytest

import specialisation as sp
from tests.specialisation.examples import example

LABELS = [f"A{n:02d}" for n in range(30)], [f"B{n:02d}" for n in range(20)]


def nested(years: int = 2) -> sp.Panel:
    rng = np.random.default_rng(5)
    steps = np.add.outer(np.arange(30) / 30, np.arange(20) / 20)
    values = rng.gamma(1, 100, (years, 30, 20)) * (steps < 1.1) + rng.gamma(0.2, 1, (years, 30, 20))
    return sp.Panel(*map(tuple, LABELS), tuple(range(2010, 2010 + years)), values)


@pytest.mark.parametrize("own", ["include", "exclude"])
@pytest.mark.parametrize("method", ["minimum", "probability", "association", "cosine", "jaccard"])
@pytest.mark.parametrize(("dtype", "near"), [("float64", 1e-10), ("float32", 1e-4)])
def test_profile_is_what_the_measures_give(own, method, dtype, near):
    panel = nested()
    found = sp.profile(panel, proximity=method, own=own, dtype=dtype)
    for at, year in enumerate(panel.years):
        x = panel.matrix(year)
        m = sp.presence(x)
        phi = sp.proximity(m, method, diagonal=1.0 if own == "include" else 0.0)
        complex_ = sp.complexity(m)
        assert (found.presence[at] == m).all()
        assert found.lq[at] == pytest.approx(sp.location_quotient(x), rel=near)
        assert found.regions[at] == pytest.approx(complex_.regions)
        assert found.activities[at] == pytest.approx(complex_.activities)
        assert found.proximity(year) == pytest.approx(phi, rel=near)
        density = sp.relatedness_density(m, phi, own)
        assert found.density[at] == pytest.approx(density, rel=near, nan_ok=True)
        gain = sp.opportunity_gain(m, phi, complex_.activities)
        assert found.opportunity_gain[at] == pytest.approx(gain, rel=near, abs=near)
        outlook = sp.opportunity_index(m, phi, complex_.activities, own)
        assert found.opportunity_index[at] == pytest.approx(outlook, rel=near, abs=10 * near)
        assert (found.diversity[at] == sp.diversity(m)).all()
        assert (found.ubiquity[at] == sp.ubiquity(m)).all()
    assert found.lq.dtype == dtype


def test_profile_of_europe_is_as_ecomplexity_computes_it():
    frame = pl.read_csv(example("ecomplexity/eu_sbs2015_nuts2_nace2_input.csv"))
    panel = sp.Panel.from_frame(frame, region="geo", activity="nace_r2", value="n")
    with pytest.warns(sp.WeakSignWarning):
        found = sp.profile(panel)
    eci = pl.read_csv(example("ecomplexity/eu_sbs2015_region.csv")).sort("geo")["eci"]
    assert found.regions[0] == pytest.approx(eci.to_numpy(), abs=1e-6)


def test_panel_is_not_changed():
    panel = nested()
    before = panel.values.copy()
    sp.profile(panel)
    assert (panel.values == before).all()


def test_empty_region_and_activity_are_nan_or_absent():
    values = nested(1).values.copy()
    values[0, 3], values[0, :, 4] = 0, 0
    found = sp.profile(sp.Panel(*map(tuple, LABELS), (2010,), values))
    assert np.isnan(found.lq[0, 3]).all()
    assert np.isnan(found.lq[0, :, 4]).all()
    assert np.isnan(found.regions[0, 3])
    assert np.isnan(found.activities[0, 4])
    assert not found.presence[0, 3].any()
    assert np.isfinite(found.opportunity_gain).all()


def test_year_that_cannot_be_computed_is_named():
    values = nested().values.copy()
    values[1] = 1
    with pytest.raises(ValueError, match=r"every activity \(in 2011\)"):
        sp.profile(sp.Panel(*map(tuple, LABELS), (2010, 2011), values))


@pytest.mark.parametrize(
    ("name", "value"),
    [("proximity", "near"), ("own", "yes"), ("dtype", "float16"), ("threshold", -1)],
)
def test_unknown_parameter_is_refused(name, value):
    with pytest.raises(ValueError, match=name):
        sp.profile(nested(1), **{name: value})


def test_what_is_not_told_has_no_quotient_and_no_gain_and_adds_nothing_to_the_outlook():
    rng = np.random.default_rng(3)
    values = rng.poisson(20, (2, 12, 9)).astype(float)
    hidden = np.zeros(values.shape, bool)
    hidden[0, 3, 4] = True
    values[hidden] = 0
    labels = tuple(f"{n:02}" for n in range(12)), tuple("abcdefghi"), (2020, 2021)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sp.WeakSignWarning)
        found = sp.profile(sp.Panel(*labels, values, hidden), dtype="float64")
        plain = sp.profile(sp.Panel(*labels, values), dtype="float64")
    assert np.isnan(found.lq[hidden]).all()
    assert np.isnan(found.opportunity_gain[hidden]).all()
    assert not found.presence[hidden].any()
    assert np.isnan(found.lq).sum() == 1
    lost = plain.density[0, 3, 4] * plain.activities[0, 4]
    assert found.opportunity_index[0, 3] == pytest.approx(plain.opportunity_index[0, 3] - lost)
    assert np.array_equal(found.opportunity_index[1], plain.opportunity_index[1])


def test_warning_names_the_years_and_asks_for_no_anchor_that_it_has():
    rng = np.random.default_rng(3)
    jobs = np.repeat(rng.uniform(1, 100, (1, 12, 9)), 8, axis=0)
    years, regions = tuple(range(2011, 2019)), tuple("ABCDEFGHIJKL")
    panel = sp.Panel(regions, tuple("abcdefghi"), years, jobs)
    complexity = sp.profile(panel.only(2011)).regions[0]
    unrelated = rng.normal(size=12)
    unrelated -= complexity * (unrelated @ complexity) / (complexity @ complexity)
    with pytest.warns(sp.WeakSignWarning) as caught:
        sp.profile(panel, anchor=unrelated)
    text = str(caught[0].message)
    assert "with the anchor by a correlation of" in text
    assert "only (in 2011, 2012, 2013, 2014, 2015 and 3 more)" in text
    assert "Give an anchor" not in text
    with pytest.warns(sp.WeakSignWarning) as caught:
        sp.profile(panel.only(2011), anchor=unrelated)
    assert "2011" not in str(caught[0].message)
