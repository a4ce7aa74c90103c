"""What everybody may know of cases and records: pages, API and search all read it here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import pgettext

from varv.registry import kinds, masking
from varv.registry.channels import kind_name
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Case, Destroyed, Record
from varv.registry.outbox import current_sender

MOST_WORDS = 8
NOBODY = Thing("")


@dataclass(frozen=True)
class PublicRecord:
    """All that everybody may know of a record.

    ``title`` is empty unless varv worded it, and ``counterpart`` unless the name may be known:
    then ``who`` says in words what stands there. Of a record that is secret there is neither title
    nor what it is ``about``, only that it exists.
    """

    pk: int
    reference: str
    case_id: int
    case: str
    number: int
    received_at: datetime
    direction: str
    direction_name: str
    kind: str
    kind_name: str
    title: str
    counterpart: str
    who: str
    about: str
    about_url: str
    secrecy: str
    is_masked: bool
    is_destroyed: bool
    external_number: str
    url: str

    @property
    def concerns(self) -> str:
        """What it is about, in the words that say most."""
        return self.title or self.about


def public_cases(typed: str = "") -> QuerySet[Case]:
    """Return the cases by number, each with its ``record_count``; only those with all words."""
    found = Case.objects.annotate(record_count=F("last_number")).order_by("number")
    for word in typed.replace("\x00", " ").split()[:MOST_WORDS]:
        found = found.filter(_in_number_or_title(word))
    return found


def _in_number_or_title(word: str) -> Q:
    by_title = Q(title__sv__icontains=word) | Q(title__en__icontains=word)
    own = current_sender().language
    return Q(number__icontains=word) | by_title | Q(**{f"title__{own}__icontains": word})


def public_records(case: Case) -> QuerySet[Record]:
    """Return the records of a case with what ``as_public`` needs and no more, newest first."""
    return _with_marks(case.records.all()).order_by("-number")


def public_record(case: Case, number: int) -> PublicRecord | None:
    """Return one record of a case, if there is one of that number."""
    return next(iter(as_public(public_records(case).filter(number=number))), None)


def _with_marks(records: QuerySet[Record]) -> QuerySet[Record]:
    """Leave the text in the database, and tell of each record what happened to it."""
    of_it = {"subject_kind": "record", "subject_id": OuterRef("pk")}
    return (
        records.select_related("case")
        .defer("text")
        .annotate(
            is_masked=masking.record_is_masked(),
            is_destroyed=Exists(Destroyed.objects.filter(**of_it)),
        )
    )


def as_public(records: Iterable[Record]) -> list[PublicRecord]:
    """Return what everybody may know of ``public_records``, in a fixed number of queries.

    Whoever asks, it is told as to somebody whom nobody knows: the register is the same for all.
    """
    rows = list(records)
    known = kinds.describe(
        [*filter(None, map(_counterpart, rows)), *filter(None, map(_subject, rows))],
        AnonymousUser(),
    )
    return [_public(row, known) for row in rows]


def _subject(row: Record) -> Ref | None:
    return Ref(row.subject_kind, row.subject_id) if row.subject_id else None


def _counterpart(row: Record) -> Ref | None:
    return Ref(row.counterpart_kind, row.counterpart_id) if row.counterpart_id else None


def _public(row: Record, known: dict[Ref, Thing]) -> PublicRecord:
    about = known.get(_subject(row) or Ref("", 0), NOBODY) if not row.secrecy else NOBODY
    other = known.get(_counterpart(row) or Ref("", 0), NOBODY)
    shows_title = kinds.has_own_titles(row.kind) and not row.secrecy
    return PublicRecord(
        pk=row.pk,
        reference=row.reference,
        case_id=row.case_id,
        case=row.case.number,
        number=row.number,
        received_at=row.received_at,
        direction=row.direction,
        direction_name=row.get_direction_display(),
        kind=row.kind,
        kind_name=kind_name(row.kind),
        title=row.title if shows_title else "",
        counterpart=other.name,
        who=other.name or _unnamed(row),
        about=about.name,
        about_url=about.url,
        secrecy=row.secrecy,
        is_masked=row.is_masked,  # type: ignore[attr-defined]
        is_destroyed=row.is_destroyed,  # type: ignore[attr-defined]
        external_number=row.external_number,
        url=row.public_url,
    )


def _unnamed(row: Record) -> str:
    """Say why there is no name.

    What staff enter by hand says in its title whom it is from, so nobody knows whether that is
    a private person; the other apps give no counterpart only where somebody speaks for themselves.
    """
    if row.direction == Record.Direction.INTERNAL:
        return "–"
    if row.counterpart_id:
        return pgettext("whom a record is from or to", "Name not checked yet")
    if row.subject_id:
        return pgettext("whom a record is from or to", "Private person")
    return pgettext("whom a record is from or to", "Name not shown")


def kinds_in(case: Case) -> Sequence[tuple[str, str]]:
    """Return which kinds of records a case has, with their names, by name."""
    found = _distinct_kinds(case)
    return sorted(((kind, kind_name(kind)) for kind in found), key=lambda one: one[1].casefold())


def _distinct_kinds(case: Case) -> list[str]:
    """Hop from kind to kind in the index: to read all records for a few words takes too long."""
    rows = Record.objects.raw(_KINDS, [case.pk, case.pk])
    return [row.kind for row in rows if row.kind is not None]


_KINDS = """
WITH RECURSIVE hop (kind) AS (
    (SELECT kind FROM registry_record WHERE case_id = %s ORDER BY kind LIMIT 1)
    UNION ALL
    SELECT (
        SELECT kind FROM registry_record
        WHERE case_id = %s AND kind > hop.kind ORDER BY kind LIMIT 1
    )
    FROM hop WHERE hop.kind IS NOT NULL
)
SELECT 0 AS id, kind FROM hop
"""
