"""What cycles own of a region's folder: programme, areas, steps and frame."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import Field, ValidationInfo, field_validator

from varv.bodies.models import Decision
from varv.cycles.actions.areas import add_version
from varv.cycles.models import (
    Area,
    FrameItem,
    Lap,
    Milestone,
    Programme,
    ProgrammeVersion,
    Step,
    StepGuide,
    StepKind,
)
from varv.people.folder.load import Loader, Row
from varv.people.folder.read import Folder
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
    mistake,
)
from varv.people.folder.wording import Path, listed
from varv.registry.actions import open_case
from varv.registry.models import Case
from varv.text.translated import Translated

Precision = Literal["day", "month", "year"]
Year = Annotated[int, Field(ge=1900, le=2199)]
ShortKey = Annotated[KeyText, Field(max_length=50)]


class CaseTable(FileModel):
    """The ``[case]`` in the register that the programme belongs to."""

    number: Annotated[Line, Field(max_length=60)]
    title: Lines
    external_number: Annotated[Line, Field(max_length=60)] = ""
    opened_on: Date | None = None


class VersionTable(FileModel):
    """A ``[[version]]`` of the programme, the oldest first."""

    key: Annotated[ShortKey, Key("version")]
    title: Lines
    state: Literal["draft", "out_for_comment", "adopted", "replaced"]
    dated_on: Date
    precision: Precision = "day"
    text: Texts = Field(default_factory=dict)
    note: Texts = Field(default_factory=dict)
    decision: Annotated[KeyText | None, Ref("decision")] = None


class MilestoneTable(FileModel):
    """A ``[[milestone]]``: a date that matters to all."""

    key: Annotated[ShortKey, Key("milestone")]
    kind: Literal["input_deadline", "adoption", "other"] = "other"
    title: Lines
    text: Texts = Field(default_factory=dict)
    on: Date
    precision: Precision = "day"


class ProgrammeFile(FileModel):
    """``programme.toml``: the programme, its case, its versions and its milestones."""

    key: ShortKey
    name: Lines
    summary: Texts = Field(default_factory=dict)
    first_year: Year | None = None
    last_year: Year | None = None
    initiated_by: Annotated[KeyText | None, Ref("decision")] = None
    case: CaseTable
    version: list[VersionTable] = Field(default_factory=list)
    milestone: list[MilestoneTable] = Field(default_factory=list)

    @field_validator("last_year")
    @classmethod
    def _after_first(cls, last: int | None, info: ValidationInfo) -> int | None:
        first = info.data.get("first_year")
        if last and first and last < first:
            raise mistake("{last} is before first_year {first}", last=last, first=first)
        return last


class AreaTable(FileModel):
    """An ``[[area]]``, in the order in which the areas are shown."""

    key: Annotated[KeyText, Key("area")]
    name: Lines
    summary: Texts = Field(default_factory=dict)
    text: Texts = Field(default_factory=dict)


class AreasFile(FileModel):
    """``areas.toml``: the priority areas as they are proposed at the start."""

    area: Annotated[list[AreaTable], Field(min_length=1)]


class LapTable(FileModel):
    """The ``[lap]`` that the region is in when it starts to use the program."""

    number: Annotated[int, Field(ge=1, le=1000)] = 1
    title: Lines = Field(default_factory=dict)
    starts_on: Date
    ends_on: Date | None = None


class StepTable(FileModel):
    """A ``[[step]]``: what it asks and gives; ``state`` is where it stands at the start."""

    kind: Annotated[
        Literal["analysis", "governance", "vision", "prioritisation", "policymix", "evaluation"],
        Key("step"),
    ]
    name: Lines
    asks: Texts
    products: Texts = Field(default_factory=dict)
    first_lap: Texts = Field(default_factory=dict)
    state: Literal["waiting", "active", "done"] = "waiting"
    due_on: Date | None = None


class StepsFile(FileModel):
    """``steps.toml``: the lap under way and the six steps in the region's words."""

    lap: LapTable
    step: Annotated[list[StepTable], Field(min_length=1)]


