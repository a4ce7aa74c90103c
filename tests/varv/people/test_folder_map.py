"""The municipalities' figures and outlines in a region's folder."""

import json
from pathlib import Path

import pytest

from tests.regions.folders import DEFAULT, copy, edit
from varv.people.folder.load import load_folder
from varv.people.folder.outlines import MOST_POINTS
from varv.people.folder.read import FolderError
from varv.people.models import Municipality, Outline, Region

pytestmark = pytest.mark.usefixtures("db", "at")

PROJECT = Path(__file__).resolve().parents[3]
SHARED = PROJECT.parent / "shared/data/jamtland/jamtland_municipalities.geojson"
CODES = ["2303", "2305", "2309", "2313", "2321", "2326", "2361", "2380"]
SQUARE = [[[14.0, 63.0], [15.0, 63.0], [15.0, 64.0], [14.0, 63.0]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy(DEFAULT, tmp_path / "region")


def drawn(codes=CODES, geometry=None, **more):
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"KNKOD": code, "name": "Ort"},
                "geometry": geometry or {"type": "Polygon", "coordinates": SQUARE},
            }
            for code in codes
        ],
    } | more


def put(folder, content, name="kommuner.geojson"):
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / name).write_text(text, encoding="utf-8")


def test_default_region_knows_people_and_workplaces_with_year_source_and_licence():
    load_folder(DEFAULT)
    ragunda = Municipality.objects.get(code="2303")
    assert (ragunda.population, ragunda.population_year) == (5146, 2024)
    assert (ragunda.workplaces, ragunda.workplaces_year) == (1233, 2022)
    assert sum(Municipality.objects.values_list("workplaces", flat=True)) == 26_911
    assert sum(Municipality.objects.values_list("population", flat=True)) == 132_839
    region = Region.objects.get()
    assert "Regionfakta" in region.workplaces_source["sv"]
    assert region.workplaces_licence == region.population_licence == "CC0 1.0"


def test_workplaces_that_staff_mended_are_released_from_the_file(folder):
    load_folder(folder)
    Municipality.objects.filter(code="2303").update(workplaces=1240)
    edit(folder, "region.toml", "workplaces = 1233", "workplaces = 1250")
    report = load_folder(folder)
    assert Municipality.objects.get(code="2303").workplaces == 1240
    assert report.released == [
        "region.toml, municipality 2303: workplaces was edited in the program and is kept"
    ]


def test_workplaces_need_a_year(folder):
    edit(folder, "region.toml", "workplaces = 1233\nworkplaces_year = 2022", "workplaces = 1233")
    with pytest.raises(FolderError, match="municipality 4, workplaces_year: is missing"):
        load_folder(folder)


def test_map_is_loaded_by_whatever_property_holds_the_code_and_changes_nothing_twice(folder):
    put(folder, drawn())
    assert load_folder(folder).changed
    assert Outline.objects.get(municipality__code="2303").polygons == [SQUARE]
    assert not load_folder(folder).changed


def test_region_without_a_map_has_no_outlines(folder):
    load_folder(folder)
    assert not Outline.objects.exists()


def test_map_that_is_gone_is_kept_and_told(folder):
    put(folder, drawn())
    load_folder(folder)
    (folder / "kommuner.geojson").unlink()
    report = load_folder(folder)
    assert Outline.objects.count() == 8
    assert "region.toml, outline 2303: is no longer in the file; it is kept" in report.released


@pytest.mark.skipif(not SHARED.exists(), reason="the shared map of Jämtland is not here")
def test_real_boundaries_of_the_county_are_loaded(folder):
    put(folder, SHARED.read_text("utf-8"))
    load_folder(folder)
    assert Outline.objects.count() == 8


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "kommuner.geojson cannot be read as GeoJSON"),
        ("[" * 100_000, "cannot be read as GeoJSON"),
        ("[]", "should be a FeatureCollection"),
        ({"features": 3}, "should be a FeatureCollection"),
        (drawn(CODES[1:]), "misses code 2303"),
        (drawn(["2303", *CODES]), "has 2303 twice"),
        (drawn(geometry={"type": "Point", "coordinates": [1, 2]}), "should be a Polygon"),
        (drawn(geometry={"type": "Polygon", "coordinates": [[["a", 1]] * 4]}), "in degrees"),
        (drawn(geometry={"type": "Polygon", "coordinates": [[[500_000, 7e6]] * 4]}), "in degrees"),
        (drawn(geometry={"type": "Polygon", "coordinates": [[[14, 63]] * 3]}), "four points"),
        (drawn(geometry={"type": "MultiPolygon", "coordinates": []}), "four points"),
        (
            drawn(geometry={"type": "Polygon", "coordinates": [[[1, 2]] * (MOST_POINTS // 8 + 1)]}),
            "at most 20000 points",
        ),
    ],
)
def test_map_that_is_none_is_told_and_nothing_is_loaded(folder, content, told):
    put(folder, content)
    with pytest.raises(FolderError, match=told):
        load_folder(folder)
    assert not Region.objects.exists()


def test_two_maps_are_told(folder):
    put(folder, drawn())
    put(folder, drawn(), "lan.geojson")
    with pytest.raises(FolderError, match="one map"):
        load_folder(folder)
