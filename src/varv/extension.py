"""One small class behind every extension point: a lower app owns a point, higher apps register.

The points themselves, with what a registered thing must look like, are listed in
``docs/structure.md``.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class ExtensionPoint(Generic[T]):
    """Named things that apps add in their ``apps.py``, kept in the order they were added."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, T] = {}

    def register(self, key: str, item: T) -> T:
        """Add ``item`` under ``key``; a key that is taken is a programming error."""
        if key in self._items:
            raise ValueError(f"{self.name}: {key!r} is registered twice")
        self._items[key] = item
        return item

    def __getitem__(self, key: str) -> T:
        try:
            return self._items[key]
        except KeyError:
            raise KeyError(f"{self.name}: nothing is registered as {key!r}") from None

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def keys(self) -> list[str]:
        """Return the keys in the order of registration."""
        return list(self._items)

    def items(self) -> list[tuple[str, T]]:
        """Return key and thing in the order of registration."""
        return list(self._items.items())
