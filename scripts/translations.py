"""Keep the translation catalogues: ``update [app ...]``, ``compile``, ``check``.

Texts are written in English in the code and translated in ``src/varv/<app>/locale/<language>/``.
``update`` brings the catalogues in step with the code: it adds new texts, keeps the translations
there are and drops texts that are no longer used. ``compile`` makes the files that the program
reads. ``check`` changes nothing and lists what is missing, stale or wrong. Babel does the work, so
GNU gettext need not be installed.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

PLATFORM = Path(__file__).resolve().parent.parent / "src" / "varv"
FIRST_LANGUAGE = "sv"  # a catalogue is begun in this language; others by making their folder
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
LAZY = ("gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = DEFAULT_KEYWORDS | {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in LAZY}
KEYWORDS["gettext_noop"] = None
SENTENCE = 25  # so many signs of a text are no coincidence
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")

Key = tuple[str | tuple[str, ...], str | None]


def apps(names: Iterable[str] = ()) -> list[Path]:
    """Return the folders of the named apps, or of all."""
    found = sorted(path.parent for path in PLATFORM.glob("*/__init__.py"))
    wanted = set(names)
    if unknown := wanted - {app.name for app in found}:
        raise SystemExit(f"There is no app {', '.join(sorted(unknown))} in {PLATFORM}")
    return [app for app in found if not wanted or app.name in wanted]


def texts(app: Path) -> Catalog:
    """Return all texts to translate in the code and the templates of ``app``."""
    catalog = Catalog()
    for path in sorted([*app.rglob("*.py"), *app.glob("templates/**/*.*")]):
        if "migrations" in path.parts or path.suffix not in {".py", ".html", ".txt", ".svg"}:
            continue
        for _, message, _, context in extract("python", BytesIO(_python(path)), KEYWORDS):
            catalog.add(message, context=context)
    return catalog


def _python(path: Path) -> bytes:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What Django makes of a template is only nearly Python: its indentation means nothing.
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in lines)
    return source.encode()


def catalogue_files(app: Path) -> list[Path]:
    """Return the catalogues of ``app``, always with the one in the first language."""
    languages = {path.name for path in app.glob("locale/*") if path.is_dir()} | {FIRST_LANGUAGE}
    return [app / "locale" / name / "LC_MESSAGES" / "django.po" for name in sorted(languages)]


def read(path: Path) -> Catalog:
    """Return the catalogue in ``path``, empty where there is none."""
    language = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        try:
            return read_po(file, locale=language, abort_invalid=True)
        except PoFileError as error:
            raise SystemExit(f"{_short(path)}: {error}") from None


def entries(catalog: Catalog) -> dict[Key, Message]:
    """Return what ``catalog`` holds, without its header."""
    return {(message.id, message.context): message for message in catalog if message.id}


def update(app: Path) -> Iterator[str]:
    """Bring the catalogues of ``app`` in step with its code."""
    wanted = entries(texts(app))
    for path in catalogue_files(app):
        kept = entries(read(path))
        merged = Catalog(locale=path.parent.parent.name)
        for key, message in wanted.items():
            old = kept.get(key)
            flags = old.flags if old else ()
            merged.add(message.id, old.string if old else None, context=key[1], flags=flags)
        if _write(path, merged):
            missing = sum(not _translated(message) for message in entries(merged).values())
            yield f"{_short(path)}: {len(wanted)} texts, {missing} to translate"


def _write(path: Path, catalog: Catalog) -> bool:
    if not entries(catalog):
        if path.exists():
            path.unlink()
        return False
    body = BytesIO()
    write_po(body, catalog, no_location=True, omit_header=True, sort_output=True, width=100)
    header = HEADER.format(language=path.parent.parent.name, plurals=catalog.plural_forms)
    content = header.encode() + body.getvalue().strip() + b"\n"
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def compile_catalogues() -> Iterator[str]:
    """Write the files the program reads, where they are older than the catalogues."""
    for app in apps():
        for path in app.glob("locale/*/LC_MESSAGES/django.po"):
            compiled = path.with_suffix(".mo")
            if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
                continue
            making = compiled.with_suffix(".mo.new")
            with making.open("wb") as file:
                write_mo(file, read(path), use_fuzzy=False)
            making.rename(compiled)
            yield _short(compiled)


def mistakes() -> Iterator[str]:
    """Yield everything that is missing, stale or wrong in the catalogues."""
    meanings: dict[tuple[str, Key], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for app in apps():
        wanted = entries(texts(app))
        for path in catalogue_files(app):
            found = entries(read(path))
            yield from _differences(path, wanted, found)
            for key, message in found.items():
                if _translated(message):
                    meanings[path.parent.parent.name, key][str(message.string)].add(app.name)
    for (language, key), translations in meanings.items():
        if len(translations) > 1:
            ways = "; ".join(f"{text} ({', '.join(a)})" for text, a in translations.items())
            yield f"{language}: {_name(key)} is translated in several ways: {ways}"


def _differences(
    path: Path, wanted: dict[Key, Message], found: dict[Key, Message]
) -> Iterator[str]:
    sources = [
        text for text, context in wanted
        if isinstance(text, str) and len(text) > SENTENCE and not context
    ]  # fmt: skip
    for key in sorted(wanted.keys() | found.keys(), key=str):
        where = f"{_short(path)}: {_name(key)}"
        if key not in wanted:
            yield f"{where} is no longer used"
        elif key not in found or not _translated(found[key]):
            yield f"{where} is not translated"
        elif found[key].fuzzy:
            yield f"{where} is marked as uncertain (fuzzy)"
        elif not _same_placeholders(found[key]):
            yield f"{where}: the placeholders differ in {found[key].string!r}"
        elif left := _left_over(found[key], sources):
            yield f"{where}: {left!r} stands in its translation"


def _left_over(message: Message, sources: Iterable[str]) -> str:
    """Return the text of the code that a translation begins or goes on with, by a slip."""
    said = str(message.string)
    return next((text for text in sources if text[:SENTENCE] in said), "")


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings)


def _same_placeholders(message: Message) -> bool:
    if isinstance(message.id, str):
        return _placeholders(message.id) == _placeholders(message.string)
    allowed = set().union(*map(_placeholders, message.id))
    shown = [_placeholders(form) for form in message.string]
    # A singular may spell its number out; the last form is the one for many.
    return all(form <= allowed for form in shown) and shown[-1] == _placeholders(message.id[-1])


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _name(key: Key) -> str:
    text = key[0] if isinstance(key[0], str) else key[0][0]
    return repr(text) + (f" ({key[1]})" if key[1] else "")


def _short(path: Path) -> str:
    root = PLATFORM.parent.parent
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    updating = commands.add_parser("update", help="bring the catalogues in step with the code")
    updating.add_argument("app", nargs="*")
    commands.add_parser("compile", help="make the files that the program reads")
    commands.add_parser("check", help="list what is missing, stale or wrong")
    asked = parser.parse_args(arguments)
    if asked.command == "update":
        lines = [line for app in apps(asked.app) for line in update(app)]
    elif asked.command == "compile":
        lines = list(compile_catalogues())
    else:
        lines = list(mistakes())
    print(*lines, sep="\n", end="\n" if lines else "")
    return 1 if asked.command == "check" and lines else 0


if __name__ == "__main__":
    sys.exit(main())
