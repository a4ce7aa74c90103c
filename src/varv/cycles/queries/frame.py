"""Reading the frame: the policy above the region."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from varv.cycles.models import FrameItem


@dataclass(frozen=True)
class FrameNode:
    """One document, goal or requirement, and what hangs under it."""

    item: FrameItem
    children: tuple["FrameNode", ...]


def frame_tree() -> list[tuple[FrameItem.Level, list[FrameNode]]]:
    """Return the roots of the frame by level, from the Union down, in one query."""
    below: dict[int | None, list[FrameItem]] = defaultdict(list)
    for item in FrameItem.objects.order_by("position", "pk"):
        below[item.parent_id].append(item)

    def node(item: FrameItem) -> FrameNode:
        return FrameNode(item, tuple(node(child) for child in below[item.pk]))

    roots = [node(item) for item in below[None]]
    return [
        (level, [root for root in roots if root.item.level == level])
        for level in FrameItem.Level
        if any(root.item.level == level for root in roots)
    ]


def criteria() -> QuerySet[FrameItem]:
    """Return the fulfilment criteria in their order."""
    return FrameItem.objects.filter(kind=FrameItem.Kind.CRITERION).order_by("position", "pk")
