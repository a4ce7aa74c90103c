"""What can be done with bodies; each act is one function."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from varv import clock
from varv.bodies.dates import Precision
from varv.bodies.models import Body, Decision, Seat
from varv.people.models import Organisation, User
from varv.people.queries import current_region
from varv.registry import actions as registry
from varv.registry.models import Case, Record
from varv.text.slugs import slug as make_slug
from varv.text.translated import Translated

KEY_LENGTH = 45


@transaction.atomic
def create_body(
    actor: User | None,
    *,
    name: Mapping[str, str],
    kind: str,
    parent: Body | None = None,
    about: Mapping[str, str] | None = None,
) -> Body:
    """Add a council, committee, steering group or partnership."""
    _check_choice("kind", kind, Body.Kind.values)
    texts = _clean(name)
    if not texts:
        raise ValidationError({"name": _("Give the body a name.")})
    body = Body.objects.create(
        key=make_slug(_main(texts), set(Body.objects.values_list("key", flat=True)), KEY_LENGTH),
        name=texts,
        kind=kind,
        parent=parent,
        about=_clean(about or {}),
    )
    registry.log(actor, "bodies.create_body", body)
    return body


@transaction.atomic
def give_seat(
    actor: User | None,
    *,
    body: Body,
    holder: str,
    role: str = Seat.Role.MEMBER,
    person: User | None = None,
    organisation: Organisation | None = None,
    sector: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Seat:
    """Let somebody sit in the body, from a day on (None: nobody remembers from when)."""
    _check_choice("role", role, Seat.Role.values)
    if not holder.strip():
        raise ValidationError({"holder": _("Say who it is.")})
    _check_order(since, until)
    # Two who give the chair at once must not both find it free.
    locked = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if role == Seat.Role.CHAIR:
        _check_chair_is_free(locked, since, until)
    seat = Seat.objects.create(
        body=locked,
        person=person,
        holder=holder.strip(),
        role=role,
        organisation=organisation,
        sector=sector,
        since=since,
        until=until,
    )
    registry.log(actor, "bodies.give_seat", seat, body=locked.pk, role=role)
    return seat


@transaction.atomic
def end_seat(actor: User | None, *, seat: Seat, until: date) -> Seat:
    """Let ``until`` be the last day that somebody sits in the body; the seat stays as history."""
    locked = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if locked.until is not None and locked.until < clock.today():
        raise ValidationError(_("The seat has ended already."))
    _check_order(locked.since, until)
    locked.until = until
    locked.save(update_fields=["until"])
    registry.log(actor, "bodies.end_seat", locked, body=locked.body_id, until=until.isoformat())
    return locked


@transaction.atomic
def record_decision(
    actor: User | None,
    *,
    body: Body,
    decided_on: date,
    paragraph: str,
    title: Mapping[str, str],
    text: Mapping[str, str] | None = None,
    case: Case | None = None,
    precision: str = Precision.DAY,
    about: Sequence[Model] = (),
) -> Decision:
    """Write down what a body decided. In a case it is also a record, to which a trace leads back.

    ``about`` are the things that the decision is on: a trace leads from it to each of them.
    """
    titles = _clean(title)
    if not titles:
        raise ValidationError({"title": _("Say in a few words what was decided.")})
    if decided_on > clock.today():
        raise ValidationError({"decided_on": _("The day has not come yet.")})
    decision = Decision.objects.create(
        body=body,
        decided_on=decided_on,
        precision=precision,
        paragraph=paragraph.strip(),
        title=titles,
        text=_clean(text or {}),
        case=case,
    )
    if case is not None:
        decision.record = registry.record(
            actor,
            case=case,
            direction=Record.Direction.INTERNAL,
            kind="decision",
            title=_main(titles),
            text=_main(decision.text),
            subject=decision,
        )
        decision.save(update_fields=["record"])
        registry.trace(actor, source=decision.record, target=decision, relation="led_to")
    for thing in about:
        registry.trace(actor, source=decision, target=thing, relation="decided")
    registry.log(actor, "bodies.record_decision", decision, body=body.pk)
    return decision


def _clean(texts: Mapping[str, str]) -> Translated:
    return Translated(
        {language: text.strip() for language, text in texts.items() if text and text.strip()}
    )


def _main(texts: Translated) -> str:
    """Return the text in the region's first language."""
    region = current_region()
    return texts.text(region.language if region else None)


def _check_choice(field: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise ValidationError({field: _("Choose one from the list.")})


def _check_order(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise ValidationError({"until": _("The seat ends before it starts.")})


def _check_chair_is_free(body: Body, since: date | None, until: date | None) -> None:
    chairs = body.seats.filter(role=Seat.Role.CHAIR)
    for chair in chairs:
        starts_after = chair.since and until and chair.since > until
        ends_before = chair.until and since and chair.until < since
        if not (starts_after or ends_before):
            raise ValidationError(
                {"role": _("%(name)s has the chair then.") % {"name": chair.holder}}
            )
