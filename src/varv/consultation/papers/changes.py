"""What is changed: by which points, and word by word, as cycles keeps its own record of it."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from varv.consultation.models import Paper
from varv.consultation.papers import naming
from varv.consultation.papers.quotes import Quotes
from varv.consultation.papers.written import as_blocks
from varv.consultation.queries.papers import CHANGE, Material, Rewording
from varv.cycles.differences import Couple, Part, compared
from varv.cycles.models import AreaVersion, ProgrammeVersion
from varv.files import blocks
from varv.files.blocks import Block
from varv.registry import kinds
from varv.registry.kinds import Ref, Thing
from varv.text import paragraphs

#: What the heading of a text says that it is of: an area, or the programme as a whole.
AREA, PROGRAMME = "area", "programme"


def of(known: Material, quotes: Quotes, kind: str) -> Iterator[Block]:
    """Return what points changed, then each text that reads otherwise than when it was out."""
    found = [*_by_points(known), *_wordings(known, quotes, kind)]
    yield from found or [blocks.paragraph(_nothing(kind))]


def proposed(known: Material, kind: str) -> list[Ref]:
    """Return the versions that a paper of this kind proposes to adopt."""
    if kind != Paper.Kind.DECISION_PAPER:
        return []
    told = (one.version for one in known.rewordings)
    return [kinds.ref(one) for one in told if one.is_draft or one.is_out_for_comment]


def _nothing(kind: str) -> str:
    """Say it so that it stays true: what is published is never written anew."""
    if kind == Paper.Kind.DECISION_PAPER:
        return _("No change of a text is proposed.")
    return _(
        "No change was decided when this was written. What is proposed stands in the paper for the "
        "decision, and what is decided stands on the pages of the areas and of the programme."
    )


def _by_points(known: Material) -> Iterator[Block]:
    """Tell of all but changes of texts, which stand with what they came from in the texts."""
    by_thing: dict[Thing, list[str]] = defaultdict(list)
    for one in known.points:
        for ref, thing in known.changed.get(one.pk, {}).items():
            if ref.kind != CHANGE:
                by_thing[thing].append(naming.of_point(one))
    if not by_thing:
        return
    yield blocks.heading(_("What the points changed"))
    yield from (
        blocks.entry(thing.name, thing.url, [], [(_("Points"), "; ".join(points))])
        for thing, points in by_thing.items()
    )


def _wordings(known: Material, quotes: Quotes, kind: str) -> Iterator[Block]:
    """A draft is nobody's business, but the body that decides must know what is proposed to it."""
    told = [one for one in known.rewordings if one.version.is_public]
    if kind == Paper.Kind.DECISION_PAPER:
        told = list(known.rewordings)
    found = [block for one in told for block in _compared(known, one, quotes)]
    if not found:
        return
    yield blocks.heading(_("Changed word by word"))
    yield blocks.paragraph(
        _(
            "Only paragraphs that read otherwise stand here. [−What is taken away−] and [+what is "
            "added+] stand between signs."
        )
    )
    yield from found


def _compared(known: Material, one: Rewording, quotes: Quotes) -> Iterator[Block]:
    version, base = one.version, one.base
    changes = [row for row in version.changes.all() if not row.is_undone]
    made = compared(version, base, changes, one.comes_from)
    if base is None or not made.fields:
        return
    name = version.name if isinstance(version, AreaVersion) else version.title
    told = {"name": name, "number": version.number}
    yield blocks.heading(pgettext("of a text", "%(name)s, version %(number)s") % told, 4)
    since = {"state": version.get_state_display(), "number": base.number}
    yield blocks.paragraph(_("%(state)s. Compared with version %(number)s.") % since)
    points = {kinds.ref(one): naming.of_point(one) for one in known.points}
    for field in made.fields:
        if field.is_untranslated:
            told = {"field": field.label, "language": field.language_name}
            yield blocks.paragraph(_("%(field)s: changed in %(language)s only so far.") % told)
        for part in (one for one in field.parts if one.is_changed):
            yield from (blocks.changes(_runs(couple, quotes)) for couple in part.couples)
            yield from _came_from(part, points)


def _came_from(part: Part, points: dict[Ref, str]) -> Iterator[Block]:
    """Name the points of this round that led to a change: of others no more than the web tells."""
    if names := [points[knot.ref] for knot in part.sources if knot.ref in points]:
        yield blocks.facts([(_("Comes from"), "; ".join(names))])


def _runs(couple: Couple, quotes: Quotes) -> Iterator[tuple[str, Block]]:
    for one in couple.inline:
        if one.kind == "same":
            yield one.kind, quotes.staff(one.text)
            continue
        # The signs stand close around the words, not around the space that they end with.
        words = one.text.rstrip()
        if words:
            yield one.kind, quotes.staff(words)
        if one.kind == "added" and words != one.text:
            yield "same", quotes.staff(one.text[len(words) :])


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
