"""The handover package: a zip with the paper, its texts, the points as tables, and hashes.

It is made anew each time out of what may be shown, so that nothing that is masked is in it.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.models import Paper, PaperPart
from varv.consultation.papers import freezing, showing
from varv.consultation.papers.changes import AREA, PROGRAMME
from varv.files import blobs, excel, plain
from varv.files.blocks import Block
from varv.files.excel import Sheet
from varv.files.models import File

CONTENT_TYPE = "application/zip"
FORMAT, VERSION = "varv-handover", 1
IN_MEMORY = 8 * 1024 * 1024


def packed(paper: Paper) -> IO[bytes]:
    """Return the package as a file that goes when it is closed."""
    stream = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    hashes: dict[str, str] = {}
    with translation.override(paper.language), ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, content in _contents(paper):
            hashes[name] = hashlib.sha256(content).hexdigest()
            package.writestr(_named(name), content)
        package.writestr(_named("manifest.json"), _manifest(paper, hashes))
    stream.seek(0)
    return stream


def _contents(paper: Paper) -> Iterator[tuple[str, bytes]]:
    document = showing.shown(paper)
    for ending, file in (("pdf", paper.pdf), ("docx", paper.word)):
        if file and not file.destroyed_at and not showing.is_stale(paper):
            yield f"paper.{ending}", _content(file)
    yield "paper.json", json.dumps(document, ensure_ascii=False, indent=1).encode()
    yield "paper-json.txt", _schema_note().encode()
    for text in _texts(document, PROGRAMME):
        yield "programme.txt", text
    for number, text in enumerate(_texts(document, AREA), start=1):
        yield f"areas/{number:02}.txt", text
    headings, rows = _headings(), [_row(one) for one in _points(document)]
    yield "points.csv", "".join(plain.csv_lines(headings, rows, plain.FOR_PEOPLE)).encode()
    yield "points.xlsx", excel.write([Sheet(_("Points"), headings, rows)])
    yield "README.txt", _read_me(paper).encode()


def _content(file: File) -> bytes:
    return blobs.read(file.sha256)


def _texts(document: Mapping[str, Any], of: str) -> Iterator[bytes]:
    """Return each text of this kind with its name above it, as the paper has them."""
    for part in document["parts"]:
        if part["kind"] != PaperPart.Kind.VERSIONS:
            continue
        for blocks in _parted(part["blocks"]):
            if blocks[0].get("of") == of:
                lines = [line for one in blocks for line in _lines(one)]
                yield ("\n\n".join(lines) + "\n").encode()


def _parted(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Part the blocks at each heading that says of what it is; what stands before is left out."""
    begins = [place for place, one in enumerate(blocks) if "of" in one]
    for first, last in pairwise([*begins, len(blocks)]):
        yield blocks[first:last]


def _lines(block: Block) -> list[str]:
    if block["is"] == "list":
        return ["\n".join(f"- {item}" for item in block["entries"])]
    if block["is"] == "facts":
        return ["\n".join(f"{name}: {told}" for name, told in block["pairs"])]
    return [block["text"]] if "text" in block else []


def _points(document: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for part in document["parts"]:
        if part["kind"] != PaperPart.Kind.DISPOSITIONS:
            continue
        area = theme = ""
        for block in part["blocks"]:
            if block["is"] == "heading":
                area, theme = (block["text"], "") if block["level"] == 3 else (area, block["text"])
            elif block["is"] == "entry":
                yield _told(block) | {"area": area, "theme": theme}


def _told(block: Block) -> dict[str, str]:
    answers = dict(block["answers"])
    told = {key: answers.get(str(name), "") for key, name in _answers().items()}
    return told | {
        "point": block["label"],
        "said": "\n".join(block["said"]),
        "url": block["url"],
    }


def _answers() -> dict[str, str]:
    return {
        "disposition": _("Disposition"),
        "reason": _("Reason"),
        "changed_text": _("Changed text"),
        "changed": _("It changed"),
        "same": _("The same is said in"),
    }


def _columns() -> dict[str, str]:
    first = {
        "point": _("Point"),
        "area": _("Area"),
        "theme": _("Theme"),
        "said": _("What is said"),
    }
    return {**first, **_answers(), "url": _("Address")}


def _headings() -> list[str]:
    return list(_columns().values())


def _row(told: Mapping[str, str]) -> list[str]:
    return [told.get(key, "") for key in _columns()]


def _manifest(paper: Paper, hashes: Mapping[str, str]) -> bytes:
    known = {
        "format": FORMAT,
        "version": VERSION,
        "paper": paper.pk,
        "title": paper.title,
        "edition": paper.edition,
        "case": paper.round.case.number,
        "record": paper.record.reference if paper.record else "",
        "published_at": paper.published_at.isoformat() if paper.published_at else "",
        "made_at": clock.now().isoformat(),
        "sha256": dict(hashes),
    }
    return json.dumps(known, ensure_ascii=False, indent=1).encode()


def _schema_note() -> str:
    lines = (
        _("paper.json holds all that the paper says, as plain values."),
        f"format: {freezing.FORMAT}, version: {freezing.VERSION}",
        "title, author, language, contents, facts, parts (kind, heading, blocks)",
        _("contents is the heading of the table of contents; facts are pairs of name and text."),
        _(
            "A block tells by “is” what it is: heading, paragraph, quote, list, table, facts, "
            "changes, links or entry. An entry is one point: label, url, said, answers."
        ),
        _("A later version may add names. It takes none away."),
    )
    return "\r\n\r\n".join(lines) + "\r\n"


def _read_me(paper: Paper) -> str:
    lines = (
        paper.title,
        _("The paper is here as PDF, as Word and as data (paper.json)."),
        _("programme.txt, if it is here, holds the programme as it was adopted."),
        _("The folder “areas” holds the text of each area as it stood when this was published."),
        _("points.csv and points.xlsx hold the points that concern the funds."),
        _("manifest.json tells the SHA-256 of each file, by which it is known to be whole."),
        _("Words that were masked since it was published are in none of the files."),
    )
    return "\r\n\r\n".join(lines) + "\r\n"


def _named(name: str) -> ZipInfo:
    info = ZipInfo(name, timezone.localtime(clock.now()).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
