"""Reading SWOT: the board of an area, its versions, what differs, and what must be looked at."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Prefetch, QuerySet

from varv.analysis.models import (
    Stance,
    SwotBoard,
    SwotItem,
    SwotKind,
    SwotVersion,
    SwotVersionCitation,
    SwotVersionItem,
    SwotVote,
)
from varv.analysis.models.swot import FEWEST_SHOWN
from varv.analysis.queries.claims import WITH_SOURCES, citations_for
from varv.analysis.queries.findings import citing_what_is_let_out
from varv.cycles.models import Area
from varv.people.models import User
from varv.registry.guard import may


@dataclass(frozen=True)
class Tally:
    """How many agree and do not; ``is_shown`` is False where so few could tell who voted how."""

    agree: int = 0
    disagree: int = 0

    @property
    def all(self) -> int:
        """How many have voted."""
        return self.agree + self.disagree

    @property
    def is_shown(self) -> bool:
        """Tell whether the numbers may be told."""
        return self.all >= FEWEST_SHOWN


@dataclass(frozen=True)
class BoardItem:
    """An item with its votes, and the reader's own one."""

    item: SwotItem
    tally: Tally
    own: str = ""


@dataclass(frozen=True)
class Differences:
    """What a version changed from the one before."""

    added: Sequence[SwotVersionItem] = field(default_factory=list)
    removed: Sequence[SwotVersionItem] = field(default_factory=list)
    #: Pairs of before and after.
    reworded: Sequence[tuple[SwotVersionItem, SwotVersionItem]] = field(default_factory=list)
    #: The sentence is the same, but what is cited on it is not.
    cited_anew: Sequence[SwotVersionItem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.reworded or self.cited_anew)


def board_items(area: Area, state: str = SwotItem.State.SHOWN) -> QuerySet[SwotItem]:
    """Return the items of an area in a state, with all citations."""
    return items_with_citations(None).filter(area=area, state=state)


def items_with_citations(user: object) -> QuerySet[SwotItem]:
    """Return items with the citations that the reader may see."""
    citations = Prefetch("citations", citations_for(user))
    found = SwotItem.objects.select_related("area").prefetch_related(citations)
    return found.order_by("proposed_at", "pk")


def board(area: Area, user: object) -> list[tuple[SwotKind, list[BoardItem]]]:
    """Return what is on the board by field, with votes and the reader's own one."""
    items = list(items_with_citations(user).filter(area=area, state=SwotItem.State.SHOWN))
    votes = tallies(items)
    own = _own_votes(items, user)
    return [
        (
            kind,
            [
                BoardItem(item, votes[item.pk], own.get(item.pk, ""))
                for item in items
                if item.kind == kind
            ],
        )
        for kind in SwotKind
    ]


def tallies(items: Iterable[SwotItem]) -> Mapping[int, Tally]:
    """Return how the votes fell on each item, in one query."""
    wanted = [item.pk for item in items]
    cast = SwotVote.objects.filter(item__in=wanted).order_by().values_list("item", "value")
    counted = Counter((item, value) for item, value in cast)
    return {
        pk: Tally(counted[pk, SwotVote.Value.AGREE], counted[pk, SwotVote.Value.DISAGREE])
        for pk in wanted
    }


def _own_votes(items: Iterable[SwotItem], user: object) -> dict[int, str]:
    if not isinstance(user, User):
        return {}
    wanted = [item.pk for item in items]
    return dict(SwotVote.objects.filter(item__in=wanted, person=user).values_list("item", "value"))


def board_of(area: Area) -> SwotBoard | None:
    """Return when partners may propose and vote; None where it was never opened."""
    return SwotBoard.objects.filter(area=area).first()


def proposals() -> QuerySet[SwotItem]:
    """Return what partners have proposed and nobody has read."""
    waiting = SwotItem.objects.filter(state=SwotItem.State.PROPOSED)
    return waiting.select_related("area").order_by("proposed_at", "pk")


