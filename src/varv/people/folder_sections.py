"""What people own of a region's folder: the region, organisations, how long things are kept."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

import holidays
from django.db.models import Q
from pydantic import Field, field_validator

from varv import clock
from varv.people.folder.load import Loader, Row
from varv.people.folder.outlines import MapError, Polygons, outlines
from varv.people.folder.read import Folder
from varv.people.folder.sections import Section
from varv.people.folder.types import (
    Code,
    Count,
    Country,
    Email,
    FileModel,
    Key,
    KeyText,
    Language,
    Line,
    Lines,
    Phone,
    Ref,
    Small,
    Texts,
    Time,
    TimeZone,
    WebAddress,
    mistake,
)
from varv.people.folder.wording import Path, listed
from varv.people.models import Municipality, Organisation, OrganisationAlias, Outline, Region
from varv.people.queries import organisation_key
from varv.registry import retention
from varv.registry.models import KeepTime
from varv.text.sorting import sort_key
from varv.text.translated import Translated

Year = Annotated[int, Field(ge=1900, le=2199)]
SOURCES = ("population_source", "workplaces_source", "map_source", "seats_source")


class MunicipalityTable(FileModel):
    """A ``[[municipality]]``; its place on the tile map is counted from the upper left."""

    unique: ClassVar = (("tile_col", "tile_row"),)

    code: Annotated[Code, Key("municipality")]
    name: Annotated[Line, Key("municipality name")]
    population: Count | None = None
    population_year: Year | None = None
    workplaces: Count | None = None
    workplaces_year: Year | None = None
    land_km2: Annotated[float, Field(ge=0, le=9_999_999, allow_inf_nan=False)] | None = None
    tile_col: Small
    tile_row: Small
    seat: Line = ""
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None


class RegionFile(FileModel):
    """``region.toml``: the place, its languages and time, whom to turn to, its municipalities."""

    key: KeyText
    name: Lines
    country: Country
    subdivision: Code = ""
    code: Code = ""
    nuts: Code = ""
    languages: Annotated[list[Language], Field(min_length=1, max_length=8)]
    time_zone: TimeZone
    about: Texts = Field(default_factory=dict)
    web_page: WebAddress = ""
    contact_name: Lines = Field(default_factory=dict)
    contact_email: Email
    contact_phone: Phone = ""
    privacy_officer_email: Email | None = None
    privacy_authority: Lines = Field(default_factory=dict)
    privacy_authority_page: WebAddress = ""
    input_subject: Lines = Field(default_factory=dict)
    coordinator_email: Email
    coordinator_name: Line = ""
    links_go_out_at: Time = dt.time(9)
    population_source: Lines = Field(default_factory=dict)
    population_licence: Line = ""
    workplaces_source: Lines = Field(default_factory=dict)
    workplaces_licence: Line = ""
    map_source: Lines = Field(default_factory=dict)
    map_licence: Line = ""
    seat_municipality: Annotated[Code | None, Ref("municipality")] = None
    seats_source: Lines = Field(default_factory=dict)
    seats_licence: Line = ""
    municipality: Annotated[list[MunicipalityTable], Field(min_length=1)]

    @field_validator("languages")
    @classmethod
    def _once(cls, languages: list[str]) -> list[str]:
        if len(set(languages)) < len(languages):
            raise mistake("should name each language once, is {given}", given=listed(languages))
        return languages


class OrganisationTable(FileModel):
    """An ``[[organisation]]``; without a municipality it is from outside the region."""

    key: Annotated[KeyText, Key("organisation")]
    name: Line
    aliases: list[Line] = Field(default_factory=list)
    sector: Literal["business", "academia", "public", "civil"]
    municipality: Annotated[Code | None, Ref("municipality")] = None
    number: Annotated[Code | None, Key("organisation number")] = None


class OrganisationsFile(FileModel):
    """``organisations.toml``: actors that are known from the start."""

    organisation: list[OrganisationTable] = Field(default_factory=list)


def check_region(parsed: RegionFile, folder: Folder) -> Iterator[tuple[Path, str]]:
    """Tell of a country whose public holidays are not known, figures of no year, a wrong map."""
    known = holidays.list_supported_countries()
    if parsed.country not in known:
        yield ("country",), f'public holidays of "{parsed.country}" are not known'
    elif parsed.subdivision and parsed.subdivision not in known[parsed.country]:
        parts = listed(known[parsed.country])
        wording = f'public holidays of "{parsed.subdivision}" are not known; '
        yield ("subdivision",), wording + f"there are {parts}; leave it out for the whole country"
    for index, table in enumerate(parsed.municipality):
        if table.workplaces is not None and table.workplaces_year is None:
            yield ("municipality", index, "workplaces_year"), "is missing; workplaces have a year"
        if (table.latitude is None) != (table.longitude is None):
            missing = "latitude" if table.latitude is None else "longitude"
            yield ("municipality", index, missing), "is missing; a place has both"
    try:
        outlines(folder.path, [table.code for table in parsed.municipality])
    except MapError as error:
        yield ("municipality",), str(error)


def check_organisations(parsed: OrganisationsFile, _folder: Folder) -> Iterator[tuple[Path, str]]:
    """Tell of names that mean the same organisation, however they are written."""
    owners: dict[str, int] = {}
    for index, table in enumerate(parsed.organisation):
        for name in (table.name, *table.aliases):
            owner = owners.setdefault(organisation_key(name), index)
            if owner != index:
                wording = f'"{name}" is also a name of organisation {owner + 1}'
                yield ("organisation", index), wording


def load_region(parsed: RegionFile, loader: Loader) -> None:
    """Load the region and its municipalities."""
    other = Region.objects.exclude(key=parsed.key).first()
    if other is not None:
        raise loader.refuse(
            "key",
            f'the program already holds the region "{other.key}"; a region has its own database',
        )
    texts = ("name", "contact_name", "input_subject", "about", "privacy_authority", *SOURCES)
    values = parsed.model_dump(exclude={"key", "municipality"})
    values["privacy_officer_email"] = parsed.privacy_officer_email or ""
    values["seat_municipality"] = parsed.seat_municipality or ""
    values |= {name: Translated(values[name]) for name in texts}
    found = Region.objects.filter(key=parsed.key)
    region = loader.sync(
        Row(Region, parsed.key, values, kind="region", find=found, once={"key": parsed.key})
    )
    found_outlines = outlines(loader.folder.path, [table.code for table in parsed.municipality])
    for table in parsed.municipality:
        municipality = _load_municipality(loader, region, table)
        if table.code in found_outlines:
            _load_outline(loader, municipality, table.code, found_outlines[table.code])


def _load_municipality(
    loader: Loader, region: Region | None, table: MunicipalityTable
) -> Municipality | None:
    def derive(municipality: Municipality) -> None:
        municipality.sort_key = sort_key(municipality.name)

    exact = {
        name: None if (value := getattr(table, name)) is None else Decimal(str(value))
        for name in ("land_km2", "latitude", "longitude")
    }
    values = table.model_dump(exclude={"code"}) | exact
    return loader.sync(
        Row(
            Municipality,
            table.code,
            {"region": region, **values},
            kind="municipality",
            find=Municipality.objects.filter(region=region, code=table.code),
            once={"code": table.code},
            needs=("region",),
            derive=derive,
        )
    )


def _load_outline(
    loader: Loader, municipality: Municipality | None, code: str, polygons: Polygons
) -> None:
    loader.sync(
        Row(
            Outline,
            code,
            {"municipality": municipality, "polygons": polygons},
            kind="outline",
            find=Outline.objects.filter(municipality=municipality),
            needs=("municipality",),
        )
    )


def load_organisations(parsed: OrganisationsFile, loader: Loader) -> None:
    """Load the organisations; one that somebody entered before under any of its names is it."""
    for table in parsed.organisation:
        organisation = _load_organisation(loader, table)
        for alias in table.aliases:
            _load_alias(loader, organisation, alias)


def _load_organisation(loader: Loader, table: OrganisationTable) -> Organisation | None:
    def derive(organisation: Organisation) -> None:
        organisation.sort_key = organisation_key(organisation.name)

    names = [organisation_key(name) for name in (table.name, *table.aliases)]
    known = Q(sort_key__in=names) | Q(aliases__sort_key__in=names)
    if table.number:
        known |= Q(number=table.number)
    return loader.sync(
        Row(
            Organisation,
            table.key,
            {
                "name": table.name,
                "sector": table.sector,
                "municipality": loader.get(Municipality, table.municipality),
                "number": table.number,
            },
            find=Organisation.objects.filter(known).order_by("pk"),
            once={"checked_at": clock.now()},
            derive=derive,
        )
    )


def _load_alias(loader: Loader, organisation: Organisation | None, name: str) -> None:
    key = organisation_key(name)
    loader.sync(
        Row(
            OrganisationAlias,
            key,
            {"organisation": organisation},
            kind="alias",
            find=OrganisationAlias.objects.filter(sort_key=key),
            once={"name": name, "sort_key": key},
            needs=("organisation",),
        )
    )


class KeepTable(FileModel):
    """A ``[[keep]]``: how many months things of one kind are kept, or that it is for ever."""

    unique: ClassVar = (("kind",),)

    kind: Annotated[Line, Field(max_length=60)]
    months: Annotated[int, Field(ge=0, le=1200)] | None = None
    for_ever: bool = False


class RetentionFile(FileModel):
    """``retention.toml``: how long things are kept here, where it is not as the program has it."""

    keep: list[KeepTable] = Field(default_factory=list)


def check_retention(parsed: RetentionFile, _folder: Folder) -> Iterator[tuple[Path, str]]:
    """Tell of kinds that the program does not know."""
    for index, table in enumerate(parsed.keep):
        if table.kind not in retention.rules:
            known = listed(sorted(retention.rules.keys()))
            yield ("keep", index, "kind"), f'"{table.kind}" is not a kind; there are {known}'
        if (table.months is None) != table.for_ever:
            yield ("keep", index, "months"), "give either months or for_ever = true"


def load_retention(parsed: RetentionFile, loader: Loader) -> None:
    """Load the times; one that staff set under a decision is released from the file."""
    for table in parsed.keep:
        found = KeepTime.objects.filter(rule=table.kind)
        values = {"months": table.months}
        loader.sync(
            Row(
                KeepTime,
                table.kind,
                values,
                kind="time to keep",
                find=found,
                once={"rule": table.kind},
            )
        )


def sections() -> Iterable[Section]:
    """Return the files that people own."""
    return (
        Section("region.toml", RegionFile, load_region, check=check_region),
        Section(
            "organisations.toml",
            OrganisationsFile,
            load_organisations,
            after=("region.toml",),
            required=False,
            check=check_organisations,
        ),
        Section(
            "retention.toml",
            RetentionFile,
            load_retention,
            after=("region.toml",),
            required=False,
            check=check_retention,
        ),
    )
