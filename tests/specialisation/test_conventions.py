"""Presets: the figures of other packages come out."""

import numpy as np
import polars as pl
import pytest

import specialisation as sp
from tests.specialisation.examples import example, table

#: A matrix, and what economic-complexity 0.3.0 makes of it (computed with it, ten decimals).
M = np.array([
    [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 0, 1, 1, 1, 1, 1, 0],
    [1, 0, 1, 1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 1, 0, 0, 0],
    [1, 1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0, 0, 0],
    [1, 1, 1, 0, 0, 0, 0, 0, 1], [1, 1, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 1, 0, 0, 0],
])  # fmt: skip
DATAWHEEL = [
    0.9990294798, 0.9990294798, 1.2127758816, 1.0700676921, 0.1279118157, 0.1279118157,
    -0.2310580624, -0.6810873688, -1.6235248178, -0.6863038714, -1.6235248178, 0.308772769,
]  # fmt: skip
DATAWHEEL_ACTIVITIES = [
    -1.1550334081, -1.479617909, -0.6472962102, -0.0884826, 0.2929256027, 0.4744660509,
    1.3643200794, 1.3644440127, -0.1257256143,
]  # fmt: skip


def test_datawheel_figures_come_out():
    found = sp.complexity(M, **sp.preset("datawheel").complexity)
    assert found.regions == pytest.approx(DATAWHEEL, abs=1e-9)
    assert found.activities == pytest.approx(DATAWHEEL_ACTIVITIES, abs=1e-9)


def test_econgeo_figures_come_out():
    found = sp.complexity(
        sp.presence(table("econgeo/D_input.csv")), **sp.preset("econgeo").complexity
    )
    # It rounds the matrix to four decimals, and chooses the sign of regions otherwise.
    regions = table("econgeo/D_KCI_RCA.csv")
    assert found.regions == pytest.approx(regions, abs=2e-3)
    assert found.activities == pytest.approx(table("econgeo/D_TCI_RCA.csv"), abs=2e-3)


def test_ecomplexity_figures_come_out():
    frame = pl.read_csv(example("ecomplexity/eu_sbs2015_nuts2_nace2_input.csv"))
    panel = sp.Panel.from_frame(frame, region="geo", activity="nace_r2", value="n")
    with pytest.warns(sp.WeakSignWarning):
        found = sp.profile(panel, dtype="float64", **sp.preset("ecomplexity").profile)
    industries = pl.read_csv(example("ecomplexity/eu_sbs2015_industry.csv")).sort("nace_r2")
    assert found.activities[0] == pytest.approx(industries["pci"].to_numpy(), abs=1e-9)
    # What gives the scale its name: a region is as complex as its activities are on average.
    m = found.presence[0]
    means = (m @ found.activities[0]) / m.sum(axis=1)
    assert means == pytest.approx(found.regions[0], abs=1e-9)


def test_unknown_package_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="ecomplexity, econgeo, datawheel, is 'excel'"):
        sp.preset("excel")


def test_preset_cannot_be_changed():
    with pytest.raises(TypeError):
        sp.preset("econgeo").proximity["method"] = "cosine"  # type: ignore[index]
