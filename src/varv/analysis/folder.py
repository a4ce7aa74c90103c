"""What analysis owns of a region's folder: ``evidence.toml`` and ``assets.toml``."""

from collections.abc import Callable, Iterable
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from pydantic import Field, model_validator

from varv.analysis import folder_assets
from varv.analysis.actions.evidence import doi, isbn
from varv.analysis.models import Citation, Claim, Evidence
from varv.analysis.queries import CLAIMED, SUPPORTS
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
    Text,
    Texts,
    WebAddress,
    mistake,
)
from varv.registry.actions import trace
from varv.registry.models import Trace
from varv.text.translated import Translated

NOT_OF_THE_ROW = {"key", "areas"}


class EvidenceTable(FileModel):
    """An ``[[evidence]]``: a report or figure, and the areas that lean on it."""

    key: Annotated[KeyText, Field(max_length=50), Key("evidence")]
    kind: Literal["report", "statistics", "study", "page", "other"] = "report"
    title: Lines
    author: Line
    published_on: Date
    precision: Literal["day", "month", "year"] = "day"
    summary: Texts = Field(default_factory=dict)
    url: WebAddress = ""
    publisher: Line = ""
    number: Annotated[Line, Field(max_length=80)] = ""
    isbn: Annotated[Line, Field(max_length=20)] = ""
    doi: Annotated[Line, Field(max_length=120)] = ""
    language: Annotated[Line, Field(max_length=10)] = ""
    areas: Annotated[list[KeyText], Ref("area")] = Field(default_factory=list)

    @model_validator(mode="after")
    def _known_by_right_numbers(self) -> "EvidenceTable":
        for name, kept in (("isbn", isbn), ("doi", doi)):
            typed = getattr(self, name)
            if _kept(kept, typed) != typed:
                raise mistake(f"the {name} should be right, without address, blanks and hyphens")
        return self


def _kept(kept: Callable[[str], str], typed: str) -> str:
    try:
        return kept(typed)
    except ValidationError:
        return ""


class ClaimTable(FileModel):
    """A ``[[claim]]``: one sentence about areas."""

    key: Annotated[KeyText, Field(max_length=50), Key("claim")]
    sentence: Lines
    areas: Annotated[list[KeyText], Field(min_length=1), Ref("area")]


class CitationTable(FileModel):
    """A ``[[citation]]``: what a source says of a claim; ``quote`` is word for word."""

    key: Annotated[KeyText, Field(max_length=50), Key("citation")]
    claim: Annotated[KeyText, Ref("claim")]
    evidence: Annotated[KeyText, Ref("evidence")]
    stance: Literal["supports", "contradicts", "leaves_open"]
    strength: Literal["anecdote", "judgement", "descriptive", "comparison", "causal"]
    page: Annotated[Line, Field(max_length=60)] = ""
    quote: Text = ""
    paraphrase: Text = ""

    @model_validator(mode="after")
    def _one_wording(self) -> "CitationTable":
        if self.quote and self.paraphrase:
            raise mistake("has both quote and paraphrase; give one of them")
        if self.quote and not self.page:
            raise mistake("quotes word for word; say the page")
        return self


class EvidenceFile(FileModel):
    """``evidence.toml``: the cited sources, the claims, and what the ones say of the others."""

    evidence: list[EvidenceTable] = Field(default_factory=list)
    claim: list[ClaimTable] = Field(default_factory=list)
    citation: list[CitationTable] = Field(default_factory=list)


def load_evidence(parsed: EvidenceFile, loader: Loader) -> None:
    """Load the sources and claims, and tie each to what leans on it or is spoken of."""
    for table in parsed.evidence:
        evidence = _load_source(loader, table)
        for key in table.areas:
            area = loader.get(Area, key)
            if evidence is not None and area is not None:
                _load_tie(loader, f"{table.key} for {key}", "source", evidence, area, SUPPORTS)
    for said in parsed.claim:
        claim = _load_claim(loader, said)
        for key in said.areas:
            area = loader.get(Area, key)
            if claim is not None and area is not None:
                _load_tie(loader, f"{said.key} of {key}", "claim", claim, area, CLAIMED)
    for cited in parsed.citation:
        _load_citation(loader, cited)


def _load_source(loader: Loader, table: EvidenceTable) -> Evidence | None:
    texts = {"title": Translated(table.title), "summary": Translated(table.summary)}
    return loader.sync(
        Row(
            Evidence,
            table.key,
            table.model_dump(exclude=NOT_OF_THE_ROW) | texts,
            find=Evidence.objects.filter(key=table.key),
            once={"key": table.key},
        )
    )


def _load_claim(loader: Loader, table: ClaimTable) -> Claim | None:
    return loader.sync(
        Row(
            Claim,
            table.key,
            {"sentence": Translated(table.sentence)},
            find=Claim.objects.filter(key=table.key),
            once={"key": table.key},
        )
    )


def _load_citation(loader: Loader, table: CitationTable) -> None:
    wording = Citation.Wording.QUOTE if table.quote else Citation.Wording.PARAPHRASE
    loader.sync(
        Row(
            Citation,
            table.key,
            {
                "claim": loader.get(Claim, table.claim),
                "evidence": loader.get(Evidence, table.evidence),
                "stance": table.stance,
                "strength": table.strength,
                "page": table.page,
                "wording": wording.value,
                "text": table.quote or table.paraphrase,
            },
            kind="citation",
            needs=("claim", "evidence"),
        )
    )


def _load_tie(
    loader: Loader, key: str, kind: str, source: Evidence | Claim, area: Area, relation: str
) -> None:
    def create() -> Trace:
        return trace(None, source=source, target=area, relation=relation)

    loader.sync(Row(Trace, key, {}, kind=kind, create=create))


def sections() -> Iterable[Section]:
    """Return the files that analysis owns."""
    yield Section(
        "evidence.toml", EvidenceFile, load_evidence, after=("areas.toml",), required=False
    )
    yield folder_assets.section()
