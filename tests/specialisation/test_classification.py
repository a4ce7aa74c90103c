"""Codes, their versions and levels; panels at another level and in the other version."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import specialisation as sp
from specialisation.classification import rows_of, successors, titles
from specialisation.panels_together import correspondence, title

REV_2, REV_2_1 = "NACE Rev. 2", "NACE Rev. 2.1"
BOTH = (REV_2, REV_2_1)


def panel(
    activities, values=None, classification=REV_2, regions=("SE",), years=(2020,), hidden=None
):
    shape = (len(years), len(regions), len(activities))
    cube = np.ones(shape) if values is None else np.array(values, float).reshape(shape)
    mask = None if hidden is None else np.array(hidden, bool).reshape(shape)
    if mask is not None:
        cube = np.where(mask, 0.0, cube)
    return sp.Panel(tuple(regions), tuple(activities), tuple(years), cube, mask, classification)


@pytest.mark.parametrize(
    ("version", "sections", "divisions", "groups", "classes"),
    # As the two regulations count them.
    [(REV_2, 21, 88, 272, 615), (REV_2_1, 22, 87, 287, 651)],
)
def test_versions_have_as_many_codes_as_the_regulations(
    version, sections, divisions, groups, classes
):
    count = {"section": 0, "division": 0, "group": 0, "class": 0}
    letters = "ABCDEFGHIJKLMNOPQRSTUV"
    digits = [f"{n:0{width}}" for width in (2, 3, 4) for n in range(10**width)]
    for code in [*letters, *digits]:
        if sp.is_activity(code, version):
            count[sp.activity_level(code, version)] += 1
    assert list(count.values()) == [sections, divisions, groups, classes]


@pytest.mark.parametrize("version", BOTH)
def test_every_code_of_the_correspondence_is_of_its_version(version):
    for code in successors(version):
        assert sp.activity_level(code, version) == "class"
        assert len(sp.activity_parent(code, "section", version)) == 1


def test_tables_say_where_they_are_from():
    from importlib.resources import files

    for name in ("nace_rev_2.csv", "nace_rev_2_1.csv", "nace_rev_2_to_rev_2_1.csv"):
        text = files("specialisation").joinpath("data", name).read_text("utf-8")
        assert "# Source:" in text
        assert rows_of(name)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("Summa", "total"), ("Gesamt", "total"), ("Insgesamt", "total"),
        ("TOTAL", "total"), ("B-N_S95_X_K", "total"), ("C", "section"), ("C10", "division"),
        ("10", "division"), ("01", "division"), ("G451", "group"), ("45.1", "group"),
        ("0161", "class"), ("01.61", "class"), ("C1011", "class"), ("01110", "detail"),
    ],
)  # fmt: skip
def test_level_of_a_code(code, level):
    assert sp.activity_level(code, "SNI 2007") == level


@pytest.mark.parametrize("code", ["", "V", "04", "B10", "10.9.9.9.9", "AA111", "c10", "9999", "US"])
def test_what_is_no_code_is_refused(code):
    assert not sp.is_activity(code)
    with pytest.raises(ValueError, match="should be an activity of NACE"):
        sp.activity_level(code)


@given(st.text(max_size=8))
def test_any_text_is_a_code_or_not(code):
    for version in BOTH:
        assert sp.is_activity(code, version) in {True, False}
    assert sp.is_nuts(code) in {True, False}


def test_parent_is_written_as_the_code_is():
    assert sp.activity_parent("C10.11", "group") == "C10.1"
    assert sp.activity_parent("10.11", "section") == "C"
    assert sp.activity_parent("J62", "section") == "J"
    assert sp.activity_parent("62", "section", "SNI 2025") == "K"
    with pytest.raises(ValueError, match="division or finer"):
        sp.activity_parent("C", "division")


def test_letters_tell_the_versions_apart():
    assert sp.activity_versions(["J62"]) == (REV_2,)
    assert sp.activity_versions(["K62", "TOTAL"]) == (REV_2_1,)
    assert sp.activity_versions(["45"]) == (REV_2,)
    assert sp.activity_versions(["10", "M+N"]) == BOTH
    assert sp.activity_versions(["TOTAL"]) == ()


def test_level_of_a_region_is_in_its_code():
    assert [sp.nuts_level(code) for code in ("EL", "UKC", "SE32", "SE322")] == [0, 1, 2, 3]
    assert sp.nuts_parent("SE322", 0) == "SE"
    for code in ("", "S", "2326", "SE3222", "ZZ1", "se32", "EU27_2020"):
        with pytest.raises(ValueError, match="a region of NUTS"):
            sp.nuts_level(code)
    with pytest.raises(ValueError, match="between 0 and 2"):
        sp.nuts_parent("SE32", 3)


def test_activities_add_up_and_hide_what_has_hidden_parts():
    found = sp.aggregate_activities(
        panel(["10.11", "10.20", "11.01"], [1, 0, 4], hidden=[False, True, False]), "division"
    )
    assert found.activities == ("10", "11")
    assert found.values.tolist() == [[[0, 4]]]  # what is told of a hidden sum is not told
    assert found.suppressed.tolist() == [[[True, False]]]
    assert sp.aggregate_activities(found, "section").activities == ("C",)


def test_activities_of_two_levels_are_never_added_up():
    with pytest.raises(ValueError, match=r"of one level, are of division \(C10\), section \(C\)"):
        sp.aggregate_activities(panel(["C", "C10"]), "section")


def test_activities_without_a_version_are_not_added_up():
    with pytest.raises(ValueError, match="classification should be NACE"):
        sp.aggregate_activities(panel(["C10"], classification=""), "section")


def test_regions_add_up():
    found = sp.aggregate_regions(panel(["A"], [1, 2, 4], regions=["SE321", "SE322", "SE331"]), 2)
    assert found.regions == ("SE32", "SE33")
    assert found.values[0, :, 0].tolist() == [3, 4]
    with pytest.raises(ValueError, match="of one level"):
        sp.aggregate_regions(panel(["A"], [1, 2], regions=["SE", "SE32"]), 0)


def test_official_correspondence_of_divisions():
    """Division 45 is dissolved; 68 and 62 are as Eurostat's table of classes has them."""
    found = correspondence("division")
    assert found["45"] == ("46", "47", "95")
    assert found["62"] == ("62",)
    assert found["68"] == ("55", "68")
    assert found["41"] == ("41", "43", "68", "91")
    assert len(found) == 88
    assert sum(new == (old,) for old, new in found.items()) == 55


