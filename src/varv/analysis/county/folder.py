"""Which datasets of a region's folder stand on its pages from the start: ``figures.toml``."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from varv.analysis.compute.panels import contents_of
from varv.analysis.compute.whole import country_above
from varv.analysis.models import CountySeries, Dataset, ProfileSource
from varv.analysis.profiles.actions import LARGEST_WORKPLACE, MOST
from varv.analysis.profiles.queries import versions_to_choose
from varv.people.folder.load import Loader, Row
from varv.people.folder.sections import Section
from varv.people.folder.types import Code, FileModel, KeyText


class ProfilesTable(FileModel):
    """A ``[[profiles]]``: a dataset that the areas are described by, and which region in it."""

    unique: ClassVar = (("dataset", "region"),)

    dataset: KeyText
    region: Code
    compared_with: Literal["country", "all", "whole"] = "country"
    cluster_size: Annotated[int, Field(ge=1, le=LARGEST_WORKPLACE)] = 10


class CountyTable(FileModel):
    """The ``[county]``: which dataset each kind of figure of the municipalities is taken from."""

    population: KeyText | None = None
    land: KeyText | None = None
    workplaces: KeyText | None = None
    jobs: KeyText | None = None


def _as_list(given: Any) -> Any:
    """Take a single ``[profiles]`` for a list of one."""
    return [given] if isinstance(given, dict) else given


class FiguresFile(FileModel):
    """``figures.toml``: the datasets that stand on the pages as long as nobody chose others."""

    profiles: Annotated[list[ProfilesTable], BeforeValidator(_as_list), Field(max_length=MOST)] = (
        Field(default_factory=list)
    )
    county: CountyTable = CountyTable()


def load(parsed: FiguresFile, loader: Loader) -> None:
    """Take the datasets into use, those of them that are there; what people chose stays."""
    if not ProfileSource.objects.exists():
        for position, table in enumerate(parsed.profiles, start=1):
            _load_profiles(table, position, loader)
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


def _load_profiles(table: ProfilesTable, position: int, loader: Loader) -> None:
    """Take the last delivery; what the profiles have been made of already is not touched."""
    version = versions_to_choose().filter(dataset__key=table.dataset).first()
    if version is None:
        loader.report.notes.append(f"figures.toml, profiles: there is no {table.dataset} to take")
        return
    known = contents_of(version).regions
    if table.region not in known:
        raise loader.refuse("profiles", f'{table.dataset} has no region "{table.region}"')
    if table.compared_with == "whole" and country_above(table.region) not in known:
        raise loader.refuse(
            "profiles",
            f'{table.dataset} has no row of the whole country; see "whole" in datasets.toml',
        )
    ProfileSource.objects.create(
        version=version,
        region=table.region,
        compared_with=table.compared_with,
        cluster_size=table.cluster_size,
        position=position,
    )
    loader.report.created.append(f"figures.toml, profiles: {table.dataset} chosen")


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
