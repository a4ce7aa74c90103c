"""What others have published: EconGeo's manual, ecomplexity on Eurostat's figures, labour flows."""

import numpy as np
import polars as pl
import pytest

import specialisation as sp
from tests.specialisation.examples import example, table

BY_REGION = {
    "Hachman": sp.hachman_index,
    "Herfindahl": sp.herfindahl,
    "Krugman.index": sp.krugman_index,
    "spec.coeff": sp.specialisation_coefficient,
}


@pytest.mark.parametrize("name", BY_REGION)
@pytest.mark.parametrize("of", ["A", "E"])
def test_measure_of_regions_is_as_econgeo_prints_it(of: str, name: str):
    found = BY_REGION[name](table(f"econgeo/{of}_input.csv"))
    assert found == pytest.approx(table(f"econgeo/{of}_{name}.csv"), abs=1e-12)


def test_location_quotient_is_as_econgeo_prints_it():
    x = table("econgeo/A_input.csv")
    assert sp.location_quotient(x) == pytest.approx(table("econgeo/A_location.quotient.csv"))
    assert sp.location_quotient_average(x) == pytest.approx(
        table("econgeo/A_location.quotient.avg.csv")
    )
    binary = table("econgeo/A_location.quotient_binary.csv")
    assert (sp.presence(x) == binary.astype(bool)).all()


def test_entropy_is_as_econgeo_prints_it():
    found = sp.shannon_entropy(table("econgeo/A_input.csv"))
    assert found == pytest.approx(table("econgeo/A_entropy.csv"), abs=5e-4)


def test_locational_gini_is_as_econgeo_prints_it():
    found = sp.locational_gini(table("econgeo/A_input.csv"))
    wanted = table("econgeo/A_locational.Gini_per_industry_formula.csv")
    assert found == pytest.approx(wanted, abs=5e-3)


@pytest.mark.parametrize("method", ["prob", "association", "cosine", "Jaccard"])
def test_proximity_is_as_econgeo_prints_it(method: str):
    ours = {"prob": "probability", "Jaccard": "jaccard"}.get(method, method)
    found = sp.proximity_from_counts(table("econgeo/G_input_cooccurrence.csv"), method=ours)
    assert found == pytest.approx(table(f"econgeo/G_relatedness_{method}.csv"), abs=1e-14)


def test_sophistication_is_as_econgeo_prints_it():
    # EconGeo divides by the shares it has rounded to two decimals.
    x = table("econgeo/E_input.csv")
    assert x.shape == (5, 4)
    quotients = sp.location_quotient(x)
    assert quotients == pytest.approx(table("econgeo/E_RCA.csv"), abs=5e-3)


def test_complexity_is_as_ecomplexity_computes_it():
    frame = pl.read_csv(example("ecomplexity/eu_sbs2015_nuts2_nace2_input.csv"))
    panel = sp.Panel.from_frame(frame, region="geo", activity="nace_r2", value="n")
    regions = pl.read_csv(example("ecomplexity/eu_sbs2015_region.csv")).sort("geo")
    industries = pl.read_csv(example("ecomplexity/eu_sbs2015_industry.csv")).sort("nace_r2")
    assert panel.regions == tuple(regions["geo"])
    assert panel.activities == tuple(industries["nace_r2"])
    present = sp.presence(panel.matrix())
    assert (sp.diversity(present) == regions["diversity"].to_numpy()).all()
    assert (sp.ubiquity(present) == industries["ubiquity"].to_numpy()).all()
    with pytest.warns(sp.WeakSignWarning, match=r"0\.24"):
        found = sp.complexity(present)
    eci = regions["eci"].to_numpy()
    assert found.regions == pytest.approx(eci, abs=1e-9)
    # ecomplexity scales activities by the mean and deviation of the regions.
    pci = industries["pci"].to_numpy()
    assert found.activities == pytest.approx((pci - pci.mean()) / pci.std(), abs=1e-9)
    # Its outlook weighs by the eigenvector as it is, before that, and is scaled at the end.
    vector = pci - np.average(pci, weights=sp.ubiquity(present))
    near = sp.proximity(present, diagonal=1.0)
    outlook = sp.opportunity_index(present, near, vector, own="include")
    scaled = (outlook - outlook.mean()) / outlook.std()
    assert scaled == pytest.approx(regions["coi"].to_numpy(), abs=1e-9)


@pytest.mark.parametrize(
    ("x", "name"),
    [
        ([0, 10, 10, 30, 50], "B_Gini"),
        ([5, 5, 5, 5, 5], "B_Gini_col2"),
        ([0, 0, 0, 0, 1], "B_Gini_col3"),
        ([0, 0, 0, 1, 1], "B_Gini_col4"),
    ],
)
def test_gini_is_as_econgeo_prints_it(x: list[float], name: str):
    assert sp.gini(x) == pytest.approx(float(table(f"econgeo/{name}.csv")))


@pytest.mark.parametrize("end", ["", "_col2", "_col3", "_col4"])
def test_hoover_is_as_econgeo_prints_it(end: str):
    values, sizes = table("econgeo/B_input.csv").T
    x = table("econgeo/B_matrix_input.csv")[:, int(end[-1]) - 1] if end else values
    assert sp.hoover_gini(x, sizes) == pytest.approx(
        float(table(f"econgeo/B_Hoover.Gini{end}.csv"))
    )
    found = sp.hoover_index(x, sizes)
    assert found == pytest.approx(float(table(f"econgeo/B_Hoover.index{end}.csv")), abs=1e-12)


def test_skill_relatedness_is_as_published():
    flows = pl.read_csv(
        example("skill_relatedness/Table1_Reduced_matrix_2009_2018_flows.csv"),
        schema_overrides={"StartIndst": pl.String, "FinalIndst": pl.String},
        null_values="NA",
    ).drop_nulls("Counts")
    codes = sorted({*flows["StartIndst"], *flows["FinalIndst"]})
    rows = flows["StartIndst"].cast(pl.Enum(codes)).to_physical().to_numpy()
    columns = flows["FinalIndst"].cast(pl.Enum(codes)).to_physical().to_numpy()
    counts = np.zeros((len(codes), len(codes)))
    counts[rows, columns] = flows["Counts"]
    found = sp.skill_relatedness(counts).normalised[rows, columns]
    # The sums behind what is published have cells under ten, which are not told.
    away = np.abs(found - flows["weight"].to_numpy())
    assert np.median(away) < 5e-4
    assert np.quantile(away, 0.99) < 0.05
