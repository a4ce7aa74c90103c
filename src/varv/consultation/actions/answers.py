"""Making answers: drafting them for all who wrote, wording them, and approving them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.actions.approvals import UNAPPROVED
from varv.consultation.actions.rounds import lock_for_work
from varv.consultation.answering import wordings
from varv.consultation.answering.content import contents_of
from varv.consultation.answering.senders import Sender, senders
from varv.consultation.answering.wordings import Wording
from varv.consultation.models import Answer, AnswerText, Contribution, Invitation, Round
from varv.people.models import Region, User
from varv.people.queries import the_region
from varv.registry.actions import log, log_many
from varv.registry.mail_stops import fingerprint
from varv.registry.models import MailStop

State, Way = Answer.State, Answer.Way
#: Told by the refusal to save over what somebody else has saved or approved.
CHANGED_MEANWHILE = "changed_meanwhile"


@dataclass(frozen=True)
class Drafted:
    """How many answers were made, and how many drafts got new input or lost withdrawn input."""

    made: int
    changed: int


@transaction.atomic
def draft_answers(actor: User, *, round: Round) -> Drafted:  # noqa: A002 - the word of the house
    """Draft an answer for everybody who can be answered; what is there already is kept.

    What has come since joins the sender's draft, and what was withdrawn leaves it. An answer that
    changes so has to be approved anew. Who lacks a signed disposition is left for the next time.
    """
    locked = lock_for_work(round)
    # What is being sent meanwhile is waited for: nothing may join an answer that goes.
    list(locked.answers.select_for_update(no_key=True).exclude(state=State.SENT).order_by("pk"))
    region, found = the_region(), senders(locked)
    made = _make([one for one in found if one.can_be_drafted], locked, region, actor)
    kept = [one for one in found if one.answer and one.answer.state != State.SENT]
    changed = _join(kept) + _leave(locked, found)
    _word_anew(locked, region, locked.answers.filter(state=State.DRAFT, corrected_at=None))
    if made or changed:
        log(actor, "consultation.draft_answers", locked, made=len(made), changed=changed)
    return Drafted(len(made), changed)


@transaction.atomic
def word_answers(actor: User, *, round: Round, language: str, wording: Wording) -> AnswerText:  # noqa: A002
    """Word the answers of a round in a language; drafts that nobody has corrected follow."""
    locked, region = lock_for_work(round), the_region()
    if language not in region.languages:
        raise ValidationError(_("The region does not write in this language."))
    refuse_unknown(wordings.unknown(wording))
    made, _new = AnswerText.objects.update_or_create(
        round=locked,
        language=language,
        defaults=wording._asdict() | {"changed_at": clock.now()},
    )
    drafts = locked.answers.filter(state=State.DRAFT, corrected_at=None, language=language)
    _word_anew(locked, region, drafts)
    log(actor, "consultation.word_answers", locked, language=language)
    return made


@transaction.atomic
def correct_answer(
    actor: User,
    *,
    answer: Answer,
    wording: Wording,
    postal_address: str,
    seen: str,
) -> Answer:
    """Word one answer by hand, unless somebody else has done so since it was ``seen``."""
    locked = _lock(answer)
    _refuse_sent(locked)
    if seen != seen_as(locked):
        raise ValidationError(
            _(
                "Somebody else has worked with this answer since you opened it, so nothing of "
                "yours is saved. Their text stands below: take over what you need, and save again. "
                "What stands in the form then replaces it."
            ),
            code=CHANGED_MEANWHILE,
        )
    for name, value in (UNAPPROVED | wording._asdict()).items():
        setattr(locked, name, value)
    locked.postal_address = postal_address.strip()
    locked.corrected_at, locked.trouble = clock.now(), ""
    locked.save()
    log(actor, "consultation.correct_answer", locked)
    return locked


@transaction.atomic
def approve_answers(
    actor: User,
    *,
    round: Round,  # noqa: A002
    ids: Collection[int],
    digest: str = "",
) -> int:
    """Approve drafts as they stand now; return how many. What cannot be answered yet is left.

    With ``digest`` it is one answer, approved only as somebody has seen it.
    """
    rows = round.answers.select_for_update(no_key=True, of=("self",)).order_by("pk")
    drafts = list(rows.filter(pk__in=ids, state=State.DRAFT).select_related("round__case"))
    contents, now = contents_of(drafts), clock.now()
    ready = [
        one
        for one in drafts
        if contents[one.pk].parts and not contents[one.pk].waiting and not one.lacks_address
    ]
    for one in ready:
        if digest and digest != contents[one.pk].digest:
            raise ValidationError(
                _("Not approved: the answer has changed since you looked. Look again.")
            )
        one.state, one.approved_at, one.approved_by = State.APPROVED, now, actor
        one.approved_digest, one.trouble = contents[one.pk].digest, ""
    fields = ["state", "approved_at", "approved_by", "approved_digest", "trouble"]
    Answer.objects.bulk_update(ready, fields, batch_size=500)
    log_many(actor, "consultation.approve_answer", [(one, {}) for one in ready])
    return len(ready)


@transaction.atomic
def take_back_approval(actor: User | None, *, answer: Answer, trouble: str = "") -> None:
    """Make an approved answer a draft again; one that is to go stays here."""
    locked = _lock(answer)
    _refuse_sent(locked)
    if locked.state != State.APPROVED:
        return
    Answer.objects.filter(pk=locked.pk).update(**UNAPPROVED, trouble=trouble)
    log(actor, "consultation.take_back_answer", locked)


def seen_as(answer: Answer) -> str:
    """Return what tells whether an answer was worded anew since it was seen."""
    return f"{answer.corrected_at.isoformat() if answer.corrected_at else ''}|{answer.state}"


def refuse_unknown(unknown: Mapping[str, Sequence[str]]) -> None:
    """Refuse what stands between braces and stands for nothing."""
    text = _("This stands for nothing: %(names)s.")
    errors = {
        field: [text % {"names": ", ".join(f"{{{name}}}" for name in names)}]
        for field, names in unknown.items()
    }
    if errors:
        raise ValidationError(errors)


def _lock(answer: Answer) -> Answer:
    rows = Answer.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("round__case", "person").get(pk=answer.pk)


def _refuse_sent(answer: Answer) -> None:
    if answer.state == State.SENT:
        raise ValidationError(_("The answer is sent. You can send a correction of it."))


def _make(
    wanted: Sequence[Sender],
    round: Round,  # noqa: A002
    region: Region,
    actor: User,
) -> list[Answer]:
    stopped = stopped_among(one.person for one in wanted if one.person)
    addresses = _addresses(wanted)
    now = clock.now()
    made = Answer.objects.bulk_create(
        [
            Answer(
                round=round,
                person=one.person,
                language=_language(one, region),
                way=_way(one.person, stopped),
                postal_address=addresses[at],
                made_at=now,
                made_by=actor,
            )
            for at, one in enumerate(wanted)
        ],
        batch_size=500,
    )
    through = Answer.contributions.through
    through.objects.bulk_create(
        through(answer_id=answer.pk, contribution_id=given.pk)
        for answer, one in zip(made, wanted, strict=True)
        for given in one.contributions
    )
    return made


def _join(kept: Sequence[Sender]) -> int:
    """Let what has come since into the answers that have not gone."""
    through = Answer.contributions.through
    fresh = {one.answer.pk: one.fresh for one in kept if one.answer and one.fresh}
    through.objects.bulk_create(
        through(answer_id=pk, contribution_id=given.pk)
        for pk, rows in fresh.items()
        for given in rows
    )
    Answer.objects.filter(pk__in=fresh).update(**UNAPPROVED)
    return len(fresh)


def _leave(round: Round, found: Sequence[Sender]) -> int:  # noqa: A002
    """Take what was withdrawn out of the answers that have not gone; an empty one goes."""
    unsent = round.answers.exclude(state=State.SENT)
    gone = Answer.contributions.through.objects.filter(
        answer__in=unsent.values("pk"), contribution__state=Contribution.State.WITHDRAWN
    )
    changed = set(gone.values_list("answer", flat=True))
    gone.delete()
    Answer.objects.filter(pk__in=changed).update(**UNAPPROVED)
    erased = [
        one.answer.pk
        for one in found
        if one.answer and one.person is not None and not one.person.is_active
    ]
    unsent.filter(contributions=None).delete()
    unsent.filter(pk__in=erased).delete()
    return len(changed)


def _word_anew(round: Round, region: Region, drafts: QuerySet[Answer]) -> None:  # noqa: A002
    rows = list(drafts.select_for_update(no_key=True).order_by("pk"))
    worded = {code: wordings.wording(round, code) for code in {one.language for one in rows}}
    given = _given(rows)
    for one in rows:
        text = wordings.filled(worded[one.language], round, given[one.pk], region, one.language)
        one.subject, one.opening, one.closing = text
    Answer.objects.bulk_update(rows, ["subject", "opening", "closing"], batch_size=500)


def _given(answers: Sequence[Answer]) -> dict[int, list[Contribution]]:
    found = Answer.objects.filter(pk__in=[one.pk for one in answers]).prefetch_related(
        "contributions__record__case"
    )
    return {
        one.pk: sorted(one.contributions.all(), key=lambda given: (given.received_at, given.pk))
        for one in found
    }


def _language(sender: Sender, region: Region) -> str:
    wanted = sender.contributions[0].language
    return wanted if wanted in region.languages else region.language


def _way(person: User | None, stopped: Collection[int]) -> Answer.Way:
    return Way.LETTER if person is None or person.pk in stopped else Way.MAIL


def stopped_among(people: Iterable[User]) -> set[int]:
    """Return which of them have stopped all mail from us."""
    prints = {fingerprint(one.email): one.pk for one in people}
    found = MailStop.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)
    return {prints[one] for one in found}


def _addresses(wanted: Sequence[Sender]) -> list[str]:
    """Return to whom and where each letter goes, as far as invitations know it.

    Whoever nobody knows a street of stands on one line: that is no address yet.
    """
    known = Invitation.objects.exclude(postal_address="").order_by("added_at", "pk")
    people = {one.person.pk for one in wanted if one.person}
    organisations = {given.organisation_id for one in wanted for given in one.contributions[:1]} - {
        None
    }
    by_person = dict(known.filter(person__in=people).values_list("person", "postal_address"))
    by_organisation = dict(
        known.filter(organisation__in=organisations).values_list("organisation", "postal_address")
    )
    found = []
    for one in wanted:
        first = one.contributions[0]
        street = by_person.get(one.person.pk if one.person else 0, "")
        street = street or by_organisation.get(first.organisation_id or 0, "")
        organisation = first.organisation.name if first.organisation else ""
        named = first.name or (one.person.name if one.person else "")
        lines = [organisation, named, *street.splitlines()]
        between = "\n" if street.strip() else ", "
        found.append(between.join(line.strip() for line in lines if line.strip()))
    return found
