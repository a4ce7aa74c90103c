"""Where a mail belongs: which case it names, which round of it, and what is known of its sender."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet

from varv.consultation.contents import Sender
from varv.consultation.inbox import Mail, language, numbers
from varv.consultation.models import Contribution, IncomingMail, Invitation, Round
from varv.consultation.sorting import Reason
from varv.cycles.models import Interest
from varv.people.models import Representation, User
from varv.people.queries import language_for, person_by_email, the_region
from varv.registry.models import Case, Message

MOST_SUGGESTED = 5
#: How alike a subject must be to the one that a round asks for.
ALIKE = 0.75
SHORTEST_SUBJECT = 8
_ANSWERS = re.compile(r"^\s*(?:(?:re|sv|vs|vb|fw|fwd|aw|wg|ang|angående)\s*:\s*)+", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Named:
    """The cases that a mail names in the first place where it names any; else what looks like one.

    More than one case means that nobody but a person can tell which is meant.
    """

    cases: tuple[Case, ...] = ()
    unknown: tuple[str, ...] = ()


def named_in(mail: Mail) -> Named:
    """Return what a mail names: in subject, address, the mail it answers, new text, whole text.

    Where none of them does, a number without its letters counts too, after a word such as "dnr".
    """
    known = _known_numbers()
    for found in _places(mail, known):
        if found:
            cases = Case.objects.in_bulk(found)
            return Named(tuple(cases[pk] for pk in dict.fromkeys(found)))
    return Named(unknown=numbers.looks_like_number(f"{mail.subject}\n\n{mail.text}"))


def _places(mail: Mail, known: Mapping[str, int]) -> Iterator[list[int]]:
    """Yield the ids of cases that stand in each place, the one that counts most first."""
    yield [known[one] for one in numbers.find(mail.subject, known)]
    yield [known[one] for one in numbers.find_in_address(mail.recipients, known)]
    yield answered_cases(mail.refers_to)
    yield [known[one] for one in numbers.find(mail.text, known)]
    yield [known[one] for one in numbers.find(mail.full_text, known)]
    # Last, for it is the least certain: a whole number anywhere says more than one without letters.
    for text in (f"{mail.subject}\n\n{mail.text}", mail.full_text):
        yield [known[one] for one in numbers.find_short(text, known)]


def _known_numbers() -> dict[str, int]:
    """Return all cases by their number, and by the one of the official register if that is one."""
    rows = list(Case.objects.order_by("pk").values_list("pk", "number", "external_number"))
    own = {number: pk for pk, number, _external in rows}
    others = {
        external: pk
        for pk, _n, external in rows
        if external and numbers.looks_like_number(external)
    }
    return others | own


def answered_cases(refers_to: Iterable[str]) -> list[int]:
    """Return the ids of the cases that mails of ours were about, by their Message-IDs."""
    ids = [f"<{one}>" for one in refers_to]
    if not ids:
        return []
    messages = Message.objects.filter(message_id__in=ids).select_related("record")
    found = [pk for message in messages if (pk := _case_of(message))]
    return list(dict.fromkeys(found))


def _case_of(message: Message) -> int | None:
    if message.record:
        return message.record.case_id
    rows = {
        "contribution": Contribution.objects.values_list("round__case", flat=True),
        "invitation": Invitation.objects.values_list("round__case", flat=True),
        "round": Round.objects.values_list("case", flat=True),
    }
    if message.about_kind not in rows:
        return None
    return rows[message.about_kind].filter(pk=message.about_id).first()


def round_for(case: Case, came: datetime, subject: str = "") -> Round | Reason:
    """Return the round of the case that what came at ``came`` belongs to, or why there is none.

    It is the one that was open then, else the latest that had closed: late input is accepted.
    """
    return rounds_for([case], came, subject)[case.pk]


def rounds_for(
    cases: Sequence[Case], came: datetime, subject: str = ""
) -> dict[int, Round | Reason]:
    """Return ``round_for`` of each case, by one query."""
    published = _published().filter(case__in=cases)
    of_case: dict[int, list[Round]] = {case.pk: [] for case in cases}
    for one in published:
        of_case[one.case_id].append(one)
    return {pk: _choose(rounds, came, subject) for pk, rounds in of_case.items()}


def _published() -> QuerySet[Round]:
    found = Round.objects.filter(state=Round.State.PUBLISHED)
    return found.order_by("-closes_at", "-pk").select_related("case", "programme")


def _choose(rounds: Sequence[Round], came: datetime, subject: str) -> Round | Reason:
    """Choose among the rounds of one case, the last to close first."""
    open_then = [one for one in rounds if one.is_open_at(came)]
    if len(open_then) > 1:
        open_then = [one for one in open_then if _is_asked_for(one, subject)] or open_then
    if len(open_then) > 1:
        return Reason.SEVERAL_ROUNDS
    closed = [one for one in rounds if one.is_late_at(came)]
    for one in (*open_then, *closed):
        return one
    return Reason.NOT_OPEN if rounds else Reason.NO_ROUND


def suggested_cases(subject: str, email: str, came: datetime) -> list[Case]:
    """Return cases that a mail without a number may belong to, the likeliest first.

    Those whose round asks for such a subject, then those in which the sender has written before;
    where neither is known, those that have a round open.
    """
    # The sort is stable: among those that are open, or not, the latest stay first.
    rounds = sorted(_published(), key=lambda one: not one.is_open_at(came))
    likely = [one.case for one in rounds if _is_asked_for(one, subject)]
    found = likely + _cases_of_sender(email)
    if not found:
        found = [one.case for one in rounds if one.is_open_at(came)]
    return list(dict.fromkeys(found))[:MOST_SUGGESTED]


def _cases_of_sender(email: str) -> list[Case]:
    if not email:
        return []
    ids = (
        Round.objects.filter(contributions__person__email=email)
        .exclude(contributions__state=Contribution.State.UNCONFIRMED)
        .order_by("-pk")
        .values_list("case", flat=True)
    )[:MOST_SUGGESTED]
    asked = (
        Invitation.objects.filter(person__email=email)
        .order_by("-pk")
        .values_list("round__case", flat=True)
    )[:MOST_SUGGESTED]
    cases = Case.objects.in_bulk([*ids, *asked])
    return [cases[pk] for pk in dict.fromkeys([*ids, *asked])]


def _is_asked_for(one: Round, subject: str) -> bool:
    """Tell whether the subject is like the one that the round asks for, in any language."""
    written = _plain(subject)
    return any(_alike(_plain(asked), written) for asked in _wordings(one))


def _wordings(one: Round) -> Iterable[str]:
    return dict(one.mail_subject or {}).values()


def _plain(subject: str) -> str:
    return " ".join(_NO_WORD.sub(" ", _ANSWERS.sub("", subject).casefold()).split())


def _alike(asked: str, written: str) -> bool:
    if len(asked) < SHORTEST_SUBJECT or len(written) < SHORTEST_SUBJECT:
        return False
    return asked in written or SequenceMatcher(None, asked, written).ratio() >= ALIKE


def sender_known_as(
    email: str, name: str, *, wrote: str, content_language: str = ""
) -> tuple[Sender, str]:
    """Return a sender with what is known of the address, and the language to answer in.

    Who has a language is answered in that; others in the one of the mail, if that is plain.
    """
    person = person_by_email(email) if email else None
    spoken = language.of(wrote, the_region().languages, content_language)
    if person is None:
        return Sender(name=name, email=email), spoken
    chosen = person.language and language_for(person)
    known = _represented(person) or _taken_part(person) or Sender()
    return replace(known, name=name or person.name, email=email), chosen or spoken


def _represented(person: User) -> Sender | None:
    """Return the one organisation that the person speaks for; of several nobody knows which."""
    now = list(
        Representation.objects.filter(person=person, until=None).select_related(
            "organisation__municipality"
        )[:2]
    )
    if len(now) != 1:
        return None
    one = now[0].organisation
    return Sender(organisation=one.name, sector=one.sector, municipality=one.municipality)


def _taken_part(person: User) -> Sender | None:
    """Return what the person said of themselves the last time that they took part in anything."""
    counted = Contribution.objects.exclude(state=Contribution.State.UNCONFIRMED)
    latest = (
        counted.order_by("-received_at", "-pk"),
        Invitation.objects.order_by("-pk"),
        Interest.objects.order_by("-created_at", "-pk"),
    )
    for rows in latest:
        one = (
            rows.filter(person=person)
            .exclude(sector="")
            .select_related("organisation", "municipality")
            .first()
        )
        if one is not None:
            return Sender(
                organisation=one.organisation.name if one.organisation else "",
                sector=one.sector,
                municipality=one.municipality,
            )
    return None


def is_own_mail(message_id: str) -> bool:
    """Tell whether a mail is one of our own that came back."""
    return bool(message_id) and Message.objects.filter(message_id=f"<{message_id}>").exists()


def first_of(message_id: str, sha256: str) -> IncomingMail | None:
    """Return the mail that came first with this identity, or with the very same bytes.

    The bytes count also where there is an identity: of who was erased only their sum is left.
    """
    same = Q(sha256=sha256) | Q(message_id=message_id) if message_id else Q(sha256=sha256)
    firsts = IncomingMail.objects.exclude(where=IncomingMail.Where.DUPLICATE)
    return firsts.filter(same).order_by("pk").first()
