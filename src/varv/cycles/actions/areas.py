"""Areas: making one, and wording one anew. What they become is in ``successions``."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from varv import clock
from varv.bodies.models import Decision
from varv.cycles.actions.changes import keep_changes
from varv.cycles.models import Area, AreaAddress, AreaVersion, Programme, VersionState
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry.actions import log
from varv.text.slugs import slug as make_slug
from varv.text.translated import Translated

NAME_LENGTH = 120


@transaction.atomic
def create_area(
    actor: User | None,
    *,
    programme: Programme,
    name: Mapping[str, str],
    summary: Mapping[str, str] | None = None,
    text: Mapping[str, str] | None = None,
    reason: str = "",
    decision: Decision | None = None,
) -> Area:
    """Add an area to the programme, with its first version."""
    locked = lock_programme(programme)
    area = add_area(
        actor,
        programme=locked,
        name=name,
        summary=summary or {},
        text=text or {},
        reason=reason,
        decision=decision,
    )
    log(actor, "cycles.create_area", area)
    return area


@transaction.atomic
def revise_area(
    actor: User | None,
    *,
    area: Area,
    name: Mapping[str, str],
    summary: Mapping[str, str],
    text: Mapping[str, str],
    reason: str,
    decision: Decision | None = None,
) -> Area:
    """Word the area anew, as a new version; a new name gives a new address, the old leads on."""
    lock_programme(area.programme)
    locked = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    check_active([locked])
    check_reason(reason)
    wording = {"name": clean(name), "summary": clean(summary), "text": clean(text)}
    if all(dict(getattr(locked, field)) == new for field, new in wording.items()):
        raise ValidationError(_("Nothing is changed. Change the text, or go back."))
    check_name(locked.programme, wording["name"], free=[locked.pk])
    become(locked, wording)
    version = add_version(actor, area=locked, reason=reason, decision=decision)
    log(actor, "cycles.revise_area", locked, version=version.number)
    return locked


def lock_programme(programme: Programme) -> Programme:
    """Return the programme locked, so that addresses and numbers are given out one at a time."""
    return Programme.objects.select_for_update(no_key=True, of=("self",)).get(pk=programme.pk)


def add_area(
    actor: User | None,
    *,
    programme: Programme,
    name: Mapping[str, str],
    summary: Mapping[str, str],
    text: Mapping[str, str],
    reason: str,
    decision: Decision | None = None,
    replacing: Iterable[int] = (),
) -> Area:
    """Write a new area and its first version; the larger act that needs it does the logging."""
    wording = clean(name)
    check_name(programme, wording, free=replacing)
    last = Area.objects.filter(programme=programme).aggregate(last=Max("position"))["last"]
    area = Area.objects.create(
        programme=programme,
        slug=free_slug(wording),
        name=wording,
        summary=clean(summary),
        text=clean(text),
        position=(last or 0) + 1,
    )
    add_version(actor, area=area, reason=reason, decision=decision)
    return area


def become(area: Area, wording: Mapping[str, Translated]) -> None:
    """Word a locked area anew; the former wording stays, the old address leads on."""
    keep_former_wording(area)
    _move_to_address_of(area, wording["name"])
    for field, new in wording.items():
        setattr(area, field, new)
    area.save()


def add_version(
    actor: User | None, *, area: Area, reason: str, decision: Decision | None = None
) -> AreaVersion:
    """Keep the area's present wording as its next version, adopted in place of the former one."""
    former = retire_adopted(area)
    version = AreaVersion.objects.create(
        area=area,
        number=next_number(area),
        state=VersionState.ADOPTED,
        based_on=former,
        replaces=former,
        name=area.name,
        summary=area.summary,
        text=area.text,
        reason=reason.strip(),
        at=clock.now(),
        by=actor,
        decision=decision,
    )
    keep_changes(version)
    return version


def retire_adopted(area: Area) -> AreaVersion | None:
    """Let the adopted version of a locked area be replaced; return it."""
    former = area.versions.filter(state=VersionState.ADOPTED).first()
    if former is not None:
        former.state = VersionState.REPLACED
        former.save(update_fields=["state"])
    return former


def next_number(whole: Area | Programme) -> int:
    """Return the number of the next version."""
    last = whole.versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def keep_former_wording(area: Area) -> None:
    """See to it that the wording that is about to change stands in the history."""
    if not area.versions.exists():
        version = add_version(None, area=area, reason="")
        AreaVersion.objects.filter(pk=version.pk).update(at=area.created_at)


def clean(texts: Mapping[str, str]) -> Translated:
    """Return the texts stripped, languages without text left out."""
    return Translated(
        {language: text.strip() for language, text in texts.items() if text and text.strip()}
    )


def check_reason(reason: str) -> None:
    """Refuse an act whose reason is missing: the history would not tell why."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, for those who read the history later.")})


def check_active(areas: Iterable[Area]) -> None:
    """Refuse to change an area that is no longer used."""
    if any(not area.is_active for area in areas):
        raise ValidationError(_("The area is no longer used. It can only be read."))


def check_name(programme: Programme, name: Translated, free: Iterable[int] = ()) -> None:
    """Refuse a name that is missing, too long, or taken by another area in use."""
    if not main_text(name):
        raise ValidationError({"name": _("Give the area a name.")})
    if any(len(text) > NAME_LENGTH for text in name.values()):
        raise ValidationError(
            {"name": _("Use at most %(count)s characters.") % {"count": NAME_LENGTH}}
        )
    others = programme.areas.filter(state=Area.State.ACTIVE).exclude(pk__in=list(free))
    if any(main_text(other.name).casefold() == main_text(name).casefold() for other in others):
        raise ValidationError({"name": _("There is already an area with this name.")})


def free_slug(name: Translated) -> str:
    """Return an address for the name that no area has or ever had."""
    taken = set(Area.objects.values_list("slug", flat=True))
    taken |= set(AreaAddress.objects.values_list("slug", flat=True))
    return make_slug(main_text(name), taken)


def main_text(name: Translated) -> str:
    """Return a text in the region's first language, which addresses are made of."""
    region = current_region()
    return name.text(region.language if region else None)


def _move_to_address_of(area: Area, name: Translated) -> None:
    if main_text(name) == main_text(area.name):
        return
    plain = make_slug(main_text(name))
    if plain == area.slug:
        return
    AreaAddress.objects.create(area=area, slug=area.slug, until=clock.now())
    own = area.old_addresses.filter(slug=plain)
    # A name taken back takes its former address back, else each renaming would add a number.
    area.slug = plain if own.delete()[0] else free_slug(name)
