"""What the input is about, and what was answered to each point of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from varv.consultation.models import Disposition, Paper, Point
from varv.consultation.papers import naming
from varv.consultation.papers.quotes import Quotes
from varv.consultation.queries.papers import Material
from varv.files import blocks
from varv.files.blocks import Block

#: Words by which a point is known to concern the funds; they are named where they are used.
FUNDS = ("ERUF", "ERDF", "Interreg", "ESF", "strukturfond", "regionalfond", "structural fund")
_FUNDS = re.compile("|".join(rf"\b{word}" for word in FUNDS), re.IGNORECASE)


# -- what it is about ------------------------------------------------------------------------------


def themes(known: Material) -> Iterator[Block]:
    """Count points and the inputs they come from, by area, theme and disposition."""
    if not known.points:
        yield blocks.paragraph(_("No point has a signed disposition yet."))
        return
    by_area = _by(known.points, lambda one: str(one.area or _("No area")))
    by_theme = _by(known.points, lambda one: str(one.theme or _("No theme")))
    yield _counted(_("Points by area"), _("Area"), by_area)
    yield _counted(_("Points by theme"), _("Theme"), by_theme)
    outcomes = Counter(one.current[0].outcome for one in known.points)  # type: ignore[attr-defined]
    rows = [(str(one.label), outcomes[one.value]) for one in Disposition.Outcome]
    yield blocks.table(_("Points by disposition"), [_("Disposition"), _("Points")], rows)


def _by(points: Sequence[Point], name: Callable[[Point], str]) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = defaultdict(list)
    for one in _in_order(points):
        found[name(one)].append(one)
    return found


def _counted(caption: str, what: str, found: Mapping[str, Sequence[Point]]) -> Block:
    rows = [
        (name, len(points), len({one.contribution_id for one in points}))
        for name, points in found.items()
    ]
    return blocks.table(caption, [what, _("Points"), _("Inputs")], rows)


# -- points and what is answered to them ----------------------------------------------------------


def of(known: Material, quotes: Quotes, kind: str) -> Iterator[Block]:
    """Return all points with their dispositions, by area and then by theme."""
    chosen = known.points
    if kind == Paper.Kind.HANDOVER:
        words = ", ".join(FUNDS)
        yield blocks.paragraph(
            _("The points that name one of these: %(words)s.") % {"words": words}
        )
        chosen = [one for one in chosen if _concerns_funds(one)]
    if not chosen:
        yield blocks.paragraph(_("There are no such points."))
        return
    yield from _by_area(known, chosen, quotes)


def _concerns_funds(one: Point) -> bool:
    texts = (one.text, one.heading, str(one.theme or ""), one.current[0].reason)  # type: ignore[attr-defined]
    return any(_FUNDS.search(text) for text in texts)


def _by_area(known: Material, points: Sequence[Point], quotes: Quotes) -> Iterator[Block]:
    main, same = _merged(points)
    for area, of_area in _by(main, lambda one: str(one.area or _("No area"))).items():
        yield blocks.heading(area)
        by_theme = _by(of_area, lambda one: str(one.theme or _("No theme")))
        for theme, of_theme in by_theme.items():
            if len(by_theme) > 1 or of_theme[0].theme_id:
                yield blocks.heading(theme, 4)
            yield from (_entry(known, one, same.get(one.pk, ()), quotes) for one in of_theme)


def _merged(points: Sequence[Point]) -> tuple[list[Point], dict[int, list[Point]]]:
    """Return the points that stand for themselves, and those that say the same as one of them."""
    there = {one.pk for one in points}
    same: dict[int, list[Point]] = defaultdict(list)
    for one in points:
        if one.merged_into_id in there:
            same[one.merged_into_id].append(one)
    merged = {one.pk for found in same.values() for one in found}
    return [one for one in points if one.pk not in merged], same


def _entry(known: Material, one: Point, same: Sequence[Point], quotes: Quotes) -> Block:
    given: Disposition = one.current[0]  # type: ignore[attr-defined]
    said = [quotes.said(one.contribution, one.text)]
    if one.heading:
        said.insert(0, quotes.said(one.contribution, one.heading))
    answers = [(_("Disposition"), str(given.get_outcome_display()))]
    answers.append((_("Reason"), quotes.staff(given.reason)))  # type: ignore[arg-type]
    if given.changed_text:
        answers.append((_("Changed text"), quotes.staff(given.changed_text)))  # type: ignore[arg-type]
    if things := known.changed.get(one.pk):
        answers.append((_("It changed"), "; ".join(thing.name for thing in things.values())))
    if same:
        told = "; ".join(map(naming.of_point, same))
        answers.insert(0, (_("The same is said in"), told))
    return blocks.entry(naming.of_point(one), one.get_absolute_url(), said, answers)


def _in_order(points: Sequence[Point]) -> list[Point]:
    """Sort by area and theme as they stand in the programme; what has none comes last."""

    def place(one: Point) -> tuple[bool, int, int, bool, int, int]:
        area, theme = one.area, one.theme
        return (
            area is None,
            area.position if area else 0,
            area.pk if area else 0,
            theme is None,
            theme.position if theme else 0,
            theme.pk if theme else 0,
        )

    return sorted(points, key=place)