class ItemTable(FileModel):
    """An ``[[item]]`` of the frame; its parent stands above it in the file."""

    key: Annotated[ShortKey, Key("item")]
    parent: Annotated[KeyText | None, Ref("item", above=True)] = None
    level: Literal["eu", "national", "regional"]
    kind: Literal[
        "policy", "act", "ordinance", "budget", "appropriation", "strategy", "decision",
        "condition", "criterion", "fund_family", "fund", "goal", "duty",
    ]  # fmt: skip
    name: Lines
    identifier: Annotated[Line, Field(max_length=120)] = ""
    summary: Texts = Field(default_factory=dict)
    known_gaps: Texts = Field(default_factory=dict)
    answered_by: Literal["region", "state", "shared", "unclear"] | None = None
    url: WebAddress = ""


class FrameFile(FileModel):
    """``frame.toml``: the policy above the region, as a tree."""

    item: Annotated[list[ItemTable], Field(min_length=1)]


def check_steps(parsed: StepsFile, _folder: Folder) -> Iterator[tuple[Path, str]]:
    """Tell of steps that are missing: there are always six."""
    given = {table.kind for table in parsed.step}
    missing = [kind for kind in StepKind.values if kind not in given]
    if missing:
        yield ("step",), f"there should be all six steps; missing are {listed(missing)}"


def load_programme(parsed: ProgrammeFile, loader: Loader) -> None:
    """Load the case, the programme, its versions and milestones."""
    case = _load_case(loader, parsed.case)
    initiated_by = loader.get(Decision, parsed.initiated_by)
    programme = loader.sync(
        Row(
            Programme,
            parsed.key,
            {
                "name": Translated(parsed.name),
                "summary": Translated(parsed.summary),
                "first_year": parsed.first_year,
                "last_year": parsed.last_year,
                "case": case,
                "initiated_by": initiated_by,
            },
            find=Programme.objects.filter(key=parsed.key),
            once={"key": parsed.key},
            needs=("case",),
        )
    )
    if parsed.initiated_by and initiated_by is not None:
        found = Decision.objects.filter(pk=initiated_by.pk)
        row = Row(Decision, parsed.initiated_by, {"case": case}, kind="decision", find=found)
        loader.sync(row)
    for number, version in enumerate(parsed.version, start=1):
        _load_version(loader, programme, number, version)
    for milestone in parsed.milestone:
        _load_milestone(loader, programme, milestone)


def _load_case(loader: Loader, table: CaseTable) -> Case | None:
    def create() -> Case:
        return open_case(
            None,
            number=table.number,
            title=Translated(table.title),
            opened_on=table.opened_on,
            external_number=table.external_number,
        )

    return loader.sync(
        Row(
            Case,
            table.number,
            {
                "title": Translated(table.title),
                "opened_on": table.opened_on,
                "external_number": table.external_number,
            },
            kind="case",
            find=Case.objects.filter(number=table.number),
            create=create,
        )
    )


def _load_version(
    loader: Loader, programme: Programme | None, number: int, table: VersionTable
) -> None:
    values = {
        "programme": programme,
        "title": Translated(table.title),
        "state": table.state,
        "dated_on": table.dated_on,
        "precision": table.precision,
        "text": Translated(table.text),
        "note": Translated(table.note),
        "decision": loader.get(Decision, table.decision),
    }
    loader.sync(
        Row(
            ProgrammeVersion,
            table.key,
            values,
            kind="version",
            find=ProgrammeVersion.objects.filter(programme=programme, number=number),
            once={"number": number},
            needs=("programme",),
        )
    )


def _load_milestone(loader: Loader, programme: Programme | None, table: MilestoneTable) -> None:
    texts = {"title": Translated(table.title), "text": Translated(table.text)}
    loader.sync(
        Row(
            Milestone,
            table.key,
            {"programme": programme, **table.model_dump(exclude={"key"}), **texts},
            kind="milestone",
            find=Milestone.objects.filter(key=table.key),
            once={"key": table.key},
            needs=("programme",),
        )
    )


