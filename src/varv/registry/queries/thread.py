"""The way back and forward from one thing, through traces and ties, as far as the reader may see.

What somebody may not see breaks the way without a word: what lies behind it is not shown either,
unless it can be reached past it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from varv.registry import kinds, relations, ties
from varv.registry.guard import may
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Record, Trace
from varv.registry.ties import Link

#: How many steps are walked, and how many things are shown in one direction.
DEPTH = 6
MOST = 80
#: How many things are shown beside another one on its own page.
BESIDE = 12
#: How many links are fetched of each sort at a step: many may be hidden from the reader.
_FETCHED = 400


@dataclass(frozen=True)
class Knot:
    """One thing on the way, how it hangs on the one before it, and what hangs on it."""

    ref: Ref
    thing: Thing
    kind: str
    relation: str = ""
    note: str = ""
    next: list["Knot"] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """What is found in one direction, nearest first; ``is_cut`` where there is more than shown."""

    knots: Sequence[Knot]
    count: int
    is_cut: bool

    def __bool__(self) -> bool:
        return bool(self.knots)


@dataclass(frozen=True)
class Thread:
    """A thing, and the way both back and forward from it."""

    ref: Ref
    came_from: Way
    led_to: Way

    def __bool__(self) -> bool:
        return bool(self.came_from or self.led_to)


def thread(ref: Ref, user: object) -> Thread:
    """Return the whole way from a thing: one query a step, and those that name what is met."""
    return _thread(ref, user, depth=DEPTH, most=MOST)


def beside(ref: Ref, user: object) -> Thread:
    """Return what a thing comes from and leads to at once, for its own page."""
    return _thread(ref, user, depth=1, most=BESIDE)


def sources(refs: Collection[Ref], user: object) -> Mapping[Ref, list[Knot]]:
    """Return what each thing comes from at once, in a fixed number of queries."""
    links = _links(refs, forward=False)
    things = visible({link.source for link in links}, user)
    found: dict[Ref, list[Knot]] = {ref: [] for ref in refs}
    for link in links:
        if link.source in things:
            found[link.target].append(_knot(link, things[link.source], forward=False))
    return found


def visible(refs: Collection[Ref], user: object) -> Mapping[Ref, Thing]:
    """Name those things whose ties the reader may know of.

    That a secret record is there is public, but not what it is about, so no thread shows it.
    """
    things = kinds.describe(refs, user)
    records = [ref.id for ref in things if ref.kind == kinds.key_of(Record)]
    if not records or may(user, "registry.view_record"):
        return things
    secret = Record.objects.filter(pk__in=records).exclude(secrecy="").values_list("pk", flat=True)
    hidden = {Ref(kinds.key_of(Record), pk) for pk in secret}
    return {ref: thing for ref, thing in things.items() if ref not in hidden}


def _thread(ref: Ref, user: object, *, depth: int, most: int) -> Thread:
    back = _web(ref, forward=False, depth=depth)
    on = _web(ref, forward=True, depth=depth)
    things = visible({ref, *(end for link in [*back, *on] for end in link[:2])}, user)
    if ref not in things:
        back, on = [], []
    return Thread(
        ref,
        _way(ref, back, things, forward=False, most=most),
        _way(ref, on, things, forward=True, most=most),
    )


def _web(start: Ref, *, forward: bool, depth: int) -> list[Link]:
    """Return all links within so many steps, whether the reader may see what they tie or not."""
    seen, edge, web = {start}, [start], []
    for _step in range(depth):
        links = _links(edge, forward=forward)
        web += links
        met = dict.fromkeys(_far(link, forward=forward) for link in links)
        edge = [ref for ref in met if ref not in seen][:_FETCHED]
        seen |= met.keys()
        if not edge:
            break
    return web


def _way(
    start: Ref, web: Iterable[Link], things: Mapping[Ref, Thing], *, forward: bool, most: int
) -> Way:
    """Walk the web through what can be seen; each thing stands where it is nearest."""
    ways: dict[Ref, list[Link]] = {}
    for link in web:
        if _far(link, forward=forward) in things:
            ways.setdefault(_near(link, forward=forward), []).append(link)
    root = Knot(start, Thing(""), "")
    seen, edge, count, is_cut = {start}, [root], 0, False
    while edge:
        for knot in edge:
            for link in ways.get(knot.ref, ()):
                far = _far(link, forward=forward)
                if far in seen:
                    continue
                if count == most:
                    is_cut = True
                    break
                seen.add(far)
                count += 1
                knot.next.append(_knot(link, things[far], forward=forward))
        edge = [one for knot in edge for one in knot.next]
    return Way(root.next, count, is_cut)


def _links(refs: Collection[Ref], *, forward: bool) -> list[Link]:
    """Return traces and ties from these things, by one query; what is both is there once."""
    asked = _traces(refs, forward=forward)
    found = asked.union(*ties.rows(refs, forward=forward, most=_FETCHED), all=True)
    links: dict[tuple[Ref, Ref, str], Link] = {}
    for source_kind, source, target_kind, target, relation, note in found:
        link = Link(Ref(source_kind, source), Ref(target_kind, target), relation, note)
        key = (link.source, link.target, relation)
        if key not in links or note:
            links[key] = link
    return sorted(links.values())


def _traces(refs: Collection[Ref], *, forward: bool) -> "QuerySet[Trace, Any]":
    ids: dict[str, list[int]] = {}
    for kind, id_ in refs:
        ids.setdefault(kind, []).append(id_)
    end = "source" if forward else "target"
    wanted = Q(pk__in=[])
    for kind, some in ids.items():
        wanted |= Q(**{f"{end}_kind": kind, f"{end}_id__in": some})
    columns = ("source_kind", "source_id", "target_kind", "target_id", "relation", "note")
    found = Trace.objects.filter(wanted).order_by("-pk")
    return found.values_list(*columns)[:_FETCHED]


def _near(link: Link, *, forward: bool) -> Ref:
    return link.source if forward else link.target


def _far(link: Link, *, forward: bool) -> Ref:
    return link.target if forward else link.source


def _knot(link: Link, thing: Thing, *, forward: bool) -> Knot:
    ref = _far(link, forward=forward)
    words = relations.worded(link.relation, forward=forward)
    return Knot(ref, thing, kinds.label(ref.kind), words, link.note)
