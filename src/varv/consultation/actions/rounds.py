"""Rounds: from the draft to the last day."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.bodies.dates import Precision
from varv.consultation.models import Round
from varv.cycles.actions import put_version_out
from varv.cycles.models import AreaVersion, Programme, ProgrammeVersion
from varv.people.models import User
from varv.registry.actions import log
from varv.registry.models import Case
from varv.text.slugs import slug
from varv.text.translated import Translated

State = Round.State
# What may stand at the public addresses of rounds besides rounds.
RESERVED = frozenset({"new", "confirm", "sent", "draft", "earlier"})


@transaction.atomic
def create_round(
    actor: User | None,
    *,
    programme: Programme,
    case: Case,
    title: Translated,
    opens_at: datetime,
    closes_at: datetime,
    summary: Translated | None = None,
    mail_subject: Translated | None = None,
    concerns_sami: bool = False,
    responsible: User | None = None,
) -> Round:
    """Begin a round as a draft, which only staff sees."""
    _check_period(opens_at, closes_at)
    made = Round.objects.create(
        programme=programme,
        case=case,
        slug=_free_slug(title),
        title=title,
        summary=summary or Translated(),
        mail_subject=mail_subject or Translated(),
        opens_at=opens_at,
        closes_at=closes_at,
        concerns_sami=concerns_sami,
        responsible=responsible,
    )
    log(actor, "consultation.create_round", made)
    return made


@transaction.atomic
def enter_earlier_round(
    actor: User | None,
    *,
    programme: Programme,
    case: Case,
    title: Translated,
    dated_on: date,
    precision: str = Precision.DAY,
    note: Translated | None = None,
) -> Round:
    """Enter a round that was held before varv, with what is known of it and no more."""
    _check_past(dated_on)
    made = Round.objects.create(
        programme=programme,
        case=case,
        slug=_free_slug(title),
        title=title,
        state=State.EARLIER,
        dated_on=dated_on,
        precision=precision,
        note=note or Translated(),
    )
    log(actor, "consultation.enter_earlier_round", made)
    return made


@transaction.atomic
def edit_earlier_round(
    actor: User | None,
    *,
    round: Round,  # noqa: A002 - the word of the house
    title: Translated,
    dated_on: date,
    precision: str,
    note: Translated,
) -> Round:
    """Correct what is known of an earlier round."""
    locked = lock(round)
    if locked.state != State.EARLIER:
        raise ValidationError(_("This is no earlier round."))
    _check_past(dated_on)
    locked.title, locked.note = title, note
    locked.dated_on, locked.precision = dated_on, precision
    locked.save()
    log(actor, "consultation.edit_round", locked)
    return locked


@transaction.atomic
def edit_round(actor: User | None, *, round: Round, **values: Any) -> Round:  # noqa: A002
    """Change what is said about a round; the days of a published one are moved instead."""
    locked = standing(round)
    if locked.state != State.DRAFT:
        values = {name: values[name] for name in values if name not in {"opens_at", "closes_at"}}
        if values.get("case", locked.case) != locked.case and locked.contributions.exists():
            raise ValidationError(
                {"case": _("Input has come in and has its number in the present case.")}
            )
    for name, value in values.items():
        setattr(locked, name, value)
    assert locked.opens_at is not None and locked.closes_at is not None  # noqa: S101, PT018 - the constraint holds it
    _check_period(locked.opens_at, locked.closes_at)
    locked.save()
    log(actor, "consultation.edit_round", locked)
    return locked


@transaction.atomic
def publish_round(actor: User | None, *, round: Round) -> Round:  # noqa: A002
    """Let everybody see the round; it takes input from the moment it opens."""
    locked = lock(round)
    if locked.state != State.DRAFT:
        raise ValidationError(_("Only a draft can be published."))
    if locked.closes_at is None or locked.closes_at <= clock.now():
        raise ValidationError(_("The last day is over. Choose a coming day first."))
    locked.state = State.PUBLISHED
    locked.save(update_fields=["state"])
    put_drafts_out(actor, [document.version for document in locked.documents.all()])
    log(actor, "consultation.publish_round", locked)
    return locked


@transaction.atomic
def move_round(
    actor: User | None,
    *,
    round: Round,  # noqa: A002
    opens_at: datetime,
    closes_at: datetime,
) -> Round:
    """Move the days of a published round; nobody is mailed, and what was late may be in time.

    Once it has opened, its beginning is a fact. The end may be any moment that has not come: a
    round that is closed opens again.
    """
    locked = lock(round)
    now = clock.now()
    if locked.state != State.PUBLISHED or locked.opens_at is None or locked.closes_at is None:
        raise ValidationError(_("Only a published round can be moved."))
    if opens_at != locked.opens_at and locked.opens_at <= now:
        raise ValidationError({"opens_at": _("The round has opened; only its end can be moved.")})
    _check_period(opens_at, closes_at)
    if closes_at <= now:
        raise ValidationError({"closes_at": _("This moment is over. Choose a coming one.")})
    moved = {
        "opens": [locked.opens_at.isoformat(), opens_at.isoformat()],
        "closes": [locked.closes_at.isoformat(), closes_at.isoformat()],
    }
    locked.opens_at, locked.closes_at = opens_at, closes_at
    locked.save(update_fields=["opens_at", "closes_at"])
    locked.contributions.filter(received_at__lt=closes_at, is_late=True).update(is_late=False)
    locked.contributions.filter(received_at__gte=closes_at, is_late=False).update(is_late=True)
    log(actor, "consultation.move_round", locked, **moved)
    return locked


@transaction.atomic
def cancel_round(actor: User | None, *, round: Round, reason: str) -> Round:  # noqa: A002
    """Call a round off for good; what has come in stays in the register."""
    locked = lock(round)
    if locked.state != State.PUBLISHED:
        raise ValidationError(_("Only a published round can be cancelled."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    locked.state, locked.cancel_reason = State.CANCELLED, reason.strip()
    locked.save(update_fields=["state", "cancel_reason"])
    log(actor, "consultation.cancel_round", locked)
    return locked


@transaction.atomic
def delete_round(actor: User | None, *, round: Round) -> None:  # noqa: A002
    """Throw a draft away, or an earlier round that was entered by mistake."""
    locked = lock(round)
    if locked.state not in {State.DRAFT, State.EARLIER}:
        raise ValidationError(_("Only a draft can be deleted. Cancel the round instead."))
    if locked.papers.exists():
        raise ValidationError(_("There are papers about the round. Delete their drafts first."))
    log(actor, "consultation.delete_round", locked)
    locked.delete()


# --- what all of them need ------------------------------------------------------------------------


def lock(round: Round) -> Round:  # noqa: A002
    """Lock a round so that nothing can come in meanwhile: input refers to it by a foreign key."""
    return Round.objects.select_for_update(of=("self",)).select_related("case").get(pk=round.pk)


def lock_for_work(round: Round) -> Round:  # noqa: A002
    """Lock a round so that one works alone with its list or its answers; input may still come."""
    rows = Round.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("case", "programme").get(pk=round.pk)


def standing(round: Round) -> Round:  # noqa: A002
    """Lock a round that is not over for good, or refuse."""
    locked = lock(round)
    if locked.state not in {State.DRAFT, State.PUBLISHED}:
        raise ValidationError(_("This round is over for good and stays as it was."))
    return locked


def put_drafts_out(actor: User | None, versions: Iterable[AreaVersion | ProgrammeVersion]) -> None:
    """Let everybody read the drafts among what is asked about: their text never changes again."""
    for version in versions:
        if version.is_draft:
            put_version_out(actor, version=version)


def _check_period(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise ValidationError({"closes_at": _("The round must close after it opens.")})


def _check_past(day: date) -> None:
    if day > clock.today():
        raise ValidationError({"dated_on": _("An earlier round has been held already.")})


def _free_slug(title: Translated) -> str:
    taken = set(Round.objects.values_list("slug", flat=True)) | RESERVED
    return slug(str(title) or "round", taken=taken)
