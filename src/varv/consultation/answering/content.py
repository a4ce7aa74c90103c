"""What an answer says: the sender's own words point by point, what was decided, and why."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv.consultation.models import Answer, Contribution, Disposition, Point
from varv.consultation.queries.points import with_disposition
from varv.registry.kinds import Thing
from varv.registry.queries.traces import targets_of

#: The relation of the golden thread by which a point leads to what it changed.
CHANGED, POINT = "changed", "point"


@dataclass(frozen=True)
class Link:
    """What a point changed, with the whole address of its page where it has one."""

    name: str
    url: str


@dataclass(frozen=True)
class Answered:
    """One point with what was decided about it."""

    number: int
    heading: str
    words: str
    outcome: str
    outcome_name: str
    reason: str
    changed_text: str
    changes: Sequence[Link]


@dataclass(frozen=True)
class Part:
    """What is answered to one input."""

    reference: str
    title: str
    points: Sequence[Answered]


@dataclass(frozen=True)
class Content:
    """All that an answer says now; ``waiting`` is how many points it cannot answer yet."""

    language: str
    way: str
    to: str
    subject: str
    opening: str
    closing: str
    parts: Sequence[Part]
    waiting: int

    @property
    def digest(self) -> str:
        """A sum of all of it: what was approved is known again by it."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def points(self) -> str:
        """The points as plain text, in the language of the answer."""
        with override(self.language):
            many = len(self.parts) > 1
            return "\n\n".join(_part(part, named=many) for part in self.parts)

    @property
    def text(self) -> str:
        """The whole answer as plain text."""
        blocks = (self.opening, self.points, self.closing)
        return "\n\n".join(block.strip() for block in blocks if block.strip())


def content_of(answer: Answer) -> Content:
    """Return what one answer says now."""
    return contents_of([answer])[answer.pk]


def contents_of(answers: Iterable[Answer]) -> dict[int, Content]:
    """Return what each answer says now, in a number of queries that does not grow with them."""
    wanted = list(answers)
    inputs = _inputs(wanted)
    points = [point for rows in inputs.values() for one in rows for point in one.points.all()]
    changes = {
        language: targets_of(POINT, {one.pk for one in points}, CHANGED, AnonymousUser(), language)
        for language in sorted({one.language for one in wanted})
    }
    return {one.pk: _content(one, inputs[one.pk], changes[one.language]) for one in wanted}


def answered(point: Point, changes: Sequence[Thing]) -> Answered | None:
    """Return what was decided about a point that has its ``current``; None before it is signed."""
    holds: Disposition | None = next(iter(point.current), None)  # type: ignore[attr-defined]
    if point.state != Point.State.SIGNED or holds is None or holds.signed_at is None:
        return None
    return Answered(
        number=point.number,
        heading=point.heading,
        words=point.text,
        outcome=holds.outcome,
        outcome_name=holds.get_outcome_display(),
        reason=holds.reason,
        changed_text=holds.changed_text,
        changes=[Link(one.name, _whole(one.url)) for one in changes],
    )


def _inputs(answers: Sequence[Answer]) -> Mapping[int, list[Contribution]]:
    """Return the inputs of each answer that still count, with points and what holds for them."""
    through = Answer.contributions.through.objects.filter(answer__in=answers)
    pairs = list(through.values_list("answer", "contribution"))
    rows = (
        Contribution.objects.filter(
            pk__in={pk for _answer, pk in pairs}, state=Contribution.State.RECEIVED
        )
        .select_related("record__case")
        .defer("text")
        .order_by("received_at", "pk")
    )
    by_input: dict[int, list[Point]] = defaultdict(list)
    found = list(rows)
    for point in with_disposition(Point.objects.filter(contribution__in=found)).order_by("number"):
        by_input[point.contribution_id].append(point)
    place = {one.pk: at for at, one in enumerate(found)}
    given: dict[int, list[Contribution]] = defaultdict(list)
    for one in found:
        one._prefetched_objects_cache = {"points": by_input[one.pk]}  # type: ignore[attr-defined]
    for answer, pk in sorted(pairs, key=lambda pair: place.get(pair[1], 0)):
        if pk in place:
            given[answer].append(found[place[pk]])
    return given


def _content(
    answer: Answer, inputs: Sequence[Contribution], changes: Mapping[int, Sequence[Thing]]
) -> Content:
    parts, waiting = [], 0
    with override(answer.language):
        for one in inputs:
            points = list(one.points.all())
            told = [answered(point, changes.get(point.pk, ())) for point in points]
            waiting += told.count(None) + (not points)
            there = [point for point in told if point is not None]
            parts.append(Part(str(one), one.title, there))
    return Content(
        language=answer.language,
        way=answer.way,
        to=answer.postal_address if answer.way == Answer.Way.LETTER else "",
        subject=answer.subject,
        opening=answer.opening,
        closing=answer.closing,
        parts=parts,
        waiting=waiting,
    )


def _part(part: Part, *, named: bool) -> str:
    head = [_("Your input %(number)s") % {"number": part.reference}] if named else []
    return "\n\n".join([*head, *(_point(one) for one in part.points)])


def _point(one: Answered) -> str:
    title = _("Point %(number)s") % {"number": one.number}
    lines = [
        f"{title}: {one.heading}" if one.heading else title,
        *(f"> {line}".rstrip() for line in one.words.splitlines()),
        "",
        _("What became of it: %(outcome)s") % {"outcome": one.outcome_name},
        one.reason,
    ]
    if one.changed_text:
        lines += ["", _("The text is now:"), *(f"> {li}" for li in one.changed_text.splitlines())]
    if one.changes:
        lines += ["", _("It changed:"), *(f"- {_link(link)}" for link in one.changes)]
    return "\n".join(lines)


def _link(link: Link) -> str:
    return f"{link.name}: {link.url}" if link.url else link.name


def _whole(url: str) -> str:
    return f"{settings.BASE_URL}{url}" if url.startswith("/") else url
