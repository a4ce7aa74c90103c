"""What analysis owns of a region's folder: ``evidence.toml``."""

from typing import Annotated, Literal

from pydantic import Field

from varv.analysis.models import Evidence
from varv.cycles.models import Area
from varv.people.folder.load import Loader, Row
from varv.people.folder.sections import Section
from varv.people.folder.types import (
    Date,
    FileModel,
    Key,
    KeyText,
    Line,
    Lines,
    Ref,
    Texts,
    WebAddress,
)
from varv.registry.actions import trace
from varv.registry.models import Trace
from varv.text.translated import Translated

SUPPORTS = "supports"


class EvidenceTable(FileModel):
    """An ``[[evidence]]``: a report or figure, and the areas that lean on it."""

    key: Annotated[KeyText, Field(max_length=50), Key("evidence")]
    kind: Literal["report", "statistics", "study"] = "report"
    title: Lines
    author: Line
    published_on: Date
    precision: Literal["day", "month", "year"] = "day"
    summary: Texts = Field(default_factory=dict)
    url: WebAddress = ""
    areas: Annotated[list[KeyText], Ref("area")] = Field(default_factory=list)


class EvidenceFile(FileModel):
    """``evidence.toml``: the cited sources."""

    evidence: list[EvidenceTable] = Field(default_factory=list)


def load_evidence(parsed: EvidenceFile, loader: Loader) -> None:
    """Load the sources and tie each to the areas that lean on it."""
    for table in parsed.evidence:
        evidence = _load_source(loader, table)
        for key in table.areas:
            area = loader.get(Area, key)
            if evidence is not None and area is not None:
                _load_tie(loader, table.key, key, evidence, area)


def _load_source(loader: Loader, table: EvidenceTable) -> Evidence | None:
    texts = {"title": Translated(table.title), "summary": Translated(table.summary)}
    return loader.sync(
        Row(
            Evidence,
            table.key,
            table.model_dump(exclude={"key", "areas"}) | texts,
            find=Evidence.objects.filter(key=table.key),
            once={"key": table.key},
        )
    )


def _load_tie(
    loader: Loader, evidence_key: str, area_key: str, evidence: Evidence, area: Area
) -> None:
    def create() -> Trace:
        return trace(None, source=evidence, target=area, relation=SUPPORTS)

    loader.sync(Row(Trace, f"{evidence_key} for {area_key}", {}, kind="source", create=create))


def section() -> Section:
    """Return the file that analysis owns."""
    return Section(
        "evidence.toml", EvidenceFile, load_evidence, after=("areas.toml",), required=False
    )
