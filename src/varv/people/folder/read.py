"""Read a region's folder: every file parsed and checked, all mistakes told at once."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Protocol, cast

from pydantic import ValidationError

from varv.people.folder.sections import Section, in_order
from varv.people.folder.types import ByLanguage, FileModel, Key, Ref
from varv.people.folder.wording import (
    Path,
    explain,
    listed,
    model_in,
    nearest,
    place,
    places,
    shorten,
    shown,
    toml_mistake,
)

LARGEST = 1_000_000
"""Bytes that one file may hold; the largest of a real region is below a tenth of it."""


class FolderError(Exception):
    """The folder cannot be loaded; ``mistakes`` are lines for a person to read."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a place; ``where`` says the place in other words, for several at once."""

    path: Path
    wording: str
    where: str = ""


@dataclass
class Source:
    """One file of the folder as far as it could be read."""

    section: Section
    raw: dict[str, Any] | None = None
    parsed: FileModel | None = None
    wrong: list[Mistake] = field(default_factory=list)
    unreadable: str = ""

    @property
    def file(self) -> str:
        """The file's name."""
        return self.section.file

    def say(self, path: Path, wording: str, where: str = "") -> None:
        """Note a mistake at a place in the file."""
        self.wrong.append(Mistake(path, wording, where or place(path)))

    def lines(self) -> list[str]:
        """Return the mistakes in the order in which their places stand in the file."""
        if self.unreadable:
            return [f"{self.file}{self.unreadable}"]
        ordered = sorted(self.wrong, key=lambda wrong: _position(self.raw, wrong.path))
        return [
            f"{', '.join(filter(None, [self.file, wrong.where]))}: {wrong.wording}"
            for wrong in ordered
        ]


@dataclass
class Folder:
    """A sound folder: what each file says, and notes on what could be added."""

    path: FilePath
    parsed: dict[str, FileModel]
    notes: list[str] = field(default_factory=list)

    def __getitem__(self, file: str) -> Any:
        return self.parsed[file]

    def __contains__(self, file: object) -> bool:
        return file in self.parsed


class _Languages(Protocol):
    languages: list[str]


def read_folder(path: FilePath | str) -> Folder:
    """Return what the folder says, or raise FolderError with all the mistakes in all its files."""
    root = FilePath(path)
    if not root.is_dir():
        problem = (
            "is a file; give the folder it is in" if root.exists() else "there is no such folder"
        )
        raise FolderError([f"{root}: {problem}"])
    sources = [_read(root, section) for section in in_order()]
    sources = [source for source in sources if source.raw is not None or source.unreadable]
    for source in sources:
        _validate(source)
    _unique(sources)
    _references(sources)
    notes = _languages(sources)
    folder = Folder(root, {s.file: s.parsed for s in sources if s.parsed is not None}, notes)
    _further(sources, folder)
    mistakes = [line for source in sources for line in source.lines()] + _unknown_files(root)
    if mistakes:
        raise FolderError(mistakes)
    return folder


def _read(root: FilePath, section: Section) -> Source:
    source = Source(section)
    path = root / section.file
    if problem := _unfit(root, path):
        if path.exists() or path.is_symlink() or section.required:
            source.unreadable = problem
        return source
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        source.unreadable = f", line {line}: the text is not in UTF-8; save the file as UTF-8"
        return source
    except OSError:
        source.unreadable = ": the file cannot be read; see who may read it"
        return source
    _parse(source, text)
    return source


def _unfit(root: FilePath, path: FilePath) -> str:
    """Return why the file should not even be opened."""
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        return ": is a link to a place outside the folder; put the file itself here"
    if not path.exists():
        return ": the file is missing"
    if not path.is_file():
        return ": should be a file, is a folder" if path.is_dir() else ": should be a plain file"
    if (size := path.stat().st_size) > LARGEST:
        return f": should be at most {LARGEST // 1000} kB, is {size // 1000} kB"
    return ""


