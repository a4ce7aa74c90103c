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


def _no_check(parsed: Any, folder: Folder) -> Iterable[tuple[Path, str]]:
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
    """Return the sections so that each stands after those it needs, else as registered."""
    ordered: dict[str, Section] = {}

    def place(section: Section, waiting: tuple[str, ...]) -> None:
        if section.file in ordered:
            return
        if section.file in waiting:
            raise ValueError(f"{section.file} is to be loaded after itself: {waiting}")
        for file in section.after:
            place(sections[file], (*waiting, section.file))
        ordered[section.file] = section

    for section in sections:
        place(section, ())
    return list(ordered.values())
