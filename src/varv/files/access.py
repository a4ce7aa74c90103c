"""Who may read a file: the apps that own files say so; a file that nobody owns is for nobody."""

from collections.abc import Callable
from typing import Protocol

from varv.extension import ExtensionPoint
from varv.files.models import File


class Reader(Protocol):
    """Somebody who asks for a file, signed in or not."""

    def has_perm(self, perm: str) -> bool:
        """Tell whether the reader has a permission."""


owners: ExtensionPoint[Callable[[File, Reader], bool]] = ExtensionPoint("owners of files")

#: Functions that take a file back from everybody, whatever its owners say: ``f(file)``.
withheld: ExtensionPoint[Callable[[File], bool]] = ExtensionPoint("withheld files")

#: Functions that take a file back from some, whatever its owners say: ``f(file, reader)``.
closed: ExtensionPoint[Callable[[File, Reader], bool]] = ExtensionPoint("files closed to readers")


def may_read(file: File, reader: Reader) -> bool:
    """Tell whether any owner lets ``reader`` read ``file``, and nothing withholds it."""
    if file.destroyed_at or not any(allows(file, reader) for allows in owners):
        return False
    if any(withholds(file) for withholds in withheld):
        return False
    return not any(is_closed(file, reader) for is_closed in closed)
