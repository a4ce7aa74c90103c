"""What is wrong with real files, as their offices published them."""

import time

import numpy as np
import pytest

import specialisation as sp
from tests.specialisation.examples import data

EUROSTAT = "regions/sbs_r_nuts06_r2_2015.csv"
GERMANY = "regions/de_kreis_occ3_total.csv.gz"
NEW_ZEALAND = "regions/nz_urban_areas_1976_2013.csv.gz"
BRITAIN = "regions/uk_bres_nuts2_sic4_2010_2018.csv.gz"
COUNTIES = "jamtland/county_sector_employment.csv"
NUTS_2 = "jamtland/nuts2_sector_employment.csv"
OSTERSUND = "jamtland/municipality_sector_employment.csv"
WORKPLACES = "jamtland/municipality_establishments.csv"


def read(name, **options):
    return sp.read(data(name), **options)


def told(found):
    return {(one.severity, one.kind) for one in found.findings}


def only(found, kind):
    (one,) = found.of_kind(kind)
    return one


def test_eurostat_file_mixes_sections_divisions_and_groups():
    found = read(EUROSTAT)
    fault = only(found, "mixed_levels")
    assert fault.severity == "error"
    assert "section (5586 rows), division (31694 rows), group (9579 rows)" in fault.message
    with pytest.raises(ValueError, match="choose with level="):
        found.panel()


def test_eurostat_file_at_divisions_and_nuts_2():
    found = read(EUROSTAT, level="division", expected_regions=["SE32"])
    panel = found.panel()
    assert found.classification == panel.classification == "NACE Rev. 2"
    assert found.columns == {"region": "geo", "activity": "nace_r2", "value": "n2015"}
    assert panel.values.shape == (1, 319, 68)
    assert not [one for one in panel.regions if str(one).endswith("ZZ")]
    assert "CZZZ" in only(found, "extra_regio").message
    assert panel.years == (2015,)
    assert not found.errors
    # Times that a spreadsheet made; blanks; flags in the cells, alone or after a figure.
    damaged = only(found, "damaged")
    assert (damaged.count, damaged.column, damaged.rows[0]) == (30, "n2015", 725)
    assert only(found, "suppressed").count == 8490 + 119 + 30 + 9
    assert "d 386" in only(found, "flags").message
    assert found.frame.filter(flag="d", value=219).height > 0
    assert only(found, "mixed_region_levels").column == "geo"
    assert found.classification == "NACE Rev. 2"


def test_eurostat_mask_travels_with_the_panel():
    panel = read(EUROSTAT, level="division").panel()
    hidden = panel.suppressed[0]
    assert hidden.any()
    assert not hidden.all()
    assert (panel.values[0][hidden] == 0).all()
    assert not hidden[panel.place_of_region("SE32")].all()


def test_eurostat_file_has_regions_of_an_older_nuts_without_figures():
    fault = only(read(EUROSTAT, level="division"), "nothing_told")
    assert fault.severity == "warning"
    assert "36 regions tell no figure at all: DE41, DE42, DED1" in fault.message


def test_eurostat_sections_are_the_sums_of_their_divisions_but_for_rounding():
    found = read(EUROSTAT, level="division")
    note = next(one for one in found.of_kind("rounding") if "section" in one.message)
    assert "671 of 3855 printed activity totals (section)" in note.message
    assert "up to 3" in note.message
    # Some countries do not tell all their regions: that is no rounding.
    assert "printed region totals (NUTS 0)" in only(found, "sum_differs").message


def test_eurostat_matrix_has_the_figures_of_the_file():
    panel = read(EUROSTAT, level="division").panel()
    lines = data(EUROSTAT).read_text("utf-8").splitlines()
    cells = {tuple(line.split(";")[:2]): line.split(";")[2] for line in lines}
    for activity, region in [("I55", "SE32"), ("C16", "SE32"), ("J62", "SE11"), ("B05", "PL22")]:
        told_there = cells[activity, region].split(" ")[0]
        place = panel.place_of_region(region), panel.place_of_activity(activity)
        assert panel.matrix()[place] == float(told_there or 0)


def test_file_about_others_is_refused():
    found = read(EUROSTAT, level="division", expected_regions=["JP01", "JP02"])
    assert ("error", "other_region") in told(found)


def test_german_file_has_rows_without_an_occupation_and_is_read_in_time():
    path = data(GERMANY)
    start = time.process_time()
    found = sp.read(path)
    # Ten seconds are the promise on a quiet machine; the processor's own are what it costs.
    assert time.process_time() - start < 10
    fault = only(found, "blank_code")
    assert (fault.severity, fault.count, fault.column) == ("error", 5213, "industry")
    assert found.errors == (fault,)
    assert only(found, "suppressed").count == 31342
    sizes = [found.frame[axis].n_unique() for axis in ("year", "region", "activity")]
    assert sizes == [13, 401, 140]


