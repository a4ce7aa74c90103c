"""What codes are called: the same on every page, whoever computed the figures."""

import pytest
from django.utils import translation

from tests.varv.factories import MunicipalityFactory
from varv.analysis.compute import activities
from varv.analysis.names.activities import TITLES, activity_name, activity_shown, name_shown
from varv.analysis.names.regions import (
    name_beside,
    names_of_places,
    place_called,
    place_shown,
    places_shown,
    region_called,
    region_note,
    region_shown,
)

#: Headings of SNI 2007 as Statistics Sweden prints them (sni2007.scb.se).
PRINTED = {
    "01": "Jordbruk och jakt samt service i anslutning härtill",
    "16": "Tillverkning av trä och varor av trä, kork, rotting o.d. utom möbler",
    "46": "Parti- och provisionshandel utom med motorfordon",
    "59": "Film-, video- och TV-programverksamhet, ljudinspelningar och fonogramutgivning",
    "62": "Dataprogrammering, datakonsultverksamhet o.d.",
    "E": "Vattenförsörjning; avloppsrening, avfallshantering och sanering",
    "N": "Uthyrning, fastighetsservice, resetjänster och andra stödtjänster",
}


def test_titles_are_those_of_the_numbers_and_all_are_translated():
    with translation.override("en"):
        assert {code: str(name) for code, name in TITLES.items()} == activities.titles()
    with translation.override("sv"):
        assert {code: activity_name(code) for code in PRINTED} == PRINTED
        assert all(str(name) != activities.titles()[code] for code, name in TITLES.items()), (
            "every name has its Swedish"
        )


@pytest.mark.parametrize(
    ("code", "classification", "name"),
    [
        ("I55", "NACE Rev. 2", "Accommodation"),
        ("55", "SNI 2007", "Accommodation"),
        ("I55", "SNI 2025", "Accommodation"),
        ("K62", "SNI 2025", "Computer programming, consultancy and related activities"),
        ("102", "NACE Rev. 2", ""),
        ("US", "NACE Rev. 2", ""),
        ("C10-C12", "NACE Rev. 2", ""),
        ("I55", "", ""),
        ("", "NACE Rev. 2", ""),
    ],
)
def test_only_sections_and_divisions_have_names(code, classification, name):
    with translation.override("en"):
        assert activity_name(code, classification) == name


def test_titles_that_results_keep_in_english_are_told_in_swedish():
    with translation.override("sv"):
        assert name_shown("Accommodation") == "Hotell- och logiverksamhet"
        assert activity_shown("I55", "Accommodation") == activity_shown("I55")
        assert activity_shown("X1", "") == "X1"


@pytest.mark.django_db
def test_regions_are_named_with_what_must_not_be_forgotten():
    MunicipalityFactory(code="2321", name="Åre")
    with translation.override("sv"):
        assert region_shown("SE32") == "SE32 Mellersta Norrland"
        assert region_note("SE32") == (
            "SE32 är Mellersta Norrland: Västernorrlands och Jämtlands län tillsammans, "
            "inte något av dem för sig."
        )
        assert (region_note("SE322"), region_note("2321"), region_shown("X")) == ("", "", "X")
        assert names_of_places(["SE32", "SE322", "2321", "X"]) == {
            "SE32": "Mellersta Norrland (Västernorrlands län, Jämtlands län)",
            "SE322": "Jämtlands län",
            "2321": "Åre",
        }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "code", "shown"),
    [
        ("sv", "DE21", "DE21 (Tyskland)"),
        ("en", "DE21", "DE21 (Germany)"),
        ("sv", "EL3", "EL3 (Grekland)"),
        ("en", "UKM", "UKM (United Kingdom)"),
        ("sv", "DE", "DE Tyskland"),
        ("en", "EL", "EL Greece"),
        ("en", "SE", "SE Sweden"),
        ("en", "SE32", "SE32 Mellersta Norrland"),
        ("en", "XX21", "XX21"),
        ("en", "EU27_2020", "EU27_2020"),
        ("en", "0180", "0180"),
        ("en", "", ""),
    ],
)
def test_a_foreign_region_is_told_with_its_country(language, code, shown):
    with translation.override(language):
        assert region_shown(code) == shown
        assert f"{code} {name_beside(code)}".strip() == shown
        assert names_of_places([code]).get(code, "").partition(" (Väster")[0] == name_beside(code)


def test_a_region_is_called_by_its_name_and_else_by_code_and_country():
    with translation.override("sv"):
        called = [region_called(code) for code in ("SE32", "23", "DE", "DE21", "X")]
    assert called == ["Mellersta Norrland", "Jämtlands län", "Tyskland", "DE21 (Tyskland)", "X"]


@pytest.mark.django_db
def test_our_municipalities_stand_with_their_names(django_assert_num_queries):
    MunicipalityFactory(code="2303", name="Ragunda")
    MunicipalityFactory(code="2305", name="Bräcke")
    assert place_shown("2303") == "2303 Ragunda"
    assert place_called("2303") == "Ragunda"
    assert place_shown("2309") == place_called("2309") == "2309"
    with django_assert_num_queries(1):
        shown = places_shown(["2303", "2305", "2309", "SE322"])
    assert list(shown.values()) == ["2303 Ragunda", "2305 Bräcke", "2309", "SE322 Jämtlands län"]
    with django_assert_num_queries(0):
        places_shown(["SE322"])
