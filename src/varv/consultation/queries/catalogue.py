"""Rounds and input as open data and search show them, and what of it they leave out."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from varv.consultation import standing
from varv.consultation.models import Comment, Contribution, Document, Question, Reply, Round
from varv.consultation.queries.answers import answered_at
from varv.consultation.queries.public import public_rounds
from varv.reach import counts, places

State = Contribution.State


@dataclass(frozen=True)
class LeftOut:
    """How many contributions of a round stand in the register without their text, and why."""

    withdrawn: int
    secret: int
    hidden: int
    not_yet_read: int

    @property
    def total(self) -> int:
        """How many that is in all."""
        return self.withdrawn + self.secret + self.hidden + self.not_yet_read


@dataclass(frozen=True)
class Reach:
    """Who took part in a round by municipality and sector, and for how many nobody knows it."""

    contributions: counts.Tally
    senders: counts.Tally
    contributions_unknown: int
    senders_unknown: int


def catalogued_rounds() -> QuerySet[Round]:
    """Return the public rounds, oldest first, with all that is asked in them and how many wrote."""
    return (
        public_rounds()
        .select_related("programme", "case")
        .prefetch_related(
            Prefetch("questions", Question.objects.prefetch_related("options")),
            Prefetch("documents", _documents()),
        )
        .annotate(
            received_count=_number(~Q(state=State.UNCONFIRMED)),
            public_count=_number(standing.readable()),
        )
        .order_by(Coalesce("opens_at", Cast("dated_on", DateTimeField())), "pk")
    )


def counted() -> QuerySet[Contribution]:
    """Return all that stands in the register, withdrawn or not; what is not confirmed does not."""
    return Contribution.objects.exclude(state=State.UNCONFIRMED)


def public_contributions() -> QuerySet[Contribution]:
    """Return the input whose text everybody may read."""
    return Contribution.objects.filter(standing.readable())


def public_replies() -> QuerySet[Reply]:
    """Return the answers in input that everybody may read."""
    return Reply.objects.filter(standing.readable("contribution__"))


def public_comments() -> QuerySet[Comment]:
    """Return the comments in input that everybody may read."""
    return Comment.objects.filter(standing.readable("contribution__"))


def catalogued_contributions(round_: Round) -> QuerySet[Contribution]:
    """Return the public input of a round in the order of the register, with all that it says."""
    return _whole(public_contributions().filter(round=round_)).order_by("received_at", "pk")


def registered_contributions(round_: Round) -> QuerySet[Contribution]:
    """Return all input of a round that stands in the register, each with why its text is left out.

    ``left_out`` is empty where everybody may read the text.
    """
    return told_why(counted().filter(round=round_)).order_by("received_at", "pk")


def told_why(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Return the rows with all that they say, and why not everybody may read it."""
    return _whole(rows).annotate(left_out=standing.why_unreadable())


def left_out(round_: Round) -> LeftOut:
    """Count what stands in the register of a round without its text; one query.

    Each is counted apart, so that an index answers it and the many that are public are not read.
    """
    of_round = counted().filter(round=round_)
    numbers = [_count(of_round.filter(standing.unreadable(why))) for why in standing.REASONS]
    found = Round.objects.filter(pk=round_.pk).values_list(*numbers)
    return LeftOut(**dict(zip(standing.REASONS, found.get(), strict=True)))


def sent() -> QuerySet[Contribution]:
    """Return the input that counts in figures: received, and not taken back."""
    return Contribution.objects.filter(state=State.RECEIVED)


def with_sector() -> QuerySet[Contribution]:
    """Return the input that counts and of which somebody has said where it comes from."""
    return sent().exclude(sector="", organisation=None)


def with_place() -> QuerySet[Contribution]:
    """Return the same, and that of private persons of whom only the municipality is known."""
    return sent().exclude(sector="", organisation=None, municipality=None)


def one_of_each_sender(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Return in each round the first of each organisation, and of each person who has none.

    The first that everybody may know of goes before one that is secret or hidden. Who sent a
    letter without an address is known to nobody, and counts as one each time.
    """
    who = Case(
        When(
            organisation__isnull=False, then=Concat(Value("o"), Cast("organisation", CharField()))
        ),
        When(person__isnull=False, then=Concat(Value("p"), Cast("person", CharField()))),
        default=Concat(Value("c"), Cast("pk", CharField())),
        output_field=CharField(),
    )
    open_first = Coalesce(Min("pk", filter=standing.countable()), Min("pk"))
    first = rows.order_by().annotate(who=who).values("round", "who").annotate(first=open_first)
    return rows.filter(pk__in=first.values("first"))


def reach_of(round_: Round) -> Reach:
    """Return from where input to a round came; what nobody has placed yet is counted apart."""
    rows = with_sector().filter(round=round_)
    all_rows = sent().filter(round=round_)
    senders = one_of_each_sender(all_rows)
    placed = one_of_each_sender(rows)
    return Reach(
        contributions=counts.tally(places.counted(rows, at="received_at")),
        senders=counts.tally(places.counted(placed, at="received_at")),
        contributions_unknown=all_rows.count() - rows.count(),
        senders_unknown=senders.count() - placed.count(),
    )


def _number(which: Q) -> Coalesce:
    """Count contributions of the round apart from the row, so that counts do not multiply."""
    return _count(Contribution.objects.filter(which, round=OuterRef("pk")))


def _count(rows: QuerySet[Contribution]) -> Coalesce:
    number = rows.order_by().values("round").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)


def _whole(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return (
        rows.annotate(answered_at=answered_at())
        .select_related("record__case", "organisation", "municipality", "round", "person")
        .prefetch_related(
            "files",
            Prefetch(
                "replies",
                Reply.objects.select_related("question", "area").prefetch_related("options"),
            ),
            Prefetch(
                "comments",
                Comment.objects.select_related(
                    "document__area_version__area", "document__programme_version"
                ),
            ),
        )
    )


def _documents() -> QuerySet[Document]:
    return Document.objects.select_related("area_version__area", "programme_version__programme")