def test_correspondence_reads_the_same_from_either_side():
    forth, back = correspondence("division"), correspondence("division", REV_2_1)
    assert {(o, n) for o, new in forth.items() for n in new} == {
        (o, n) for n, old in back.items() for o in old
    }


def test_what_goes_over_whole_is_converted():
    found = sp.convert(panel(["C11", "J62", "K64"], [1, 2, 3]), "SNI 2025")
    assert found.activities == ("11", "62", "64")
    assert found.classification == REV_2_1
    assert found.values.tolist() == [[[1, 2, 3]]]


def test_a_split_is_not_joined_in_silence():
    with pytest.raises(ValueError, match=r"how 45 goes over .* split between 46, 47, 95"):
        sp.convert(panel(["45"]), REV_2_1)


def test_a_split_follows_the_shares_and_keeps_the_sum():
    shares = {("45", "46"): 0.2, ("45", "47"): 0.5, ("45", "95"): 0.3}
    found = sp.convert(panel(["45", "46"], [10, 1]), REV_2_1, shares)
    assert found.activities == ("46", "47", "95")
    assert np.allclose(found.values, [[[3, 5, 3]]])
    hidden = sp.convert(panel(["45", "46"], [10, 1], hidden=[True, False]), REV_2_1, shares)
    assert hidden.suppressed.tolist() == [[[True, True, True]]]
    assert not hidden.values.any()


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        ({("45", "46"): 0.2}, "add up to 1"),
        ({("45", "46"): 1.5, ("45", "47"): -0.5}, "0 to 1"),
        ({("45", "10"): 1.0}, "not to 10"),
        ({("45", "46"): float("nan"), ("45", "47"): 0.5}, "0 to 1"),
    ],
)
def test_shares_are_held_to_the_correspondence(shares, text):
    with pytest.raises(ValueError, match=text):
        sp.convert(panel(["45"]), REV_2_1, shares)


def test_what_has_no_known_origin_is_refused():
    with pytest.raises(ValueError, match=r"4689 has none known"):
        sp.convert(panel(["46.89"], classification=REV_2_1), REV_2)


def test_years_of_one_classification_are_joined():
    found = sp.join_years(
        [
            panel(["10"], [2], years=(2021,), classification="SNI 2007"),
            panel(["10"], [1], years=(2020,), hidden=[True]),
        ]
    )
    assert found.years == (2020, 2021)
    assert found.values.reshape(-1).tolist() == [0, 2]
    assert found.suppressed.reshape(-1).tolist() == [True, False]


@pytest.mark.parametrize(
    ("other", "text"),
    [
        (panel(["10"], classification=REV_2_1, years=(2021,)), "one classification"),
        (panel(["10"], classification="", years=(2021,)), "none told"),
        (panel(["11"], years=(2021,)), "same activities, differ in 10, 11"),
        (panel(["10"], years=(2021,), regions=["NO"]), "same regions"),
        (panel(["10"]), "different years"),
    ],
)
def test_panels_that_do_not_fit_are_not_joined(other, text):
    with pytest.raises(ValueError, match=text):
        sp.join_years([panel(["10"]), other])
    with pytest.raises(ValueError, match="is empty"):
        sp.join_years([])


def test_titles():
    assert title("C10") == "Manufacture of food products"
    assert title("C1011") == "C1011"
    assert len(titles(REV_2_1)) == 22 + 87
