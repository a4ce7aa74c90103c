"""What the API says of each thing: keys in the words of the design, public fields by name only."""

from datetime import date, datetime

from ninja import Schema

from varv.cycles import models as cycles
from varv.meetings import models as meetings
from varv.people import models as people
from varv.registry import search


class Milestone(Schema):
    """A date that matters to all."""

    key: str
    kind: str
    title: str
    on: date
    precision: str


class ProgrammeVersion(Schema):
    """One text of the programme."""

    number: int
    title: str
    state: str
    dated_on: date
    precision: str


class Programme(Schema):
    """The region's S3 programme."""

    key: str
    name: str
    summary: str
    case: str
    first_year: int | None
    last_year: int | None
    versions: list[ProgrammeVersion]
    milestones: list[Milestone]

    @classmethod
    def of(cls, row: cycles.Programme) -> "Programme":
        """Describe one programme."""
        return cls(
            key=row.key,
            name=str(row.name),
            summary=str(row.summary),
            case=row.case.number,
            first_year=row.first_year,
            last_year=row.last_year,
            versions=[
                ProgrammeVersion(
                    number=version.number,
                    title=str(version.title),
                    state=version.state,
                    dated_on=version.dated_on,
                    precision=version.precision,
                )
                for version in row.versions.all()
            ],
            milestones=[
                Milestone(
                    key=milestone.key,
                    kind=milestone.kind,
                    title=str(milestone.title),
                    on=milestone.on,
                    precision=milestone.precision,
                )
                for milestone in row.milestones.all()
            ],
        )


class Area(Schema):
    """A broad priority area."""

    slug: str
    name: str
    summary: str
    state: str
    programme: str
    url: str
    became: list[str]

    @classmethod
    def of(cls, row: cycles.Area) -> "Area":
        """Describe one area; ``became`` are the slugs of what it was merged or split into."""
        return cls(
            slug=row.slug,
            name=str(row.name),
            summary=str(row.summary),
            state=row.state,
            programme=row.programme.key,
            url=row.get_absolute_url(),
            became=[succession.successor.slug for succession in row.successions.all()],
        )


class Step(Schema):
    """One of the six steps in a lap."""

    kind: str
    order: int
    name: str
    asks: str
    products: str
    state: str
    due_on: date | None
    lap: int
    area: str | None

    @classmethod
    def of(cls, row: cycles.Step, guide: cycles.StepGuide | None) -> "Step":
        """Describe one step with what its guide asks."""
        return cls(
            kind=row.kind,
            order=row.order,
            name=str(guide.name) if guide else str(row.name),
            asks=str(guide.asks) if guide else "",
            products=str(guide.products) if guide else "",
            state=row.state,
            due_on=row.due_on,
            lap=row.lap.number,
            area=row.lap.area.slug if row.lap.area else None,
        )


class Meeting(Schema):
    """A published meeting."""

    slug: str
    kind: str
    title: str
    summary: str
    area: str | None
    starts_at: datetime
    ends_at: datetime
    place: str
    online: bool
    state: str
    moved: bool
    is_open: bool
    sign_up_opens_at: datetime
    sign_up_closes_at: datetime
    capacity: int | None
    url: str

    @classmethod
    def of(cls, row: meetings.Meeting, now: datetime) -> "Meeting":
        """Describe one meeting as it stands at ``now``."""
        return cls(
            slug=row.slug,
            kind=row.kind,
            title=str(row.title),
            summary=str(row.summary),
            area=row.area.slug if row.area else None,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place,
            online=row.online,
            state=row.state,
            moved=bool(row.moves),  # type: ignore[attr-defined]
            is_open=row.is_open_at(now),
            sign_up_opens_at=row.sign_up_opens_at,
            sign_up_closes_at=row.sign_up_closes_at,
            capacity=row.capacity,
            url=row.get_absolute_url(),
        )


class Municipality(Schema):
    """A place inside the region."""

    code: str
    name: str
    population: int | None
    population_year: int | None
    workplaces: int | None
    workplaces_year: int | None
    land_km2: float | None

    @classmethod
    def of(cls, row: people.Municipality) -> "Municipality":
        """Describe one municipality."""
        return cls(
            code=row.code,
            name=row.name,
            population=row.population,
            population_year=row.population_year,
            workplaces=row.workplaces,
            workplaces_year=row.workplaces_year,
            land_km2=float(row.land_km2) if row.land_km2 is not None else None,
        )


class FrameItem(Schema):
    """A law, goal, fund or requirement above the programme."""

    key: str
    parent: str | None
    level: str
    kind: str
    name: str
    identifier: str
    summary: str
    answered_by: str
    url: str

    @classmethod
    def of(cls, row: cycles.FrameItem) -> "FrameItem":
        """Describe one item."""
        return cls(
            key=row.key,
            parent=row.parent.key if row.parent else None,
            level=row.level,
            kind=row.kind,
            name=str(row.name),
            identifier=row.identifier,
            summary=str(row.summary),
            answered_by=row.answered_by,
            url=row.url,
        )


class Listing(Schema):
    """One page of a list: how many there are in all, and the address of the next page."""

    count: int
    next: str | None


class Programmes(Listing):
    """A list of programmes."""

    items: list[Programme]


class Areas(Listing):
    """A list of areas."""

    items: list[Area]


class Steps(Listing):
    """A list of steps."""

    items: list[Step]


class Meetings(Listing):
    """A list of meetings."""

    items: list[Meeting]


class Municipalities(Listing):
    """A list of municipalities."""

    items: list[Municipality]


class FrameItems(Listing):
    """A list of frame items."""

    items: list[FrameItem]


class Hit(Schema):
    """A thing that was found; marks are [start, end) of the words looked for in a text."""

    kind: str
    label: str
    name: str
    name_marks: list[list[int]]
    excerpt: str
    excerpt_marks: list[list[int]]
    when: str
    url: str

    @classmethod
    def of(cls, hit: search.Hit) -> "Hit":
        """Describe one hit."""
        return cls(
            kind=hit.ref.kind,
            label=hit.label,
            name="".join(piece.text for piece in hit.name),
            name_marks=_marks(hit.name),
            excerpt="".join(piece.text for piece in hit.excerpt),
            excerpt_marks=_marks(hit.excerpt),
            when=hit.when,
            url=hit.thing.url,
        )


def _marks(pieces: search.Pieces) -> list[list[int]]:
    marks: list[list[int]] = []
    at = 0
    for piece in pieces:
        if piece.marked:
            marks.append([at, at + len(piece.text)])
        at += len(piece.text)
    return marks


class KindFound(Schema):
    """How many of a kind were found, or more where counting stopped."""

    kind: str
    label: str
    count: int
    more: bool


class Found(Schema):
    """What a search gave; count is of the chosen kind, or of all."""

    items: list[Hit]
    count: int
    more: bool
    page: int
    pages: int
    corrected: str
    kinds: list[KindFound]

    @classmethod
    def of(cls, found: search.Results) -> "Found":
        """Describe what was found."""
        return cls(
            items=[Hit.of(hit) for hit in found.hits],
            count=found.total,
            more=found.more,
            page=found.page,
            pages=found.pages,
            corrected=found.corrected,
            kinds=[
                KindFound(kind=one.key, label=one.label, count=one.number, more=one.more)
                for one in found.counts
            ],
        )