def _parse(source: Source, text: str) -> None:
    if not text.strip():
        source.unreadable = ": the file is empty"
        return
    try:
        source.raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        source.unreadable = f", {toml_mistake(str(error), text)}"
    except (ValueError, RecursionError):
        source.unreadable = ": holds a number that is too long or lists nested too deep"


def _validate(source: Source) -> None:
    if source.raw is None:
        return
    try:
        source.parsed = source.section.schema.model_validate(source.raw)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            source.say(each["loc"], explain(each, source.section.schema))


@dataclass(frozen=True)
class _Marked:
    marker: Key | Ref | ByLanguage
    path: Path
    value: Any


def _marked(schema: type[Any], raw: Any, path: Path = ()) -> Iterator[_Marked]:
    """Yield every value that carries a marker, also where other parts of the file are wrong."""
    if not isinstance(raw, dict):
        return
    for name, info in schema.model_fields.items():
        if name not in raw:
            continue
        value, here = raw[name], (*path, name)
        for marker in info.metadata:
            if isinstance(marker, Key | Ref | ByLanguage):
                yield from _each(marker, here, value)
        if inner := model_in(info.annotation):
            for at, item in _items(here, value):
                yield from _marked(inner, item, at)


def _each(marker: Key | Ref | ByLanguage, path: Path, value: Any) -> Iterator[_Marked]:
    for at, item in _items(path, value):
        if isinstance(item, dict if isinstance(marker, ByLanguage) else str):
            yield _Marked(marker, at, item)


def _items(path: Path, value: Any) -> list[tuple[Path, Any]]:
    if isinstance(value, list):
        return [((*path, index), item) for index, item in enumerate(value)]
    return [(path, value)]


def _all_marked(sources: list[Source]) -> Iterator[tuple[Source, _Marked]]:
    for source in sources:
        for marked in _marked(source.section.schema, source.raw):
            yield source, marked


def _unique(sources: list[Source]) -> None:
    """Tell of keys, and of other values, that may stand once and stand more often."""
    seen: dict[tuple[str, str, str], list[tuple[Source, Path]]] = defaultdict(list)
    for source, marked in _all_marked(sources):
        if isinstance(marked.marker, Key):
            seen[source.file, marked.marker.space, marked.value].append((source, marked.path))
    for (_, _, value), found in seen.items():
        if len(found) > 1:
            source, path = found[0]
            items = [at[:-1] for _, at in found]
            source.say(items[0], f"the same {path[-1]} {shown(value)}", places(items))
    for source in sources:
        _unique_together(source, source.section.schema, source.raw, ())


def _unique_together(source: Source, schema: type[Any], raw: Any, path: Path) -> None:
    if not isinstance(raw, dict):
        return
    for name, info in schema.model_fields.items():
        inner, value = model_in(info.annotation), raw.get(name)
        if inner is None or not isinstance(value, list):
            continue
        for fields in getattr(inner, "unique", ()):
            _same(source, fields, (*path, name), value)


def _same(source: Source, fields: tuple[str, ...], path: Path, rows: list[Any]) -> None:
    seen: dict[str, list[Path]] = defaultdict(list)
    for index, row in enumerate(rows):
        if isinstance(row, dict) and all(isinstance(row.get(name), str | int) for name in fields):
            seen[", ".join(shown(row[name]) for name in fields)].append((*path, index))
    for values, items in seen.items():
        if len(items) > 1:
            what = " and ".join(fields)
            source.say(items[0], f"the same {what} {values}", places(items))


