"""Numbers and names that stand in the middle of a memo's text, such as ``{jobs}``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.analysis.memos.material import Material
from varv.analysis.models import Memo
from varv.analysis.profiles.actions import MOST
from varv.text import dates, numbers

Kind = Memo.Kind


@dataclass(frozen=True)
class Value:
    """What a placeholder stands for, and how it is told; None where it is not known."""

    label: str | Promise
    told: Callable[[Material], str | None]


def of_kind(kind: str) -> Mapping[str, Value]:
    """Return the values that a memo of a kind can have, by their placeholders.

    What ends in a number, such as ``{jobs:2}``, is of that source of the profiles.
    """
    own, of_source = (_REGION, _REGION_SOURCE) if kind == Kind.REGION else (_AREA, _AREA_SOURCE)
    more = {
        f"{name}:{part}": Value(numbered(one.label, part), _of_part(one.told, part))
        for part in range(2, MOST + 1)
        for name, one in of_source.items()
    }
    return {**own, **of_source, **more, **_MEETING}


def part_of(name: str) -> int:
    """Return of which source of the profiles a placeholder is."""
    number = name.rpartition(":")[2]
    return int(number) if number.isdecimal() else 1


def numbered(label: str | Promise, part: int) -> str | Promise:
    """Return what a placeholder is called that is of another source than the first."""
    return format_lazy(gettext_lazy("{label}, in table {part}"), label=label, part=part)


def _of_part(told: Callable[[Material], str | None], part: int) -> Callable[[Material], str | None]:
    return lambda known: told(known.of_part(part))


def _of_profile(told: Callable[[Material], str | None]) -> Callable[[Material], str | None]:
    return lambda known: told(known) if known.profile else None


def _jobs(known: Material) -> str | None:
    profile = known.profile
    if profile is None or (profile.jobs is None and profile.at_most is None):
        return None
    return profile.jobs_text


def _quotient(name: str) -> Callable[[Material], str | None]:
    def told(known: Material) -> str | None:
        row = known.profile.quotient if known.profile else None
        return numbers.number(row[name], 2) if row and row[name] is not None else None

    return told


def _growth(name: str) -> Callable[[Material], str | None]:
    def told(known: Material) -> str | None:
        grown = known.profile.growth if known.profile else None
        value = getattr(grown, name) if grown else None
        return None if value is None else _per_cent(value, signed=True)

    return told


def _share(known: Material) -> str | None:
    profile = known.profile
    if profile is None or (profile.share is None and profile.share_at_most is None):
        return None
    if profile.share_at_most is None:
        return _per_cent(profile.share or 0)
    ends = (profile.share or 0, profile.share_at_most)
    return _("between %(low)s and %(high)s per cent") % {
        name: numbers.number(end, 1) for name, end in zip(("low", "high"), ends, strict=True)
    }


def _outside(known: Material) -> str | None:
    share = known.profiles.outside_share if known.profiles else None
    return None if share is None else _per_cent(share)


def _of_county(name: str, digits: int = 0) -> Callable[[Material], str | None]:
    def told(known: Material) -> str | None:
        value: float | None = getattr(known.county.whole, name)
        return None if value is None else numbers.number(value, digits)

    return told


def _change(known: Material) -> str | None:
    value = known.county.whole.change
    return None if value is None else _per_cent(value, signed=True)


def _years(at: int) -> Callable[[Material], str | None]:
    return lambda known: str(known.county.years[at]) if known.county.years else None


def _per_cent(value: float, *, signed: bool = False) -> str:
    told = numbers.signed(value, 1) if signed else numbers.number(value, 1)
    return _("%(number)s per cent") % {"number": told}


def _when(known: Material) -> str | None:
    meeting = known.memo.meeting
    return dates.span(meeting.starts_at, meeting.ends_at) if meeting else None


_AREA: Mapping[str, Value] = {
    "area": Value(gettext_lazy("the name of the area"), lambda known: str(known.area)),
}
_AREA_SOURCE: Mapping[str, Value] = {
    "in_short": Value(
        gettext_lazy("what the figures say of the area, in sentences"),
        _of_profile(lambda known: known.profile.in_short),  # type: ignore[union-attr]
    ),
    "jobs": Value(gettext_lazy("employed in the area"), _jobs),
    "share": Value(gettext_lazy("its share of the region's employed in the table"), _share),
    "lq": Value(gettext_lazy("its location quotient"), _quotient("lq")),
    "lq_low": Value(gettext_lazy("the lower end of its interval"), _quotient("low")),
    "lq_high": Value(gettext_lazy("the upper end of its interval"), _quotient("high")),
    "verdict": Value(
        gettext_lazy("what the interval lets us say"),
        _of_profile(lambda known: str(known.profile.verdict).lower()),  # type: ignore[union-attr]
    ),
    "growth": Value(gettext_lazy("how it grew"), _growth("own")),
    "growth_compared": Value(
        gettext_lazy("how it grew among all that are compared"), _growth("compared")
    ),
    "region": Value(
        gettext_lazy("the region that the figures are of"),
        lambda known: known.profiles.region if known.profiles else None,
    ),
    "year": Value(
        gettext_lazy("the year of the figures"),
        lambda known: str(known.profiles.year) if known.profiles else None,
    ),
}
_REGION: Mapping[str, Value] = {
    "name": Value(gettext_lazy("the name of the region"), lambda known: str(known.region.name)),
    "municipalities": Value(
        gettext_lazy("how many municipalities there are"),
        lambda known: numbers.number(len(known.county.places)),
    ),
    "population": Value(gettext_lazy("inhabitants"), _of_county("population")),
    "population_change": Value(gettext_lazy("how their number changed"), _change),
    "population_from": Value(gettext_lazy("the first year of that"), _years(0)),
    "population_year": Value(gettext_lazy("the last year of that"), _years(1)),
    "land": Value(gettext_lazy("land in square kilometres"), _of_county("land")),
    "density": Value(gettext_lazy("inhabitants per square kilometre"), _of_county("density", 1)),
    "workplaces": Value(gettext_lazy("workplaces"), _of_county("workplaces")),
}
_REGION_SOURCE: Mapping[str, Value] = {
    "outside_share": Value(gettext_lazy("the share of jobs that is in no area"), _outside),
}
_MEETING: Mapping[str, Value] = {
    "meeting": Value(
        gettext_lazy("the title of the meeting"),
        lambda known: str(known.memo.meeting.title) if known.memo.meeting else None,
    ),
    "meeting_when": Value(gettext_lazy("when the meeting is"), _when),
    "today": Value(
        gettext_lazy("the day of publication"),
        lambda known: dates.in_full(timezone.localdate(known.now)),
    ),
}
