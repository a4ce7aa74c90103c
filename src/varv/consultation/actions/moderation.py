"""Reading what came in: letting everybody read it, hiding it, and saying who it is from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation import mail, standing
from varv.consultation.models import Contribution
from varv.people.actions import organisation_for
from varv.people.models import Municipality, Organisation, User
from varv.registry import kinds
from varv.registry.actions import log, log_many
from varv.registry.models import Case, Record

State = Contribution.State


@dataclass(frozen=True)
class Published:
    """How many were let out, and how many of those asked for are under secrecy."""

    count: int
    secret: int


@transaction.atomic
def publish(actor: User | None, *, contributions: Iterable[Contribution]) -> Published:
    """Let everybody read what staff has read; however many, in a fixed number of queries.

    What is published, hidden or withdrawn already is left as it is. What is secret is never
    published.
    """
    wanted = [one.pk for one in contributions]
    locked = list(
        Contribution.objects.select_for_update(no_key=True, of=("self",))
        .filter(standing.stands(standing.UNREAD), pk__in=wanted)
        .select_related("record")
        .order_by("pk")
    )
    open_ones = [one for one in locked if not standing.is_secret(one)]
    now = clock.now()
    Contribution.objects.filter(pk__in=[one.pk for one in open_ones]).update(published_at=now)
    log_many(actor, "consultation.publish", [(one, {"record": one.record_id}) for one in open_ones])
    return Published(len(open_ones), len(locked) - len(open_ones))


@transaction.atomic
def publish_one(actor: User | None, *, contribution: Contribution) -> None:
    """Let everybody read one input, or say why that cannot be."""
    record = contribution.record
    if record is not None and standing.is_secret(contribution):
        raise ValidationError(
            _("This input is secret under %(law)s, so its text cannot be published.")
            % {"law": record.secrecy}
        )
    if contribution.hidden_at is not None:
        raise ValidationError(_("This input is hidden. Show it again first."))
    if not publish(actor, contributions=[contribution]).count:
        raise ValidationError(_("This input cannot be published as it stands now."))


@transaction.atomic
def unpublish(actor: User | None, *, contribution: Contribution) -> Contribution:
    """Take the text off the web again, to be read once more; its sender need not be told."""
    locked = _lock(contribution)
    if locked.published_at is None:
        raise ValidationError(_("This input is not published."))
    locked.published_at = None
    locked.save(update_fields=["published_at"])
    log(actor, "consultation.unpublish", locked)
    return locked


@transaction.atomic
def hide(actor: User | None, *, contribution: Contribution, reason: str) -> Contribution:
    """Hide the text for a reason that everybody reads, and tell its sender."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    locked = _lock(contribution)
    if locked.hidden_at is not None:
        raise ValidationError(_("This input is hidden already."))
    if locked.state != State.RECEIVED:
        raise ValidationError(_("Only input that stands can be hidden."))
    locked.hidden_at, locked.hidden_reason = clock.now(), reason.strip()
    locked.save(update_fields=["hidden_at", "hidden_reason"])
    log(actor, "consultation.hide", locked)
    mail.tell_hidden(locked)
    return locked


@transaction.atomic
def show_again(actor: User | None, *, contribution: Contribution) -> Contribution:
    """Take the hiding back; what was published before is published again."""
    locked = _lock(contribution)
    if locked.hidden_at is None:
        raise ValidationError(_("This input is not hidden."))
    locked.hidden_at, locked.hidden_reason = None, ""
    locked.save(update_fields=["hidden_at", "hidden_reason"])
    log(actor, "consultation.show_again", locked)
    return locked


@transaction.atomic
def identify(
    actor: User | None,
    *,
    contribution: Contribution,
    name: str = "",
    organisation: str = "",
    sector: str = "",
    municipality: Municipality | None = None,
) -> Contribution:
    """Complete who it is from; the register's counterpart follows, its text stays as it came."""
    if organisation and not sector:
        raise ValidationError({"sector": _("Choose a sector.")})
    found: Organisation | None = None
    if organisation:
        found = organisation_for(actor, name=organisation, sector=sector, municipality=municipality)
    # Organisation, then case, then contribution: the order in which all take their locks.
    Case.objects.select_for_update(no_key=True).get(pk=contribution.round.case_id)
    locked = _lock(contribution)
    before = (locked.organisation_id, locked.sector, locked.municipality_id)
    locked.name, locked.organisation = name.strip(), found
    locked.sector, locked.municipality = sector, municipality
    locked.save(update_fields=["name", "organisation", "sector", "municipality"])
    _move_counterpart(locked)
    log(
        actor,
        "consultation.identify",
        locked,
        before=list(before),
        after=[locked.organisation_id, locked.sector, locked.municipality_id],
    )
    return locked


def _move_counterpart(contribution: Contribution) -> None:
    """Let the records that came from them, the first and later ones, say whom they came from."""
    to = kinds.ref(contribution.organisation) if contribution.organisation else None
    own = kinds.ref(contribution)
    Record.objects.filter(
        subject_kind=own.kind, subject_id=own.id, direction=Record.Direction.IN
    ).update(counterpart_kind=to.kind if to else "", counterpart_id=to.id if to else None)


def _lock(contribution: Contribution) -> Contribution:
    return (
        Contribution.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round__case", "person", "organisation", "record__case", "mail")
        .get(pk=contribution.pk)
    )