def own_proposals(area: Area, person: User) -> QuerySet[SwotItem]:
    """Return what the person proposed and is not on the board."""
    own = SwotItem.objects.filter(area=area, proposed_by=person)
    return own.exclude(state=SwotItem.State.SHOWN).order_by("-proposed_at", "-pk")


def versions_of(area: Area) -> QuerySet[SwotVersion]:
    """Return the versions of an area, the latest first."""
    return SwotVersion.objects.filter(area=area).select_related("area").order_by("-number")


def whole(versions: QuerySet[SwotVersion], user: object) -> QuerySet[SwotVersion]:
    """Return the versions with all that stands in them."""
    citations = SwotVersionCitation.objects.select_related(*WITH_SOURCES, "citation").order_by("pk")
    if not may(user, "analysis.view_evidence"):
        citations = citations.filter(citing_what_is_let_out())
    items = SwotVersionItem.objects.order_by("pk").prefetch_related(
        Prefetch("citations", citations)
    )
    return versions.prefetch_related(Prefetch("items", items))


def every_version() -> QuerySet[SwotVersion]:
    """Return all adopted SWOT, by area, the latest first."""
    return SwotVersion.objects.select_related("area").order_by("area__position", "area", "-number")


def latest_versions() -> QuerySet[SwotVersion]:
    """Return the version of each area that holds."""
    last = (
        SwotVersion.objects.order_by().values("area").annotate(last=Max("pk")).values("last")
    )  # numbers and rows are given in the same order
    return SwotVersion.objects.filter(pk__in=last).select_related("area")


def by_kind(version: SwotVersion) -> list[tuple[SwotKind, list[SwotVersionItem]]]:
    """Return the items of a version by field."""
    items = list(version.items.all())
    return [(kind, [one for one in items if one.kind == kind]) for kind in SwotKind]


def troubles(item: SwotVersionItem) -> list[str]:
    """Return which supporting sources of an adopted item no longer stand, and why, for code."""
    return sorted(
        f"{one.pk}:{one.trouble}"
        for one in item.citations.all()
        if one.stance == Stance.SUPPORTS and one.trouble
    )


def shaky_areas() -> Counter[Area]:
    """Return how many items a human must look at in the version that holds of each area."""
    items = SwotVersionItem.objects.filter(version__in=latest_versions().order_by().values("pk"))
    citations = SwotVersionCitation.objects.select_related("evidence", "finding")
    found = items.select_related("version__area").prefetch_related(Prefetch("citations", citations))
    return Counter(
        one.version.area
        for one in found.order_by("version__area__position", "version__area", "pk")
        if needs_a_look(one)
    )


def needs_a_look(item: SwotVersionItem) -> bool:
    """Tell whether a source no longer stands that nobody has looked at since."""
    return not set(troubles(item)) <= set(item.looked_troubles)


def flagged(versions: Iterable[SwotVersion]) -> list[SwotVersionItem]:
    """Return the items of these versions that a human must look at."""
    return [item for version in versions for item in version.items.all() if needs_a_look(item)]


def differences(new: SwotVersion, old: SwotVersion) -> Differences:
    """Return what ``new`` changed from ``old``; an item of the board is the same one in both."""
    before = {one.item_id or -one.pk: one for one in old.items.all()}
    after = {one.item_id or -one.pk: one for one in new.items.all()}
    both = [(before[key], after[key]) for key in after if key in before]
    reworded = [(a, b) for a, b in both if (a.kind, dict(a.sentence)) != (b.kind, dict(b.sentence))]
    same = [(a, b) for a, b in both if (a, b) not in reworded]
    return Differences(
        added=[one for key, one in after.items() if key not in before],
        removed=[one for key, one in before.items() if key not in after],
        reworded=reworded,
        cited_anew=[b for a, b in same if _cited(a) != _cited(b)],
    )


def _cited(item: SwotVersionItem) -> set[tuple[int | None, int | None, str, str]]:
    return {(one.evidence_id, one.finding_id, one.stance, one.page) for one in item.citations.all()}
