"""What the API says of evidence, claims, SWOT and assets: public fields by name only."""

from datetime import date, datetime

from ninja import Schema

from varv.analysis import models as analysis
from varv.analysis.models.claims import Cited
from varv.analysis.queries import ToldClaim
from varv.web.api.schemas import Listing


class Evidence(Schema):
    """A cited report or figure; `withdrawn` where it is not to be leaned on any more."""

    key: str
    kind: str
    title: str
    author: str
    publisher: str
    published_on: date
    precision: str
    number: str
    isbn: str
    doi: str
    language: str
    summary: str
    source_url: str
    withdrawn: bool
    url: str

    @classmethod
    def of(cls, row: analysis.Evidence) -> "Evidence":
        """Describe one source."""
        return cls(
            key=row.key,
            kind=row.kind,
            title=str(row.title),
            author=row.author,
            publisher=row.publisher,
            published_on=row.published_on,
            precision=row.precision,
            number=row.number,
            isbn=row.isbn,
            doi=row.doi,
            language=row.language,
            summary=str(row.summary),
            source_url=row.url,
            withdrawn=not row.stands,
            url=row.get_absolute_url(),
        )


class Citation(Schema):
    """What one source says of a sentence: `evidence` is a key of /evidence, or `finding` a name."""

    evidence: str | None
    finding: str | None
    stance: str
    strength: str
    strength_means: str
    page: str
    wording: str
    text: str
    stands: bool

    @classmethod
    def of(cls, row: Cited) -> "Citation":
        """Describe one citation."""
        return cls(
            evidence=row.evidence.key if row.evidence else None,
            finding=str(row.finding) if row.finding else None,
            stance=row.stance,
            strength=row.strength,
            strength_means=str(row.definition),
            page=row.page,
            wording=row.wording,
            text=row.text,
            stands=not row.trouble,
        )


class Claim(Schema):
    """A sentence, what it is about, and what its sources say together."""

    key: str
    sentence: str
    about: list[str]
    standing: str
    citations: list[Citation]
    url: str

    @classmethod
    def of(cls, told: ToldClaim) -> "Claim":
        """Describe one claim."""
        return cls(
            key=told.claim.key,
            sentence=str(told.claim.sentence),
            about=[thing.url for thing in told.about],
            standing=told.standing,
            citations=[Citation.of(one) for one in told.citations],
            url=told.claim.get_absolute_url(),
        )


class SwotItem(Schema):
    """One adopted sentence; votes are null where so few voted that they could tell of somebody.

    `nobody_voted` where it was adopted without a vote.
    """

    field: str
    sentence: str
    agree: int | None
    disagree: int | None
    nobody_voted: bool
    citations: list[Citation]

    @classmethod
    def of(cls, row: analysis.SwotVersionItem) -> "SwotItem":
        """Describe one item."""
        shown = row.votes_are_shown
        return cls(
            field=row.kind,
            sentence=str(row.sentence),
            agree=row.agree if shown else None,
            disagree=row.disagree if shown else None,
            nobody_voted=row.nobody_voted,
            citations=[Citation.of(one) for one in row.citations.all()],
        )


class Swot(Schema):
    """A SWOT as it was adopted; the one with the highest `number` holds.

    `unvoted_reason` says why it was adopted although nobody had voted on some items.
    """

    area: str
    number: int
    adopted_at: datetime
    note: str
    unvoted_reason: str
    items: list[SwotItem]
    url: str

    @classmethod
    def of(cls, row: analysis.SwotVersion) -> "Swot":
        """Describe one version."""
        return cls(
            area=row.area.slug,
            number=row.number,
            adopted_at=row.adopted_at,
            note=row.note,
            unvoted_reason=row.unvoted_reason,
            items=[SwotItem.of(one) for one in row.items.all()],
            url=row.get_absolute_url(),
        )


class Asset(Schema):
    """Something that areas can build on; `owner` where its name is checked."""

    key: str
    name: str
    kind: str
    owner: str | None
    municipality: str | None
    place: str
    latitude: float | None
    longitude: float | None
    areas: list[str]
    description: str
    source: str
    source_url: str
    dated_on: date
    precision: str
    url: str

    @classmethod
    def of(cls, row: analysis.Asset) -> "Asset":
        """Describe one asset; `areas` are slugs, `municipality` a code."""
        return cls(
            key=row.key,
            name=row.name,
            kind=row.kind,
            owner=row.owner.name if row.owner and row.owner.checked_at else None,
            municipality=row.municipality.code if row.municipality else None,
            place=row.place,
            latitude=float(row.latitude) if row.latitude is not None else None,
            longitude=float(row.longitude) if row.longitude is not None else None,
            areas=[area.slug for area in row.areas.all()],
            description=str(row.description),
            source=row.source,
            source_url=row.source_url,
            dated_on=row.dated_on,
            precision=row.precision,
            url=row.get_absolute_url(),
        )


class EvidenceList(Listing):
    """A list of evidence."""

    items: list[Evidence]


class Claims(Listing):
    """A list of claims."""

    items: list[Claim]


class Swots(Listing):
    """A list of adopted SWOT."""

    items: list[Swot]


class Assets(Listing):
    """A list of assets."""

    items: list[Asset]
