"""``assets.toml`` of a region's folder: what the region has that its areas can build on."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from varv.analysis.models import Asset
from varv.analysis.queries.assets import asset_key
from varv.cycles.models import Area
from varv.people.folder.load import Loader, Row
from varv.people.folder.sections import Section
from varv.people.folder.types import (
    Code,
    Date,
    FileModel,
    Key,
    KeyText,
    Line,
    Ref,
    Texts,
    WebAddress,
    mistake,
)
from varv.people.models import Municipality, Organisation
from varv.text.translated import Translated

NOT_OF_THE_ROW = {"key", "areas", "owner", "municipality", "latitude", "longitude", "description"}


class AssetTable(FileModel):
    """An ``[[asset]]``: always with the source that it is known from, and as of when."""

    key: Annotated[KeyText, Field(max_length=50), Key("asset")]
    name: Line
    kind: Literal["research", "cluster", "incubator", "test_bed", "nature"]
    owner: Annotated[KeyText | None, Ref("organisation")] = None
    municipality: Annotated[Code | None, Ref("municipality")] = None
    place: Annotated[Line, Field(max_length=120)] = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    areas: Annotated[list[KeyText], Ref("area")] = Field(default_factory=list)
    description: Texts = Field(default_factory=dict)
    source: Line
    source_url: WebAddress = ""
    dated_on: Date
    precision: Literal["day", "month", "year"] = "day"

    @model_validator(mode="after")
    def _both_coordinates(self) -> "AssetTable":
        if (self.latitude is None) != (self.longitude is None):
            raise mistake("give both latitude and longitude, or none")
        return self


class AssetsFile(FileModel):
    """``assets.toml``: the register of assets to begin with."""

    asset: list[AssetTable] = Field(default_factory=list)


def load_assets(parsed: AssetsFile, loader: Loader) -> None:
    """Load the assets; which areas they are for is set when they are new."""
    for table in parsed.asset:
        _load(loader, table)


def _load(loader: Loader, table: AssetTable) -> None:
    areas = [loader.get(Area, key) for key in table.areas]

    def derive(asset: Asset) -> None:
        asset.sort_key = asset_key(asset.name)

    def after(asset: Asset, changed: set[str]) -> None:
        if changed == set(values):
            asset.areas.set([area for area in areas if area is not None])

    values: dict[str, Any] = table.model_dump(exclude=NOT_OF_THE_ROW) | {
        "owner": loader.get(Organisation, table.owner),
        "municipality": loader.get(Municipality, table.municipality),
        "latitude": _degrees(table.latitude),
        "longitude": _degrees(table.longitude),
        "description": Translated(table.description),
    }
    loader.sync(
        Row(
            Asset,
            table.key,
            values,
            find=Asset.objects.filter(key=table.key),
            once={"key": table.key},
            derive=derive,
            after=after,
        )
    )


def _degrees(value: float | None) -> Any:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.00001"))


def section() -> Section:
    """Return the file of assets."""
    return Section(
        "assets.toml",
        AssetsFile,
        load_assets,
        after=("areas.toml", "organisations.toml", "region.toml"),
        required=False,
    )
