"""Tables that tell of places only: no column of activities is asked for."""

import specialisation as sp

TEXT = b"kommun;\xc3\xa5r;antal\n2380;2020;63985\n2321;2020;12059\n"


def test_table_of_places_gets_the_one_activity():
    found = sp.read(TEXT, columns={"activity": ""})
    assert not found.errors
    assert found.panel().activities == ("-",)
    assert found.panel().matrix().tolist() == [[12059.0], [63985.0]]


def test_column_by_the_name_of_the_role_is_left_alone():
    text = b"kommun;activity;antal\n2380;x;63985\n2321;y;12059\n"
    assert sp.read(text, columns={"activity": ""}).panel().activities == ("-",)
