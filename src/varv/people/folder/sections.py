"""Where apps register the file that they own in a region's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from varv.extension import ExtensionPoint
from varv.people.folder.types import FileModel

if TYPE_CHECKING:
    from varv.people.folder.load import Loader
    from varv.people.folder.read import Folder, Path


def _no_check(_parsed: Any, _folder: Folder) -> Iterable[tuple[Path, str]]:
    return ()


@dataclass(frozen=True)
class Section:
    """One file of the folder: its shape, what else must hold, and how it is loaded.

    ``check`` sees the file and the folder when both are sound in themselves and returns pairs of
    place and wording, such as ``(("meeting", 2, "starts"), "02:30 does not exist that day")``.
    """

    file: str
    schema: type[FileModel]
    load: Callable[[Any, Loader], None]
    after: tuple[str, ...] = ()
    required: bool = True
    check: Callable[[Any, Folder], Iterable[tuple[Path, str]]] = _no_check


sections: ExtensionPoint[Section] = ExtensionPoint("people.folder.sections")


def register(section: Section) -> Section:
    """Add a file to what a region's folder holds."""
    return sections.register(section.file, section)


def in_order() -> list[Section]:
    """Return the sections so that each stands after those it needs; the alphabet breaks ties.

    The order of registration says nothing: Django starts the apps from the top of the layers.
    """
    waiting = sorted(sections, key=lambda section: section.file)
    ordered: dict[str, Section] = {}
    while waiting:
        ready = [section for section in waiting if ordered.keys() >= set(section.after)]
        if not ready:
            raise ValueError(f"wait for each other: {[section.file for section in waiting]}")
        ordered[ready[0].file] = ready[0]
        waiting.remove(ready[0])
    return list(ordered.values())
