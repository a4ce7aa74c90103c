"""What the API says of versions of areas and of the programme, and of their changes."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone
from ninja import Schema

from varv.bodies import models as bodies
from varv.cycles import models as cycles
from varv.registry.queries import Knot
from varv.web.api.schemas import Listing


class Decision(Schema):
    """By what a version was adopted."""

    body: str
    decided_on: date
    paragraph: str
    title: str

    @classmethod
    def of(cls, row: bodies.Decision) -> "Decision":
        """Describe one decision."""
        return cls(
            body=str(row.body),
            decided_on=row.decided_on,
            paragraph=row.paragraph,
            title=str(row.title),
        )


class Source(Schema):
    """What a change came from, as far as everybody may see."""

    kind: str
    name: str
    relation: str
    url: str


class Change(Schema):
    """One changed stretch of paragraphs; ``anchor`` is its place in the text before, from 0."""

    id: int
    field: str
    language: str
    anchor: int
    before: str
    after: str
    came_from: list[Source]

    @classmethod
    def of(cls, row: cycles.TextChange, sources: Sequence[Knot]) -> "Change":
        """Describe one change."""
        return cls(
            id=row.pk,
            field=row.field,
            language=row.language,
            anchor=row.anchor,
            before=row.before,
            after=row.after,
            came_from=[
                Source(
                    kind=one.ref.kind,
                    name=one.thing.name,
                    relation=one.relation,
                    url=one.thing.url,
                )
                for one in sources
            ],
        )


class Version(Schema):
    """One public version; ``based_on`` and ``replaces`` are numbers of other versions."""

    number: int
    state: str
    name: str
    summary: str
    text: str
    reason: str
    on: date
    based_on: int | None
    replaces: int | None
    decision: Decision | None
    url: str
    changes: list[Change]

    @classmethod
    def of(
        cls,
        row: cycles.AreaVersion | cycles.ProgrammeVersion,
        sources: Mapping[int, Sequence[Knot]],
    ) -> "Version":
        """Describe one version."""
        return cls(
            number=row.number,
            state=row.state,
            name=str(row.name if isinstance(row, cycles.AreaVersion) else row.title),
            summary=str(row.summary) if isinstance(row, cycles.AreaVersion) else "",
            text=str(row.text),
            reason=row.reason if isinstance(row, cycles.AreaVersion) else str(row.note),
            on=timezone.localdate(row.at) if isinstance(row, cycles.AreaVersion) else row.dated_on,
            based_on=row.based_on.number if row.based_on else None,
            replaces=row.replaces.number if row.replaces else None,
            decision=Decision.of(row.decision) if row.decision else None,
            url=row.get_absolute_url(),
            changes=[
                Change.of(change, sources.get(change.pk, ()))
                for change in row.changes.all()
                if not change.is_undone
            ],
        )


class Versions(Listing):
    """One page of versions."""

    items: list[Version]
