"""Panels: what is read from a frame, and what is refused with its rows."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specialisation as sp

ROWS = {
    "geo": ["B", "A", "B", "A"],
    "nace": ["I55", "A01", "A01", "Ö99"],
    "time": [2015, 2015, 2016, 2016],
    "n": [3.0, 4.0, 5.0, 6.0],
}
NAMES = {"region": "geo", "activity": "nace", "year": "time", "value": "n"}
FRAMES = [pl.DataFrame, pd.DataFrame]
both = pytest.mark.parametrize("make", FRAMES, ids=["polars", "pandas"])


def panel(make: Any, **changed: Any) -> sp.Panel:
    return sp.Panel.from_frame(make(ROWS | changed), **NAMES)


@both
def test_panel_has_sorted_labels_and_values_in_their_places(make):
    found = panel(make)
    assert found.regions == ("A", "B")
    assert found.activities == ("A01", "I55", "Ö99")
    assert found.years == (2015, 2016)
    assert found.values.dtype == np.float64
    assert found.matrix(2015).tolist() == [[4, 0, 0], [0, 3, 0]]
    assert found.matrix().tolist() == [[0, 0, 6], [5, 0, 0]]


@both
def test_frame_is_not_changed(make):
    frame = make(ROWS)
    before = frame.to_dict() if make is pd.DataFrame else frame.clone()
    sp.Panel.from_frame(frame, **NAMES)
    if make is pd.DataFrame:
        assert frame.to_dict() == before
    else:
        assert frame.equals(before)


@both
def test_panel_without_years_is_one_period(make):
    frame = make({"region": ["A"], "activity": ["a"], "value": [1]})
    found = sp.Panel.from_frame(frame)
    assert found.values.shape == (1, 1, 1)
    assert found.matrix().tolist() == [[1]]


@both
@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"n": [3.0, -4.0, 5.0, -6.0]}, "n should be zero or more: rows 1, 3"),
        ({"n": [3.0, None, 5.0, 6.0]}, "n should be a finite number: rows 1"),
        ({"n": [3.0, float("inf"), 5.0, 6.0]}, "n should be a finite number: rows 1"),
        ({"n": ["3", "4", "5", "6"]}, "n should be a column of numbers"),
        ({"n": [0.0, 0.0, 5.0, 6.0]}, "zero in every row of a year: 2015"),
        ({"geo": ["B", "", "B", "A"]}, "geo should not be blank: rows 1"),
        ({"geo": ["B", None, "B", "A"]}, "geo should not be blank: rows 1"),
        ({"nace": ["I55", "  ", "A01", "B"]}, "nace should not be blank: rows 1"),
        ({"time": [2015.0, 2015.5, 2016.0, 2016.0]}, "time should be a whole year: rows 1"),
        ({"time": [2015, None, 2016, 2016]}, "time should be a whole year: rows 1"),
        (
            {"geo": ["A"] * 4, "nace": ["a"] * 4, "time": [2015, 2015, 2016, 2017]},
            "told once: rows 0, 1",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_rows(make, changed, text):
    with pytest.raises(ValueError, match=text):
        panel(make, **changed)


@both
def test_missing_column_is_named_with_those_there_are(make):
    with pytest.raises(ValueError, match=r"activity \('sni'\); has geo, nace, time, n"):
        sp.Panel.from_frame(make(ROWS), region="geo", activity="sni", value="n")


@both
def test_frame_without_rows_is_refused(make):
    frame = make({"region": [], "activity": [], "value": []})
    with pytest.raises(ValueError, match="should have rows"):
        sp.Panel.from_frame(frame)


def test_what_is_no_frame_is_refused():
    with pytest.raises(ValueError, match="data frame"):
        sp.Panel.from_frame([1, 2, 3])


@both
def test_suppressed_cell_is_masked_and_not_told(make):
    frame = make({
        "region": ["A", "A", "B"], "activity": ["a", "b", "a"],
        "value": [1.0, None, 2.0], "hidden": [False, True, False],
    })  # fmt: skip
    found = sp.Panel.from_frame(frame, suppressed="hidden")
    assert found.suppressed is not None
    assert found.suppressed.tolist() == [[[False, True], [False, False]]]
    assert found.values.tolist() == [[[1, 0], [2, 0]]]


@pytest.mark.parametrize("kind", [pl.Categorical, pl.Enum(["Z", "A", "B"])], ids=str)
def test_categories_are_read_as_their_labels(kind):
    frame = pl.DataFrame(ROWS).with_columns(pl.col("geo").cast(kind))
    assert sp.Panel.from_frame(frame, **NAMES).regions == ("A", "B")


@both
def test_codes_that_are_numbers_stay_numbers_in_their_order(make):
    frame = make({"region": [10, 9, 100], "activity": [1, 1, 1], "value": [1, 2, 3]})
    assert sp.Panel.from_frame(frame).regions == (9, 10, 100)


def test_year_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="years should have 1999; the panel has 2015, 2016"):
        panel(pl.DataFrame).matrix(1999)


def test_region_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="regions should have 'C'; the panel has A, B"):
        panel(pl.DataFrame).place_of_region("C")


def test_only_some_years_are_kept():
    found = panel(pl.DataFrame).only([2016])
    assert found.years == (2016,)
    assert found.values.tolist() == panel(pl.DataFrame).values[1:].tolist()


def test_one_year_may_be_kept_without_a_list():
    found = panel(pl.DataFrame)
    assert found.only(2016).years == found.only(np.int64(2016)).years == (2016,)
    assert found.only((2016, 2015, 2016)).years == (2015, 2016)


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ([], "years should name a year or more to keep, is empty"),
        ((), "years should name a year or more"),
        (2012, "years should have 2012; the panel has 2015, 2016"),
        ("2016", "years should have '2016'; the panel has 2015, 2016"),
        (None, "years should have None"),
        (2016.5, "years should have 2016.5"),
        ([[2016]], r"years should have \[2016\]"),
    ],
)
def test_years_that_cannot_be_kept_are_refused(years, text):
    with pytest.raises(ValueError, match=text):
        panel(pl.DataFrame).only(years)


def test_panel_cannot_be_changed_by_what_it_gives():
    values, hidden = (
        np.array([[[1.0, 2.0], [0.0, 4.0]]]),
        np.array([[[False, False], [True, False]]]),
    )
    found = sp.Panel(("A", "B"), ("a", "b"), (2020,), values, hidden)
    for array in (found.values, found.matrix(), found.matrix(2020), found.suppressed):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 9
    assert values.flags.writeable
    assert values[0, 0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        panel(pl.DataFrame).matrix()[0, 0] = 9


def test_number_under_suppression_is_refused_with_its_place():
    hidden = np.zeros((1, 2, 2), bool)
    hidden[0, 1, 0] = True
    with pytest.raises(ValueError, match=r"be 0 where they are suppressed, is 1 at \(0, 1, 0\)"):
        sp.Panel(*LABELS, ONES, hidden)


def test_sum_with_a_suppressed_part_is_suppressed_and_not_told_in_part():
    values, hidden = np.array([[[0.0, 2.0, 4.0]]]), np.array([[[True, False, False]]])
    fine = sp.Panel(("SE",), ("10.11", "10.20", "11.01"), (0,), values, hidden, "NACE Rev. 2")
    found = sp.aggregate_activities(fine, "division")
    assert found.values.tolist() == [[[0, 4]]]
    assert found.suppressed.tolist() == [[[True, False]]]


@both
def test_one_label_written_in_two_ways_is_one(make):
    frame = make({
        "region": ["Åre", "A\u030are", " Åre", "x", "x "], "activity": ["a", "b", "c ", "a", "b"],
        "value": [1, 2, 3, 4, 5],
    })  # fmt: skip
    found = sp.Panel.from_frame(frame)
    assert (found.regions, found.activities) == (("x", "Åre"), ("a", "b", "c"))
    assert found.matrix().tolist() == [[4, 5, 0], [1, 2, 3]]
    assert found.place_of_region("A\u030are") == 1
    with pytest.raises(ValueError, match="told once: rows 0, 1"):
        sp.Panel.from_frame(frame[:2].assign(activity="a") if make is pd.DataFrame
                            else frame[:2].with_columns(activity=pl.lit("a")))  # fmt: skip


@both
def test_whole_floats_are_whole_numbers(make):
    frame = make({"region": [10.0, 9.0, 100.0], "activity": [1.5, 2.0, 2.0], "value": [1, 2, 3]})
    found = sp.Panel.from_frame(frame)
    assert found.regions == (9, 10, 100)
    assert found.activities == ("1.5", "2")
    empty = make({"region": [10.0, float("nan")], "activity": [1, 1], "value": [1, 2]})
    with pytest.raises(ValueError, match="region should not be blank: rows 1"):
        sp.Panel.from_frame(empty)


def test_column_that_is_there_twice_is_refused():
    frame = pd.DataFrame([["A", "B", "a", 1.0]], columns=["region", "region", "activity", "value"])
    with pytest.raises(ValueError, match="should have one column 'region', has several"):
        sp.Panel.from_frame(frame)


LABELS = (("A", "B"), ("a", "b"), (2020,))
ONES = np.ones((1, 2, 2))


def test_labels_and_values_may_be_given_as_lists():
    found = sp.Panel(["A", "B"], ["a", "b"], [2020], ONES.tolist())
    assert (found.regions, found.activities, found.years) == LABELS
    assert (found.values == 1).all()
    assert sp.fingerprint(found) == sp.fingerprint(sp.Panel(*LABELS, ONES))


def test_labels_of_numpy_become_those_of_python():
    found = sp.Panel(np.array(["A", "B"]), np.arange(2), np.array([2020]), ONES)
    assert (found.regions, found.activities, found.years) == (("A", "B"), (0, 1), (2020,))
    assert {type(one) for one in (*found.regions, *found.activities, *found.years)} == {str, int}
    assert sp.fingerprint(found)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ((["A", 1], *LABELS[1:], ONES), "regions should be labels of one kind"),
        ((["A", []], *LABELS[1:], ONES), "regions should be labels of one kind"),
        ((5, *LABELS[1:], ONES), "regions should be labels of one kind"),
        (((1.5, 2.5), *LABELS[1:], ONES), "regions should be text or whole numbers, has 1.5"),
        ((("B", "A"), *LABELS[1:], ONES), "regions should be sorted, and each there once"),
        ((*LABELS[:2], ("2020",), ONES), "years should be whole numbers, has '2020'"),
        ((*LABELS, [[[1.0, 2.0], [1.0]]]), "values should be an array, with rows of one length"),
        ((*LABELS, [[["1", "2"], ["3", "4"]]]), "values should be float64"),
        ((*LABELS, None), "values should have the shape"),
        ((*LABELS, ONES, ONES), "suppressed should be booleans of the shape"),
        ((*LABELS, ONES, [True]), "suppressed should be booleans of the shape"),
    ],
)
def test_panel_of_what_does_not_fit_is_refused(given, text):
    with pytest.raises(ValueError, match=text):
        sp.Panel(*given)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.integers(2000, 2003)),
        st.integers(1, 1000),
        min_size=1,
    ),
    st.randoms(use_true_random=False),
)
def test_order_of_rows_changes_nothing(cells, chance):
    rows = [(*key, value) for key, value in cells.items()]
    mixed = chance.sample(rows, len(rows))
    schema = ["region", "activity", "year", "value"]
    one, other = (
        sp.Panel.from_frame(pl.DataFrame(some, schema=schema, orient="row"), year="year")
        for some in (rows, mixed)
    )
    assert one.regions == other.regions
    assert (one.values == other.values).all()
    assert one.values.sum() == sum(cells.values())
