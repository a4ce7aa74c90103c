"""Versions: drafts are made, edited, put out for comment, and thrown away.

How one is adopted is in ``adoption``. All lock the programme first, so that numbers and names are
given out one at a time.
"""

from collections.abc import Mapping
from typing import TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.cycles.actions.areas import (
    check_active,
    check_name,
    clean,
    keep_former_wording,
    lock_programme,
    next_number,
)
from varv.cycles.actions.changes import keep_changes
from varv.cycles.models import (
    Area,
    AreaVersion,
    Programme,
    ProgrammeVersion,
    VersionState,
)
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry.actions import drop_traces, log
from varv.text.translated import Translated

AnyVersion = AreaVersion | ProgrammeVersion
V = TypeVar("V", bound=AreaVersion | ProgrammeVersion)
#: Told by the refusal to save over what somebody else has saved.
SAVED_MEANWHILE = "saved_meanwhile"


@transaction.atomic
def draft_area(
    actor: User | None, *, area: Area, based_on: AreaVersion | None = None
) -> AreaVersion:
    """Begin a draft of an area from a version that no longer changes: its present one, if none."""
    lock_programme(area.programme)
    locked = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    check_active([locked])
    keep_former_wording(locked)
    wanted = {"pk": based_on.pk} if based_on else {"state": VersionState.ADOPTED}
    base = locked.versions.get(**wanted)
    _check_fixed(base)
    draft = AreaVersion.objects.create(
        area=locked,
        number=next_number(locked),
        based_on=base,
        name=base.name,
        summary=base.summary,
        text=base.text,
        at=clock.now(),
        by=actor,
    )
    log(actor, "cycles.draft_version", draft, based_on=base.pk)
    return draft


@transaction.atomic
def draft_programme(
    actor: User | None, *, programme: Programme, based_on: ProgrammeVersion | None = None
) -> ProgrammeVersion:
    """Begin a draft of the programme from a version that no longer changes, or from nothing."""
    locked = lock_programme(programme)
    if based_on is not None:
        _check_fixed(locked.versions.get(pk=based_on.pk))
    number = next_number(locked)
    draft = ProgrammeVersion.objects.create(
        programme=locked,
        number=number,
        based_on=based_on,
        title=based_on.title if based_on else _first_title(),
        text=based_on.text if based_on else Translated(),
        dated_on=clock.today(),
    )
    log(actor, "cycles.draft_version", draft, based_on=based_on.pk if based_on else None)
    return draft


@transaction.atomic
def edit_area_draft(
    actor: User | None,
    *,
    version: AreaVersion,
    seen: int,
    name: Mapping[str, str],
    summary: Mapping[str, str],
    text: Mapping[str, str],
    reason: str = "",
) -> AreaVersion:
    """Word a draft of an area anew; ``seen`` is how often it had been saved when it was opened."""
    lock_programme(version.area.programme)
    locked = _open_draft(version, seen)
    wording = clean(name)
    check_name(locked.area.programme, wording, free=[locked.area_id])
    locked.name, locked.summary, locked.text = wording, clean(summary), clean(text)
    locked.reason, locked.at, locked.by = reason.strip(), clock.now(), actor
    return _saved(actor, locked)


@transaction.atomic
def edit_programme_draft(
    actor: User | None,
    *,
    version: ProgrammeVersion,
    seen: int,
    title: Mapping[str, str],
    text: Mapping[str, str],
    note: Mapping[str, str],
) -> ProgrammeVersion:
    """Word a draft of the programme anew, as ``edit_area_draft`` does one of an area."""
    lock_programme(version.programme)
    locked = _open_draft(version, seen)
    if not clean(title):
        raise ValidationError({"title": _("Give the version a title.")})
    locked.title, locked.text, locked.note = clean(title), clean(text), clean(note)
    locked.dated_on = clock.today()
    return _saved(actor, locked)