def test_new_zealand_has_nothing_to_tell():
    found = read(NEW_ZEALAND)
    assert found.panel().values.shape == (8, 143, 65)
    assert told(found) == {("note", "guessed_columns")}


def test_british_years_of_nothing_are_refused():
    found = read(BRITAIN)
    fault = only(found, "zero_year")
    assert fault.severity == "error"
    assert "2010, 2011, 2012, 2013, 2014" in fault.message
    assert (fault.column, fault.rows[0], fault.count) == ("value", 2, 5 * 39 * 525)
    with pytest.raises(ValueError, match="there is no data"):
        found.panel()


def test_british_years_with_data_are_classes_of_nace():
    found = read(BRITAIN, year=range(2015, 2019), classification="NACE Rev. 2", level="class")
    panel = found.panel()
    assert panel.values.shape == (4, 39, 525)
    divisions = sp.aggregate_activities(panel, "division")
    assert np.allclose(divisions.values.sum(2), panel.values.sum(2))
    with pytest.raises(ValueError, match="is split between"):
        sp.convert(divisions, "NACE Rev. 2.1")


def test_two_measures_of_counties_are_never_mixed():
    fault = only(read(COUNTIES), "mixed_measures")
    assert (fault.severity, fault.column) == ("error", "measure")
    assert "dagbefolkning_16plus, nattbefolkning_20_64" in fault.message
    found = read(COUNTIES, only={"measure": "nattbefolkning_20_64"})
    assert found.panel().years == (2020,)
    assert ("warning", "mixed_region_levels") in told(found)  # the country among its counties


def test_counties_without_figures_in_a_year_are_masked():
    found = read(COUNTIES, only={"measure": "dagbefolkning_16plus"})
    panel = found.panel()
    assert ("warning", "year_lacks") in told(found)
    place = panel.place_of_year(2018), panel.place_of_region("04")
    assert panel.suppressed[place].all()


def test_total_that_misses_its_parts_by_fifteen_in_millions_is_rounding():
    options = {"only": {"measure": "nattbefolkning_20_64"}, "region_level": "country"}
    total = read(COUNTIES, **options).frame["value"].sum()
    assert 4_500_000 < total < 4_700_000
    near = read(COUNTIES, totals={("00", 2020): total + 15}, **options)
    assert "by up to 15 (of 4,6" in only(near, "rounding").message
    far = read(COUNTIES, totals={("00", 2020): total + 150}, **options)
    assert ("warning", "partial") in told(far)


def test_nuts_2_regions_sum_to_the_country():
    found = read(NUTS_2)
    assert found.panel().values.shape == (6, 8, 7)
    assert only(found, "mixed_region_levels").count == 41
    assert not {"rounding", "sum_differs"} & {one.kind for one in found.findings}
    # One sector is not told in 2020.
    assert found.panel().suppressed.any(axis=1).sum() == 1


def test_totals_of_ostersund_miss_by_up_to_six():
    assert {("error", "mixed_measures"), ("error", "duplicate")} <= told(read(OSTERSUND))
    found = read(OSTERSUND, only={"measure": "arbetsstalle_15_74"})
    assert not found.errors
    assert only(found, "total_row").rows == (52, 69)
    assert "by up to 6" in only(found, "rounding").message
    assert found.panel().activities[-1] == "US"
    older = read(OSTERSUND, only={"measure": "dagbefolkning_16plus"})
    assert "rounding" not in {one.kind for one in older.findings}


def test_workplaces_have_totals_on_both_axes():
    found = read(WORKPLACES)
    assert found.panel().values.shape == (1, 8, 3)
    assert only(found, "total_row").count == 10
    assert "country, county" in only(found, "mixed_region_levels").message
    # The eight municipalities are the whole county: it fits to the unit.
    assert "sum_differs" not in {one.kind for one in found.findings}


@pytest.mark.parametrize(
    "name",
    [
        "area_visions", "it_employment_women", "labour_programme_monthly",
        "municipality_holiday_homes",
        "municipality_land_area", "municipality_population", "projects", "tourism_employment",
    ],
)  # fmt: skip
def test_table_that_is_not_of_activities_says_what_it_lacks(name):
    with pytest.raises(ValueError, match=r"columns should say which is the .*activity"):
        read(f"jamtland/{name}.csv")


def test_months_are_not_years():
    roles = {"activity": "municipality", "region": "municipality_code", "year": "month",
             "value": "persons_in_programme"}  # fmt: skip
    fault = only(read("jamtland/labour_programme_monthly.csv", columns=roles), "not_a_year")
    assert (fault.severity, fault.column) == ("error", "month")


def test_json_stat_is_read():
    found = read("formats/sample_population_jsonstat2.json", columns={"activity": "ContentsCode"})
    panel = found.panel()
    assert panel.matrix(2024)[panel.place_of_region("2380"), 0] == 64979
    assert panel.values[0, panel.place_of_region("2303"), 0] == 5208
