"""Which datasets of a region's folder stand on its pages from the start: ``figures.toml``."""

from typing import Annotated, Literal

from pydantic import Field

from varv.analysis.compute.panels import contents_of
from varv.analysis.models import CountySeries, Dataset, ProfileSource
from varv.analysis.profiles.actions import LARGEST_WORKPLACE
from varv.analysis.profiles.queries import versions_to_choose
from varv.people.folder.load import Loader, Row
from varv.people.folder.sections import Section
from varv.people.folder.types import Code, FileModel, KeyText


class ProfilesTable(FileModel):
    """The ``[profiles]``: which dataset the areas are described by, and which region in it."""

    dataset: KeyText
    region: Code
    compared_with: Literal["country", "all"] = "country"
    cluster_size: Annotated[int, Field(ge=1, le=LARGEST_WORKPLACE)] = 10


class CountyTable(FileModel):
    """The ``[county]``: which dataset each kind of figure of the municipalities is taken from."""

    population: KeyText | None = None
    land: KeyText | None = None
    workplaces: KeyText | None = None
    jobs: KeyText | None = None


class FiguresFile(FileModel):
    """``figures.toml``: the datasets that stand on the pages as long as nobody chose others."""

    profiles: ProfilesTable | None = None
    county: CountyTable = CountyTable()


def load(parsed: FiguresFile, loader: Loader) -> None:
    """Take the datasets into use, those of them that are there; what people chose stays."""
    if parsed.profiles:
        _load_profiles(parsed.profiles, loader)
    for measure, key in parsed.county.model_dump(exclude_none=True).items():
        dataset = _dataset(key, loader)
        if dataset:
            loader.sync(
                Row(
                    CountySeries,
                    measure,
                    {"dataset": dataset},
                    kind="county",
                    find=CountySeries.objects.filter(measure=measure),
                    once={"measure": measure},
                )
            )


def _load_profiles(table: ProfilesTable, loader: Loader) -> None:
    """Take the last delivery, unless the profiles have been made of something already."""
    if ProfileSource.objects.exists():
        return
    version = versions_to_choose().filter(dataset__key=table.dataset).first()
    if version is None:
        loader.report.notes.append(f"figures.toml, profiles: there is no {table.dataset} to take")
        return
    if table.region not in contents_of(version).regions:
        raise loader.refuse("profiles", f'{table.dataset} has no region "{table.region}"')
    ProfileSource.objects.create(
        version=version,
        region=table.region,
        compared_with=table.compared_with,
        cluster_size=table.cluster_size,
    )
    loader.report.created.append("figures.toml, profiles: chosen")


def _dataset(key: str, loader: Loader) -> Dataset | None:
    found = Dataset.objects.filter(key=key, is_public=True).first()
    if found is None:
        loader.report.notes.append(f"figures.toml, county: there is no {key} to take")
    return found


def section() -> Section:
    """Return the file; the datasets that it names are loaded before it."""
    return Section(
        "figures.toml", FiguresFile, load, after=("areas.toml", "datasets.toml"), required=False
    )