@transaction.atomic
def put_version_out(actor: User | None, *, version: AnyVersion) -> AnyVersion:
    """Let everybody read a draft and say what they think; its text never changes again."""
    lock_programme(_programme_of(version))
    locked = lock_version(version)
    if not locked.is_draft:
        raise ValidationError(_("Only a draft can be put out for comment."))
    if isinstance(locked, ProgrammeVersion) and not locked.text:
        raise ValidationError(_("There is no text to say anything about yet."))
    locked.state, locked.put_out_at = VersionState.OUT_FOR_COMMENT, clock.now()
    locked.save(update_fields=["state", "put_out_at"])
    log(actor, "cycles.put_version_out", locked)
    return locked


@transaction.atomic
def close_comment(actor: User | None, *, version: AnyVersion) -> AnyVersion:
    """Let a version no longer be out for comment; it stays in the archive as it was."""
    lock_programme(_programme_of(version))
    locked = lock_version(version)
    if not locked.is_out_for_comment:
        raise ValidationError(_("The version is not out for comment."))
    locked.state = VersionState.REPLACED
    locked.save(update_fields=["state"])
    log(actor, "cycles.close_comment", locked)
    return locked


@transaction.atomic
def compare_with_present(actor: User | None, *, version: AnyVersion) -> AnyVersion:
    """Base a draft on the version that holds now, where another one was adopted meanwhile.

    Its text stays as it is, so the difference shows what it would take away of the other one.
    """
    lock_programme(_programme_of(version))
    locked = lock_version(version)
    if not locked.is_draft:
        raise ValidationError(_("Only a draft can be based on another version."))
    present = locked.whole.versions.filter(state=VersionState.ADOPTED).order_by("-number").first()
    if present is None or present.pk == locked.based_on_id:
        raise ValidationError(_("The draft is based on the present version already."))
    locked.based_on = present
    locked.save(update_fields=["based_on"])
    keep_changes(locked, is_moved=True)
    log(actor, "cycles.compare_with_present", locked, based_on=present.pk)
    return locked


@transaction.atomic
def discard_draft(actor: User | None, *, version: AnyVersion) -> None:
    """Throw a draft away, with what led to its changes. Twice is once."""
    lock_programme(_programme_of(version))
    found = type(version)._default_manager.select_for_update(of=("self",)).filter(pk=version.pk)
    locked = found.first()
    if locked is None:
        return
    if not locked.is_draft:
        raise ValidationError(_("Only a draft can be thrown away."))
    log(actor, "cycles.discard_draft", locked, number=locked.number)
    drop_traces(actor, things=[locked, *locked.changes.all()])
    try:
        locked.delete()
    except (ProtectedError, RestrictedError):
        raise ValidationError(
            _("The draft is among the texts of a round. Take it out of the round first.")
        ) from None


def lock_version(version: V) -> V:
    """Return the version as it stands now, locked, with what it is a version of."""
    whole = "area__programme" if isinstance(version, AreaVersion) else "programme"
    manager = type(version)._default_manager
    rows = manager.select_for_update(no_key=True, of=("self",)).select_related(whole, "based_on")
    return cast("V", rows.get(pk=version.pk))


def _programme_of(version: AnyVersion) -> Programme:
    return version.area.programme if isinstance(version, AreaVersion) else version.programme


def _open_draft(version: V, seen: int) -> V:
    """Return a draft to write in, or refuse: it is fixed, or somebody else has written in it."""
    locked = lock_version(version)
    if not locked.is_draft:
        raise ValidationError(
            _("This version no longer changes. Make a new draft from it and write there.")
        )
    if locked.revision != seen:
        raise ValidationError(
            _(
                "Somebody else has saved this draft since you opened it, so nothing of yours is "
                "saved. Their text stands below: take over what you need, and save again. What "
                "stands in the form then replaces it."
            ),
            code=SAVED_MEANWHILE,
        )
    return locked


def _saved(actor: User | None, draft: V) -> V:
    draft.revision += 1
    draft.save()
    keep_changes(draft)
    log(actor, "cycles.edit_draft", draft, revision=draft.revision)
    return draft


def _check_fixed(base: AnyVersion) -> None:
    if base.is_draft:
        raise ValidationError(_("This is a draft already. Write in it."))


def _first_title() -> Translated:
    region = current_region()
    titles = {}
    for language in region.languages if region else ["en"]:
        with override(language):
            titles[language] = _("Draft")
    return Translated(titles)
