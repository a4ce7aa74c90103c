"""Adoption: a decision makes a version the one that holds, in place of the former."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from varv import clock
from varv.bodies.actions import record_decision
from varv.bodies.models import Body, Decision
from varv.cycles.actions.areas import (
    become,
    check_active,
    check_name,
    check_reason,
    keep_former_wording,
    lock_programme,
    main_text,
    retire_adopted,
)
from varv.cycles.actions.versions import AnyVersion, V, lock_version
from varv.cycles.models import Area, AreaVersion, Programme, ProgrammeVersion, VersionState
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry import actions as registry
from varv.registry.models import Case, Record
from varv.text.translated import Translated


@dataclass(frozen=True)
class NewDecision:
    """A decision that is written down as the version is adopted."""

    body: Body
    decided_on: date
    title: Mapping[str, str]
    paragraph: str = ""
    text: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def adopt_area_version(
    actor: User | None, *, version: AreaVersion, decision: Decision | NewDecision, reason: str
) -> AreaVersion:
    """Let a version be how the area is worded from now on; old addresses lead on."""
    programme = _lock(version.area.programme)
    area = Area.objects.select_for_update(no_key=True).get(pk=version.area_id)
    locked = lock_version(version)
    _check_can_be_adopted(locked)
    check_active([area])
    check_reason(reason)
    check_name(programme, locked.name, free=[area.pk])
    keep_former_wording(area)
    _check_base(locked, area.versions.filter(state=VersionState.ADOPTED).first())
    wording = {name: getattr(locked, name) for name in locked.compared}
    if all(dict(getattr(area, name)) == dict(new) for name, new in wording.items()):
        raise ValidationError(_("The version says what the area says already."))
    locked.decision = _made(actor, decision, programme.case)
    become(area, wording)
    locked.replaces = retire_adopted(area)
    locked.reason, locked.at, locked.by = reason.strip(), clock.now(), actor
    return _adopt(actor, locked, programme)


@transaction.atomic
def adopt_programme_version(
    actor: User | None, *, version: ProgrammeVersion, decision: Decision | NewDecision
) -> ProgrammeVersion:
    """Let a version be the programme from now on, in place of the version or programme before."""
    programme = _lock(version.programme)
    locked = lock_version(version)
    _check_can_be_adopted(locked)
    if not locked.text:
        raise ValidationError(_("There is no text to adopt yet."))
    former = list(
        ProgrammeVersion.objects.select_for_update(no_key=True)
        .filter(state=VersionState.ADOPTED)
        .order_by("-programme__created_at", "-number")
    )
    own = next((one for one in former if one.programme_id == programme.pk), None)
    _check_base(locked, own)
    made = _made(actor, decision, programme.case)
    locked.decision, locked.dated_on, locked.precision = made, made.decided_on, made.precision
    locked.replaces = own or next(iter(former), None)
    for one in former:
        one.state = VersionState.REPLACED
        one.save(update_fields=["state"])
    return _adopt(actor, locked, programme)


def _lock(programme: Programme) -> Programme:
    """Lock the programme, then its case, in the order in which all do."""
    locked = lock_programme(programme)
    locked.case = Case.objects.select_for_update(no_key=True).get(pk=locked.case_id)
    return locked


def _check_can_be_adopted(version: AnyVersion) -> None:
    if not version.can_be_adopted:
        raise ValidationError(_("Only a draft, or what is out for comment, can be adopted."))


def _check_base(version: AnyVersion, present: AnyVersion | None) -> None:
    """Refuse to overwrite what another version brought since the draft was made."""
    base = version.based_on
    while present is not None and base is not None and base.number > present.number:
        base = base.based_on
    if present is not None and (base is None or base.pk != present.pk):
        raise ValidationError(
            _(
                "Another version has been adopted since this draft was made. Compare the draft "
                "with the present version first, so that nothing is lost."
            )
        )


def _made(actor: User | None, decision: Decision | NewDecision, case: Case) -> Decision:
    if isinstance(decision, Decision):
        return decision
    return record_decision(
        actor,
        body=decision.body,
        decided_on=decision.decided_on,
        paragraph=decision.paragraph,
        title=decision.title,
        text=decision.text,
        case=case,
    )


def _adopt(actor: User | None, version: V, programme: Programme) -> V:
    """Enter the adopted version in the case, and let what it grew out of no longer be out."""
    version.state = VersionState.ADOPTED
    version.save()
    _close_comment_on_former(version)
    registry.record(
        actor,
        case=programme.case,
        direction=Record.Direction.INTERNAL,
        kind=f"{version.of}_version",
        title=_title(version),
        subject=version,
    )
    decision = version.decision
    log_name = f"cycles.adopt_{version.of}_version"
    registry.log(actor, log_name, version, decision=decision.pk if decision else None)
    return version


def _close_comment_on_former(version: AnyVersion) -> None:
    base = version.based_on
    while base is not None and base.is_out_for_comment:
        base.state = VersionState.REPLACED
        base.save(update_fields=["state"])
        base = base.based_on


def _title(version: AnyVersion) -> str:
    """Return what the register calls the adopted version, in the region's first language."""
    region = current_region()
    name = version.name if isinstance(version, AreaVersion) else version.title
    with override(region.language if region else None):
        told = {"name": main_text(Translated(name)), "number": version.number}
        return pgettext("of a text", "%(name)s, version %(number)s, as adopted") % told
