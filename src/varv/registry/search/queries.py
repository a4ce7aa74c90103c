"""Finding things: one statement over all sources, each narrowed to what the reader may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import connection
from django.utils.translation import get_language

from varv.registry import kinds
from varv.registry.kinds import Ref, Thing
from varv.registry.search import compounds, naming, words
from varv.registry.search.marking import Marker, Pieces, readable
from varv.registry.search.sources import Source, point
from varv.registry.search.statement import (
    KINDS_AT_MOST,
    PER_PAGE,
    Ask,
    Dates,
    Wanted,
    statement,
)
from varv.registry.search.stems import stems_of
from varv.registry.search.wording import (
    Stem,
    Term,
    telling,
    terms_of,
    tsquery,
    words_of,
    words_query,
)
from varv.text.translated import Translated

PAGES_AT_MOST = KINDS_AT_MOST // PER_PAGE


@dataclass(frozen=True)
class Hit:
    """A thing that was found, as it is shown."""

    ref: Ref
    label: str
    thing: Thing
    name: Pieces
    excerpt: Pieces
    when: str


@dataclass(frozen=True)
class KindCount:
    """How many of a kind were found; ``more`` where counting stopped."""

    key: str
    label: str
    number: int
    more: bool


@dataclass(frozen=True)
class Results:
    """What a search gave.

    ``asked`` is what was looked for, ``corrected`` what was looked for instead when nothing was
    found. Both are empty where nothing was typed; ``only_small_words`` tells that all of it says
    too little to look for. ``partly_read`` tells that
    so many texts have all words of a phrase that the phrase was looked for in the newest alone.
    """

    asked: str = ""
    corrected: str = ""
    only_small_words: bool = False
    partly_read: bool = False
    hits: Sequence[Hit] = ()
    counts: Sequence[KindCount] = ()
    kind: str = ""
    page: int = 1

    @property
    def total(self) -> int:
        """How many there are, of the chosen kind or of all."""
        return sum(one.number for one in self._counted)

    @property
    def more(self) -> bool:
        """Tell whether there are more than ``total``."""
        return any(one.more for one in self._counted)

    @property
    def of_all_kinds(self) -> int:
        """How many there are of all kinds."""
        return sum(one.number for one in self.counts)

    @property
    def more_of_any_kind(self) -> bool:
        """Tell whether counting stopped for any kind."""
        return any(one.more for one in self.counts)

    @property
    def sought(self) -> str:
        """What the hits are of: what was typed, or what it was taken for."""
        return self.corrected or self.asked

    @property
    def pages(self) -> int:
        """How many pages there are to turn."""
        return min(-(-self.total // PER_PAGE), PAGES_AT_MOST)

    @property
    def _counted(self) -> list[KindCount]:
        return [one for one in self.counts if self.kind in {"", one.key}]


@dataclass(frozen=True)
class _Look:
    """One look into the sources."""

    user: object
    sources: Sequence[Source]
    kind: str
    newest_first: bool
    dates: Dates
    counts: dict[str, int] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()
    refs: list[Ref] = field(default_factory=list)


def find(
    user: object,
    typed: str,
    *,
    kind: str = "",
    newest_first: bool = False,
    dates: Dates | None = None,
    page: int = 1,
    sources: Iterable[Source] | None = None,
) -> Results:
    """Find what ``user`` may see; where nothing is found, try the nearest spelling that finds some.

    What the user may not see changes nothing here: no hit, no number, no page, no suggestion.
    """
    terms = terms_of(typed)
    stems = stems_of(words_of(terms))
    terms = telling(terms, stems, (get_language() or "").partition("-")[0])
    asked = " ".join(typed[:200].replace("\x00", " ").split())
    if not terms:
        return Results(asked=asked, only_small_words=bool(stems))
    look = _Look(
        user, list(point if sources is None else sources), kind, newest_first, dates or Dates()
    )
    page = min(max(page, 1), PAGES_AT_MOST)
    known = words.known_to(user)
    terms = compounds.widened(terms, stems, known)
    wanted, corrected = _wanted(terms, stems, look.sources, asked), ""
    found = _look(look, wanted, page)
    other = words.other_spelling(terms, user, look.sources) if not found.counts else None
    if other is not None:
        stems = stems_of(words_of(other))
        other = compounds.widened(other, stems, known)
        again = _wanted(other, stems, look.sources)
        found = _look(look, again, page)
        if found.counts:
            terms, wanted, corrected = other, again, " ".join(map(str, other))
    results = Results(
        asked=asked,
        corrected=corrected,
        counts=_counted(found),
        partly_read=wanted.ask.has_phrase and bool(found.cut),
        kind=kind,
        page=page,
    )
    if page > results.pages > 0:
        page = results.pages
        found = _look(look, wanted, page)
    return replace(results, hits=_shown(found, terms, stems), page=page)


def _wanted(
    terms: list[Term], stems: dict[str, Stem], sources: Iterable[Source], typed: str = ""
) -> Wanted:
    """Put together what to look for, in each kind that was called by name without its name."""

    def ask(wanted: list[Term]) -> Ask:
        exact = [replace(term, compounds=()) for term in wanted]
        return Ask(tsquery(wanted, stems), words_query(wanted, stems), tsquery(exact, stems))

    called = {
        source: None if left is None else ask(left)
        for source, left in naming.called(terms, sources).items()
    }
    return Wanted(ask(terms), called, typed)


def _look(look: _Look, wanted: Wanted, page: int) -> _Look:
    """Search all sources in one statement."""
    opened = [(source, source.rows_for(look.user)) for source in look.sources]
    sql, values = statement(
        tuple((source, rows) for source, rows in opened if rows is not None),
        wanted,
        kind=look.kind,
        newest_first=look.newest_first,
        dates=look.dates,
        place=(page - 1) * PER_PAGE,
        by_name=tuple(
            (source, source.by_name)
            for source, rows in opened
            if rows is None and source.by_name is not None
        ),
    )
    if not sql:
        return look
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while cursor.description is None:  # settings say nothing; the search does
            cursor.nextset()
        rows = cursor.fetchall()
    return replace(
        look,
        counts={kind: number for place, kind, number, _more in rows if number and not place},
        cut=frozenset(kind for place, kind, _number, more in rows if more and not place),
        refs=[Ref(kind, id_) for place, kind, id_, _more in rows if place],
    )


def _counted(found: _Look) -> list[KindCount]:
    counts = [
        KindCount(kind, kinds.label(kind), min(number, KINDS_AT_MOST), kind in found.cut)
        for kind, number in found.counts.items()
    ]
    return sorted(counts, key=lambda one: (-one.number, one.label))


def _shown(found: _Look, terms: list[Term], stems: dict[str, Stem]) -> list[Hit]:
    """Name, link and mark the hits of one page."""
    things = kinds.describe(found.refs, found.user)
    texts, days = _texts(found)
    names = {ref: readable(thing.name) for ref, thing in things.items()}
    marker = Marker(
        terms, stems, [*names.values(), *(one for many in texts.values() for one in many)]
    )
    return [
        Hit(
            ref=ref,
            label=kinds.label(ref.kind),
            thing=things[ref],
            name=marker.pieces(names[ref]),
            excerpt=_excerpt(marker, texts.get(ref, [])),
            when=days.get(ref, ""),
        )
        for ref in found.refs
        if ref in things
    ]


def _excerpt(marker: Marker, texts: list[str]) -> Pieces:
    """Return the part to show of the first text that has a word that was looked for."""
    best = next((text for text in texts if marker.marks(text)), texts[0] if texts else "")
    return marker.excerpt(best)


def _texts(found: _Look) -> tuple[dict[Ref, list[str]], dict[Ref, str]]:
    """Return the texts of the hits, in the reader's language first, and their days."""
    texts: dict[Ref, list[str]] = {}
    days: dict[Ref, str] = {}
    for source in found.sources:
        ids = [id_ for kind, id_ in found.refs if kind == source.kind]
        if not ids or not (source.texts or source.when):
            continue
        for row in source.visible(found.user).filter(**{f"{source.of}__in": ids}):
            ref = Ref(source.kind, row.pk if source.of == "pk" else getattr(row, source.of))
            for name in source.texts:
                texts.setdefault(ref, []).extend(_in_all_languages(getattr(row, name)))
            if source.when:
                days[ref] = source.when(row)
    return texts, days


def _in_all_languages(value: object) -> list[str]:
    if isinstance(value, Translated):
        first = str(value)
        every = [first, *(text for text in value.values() if text != first)]
    else:
        every = [str(value or "")]
    return [readable(text) for text in every if text]
