"""Papers, and all that is known of a round when one is made: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import MD5
from django.utils import translation

from varv.consultation import standing
from varv.consultation.models import (
    Contribution,
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
from varv.cycles.queries import versions as cycles
from varv.cycles.queries.versions import AnyVersion
from varv.people.models import Municipality, Region
from varv.people.queries import municipalities, the_region
from varv.registry import kinds
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Trace
from varv.registry.queries import Knot

#: How a point is tied to what it changed.
CHANGED = "changed"
#: The kind of thing that a change of a text is.
CHANGE = "change"
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
class Rewording:
    """A version that came after what was out, what it is compared with, and its changes.

    ``comes_from`` tells what led to each of these that everybody may see, by its id.
    """

    version: AnyVersion
    base: AnyVersion | None
    comes_from: Mapping[int, Sequence[Knot]]


@dataclass(frozen=True)
class Material:
    """All that the parts of a paper are made of."""

    round: Round
    region: Region
    now: datetime
    inputs: Sequence[Contribution] = ()
    points: Sequence[Point] = ()
    #: By point: what it changed, as everybody may see it.
    changed: Mapping[int, Mapping[Ref, Thing]] = field(default_factory=dict)
    areas: Sequence[Area] = ()
    rewordings: Sequence[Rewording] = ()
    #: The version of the programme that holds, with the decision that adopted it.
    adopted_programme: ProgrammeVersion | None = None
    meetings: Sequence[Occasion] = ()
    #: Sector and state of the invitation of each organisation.
    invited: Sequence[tuple[str, str]] = ()
    municipalities: Sequence[Municipality] = ()


def material(round: Round, now: datetime, language: str) -> Material:  # noqa: A002
    """Gather what is known of a round; of input and points only what everybody may read.

    What everybody may not read is among ``inputs`` too, each with why it is ``left_out``. Things
    are named in the language of the paper, whoever looks at it.
    """
    with translation.override(language):
        return _material(round, now)


def _material(round: Round, now: datetime) -> Material:  # noqa: A002
    inputs = list(catalogue.registered_contributions(round).order_by("record__number"))
    found = _points(round, inputs)
    changed = _changed(found)
    return Material(
        round=round,
        region=the_region(),
        now=now,
        inputs=inputs,
        points=found,
        changed=changed,
        areas=list(Area.objects.filter(programme=round.programme_id, state=Area.State.ACTIVE)),
        rewordings=_rewordings(round, changed),
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


def _changed(points: Sequence[Point]) -> dict[int, dict[Ref, Thing]]:
    key = kinds.key_of(Point) or "point"
    mine = {one.pk for one in points}
    rows = Trace.objects.filter(source_kind=key, relation=CHANGED, source_id__in=mine)
    targets = list(rows.values_list("source_id", "target_kind", "target_id").order_by("pk"))
    known = kinds.describe((Ref(kind, pk) for _of, kind, pk in targets), AnonymousUser())
    found: dict[int, dict[Ref, Thing]] = defaultdict(dict)
    for source, kind, pk in targets:
        if thing := known.get(Ref(kind, pk)):
            found[source][Ref(kind, pk)] = thing
    return found


def _rewordings(
    round: Round,  # noqa: A002
    changed: Mapping[int, Mapping[Ref, Thing]],
) -> list[Rewording]:
    """Return how the texts that were out were worded since, and what else points changed.

    Drafts are among them if they are the newest of what was out: a decision may be about them.
    """
    documents = list(round.documents.select_related("area_version", "programme_version"))
    out = {_whole(one.version): one.version.number for one in documents}
    changes = [ref.id for refs in changed.values() for ref in refs if ref.kind == CHANGE]
    families = _families(out, changes)
    pairs = [
        (version, base)
        for whole, family in families.items()
        for version, base in zip(family, cycles.bases_of(family), strict=True)
        if _is_told(version, family[0], out.get(whole), changes)
    ]
    knots = cycles.sources_of_versions([version for version, _base in pairs], AnonymousUser())
    return [Rewording(version, base, knots) for version, base in reversed(pairs)]


def _families(
    out: Iterable[tuple[str, int]], changes: Collection[int]
) -> dict[tuple[str, int], list[AnyVersion]]:
    """Return all versions, newest first, of what was out and of what these changes are in."""
    areas = [pk for of, pk in out if of == AreaVersion.of]
    programmes = [pk for of, pk in out if of == ProgrammeVersion.of]
    of_area = AreaVersion.objects.filter(
        Q(area__in=areas) | Q(area__versions__changes__in=changes)
    ).order_by("-area__position", "-area_id", "-number")
    of_programme = ProgrammeVersion.objects.filter(
        Q(programme__in=programmes) | Q(programme__versions__changes__in=changes)
    ).order_by("-programme_id", "-number")
    found: dict[tuple[str, int], list[AnyVersion]] = defaultdict(list)
    for rows in (of_programme.select_related("programme"), of_area.select_related("area")):
        for one in rows.distinct().select_related("based_on").prefetch_related("changes"):
            found[_whole(one)].append(one)
    return found


def _whole(version: AnyVersion) -> tuple[str, int]:
    of: int = getattr(version, f"{version.of}_id")
    return version.of, of


def _is_told(
    version: AnyVersion, newest: AnyVersion, out: int | None, changes: Collection[int]
) -> bool:
    if out is None:
        return any(one.pk in changes for one in version.changes.all())
    return version.number > out and (version.is_public or version == newest)


def versions_by_ref(refs: Iterable[Sequence[Any]]) -> list[AnyVersion]:
    """Return the versions that a paper refers to and that are there still."""
    found = (cycles.version_at(kind.removesuffix("_version"), pk) for kind, pk in refs)
    return [one for one in found if one]


def _adopted_programme(round: Round) -> ProgrammeVersion | None:  # noqa: A002
    rows = ProgrammeVersion.objects.filter(
        programme=round.programme_id, state=ProgrammeVersion.State.ADOPTED
    )
    return rows.select_related("decision__body").order_by("-number").first()


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
