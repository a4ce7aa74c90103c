import time

import pytest
from django.core.exceptions import ValidationError

from varv.people import likeness, numbers
from varv.people.likeness import Known


@pytest.mark.parametrize(
    "typed", ["802000-1239", "8020001239", "16802000-1239", "16 802000 1239", "SE802000123901"]
)
def test_number_is_kept_in_one_form_however_it_is_written(typed):
    assert numbers.normalised(typed) == "802000-1239"


def test_number_from_another_country_is_kept_as_typed():
    assert numbers.normalised(" no 974 760 673 ") == "NO 974 760 673"
    assert numbers.normalised("974760673") == "974760673"
    assert numbers.normalised("") == ""


@pytest.mark.parametrize("typed", ["802000-1234", "8020001230", "168020001231"])
def test_number_whose_last_digit_does_not_fit_is_refused(typed):
    with pytest.raises(ValidationError, match="the last one does not fit"):
        numbers.normalised(typed)


# Made up, with a check digit that fits.
@pytest.mark.parametrize(
    "typed",
    ["19811218-9876", "811218-9876", "8112189876", "811218+9876", "SE 8112189876", "701063-2391"],
)
def test_number_of_a_person_is_refused(typed):
    with pytest.raises(ValidationError, match="personal identity number"):
        numbers.normalised(typed)


def test_number_is_looked_for_by_its_beginning():
    assert numbers.beginning("802000") == "802000"
    assert numbers.beginning("16802000-12") == "802000-12"
    assert numbers.beginning("8020001239") == "802000-1239"
    assert numbers.beginning("Åre") == numbers.beginning("12") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Skog & Fjäll AB", "fjall och skog"),
        ("Skogen A.B.", "Skogen Aktiebolag"),
        ("Åre Bygdeförening ek. för.", "ARE BYGDEFÖRENINGEN"),
        ("Region Jämtland", "Jämtland regionen"),
        ("Bräcke kommun", "Kommunen Bräcke"),
        ("Café Möller Ltd", "Cafe Moller GmbH"),
        ("Ideella föreningen Snö", "Snö, ideell förening"),
    ],
)
def test_spelling_word_order_and_legal_form_make_no_difference(one, other):
    assert likeness.comparable(one) == likeness.comparable(other)


def test_name_of_nothing_but_a_legal_form_is_still_a_name():
    assert likeness.comparable("AB") == ("ab",)
    assert likeness.comparable("!!!") == ()


def suspected(*names, **more):
    known = [Known(pk, (name,), **more) for pk, name in enumerate(names)]
    return [(one.first, one.second, one.reason) for one in likeness.suspicions(known)]


def test_slip_of_the_finger_is_suspected():
    assert suspected("Mittuniversitetet", "Mittuniverstetet") == [(0, 1, "near")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bergs kommun", "Borgs kommun"),
        ("Skola 1", "Skola 2"),
        ("Åre kommun", "Region Åre"),
        ("Skog AB", "Skola AB"),
    ],
)
def test_different_names_are_not_suspected(one, other):
    assert suspected(one, other) == []


def test_other_names_and_numbers_are_compared_too():
    found = likeness.suspicions(
        [
            Known(1, ("Mittuniversitetet", "MIUN")),
            Known(2, ("Miun",)),
            Known(3, ("Helt annat",), number="SE1"),
            Known(4, ("Något tredje",), number="SE1"),
        ]
    )
    assert {(one.first, one.second, one.reason, one.score) for one in found} == {
        (1, 2, "name", 100),
        (3, 4, "number", 100),
    }


def test_same_domain_makes_less_likeness_enough():
    names = "Jamtlands Skogsgrupp", "Jämtlands Skogsägare"
    assert suspected(*names) == []
    assert suspected(*names, domains=frozenset({"skog.example"})) == [(0, 1, "domain")]


def test_only_pairs_with_what_was_touched_are_told():
    known = [Known(pk, (name,)) for pk, name in enumerate(["Ett AB", "Ett", "Två", "Två HB"])]
    assert [(one.first, one.second) for one in likeness.suspicions(known, {3})] == [(2, 3)]


def test_two_thousand_names_take_less_than_a_second_or_two():
    known = [
        Known(pk, (f"Byn {pk:05} {'abcdefghij'[pk % 10] * 4} förening",)) for pk in range(2000)
    ]
    started = time.perf_counter()
    likeness.suspicions(known)
    assert time.perf_counter() - started < 5
