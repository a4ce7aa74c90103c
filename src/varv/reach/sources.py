"""Where figures of reach come from: apps say whom they counted, by municipality and sector."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from varv.extension import ExtensionPoint

#: A municipality's id, or None for outside the region; and a sector.
Place = tuple[int | None, str]


@dataclass(frozen=True)
class Source:
    """One kind of taking part; ``count()`` gives one pair for each that took part."""

    label: str | Promise
    count: Callable[[], Iterable[Place]]


point: ExtensionPoint[Source] = ExtensionPoint("reach sources")
