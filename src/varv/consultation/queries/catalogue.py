"""Rounds and input as open data and search show them, and what of it they leave out."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
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

from varv.consultation.models import Comment, Contribution, Document, Question, Reply, Round
from varv.reach import counts, places
from varv.registry.models import Record

State = Contribution.State

#: Why the text of what stands in the register is not shown, in the order in which it is told.
WITHDRAWN, SECRET, HIDDEN, NOT_READ = "withdrawn", "secret", "hidden", "not_yet_read"

_LEFT_OUT = {
    WITHDRAWN: Q(state=State.WITHDRAWN),
    SECRET: Q(state=State.RECEIVED) & ~Q(record__secrecy=""),
    HIDDEN: Q(state=State.RECEIVED, record__secrecy="", hidden_at__isnull=False),
    NOT_READ: Q(state=State.RECEIVED, record__secrecy="", hidden_at=None, published_at=None),
}


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


def public_rounds() -> QuerySet[Round]:
    """Return the rounds that everybody may see."""
    return Round.objects.exclude(state=Round.State.DRAFT)


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
            public_count=_number(_is_public()),
        )
        .order_by(Coalesce("opens_at", Cast("dated_on", DateTimeField())), "pk")
    )


def counted() -> QuerySet[Contribution]:
    """Return all that stands in the register, withdrawn or not; what is not confirmed does not."""
    return Contribution.objects.exclude(state=State.UNCONFIRMED)


def public_contributions() -> QuerySet[Contribution]:
    """Return the input whose text everybody may read.

    Staff have read and published it, it is neither hidden nor withdrawn, and its record is not
    secret.
    """
    return Contribution.objects.filter(_is_public())


def public_replies() -> QuerySet[Reply]:
    """Return the answers in input that everybody may read."""
    return Reply.objects.filter(_is_public("contribution__"))


def public_comments() -> QuerySet[Comment]:
    """Return the comments in input that everybody may read."""
    return Comment.objects.filter(_is_public("contribution__"))


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
    return _whole(rows).annotate(left_out=_why())


def left_out(round_: Round) -> LeftOut:
    """Count what stands in the register of a round without its text; one query.

    Each is counted apart, so that an index answers it and the many that are public are not read.
    """
    of_round = counted().filter(round=round_)
    secret = _is_secret()
    numbers = {
        WITHDRAWN: of_round.filter(state=State.WITHDRAWN),
        SECRET: of_round.filter(secret, state=State.RECEIVED),
        HIDDEN: of_round.filter(~secret, state=State.RECEIVED, hidden_at__isnull=False),
        NOT_READ: of_round.filter(~secret, state=State.RECEIVED, published_at=None, hidden_at=None),
    }
    found = Round.objects.filter(pk=round_.pk).values_list(
        *(_count(rows) for rows in numbers.values())
    )
    return LeftOut(**dict(zip(numbers, found.get(), strict=True)))


def sent() -> QuerySet[Contribution]:
    """Return the input that counts in figures: received, and not taken back."""
    return Contribution.objects.filter(state=State.RECEIVED)


def with_sector() -> QuerySet[Contribution]:
    """Return the input that counts and of which somebody has said where it comes from."""
    return sent().exclude(sector="", organisation=None)


def one_of_each_sender(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Return the first contribution of each organisation, and of each person who has none.

    Who sent a letter without an address is known to nobody, and counts as one each time.
    """
    who = Case(
        When(
            organisation__isnull=False, then=Concat(Value("o"), Cast("organisation", CharField()))
        ),
        When(person__isnull=False, then=Concat(Value("p"), Cast("person", CharField()))),
        default=Concat(Value("c"), Cast("pk", CharField())),
        output_field=CharField(),
    )
    first = rows.order_by().annotate(who=who).values("who").annotate(first=Min("pk"))
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


def _why() -> Case:
    return Case(
        *(When(why, then=Value(name)) for name, why in _LEFT_OUT.items()),
        default=Value(""),
        output_field=CharField(),
    )


def _is_public(contribution: str = "") -> Q:
    """Return when everybody may read the text of a row, or of the contribution it belongs to."""
    shown = {"state": State.RECEIVED, "published_at__isnull": False, "hidden_at": None}
    public = Q(**{f"{contribution}{name}": value for name, value in shown.items()})
    return public & ~_is_secret(contribution)


def _is_secret(contribution: str = "") -> Q:
    """Return when the record is secret; few are, and an index has them."""
    secret = Record.objects.exclude(secrecy="").filter(pk=OuterRef(f"{contribution}record"))
    return Q(Exists(secret))


def _number(which: Q) -> Coalesce:
    """Count contributions of the round apart from the row, so that counts do not multiply."""
    return _count(Contribution.objects.filter(which, round=OuterRef("pk")))


def _count(rows: QuerySet[Contribution]) -> Coalesce:
    number = rows.order_by().values("round").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)


def _whole(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return rows.select_related(
        "record__case", "organisation", "municipality", "round", "person"
    ).prefetch_related(
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


def _documents() -> QuerySet[Document]:
    return Document.objects.select_related("area_version__area", "programme_version__programme")