def load_areas(parsed: AreasFile, loader: Loader) -> None:
    """Load the areas; a new wording of one is a new version of it."""
    programme = loader.get(Programme, loader.folder["programme.toml"].key)
    language = loader.folder["region.toml"].languages[0]

    def after(area: Area, changed: set[str]) -> None:
        if changed & {"name", "summary", "text"}:
            _add_version(area, language)

    for position, table in enumerate(parsed.area):
        values = {
            "programme": programme,
            "name": Translated(table.name),
            "summary": Translated(table.summary),
            "text": Translated(table.text),
            "position": position,
        }
        loader.sync(
            Row(
                Area,
                table.key,
                values,
                find=Area.objects.filter(slug=table.key),
                once={"slug": table.key},
                needs=("programme",),
                after=after,
            )
        )


def _add_version(area: Area, language: str) -> None:
    """Keep the wording as a version; a file gives no reason, so we say where it comes from."""
    with translation.override(language):
        reason = _("The wording was changed in the region's folder.")
    add_version(None, area=area, reason=reason if area.versions.exists() else "")


def load_steps(parsed: StepsFile, loader: Loader) -> None:
    """Load the lap under way, its steps, and what each step asks."""
    lap = _load_lap(loader, parsed.lap)
    for table in parsed.step:
        _load_guide(loader, table)
        loader.sync(
            Row(
                Step,
                table.kind,
                {"lap": lap, "due_on": table.due_on},
                kind="step",
                find=Step.objects.filter(lap=lap, kind=table.kind),
                once={"kind": table.kind, "state": table.state},
                needs=("lap",),
            )
        )


def _load_lap(loader: Loader, table: LapTable) -> Lap | None:
    programme = loader.get(Programme, loader.folder["programme.toml"].key)
    values = {
        "programme": programme,
        "title": Translated(table.title),
        "starts_on": table.starts_on,
        "ends_on": table.ends_on,
    }
    found = Lap.objects.filter(programme=programme, area=None, number=table.number)
    return loader.sync(
        Row(
            Lap,
            str(table.number),
            values,
            kind="lap",
            find=found,
            once={"number": table.number},
            needs=("programme",),
        )
    )


def _load_guide(loader: Loader, table: StepTable) -> None:
    values = {
        "name": Translated(table.name),
        "asks": Translated(table.asks),
        "products": Translated(table.products),
        "first_lap": Translated(table.first_lap),
    }
    loader.sync(
        Row(
            StepGuide,
            table.kind,
            values,
            kind="guide to",
            find=StepGuide.objects.filter(kind=table.kind),
            once={"kind": table.kind},
        )
    )


def load_frame(parsed: FrameFile, loader: Loader) -> None:
    """Load the frame in the order of the file, in which parents come first."""
    for position, table in enumerate(parsed.item):
        values = table.model_dump(exclude={"key", "parent"})
        texts = {name: Translated(values[name]) for name in ("name", "summary", "known_gaps")}
        own = {
            "parent": loader.get(FrameItem, table.parent),
            "answered_by": table.answered_by or "",
            "position": position,
        }
        loader.sync(
            Row(
                FrameItem,
                table.key,
                {**values, **texts, **own},
                find=FrameItem.objects.filter(key=table.key),
                once={"key": table.key},
            )
        )


def sections() -> Iterable[Section]:
    """Return the files that cycles own."""
    return (
        Section("programme.toml", ProgrammeFile, load_programme, after=("bodies.toml",)),
        Section("areas.toml", AreasFile, load_areas, after=("programme.toml",)),
        Section("steps.toml", StepsFile, load_steps, after=("programme.toml",), check=check_steps),
        Section("frame.toml", FrameFile, load_frame, after=("programme.toml",)),
    )