def _references(sources: list[Source]) -> None:
    """Tell of references that lead nowhere, file by file that could be read."""
    keys: dict[str, dict[str, tuple[str, Path]]] = defaultdict(dict)
    for source, marked in _all_marked(sources):
        if isinstance(marked.marker, Key):
            keys[marked.marker.space].setdefault(marked.value, (source.file, marked.path))
    readable = {source.file for source in sources if source.raw is not None}
    homes = {space: file for section in in_order() for space, file in _spaces(section)}
    for source, marked in _all_marked(sources):
        if not isinstance(marked.marker, Ref) or homes[marked.marker.space] not in readable:
            continue
        known, home = keys[marked.marker.space], homes[marked.marker.space]
        if marked.value not in known:
            source.say(marked.path, _nowhere(marked.value, list(known), home))
        elif marked.marker.above and not _above(known[marked.value][1], marked.path):
            source.say(marked.path, f"{shown(marked.value)} should stand further up in the file")


def _nowhere(value: str, known: list[str], home: str) -> str:
    close = nearest(value, known)
    hint = f"did you mean {close}?" if close else f"there are {listed(known)}"
    return f"{shown(value)} is not in {home}; {hint}"


def _above(key: Path, ref: Path) -> bool:
    return [step for step in key if isinstance(step, int)] < [
        step for step in ref if isinstance(step, int)
    ][: len(key)]


def _spaces(section: Section) -> Iterator[tuple[str, str]]:
    """Yield the key spaces that a file's schema defines."""
    waiting: list[type[Any]] = [section.schema]
    while waiting:
        schema = waiting.pop()
        for info in schema.model_fields.values():
            for marker in info.metadata:
                if isinstance(marker, Key):
                    yield marker.space, section.file
            if inner := model_in(info.annotation):
                waiting.append(inner)


def _languages(sources: list[Source]) -> list[str]:
    """Tell of texts without the region's first language; return notes on its other languages."""
    languages = _region_languages(sources)
    notes: list[str] = []
    if not languages:
        return notes
    for source, marked in _all_marked(sources):
        if not isinstance(marked.marker, ByLanguage):
            continue
        for code in marked.value:
            if code not in languages:
                wording = f"is not one of the region's languages, {listed(languages)}"
                source.say((*marked.path, code), wording)
        if languages[0] not in marked.value:
            wording = f"is missing; the region's first language is {languages[0]}"
            source.say((*marked.path, languages[0]), wording)
        notes += [
            f"{_at(source.file, marked.path)}: has no text in {code}"
            for code in languages[1:]
            if code not in marked.value
        ]
    return notes


def _region_languages(sources: list[Source]) -> list[str]:
    for source in sources:
        given = (source.raw or {}).get("languages")
        wrong = any(wrong.path[:1] == ("languages",) for wrong in source.wrong)
        if isinstance(given, list) and not wrong:
            return cast("list[str]", given)
    return []


def _further(sources: list[Source], folder: Folder) -> None:
    """Let each app look at what only it understands, once the files it needs are sound."""
    unsound: set[str] = set()
    for source in sources:
        if source.parsed is None or source.wrong or unsound.intersection(source.section.after):
            unsound.add(source.file)
            continue
        for path, wording in source.section.check(source.parsed, folder):
            source.say(path, wording)


def _unknown_files(root: FilePath) -> list[str]:
    known = [section.file for section in in_order()]
    lines = []
    for path in sorted(root.glob("*.toml")):
        if path.name in known:
            continue
        close = nearest(path.name, known)
        hint = f"did you mean {close}?" if close else f"known are {listed(known, 20)}"
        lines.append(f"{shorten(path.name)}: is not a file that a region has; {hint}")
    return lines


def _at(file: str, path: Path) -> str:
    return ", ".join(filter(None, [file, place(path)]))


def _position(raw: Any, path: Path) -> tuple[int, ...]:
    """Return where a place stands in the file; what is missing stands last in its table."""
    position = []
    for step in path:
        if isinstance(raw, dict):
            names = list(raw)
            position.append(names.index(step) if step in names else len(names))
            raw = raw.get(step) if isinstance(step, str) else None
        else:
            position.append(step if isinstance(step, int) else 0)
            raw = raw[step] if isinstance(raw, list) and isinstance(step, int) else None
    return tuple(position)
