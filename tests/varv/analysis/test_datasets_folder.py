"""The datasets of a region's folder: loaded with it, once, and anew when a table changes."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from varv.analysis.compute import tables
from varv.analysis.datasets import actions
from varv.analysis.models import Dataset, DatasetVersion
from varv.files.models import File
from varv.people.folder.load import load_folder
from varv.people.folder.read import FolderError, read_folder
from varv.registry.models import Event

COUNTY = Path(__file__).resolve().parents[3] / "regions" / "jamtland-harjedalen"
TABLE = "statistics/population.csv"


@pytest.fixture
def folder(tmp_path, db, at):
    """A copy of the region's folder that may be changed."""
    return Path(shutil.copytree(COUNTY, tmp_path / "region"))


def changed(folder, name, before, after):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_region_has_real_figures_from_the_first_minute(folder):
    load_folder(folder)
    assert Dataset.objects.count() == DatasetVersion.objects.count() == 18
    frame = tables.table_of(Dataset.objects.get(key="befolkning").versions.get())
    one = frame.filter((frame["region"] == "2380") & (frame["year"] == 2020))
    assert one["value"].to_list() == [63985.0]
    assert frame["region"].n_unique() == 8
    panel = tables.panel_of(Dataset.objects.get(key="sysselsatta-nuts2").versions.get())
    assert "SE32" in panel.regions
    assert all(one.publisher and one.licence and one.unit for one in Dataset.objects.all())


def test_measures_are_never_mixed(folder):
    load_folder(folder)
    kinds = {
        version.reading["only"]["measure"]: version
        for version in DatasetVersion.objects.filter(reading__only__measure__isnull=False)
    }
    assert len(kinds) == 5
    for version in DatasetVersion.objects.all():
        assert not [one for one in version.findings if one["severity"] == "error"]


def test_loading_again_changes_nothing(folder):
    load_folder(folder)
    before = (File.objects.count(), Event.objects.count())
    report = load_folder(folder)
    assert not report.changed
    assert (File.objects.count(), Event.objects.count()) == before


def test_changed_table_is_a_new_version_and_the_old_one_stays(folder):
    load_folder(folder)
    changed(folder, TABLE, "2380,2020,63985", "2380,2020,63986")
    report = load_folder(folder)
    # Three datasets read the file; the others' rows are the same, so they have nothing new.
    assert [one for one in report.updated if "population" in one] == [
        "datasets.toml, dataset befolkning: a version of statistics/population.csv"
    ]
    first, second = Dataset.objects.get(key="befolkning").versions.order_by("number")
    assert second.difference["changed"] == 1
    assert tables.table_of(first).height == first.rows
    assert not load_folder(folder).changed


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("2380,2020,63985", "2380,2020,-1", "figures should be zero or more"),
        ("2380,2020,63985", "2380,2020,=1+1", "hold formulas"),
        ("2380,2020,63985", "2380,2019,63985", "told once"),
        ("region,year", "plats,year", "the file should have region"),
    ],
)
def test_wrong_table_is_told_with_its_rows_and_nothing_is_loaded(folder, before, after, told):
    changed(folder, TABLE, before, after)
    with pytest.raises(FolderError) as refused:
        load_folder(folder)
    assert any("datasets.toml, dataset 1" in one and told in one for one in refused.value.mistakes)
    assert not Dataset.objects.exists()


@pytest.mark.parametrize("name", ["finns-inte.csv", "../outside.csv"])
def test_table_that_is_not_in_the_folder_is_told(folder, name):
    (folder.parent / "outside.csv").write_text("region,year,value\n2380,2020,1\n")
    changed(folder, "datasets.toml", f'file = "{TABLE}"', f'file = "{name}"')
    with pytest.raises(FolderError) as refused:
        read_folder(folder)
    assert any(name in one for one in refused.value.mistakes)


def test_what_was_reworded_in_the_program_stays(folder):
    load_folder(folder)
    dataset = Dataset.objects.get(key="landareal")
    about = {name: getattr(dataset, name) for name in ("unit", "licence", "publisher")}
    actions.edit_dataset(None, dataset=dataset, about=about | {"title": {"sv": "Yta på land"}})
    report = load_folder(folder)
    assert any("landareal" in one and "title" in one for one in report.released)
    assert str(Dataset.objects.get(key="landareal").title) == "Yta på land"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('"CC BY 4.0"', {"sv": "CC BY 4.0"}),
        ('{ sv = "Fakta", en = "Facts" }', {"sv": "Fakta", "en": "Facts"}),
    ],
)
def test_licence_is_one_line_or_one_by_language(folder, written, kept):
    own = '{ sv = "Fakta, återgivna med källa", en = "Facts, given with their source" }'
    changed(folder, "datasets.toml", f"licence = {own}", f"licence = {written}")
    load_folder(folder)
    licences = [dict(one.licence) for one in Dataset.objects.all()]
    assert licences.count(kept) == 1
    assert not load_folder(folder).changed


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('{ fi = "Tosiasiat" }', "not one of the region's languages"),
        ('{ en = "Facts" }', "the region's first language is sv"),
        ('"<b>"', "should be plain text"),
        ("5", "should be"),
    ],
)
def test_wrong_licence_is_told(folder, written, told):
    own = '{ sv = "Fakta, återgivna med källa", en = "Facts, given with their source" }'
    changed(folder, "datasets.toml", f"licence = {own}", f"licence = {written}")
    with pytest.raises(FolderError) as refused:
        read_folder(folder)
    assert any("licence" in one and told in one for one in refused.value.mistakes)


@pytest.mark.committed
def test_licences_that_were_one_line_are_kept_by_language_and_stay_the_files():
    """What was loaded before counts as loaded, not as edited by people."""
    load_folder(COUNTY)
    call_command("migrate", "analysis", "0060", verbosity=0)
    call_command("migrate", "analysis", verbosity=0)
    dataset = Dataset.objects.get(key="landareal")
    assert dict(dataset.licence) == {"sv": "Fakta, återgivna med källa"}
    report = load_folder(COUNTY)
    assert not [one for one in report.released if "licence" in one]
    dataset.refresh_from_db()
    assert dataset.licence["en"] == "Facts, given with their source"
