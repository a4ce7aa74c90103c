"""Papers, and all that is known of a round when one is made: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import MD5

from varv.consultation import standing
from varv.consultation.models import (
    Contribution,
    Document,
    Paper,
    PaperPart,
    PaperQuote,
    Point,
    Round,
)
from varv.consultation.queries import answered, catalogue, invitations
from varv.consultation.queries import points as point_queries
from varv.cycles.models import Area, AreaVersion, ProgrammeVersion
from varv.cycles.occasions import Occasion, occasions
from varv.people.models import Municipality, Region
from varv.people.queries import municipalities, the_region
from varv.registry import kinds
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Trace

#: How a point is tied to what it changed.
CHANGED = "changed"
State = Paper.State


# -- papers ----------------------------------------------------------------------------------------


def published() -> QuerySet[Paper]:
    """Return what everybody may read, the latest first."""
    return (
        Paper.objects.filter(state=State.PUBLISHED)
        .exclude(round__state=Round.State.DRAFT)
        .order_by("-published_at", "-pk")
    )


def current(found: QuerySet[Paper]) -> QuerySet[Paper]:
    """Return those that no newer edition has taken the place of."""
    newer = Paper.objects.filter(replaces=OuterRef("pk"), state=State.PUBLISHED)
    return found.exclude(Exists(newer))


def published_of(round: Round) -> QuerySet[Paper]:  # noqa: A002 - the word of the house
    """Return what the page of a round links to."""
    return current(published().filter(round=round)).select_related("round")


def published_paper(pk: int) -> Paper | None:
    """Return one paper as everybody reads it."""
    found = published().select_related("round__case", "pdf", "word", "record__case", "replaces")
    return found.filter(pk=pk).first()


def listed() -> QuerySet[Paper]:
    """Return all that is published, with what the API tells of each."""
    return published().select_related("round", "record__case", "pdf", "word")


def newer_edition(paper: Paper) -> Paper | None:
    """Return the published edition that took the place of this one."""
    return published().filter(replaces=paper).first()


def papers_of(round: Round) -> QuerySet[Paper]:  # noqa: A002
    """Return all papers of a round, for the desk."""
    return (
        Paper.objects.filter(round=round)
        .select_related("pdf", "word", "record__case")
        .order_by("-made_at", "-pk")
    )


def paper_for_desk(pk: int) -> Paper | None:
    """Return one paper with what its page shows, or None."""
    found = Paper.objects.select_related(
        "round__case", "round__programme", "decision__body", "pdf", "word", "record__case",
        "replaces",
    )  # fmt: skip
    return found.filter(pk=pk).first()


def parts_of(paper: Paper) -> QuerySet[PaperPart]:
    """Return all parts in their order, left out or not."""
    return paper.parts.order_by("position")


def included_parts() -> QuerySet[PaperPart]:
    """Return the parts that everybody may read as they stand in a published paper."""
    return PaperPart.objects.filter(is_included=True, paper__in=published().order_by())


def being_made() -> QuerySet[Paper]:
    """Return what waits for the worker, or is with it."""
    return Paper.objects.filter(state=State.MAKING).order_by("pk")


def failed() -> QuerySet[Paper]:
    """Return what could not be made."""
    return Paper.objects.exclude(error="").select_related("round").order_by("pk")


# -- words -----------------------------------------------------------------------------------------


def quotes_of(paper: Paper) -> QuerySet[Any]:
    """Return the quotes in order, each with whether everybody may (still) ``read`` it."""
    theirs = Q(contribution=None) | standing.readable("contribution__")
    read = ExpressionWrapper(theirs, output_field=BooleanField())
    return PaperQuote.objects.filter(paper=paper).annotate(read=read).order_by("number")


def seals_of(paper: Paper) -> QuerySet[Any, Any]:
    """Return number, fingerprint and readability of each quote."""
    found = quotes_of(paper).annotate(seal=MD5("text"))
    rows: QuerySet[Any, tuple[int, str, bool]] = found.values_list("number", "seal", "read")
    return rows


# -- what a paper is made of -----------------------------------------------------------------------


@dataclass(frozen=True)
class Material:
    """All that the parts of a paper are made of."""

    round: Round
    region: Region
    now: datetime
    inputs: Sequence[Contribution] = ()
    points: Sequence[Point] = ()
    #: By point: what it changed, as everybody may see it.
    changed: Mapping[int, Sequence[Thing]] = field(default_factory=dict)
    areas: Sequence[Area] = ()
    documents: Sequence[Document] = ()
    newest_areas: Mapping[int, AreaVersion] = field(default_factory=dict)
    newest_programme: ProgrammeVersion | None = None
    #: The version of the programme that holds, with the decision that adopted it.
    adopted_programme: ProgrammeVersion | None = None
    meetings: Sequence[Occasion] = ()
    #: Sector and state of the invitation of each organisation.
    invited: Sequence[tuple[str, str]] = ()
    municipalities: Sequence[Municipality] = ()


def material(round: Round, now: datetime) -> Material:  # noqa: A002
    """Gather what is known of a round; of input and points only what everybody may read.

    What everybody may not read is among ``inputs`` too, each with why it is ``left_out``.
    """
    inputs = list(catalogue.registered_contributions(round).order_by("record__number"))
    found = _points(round, inputs)
    documents = list(round.documents.select_related("area_version__area", "programme_version"))
    return Material(
        round=round,
        region=the_region(),
        now=now,
        inputs=inputs,
        points=found,
        changed=_changed(found),
        areas=list(Area.objects.filter(programme=round.programme_id, state=Area.State.ACTIVE)),
        documents=documents,
        newest_areas=_newest_areas(documents),
        newest_programme=ProgrammeVersion.objects.filter(programme=round.programme_id)
        .order_by("-number")
        .first(),
        adopted_programme=_adopted_programme(round),
        meetings=_meetings(round),
        invited=_invited(round),
        municipalities=list(municipalities()),
    )


def _points(round: Round, inputs: Sequence[Contribution]) -> list[Point]:  # noqa: A002
    known = {one.pk: one for one in inputs}
    rows = Point.objects.filter(answered.public(), round=round).select_related("area", "theme")
    found = list(
        point_queries.with_disposition(rows).order_by("contribution__record__number", "number")
    )
    for one in found:
        one.contribution = known[one.contribution_id]
    return found


def _changed(points: Sequence[Point]) -> dict[int, list[Thing]]:
    key = kinds.key_of(Point) or "point"
    mine = {one.pk for one in points}
    rows = Trace.objects.filter(source_kind=key, relation=CHANGED, source_id__in=mine)
    targets = list(rows.values_list("source_id", "target_kind", "target_id").order_by("pk"))
    known = kinds.describe((Ref(kind, pk) for _of, kind, pk in targets), AnonymousUser())
    found: dict[int, list[Thing]] = defaultdict(list)
    for source, kind, pk in targets:
        if thing := known.get(Ref(kind, pk)):
            found[source].append(thing)
    return found


def _adopted_programme(round: Round) -> ProgrammeVersion | None:  # noqa: A002
    rows = ProgrammeVersion.objects.filter(
        programme=round.programme_id, state=ProgrammeVersion.State.ADOPTED
    )
    return rows.select_related("decision__body").order_by("-number").first()


def _newest_areas(documents: Sequence[Document]) -> dict[int, AreaVersion]:
    areas = [one.area_version.area_id for one in documents if one.area_version]
    rows = (
        AreaVersion.objects.filter(area__in=areas)
        .order_by("area_id", "-number")
        .distinct("area_id")
    )
    return {one.area_id: one for one in rows}


def _invited(round: Round) -> list[tuple[str, str]]:  # noqa: A002
    """Return those of organisations: that few private persons were asked is told nowhere."""
    rows: QuerySet[Any] = invitations.invitations(round)
    known = rows.filter(organisation__checked_at__isnull=False)
    return list(known.values_list("organisation__sector", "shown_state"))


def _meetings(round: Round) -> list[Occasion]:  # noqa: A002
    if round.opens_at is None or round.closes_at is None:
        return []
    held = occasions(round.programme)
    within = [one for one in held if round.opens_at <= one.at < round.closes_at]
    return sorted(within, key=lambda one: one.at)
