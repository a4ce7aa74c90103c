"""What is changed: by which points, and word by word since the texts were out for comment."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from varv.consultation.models import Document
from varv.consultation.papers import naming
from varv.consultation.papers.quotes import Quotes
from varv.consultation.papers.written import as_blocks
from varv.consultation.queries.papers import Material
from varv.cycles.models import AreaVersion, ProgrammeVersion
from varv.cycles.wording_changes import Change, word_changes
from varv.files import blocks
from varv.files.blocks import Block
from varv.registry.kinds import Thing
from varv.text import paragraphs

#: So many letters of what did not change stand on each side of what did.
AROUND = 240
_GAP = " … "
#: What the heading of a text says that it is of: an area, or the programme as a whole.
AREA, PROGRAMME = "area", "programme"


def of(known: Material, quotes: Quotes) -> Iterator[Block]:
    """Return what points changed, then each text that reads otherwise than when it was out."""
    found = [*_by_points(known), *_wordings(known, quotes)]
    yield from found or [blocks.paragraph(_("Nothing is changed yet."))]


def _by_points(known: Material) -> Iterator[Block]:
    by_thing: dict[Thing, list[str]] = defaultdict(list)
    for one in known.points:
        for thing in known.changed.get(one.pk, ()):
            by_thing[thing].append(naming.of_point(one))
    if not by_thing:
        return
    yield blocks.heading(_("What the points changed"))
    yield from (
        blocks.entry(thing.name, thing.url, [], [(_("Points"), "; ".join(points))])
        for thing, points in by_thing.items()
    )


def _wordings(known: Material, quotes: Quotes) -> Iterator[Block]:
    read = [(one, newest) for one in known.documents if (newest := _newest(known, one))]
    if not read:
        return
    yield blocks.heading(_("Changed word by word"))
    yield blocks.paragraph(
        _(
            "Compared with the text that was out for comment. [−What is taken away−] and [+what is "
            "added+] stand between signs."
        )
    )
    for document, newest in read:
        yield from _compared(document, newest, quotes)


def _newest(known: Material, document: Document) -> AreaVersion | ProgrammeVersion | None:
    """Return the newest version of what was out, if it is another."""
    out = document.version
    newest: AreaVersion | ProgrammeVersion | None = known.newest_programme
    if isinstance(out, AreaVersion):
        newest = known.newest_areas.get(out.area_id)
    return newest if newest and newest.number > out.number else None


def _compared(
    document: Document, newest: AreaVersion | ProgrammeVersion, quotes: Quotes
) -> Iterator[Block]:
    out = document.version
    fields = ("name", "summary", "text") if isinstance(out, AreaVersion) else ("title", "text")
    name = getattr(newest, fields[0])
    changed = []
    for field in fields:
        runs = word_changes(str(getattr(out, field)), str(getattr(newest, field)))
        if any(one.kind != "same" for one in runs):
            kept = ((kind, quotes.staff(text)) for kind, text in _shortened(runs))
            changed.append(blocks.changes(kept))
    if changed:
        yield blocks.heading(str(name), 4)
        yield from changed


def _shortened(runs: list[Change]) -> Iterator[tuple[str, str]]:
    """Leave out the middle of what did not change, where it is long."""
    last = len(runs) - 1
    for place, one in enumerate(runs):
        text = one.text
        if one.kind == "same" and len(text) > 2 * AROUND:
            before = "" if place == 0 else text[:AROUND].rsplit(" ", 1)[0]
            after = "" if place == last else text[-AROUND:].split(" ", 1)[-1]
            text = f"{before}{_GAP}{after}"
        if one.kind == "same":
            yield one.kind, text
            continue
        # The signs stand close around the words, not around the line that they end.
        words = text.rstrip()
        if words:
            yield one.kind, words
        if one.kind == "added" and words != text:
            yield "same", text[len(words) :]


def versions(known: Material, quotes: Quotes) -> Iterator[Block]:
    """Return the text of the programme that is adopted, and of each area in use, as they stand."""
    if known.adopted_programme:
        yield from _adopted(known.adopted_programme, quotes)
    elif not known.areas:
        yield blocks.paragraph(_("There are no areas yet."))
    for area in known.areas:
        yield blocks.heading(str(area.name)) | {"of": AREA}
        yield from _read(f"{area.summary}\n\n{area.text}", quotes)


def _adopted(programme: ProgrammeVersion, quotes: Quotes) -> Iterator[Block]:
    yield blocks.heading(str(programme.title)) | {"of": PROGRAMME}
    if decision := programme.decision:
        yield blocks.facts([(_("Adopted by"), naming.of_decision(decision))])
    yield from _read(str(programme.text), quotes)


def _read(text: str, quotes: Quotes) -> Iterator[Block]:
    """Return a text as its own page has it, with the same headings."""
    for one in paragraphs.blocks(text):
        if one.level:
            yield blocks.heading(quotes.staff(one.text), 4)
        else:
            yield from as_blocks(one.text, quotes.staff, 4)
