"""The difference between a version and the one before it, ready to be shown.

Paragraphs are set beside each other, words within them marked, and each change told with what it
came from. What stayed the same in a long text is folded.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.utils.translation import get_language

from varv.cycles import queries
from varv.cycles.models import AreaVersion, ProgrammeVersion, TextChange
from varv.cycles.stretches import Stretch, are_one, pairs, stretches
from varv.cycles.wording_changes import Change, word_changes
from varv.registry.queries import Knot
from varv.text.paragraphs import split
from varv.text.translated import Translated
from varv.text.translated_forms import language_in_a_sentence

AnyVersion = AreaVersion | ProgrammeVersion
#: How many unchanged paragraphs stand on each side of a change; the rest is folded.
_AROUND = 1


@dataclass(frozen=True)
class Couple:
    """A paragraph before and after, and as one run of words that stayed, went and came."""

    before: Sequence[Change]
    after: Sequence[Change]
    inline: Sequence[Change]


@dataclass(frozen=True)
class Part:
    """A stretch of the text: changed ``couples``, or paragraphs that stayed as they were.

    Of these, ``folded`` are not shown until one asks; ``lead`` and ``tail`` stand around them.
    """

    couples: Sequence[Couple] = ()
    lead: Sequence[str] = ()
    folded: Sequence[str] = ()
    tail: Sequence[str] = ()
    change: TextChange | None = None
    sources: Sequence[Knot] = ()

    @property
    def is_changed(self) -> bool:
        """Tell whether this is what was changed."""
        return bool(self.couples)


@dataclass(frozen=True)
class FieldDifference:
    """What was changed in one field, in the reader's language or else in ``language``."""

    label: str
    parts: Sequence[Part]
    language: str = ""
    is_untranslated: bool = False

    @property
    def language_name(self) -> str:
        """The language that the change is in, as a sentence names it."""
        return language_in_a_sentence(self.language)


@dataclass(frozen=True)
class Difference:
    """A version beside the one it is compared with (None: it is the first)."""

    version: AnyVersion
    base: AnyVersion | None
    fields: Sequence[FieldDifference]

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(part.is_changed for field in self.fields for part in field.parts)

    @property
    def sourced(self) -> int:
        """How many of them tell what they came from."""
        return sum(bool(part.sources) for field in self.fields for part in field.parts)


def difference(version: AnyVersion, base: AnyVersion | None, user: object) -> Difference:
    """Return what was changed, and of each change what it came from that ``user`` may see."""
    changes = list(queries.changes_of(version)) if base and base.pk == version.based_on_id else []
    found = queries.traces_of_changes(version, user) if changes else {}
    return compared(version, base, changes, found)


def compared(
    version: AnyVersion,
    base: AnyVersion | None,
    changes: Sequence[TextChange] = (),
    found: Mapping[int, Sequence[Knot]] | None = None,
) -> Difference:
    """Return what was changed, with what is known already of where it came from."""
    fields = []
    for field in version.compared if base is not None else ():
        texts = getattr(base, field), getattr(version, field)
        language = _language_of(*texts)
        old, new = (one.get(language, "") for one in texts)
        own = [one for one in changes if one.field == field]
        parts = [
            _part(one, _row_of(one, own, language), _sources_of(one, own, found or {}))
            for one in stretches(split(old), split(new))
        ]
        if any(part.is_changed for part in parts):
            label = str(TextChange.Field(field).label)
            other = language if language != _active() else ""
            left = bool(other) and _active() in texts[1]
            fields.append(FieldDifference(label, parts, other, is_untranslated=left))
    return Difference(version, base, fields)


def languages_left_behind(version: AnyVersion) -> list[str]:
    """Return the languages whose text is as it was although another language's was changed."""
    bases = [queries.basis_of(version), queries.present_version(version.whole)]
    found: set[str] = set()
    for base in (one for one in bases if one is not None):
        for field in version.compared:
            old, new = getattr(base, field), getattr(version, field)
            if changed := _changed(old, new):
                found |= new.keys() - changed
    return sorted(found)


def _active() -> str:
    return (get_language() or "").split("-")[0]


def _language_of(old: Translated, new: Translated) -> str:
    """Return the language to compare in: the reader's, unless only others have it or changed."""
    return _nearest(_changed(old, new) or {*old, *new})


def _changed(old: Translated, new: Translated) -> set[str]:
    """Return the languages in which the paragraphs read otherwise."""
    return {one for one in {*old, *new} if split(old.get(one, "")) != split(new.get(one, ""))}


def _nearest(languages: Set[str]) -> str:
    """Return the reader's language if it is among these, else English, else any."""
    if _active() in languages:
        return _active()
    return "en" if "en" in languages else min(languages, default="")


def _part(stretch: Stretch, change: TextChange | None, sources: Sequence[Knot]) -> Part:
    if stretch.is_changed:
        couples = [_couple(before, after) for before, after in pairs(stretch)]
        return Part(couples, change=change, sources=sources)
    stayed = stretch.after
    if len(stayed) <= 2 * _AROUND + 1:
        return Part(lead=stayed)
    return Part(lead=stayed[:_AROUND], folded=stayed[_AROUND:-_AROUND], tail=stayed[-_AROUND:])


def _couple(before: str, after: str) -> Couple:
    if before and after and not are_one(before, after):
        words = [Change("removed", before), Change("added", after)]
    else:
        words = word_changes(before, after)
    return Couple(
        [one for one in words if one.kind != "added"],
        [one for one in words if one.kind != "removed"],
        words,
    )


def _row_of(stretch: Stretch, changes: Sequence[TextChange], language: str) -> TextChange | None:
    """Return the change that is this stretch, in the language in which it is shown if there is."""
    here = [one for one in changes if one.anchor == stretch.anchor and stretch.is_changed]
    return next((one for one in here if one.language == language), next(iter(here), None))


def _sources_of(
    stretch: Stretch, changes: Sequence[TextChange], found: Mapping[int, Sequence[Knot]]
) -> list[Knot]:
    """Return what led to a stretch, told in whichever language it was noted."""
    here = [one for one in changes if one.anchor == stretch.anchor and stretch.is_changed]
    knots = {knot.ref: knot for one in here for knot in found.get(one.pk, ())}
    return list(knots.values())
