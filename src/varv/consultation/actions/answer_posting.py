"""Letters that staff printed and posted: on which day, and taking that back."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.actions.rounds import lock_for_work
from varv.consultation.models import Answer, Round
from varv.consultation.queries import answers as queries
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import date_records, log_many

#: So long a note can be taken back; then the register has said for a while that the answer went.
TAKEN_BACK_WITHIN = timedelta(days=7)


@transaction.atomic
def note_posted(actor: User, *, round: Round, day: date, ids: Collection[int]) -> int:  # noqa: A002 - the word of the house
    """Note that letters were posted on a day; return how many. Those noted already are left."""
    locked, now = lock_for_work(round), clock.now()
    rows = queries.letters_to_post(locked).select_for_update(no_key=True, of=("self",))
    found = list(rows.filter(pk__in=ids))
    zone = the_region().tz
    at = _moment(day, now, zone)
    for one in found:
        made_at = one.sent_at or now
        if timezone.localtime(made_at, zone).date() > day:
            raise ValidationError({"day": _("A letter is not posted before it is made.")})
        one.posted_at = max(at, made_at)
        one.posted_by, one.posting_noted_at = actor, now
    _save(found)
    log_many(actor, "consultation.post_answer", [(one, {"day": day.isoformat()}) for one in found])
    _date(actor, found)
    return len(found)


@transaction.atomic
def take_back_posting(actor: User, *, answer: Answer) -> int:
    """Take back what was noted of a letter, and of all that were noted with it."""
    locked, now = lock_for_work(answer.round), clock.now()
    rows = locked.answers.select_for_update(no_key=True, of=("self",)).order_by("pk")
    noted_at = answer.posting_noted_at
    found = list(rows.filter(posting_noted_at=noted_at)) if noted_at else []
    if not found or noted_at is None:
        raise ValidationError(_("It is taken back already."))
    if not may_be_taken_back(noted_at, now):
        raise ValidationError(_("It is more than a week since it was noted."))
    for one in found:
        one.posted_at = one.posted_by = one.posting_noted_at = None
    _save(found)
    log_many(actor, "consultation.take_back_posting", [(one, {}) for one in found])
    _date(actor, found)
    return len(found)


def may_be_taken_back(noted_at: datetime, now: datetime) -> bool:
    """Tell whether a note can still be taken back."""
    return now < noted_at + TAKEN_BACK_WITHIN


def _moment(day: date, now: datetime, zone: tzinfo) -> datetime:
    """Return the moment that stands for a day: now for today, else its noon."""
    today = timezone.localtime(now, zone).date()
    if day > today:
        raise ValidationError({"day": _("This day has not come yet.")})
    return now if day == today else datetime.combine(day, time(12), zone)


def _save(found: Collection[Answer]) -> None:
    fields = ["posted_at", "posted_by", "posting_noted_at"]
    Answer.objects.bulk_update(found, fields, batch_size=500)


def _date(actor: User, found: Collection[Answer]) -> None:
    """Let the register say that each went when it was posted, else when it was made."""
    moments = {one.record_id: one.posted_at or one.sent_at for one in found}
    date_records(actor, moments={pk: at for pk, at in moments.items() if pk and at})
