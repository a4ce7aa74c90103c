"""What came of input: counts that everybody may see, and how much of it has a visible outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from varv.consultation.models import Contribution, Disposition, Point, Round, Theme
from varv.consultation.queries.answered import public_points
from varv.consultation.queries.catalogue import public_contributions
from varv.cycles.models import Programme


@dataclass(frozen=True)
class Share:
    """Of how much of the public input everybody may read what came of every point."""

    answered: int
    readable: int

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, rounded down; None where there is nothing to read."""
        return self.answered * 100 // self.readable if self.readable else None


@dataclass(frozen=True)
class ThemeCount:
    """How the public points of one theme were answered; ``theme`` None is those without one."""

    theme: Theme | None
    by_outcome: Sequence[int]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.by_outcome)


@dataclass(frozen=True)
class Outcomes:
    """The public points of a round: how many of each outcome, and of each theme."""

    outcomes: Sequence[tuple[str, str, int]]
    themes: Sequence[ThemeCount]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(number for _key, _label, number in self.outcomes)


def share_with_outcome(programme: Programme) -> Share:
    """Return of how much of a programme's public input every point is answered."""
    readable = public_contributions().filter(round__programme=programme)
    points = Point.objects.filter(contribution=OuterRef("pk"))
    whole = Exists(points) & ~Exists(points.exclude(state=Point.State.SIGNED))
    return Share(readable.filter(whole).count(), readable.count())


def outcomes_of(round_: Round) -> Outcomes:
    """Count the public points of a round by what became of them and by theme; two queries."""
    rows = (
        Disposition.objects.filter(replaced_at=None, point__in=public_points(round_).order_by())
        .order_by()
        .values_list("point__theme", "outcome")
        .annotate(number=Count("pk"))
    )
    counted = {(theme, outcome): number for theme, outcome, number in rows}
    choices = Disposition.Outcome.choices
    ids = {theme for theme, _outcome in counted}
    themes = list(Theme.objects.filter(pk__in=[one for one in ids if one])) if counted else []
    some: list[Theme | None] = [*themes, *([None] if None in ids else [])]
    return Outcomes(
        [
            (key, str(label), sum(n for (_t, outcome), n in counted.items() if outcome == key))
            for key, label in choices
        ],
        [
            ThemeCount(one, [counted.get((one.pk if one else None, key), 0) for key, _l in choices])
            for one in some
        ],
    )


def rounds_with_open_points(rounds: Sequence[Round], areas: Sequence[int] = ()) -> tuple[int, int]:
    """Return how many points of these rounds there are, and how many are not signed yet."""
    found = Point.objects.filter(round__in=rounds, contribution__state=Contribution.State.RECEIVED)
    if areas:
        found = found.filter(area__in=areas)
    return found.count(), found.exclude(state=Point.State.SIGNED).count()
