"""The register of assets: adding, mending, removing, and Excel in and out."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from varv import clock
from varv.analysis import asset_list
from varv.analysis.actions.evidence import KEY_LENGTH, cleaned
from varv.analysis.models import Asset, AssetImport
from varv.analysis.queries.assets import asset_key
from varv.analysis.queries.coordinates import box, doubt
from varv.bodies.dates import Precision
from varv.cycles.models import Area
from varv.files.actions import clean_name
from varv.people.models import Municipality, Organisation, User
from varv.people.queries import the_region
from varv.registry.actions import log
from varv.text.slugs import slug as make_slug

#: How long a list waits to be confirmed.
KEPT_FOR = timedelta(days=1)
#: Why coordinates are asked about once: they can hardly be right.
ELSEWHERE = "elsewhere"


@transaction.atomic
def add_asset(
    actor: User | None,
    *,
    name: str,
    kind: str,
    source: str,
    dated_on: date,
    areas: Iterable[Area] = (),
    is_sure: bool = False,
    **more: Any,
) -> Asset:
    """Enter an asset; what more there is to say of it is in ``_values``.

    Coordinates that can hardly be right are only taken from somebody who is sure.
    """
    taken = set(Asset.objects.values_list("key", flat=True))
    values = _values(name=name, kind=kind, source=source, dated_on=dated_on, **more)
    _ask_about_coordinates(values, is_sure)
    _must_be_free(values["sort_key"])
    asset = Asset.objects.create(key=make_slug(values["name"], taken, KEY_LENGTH), **values)
    asset.areas.set(areas)
    log(actor, "analysis.add_asset", asset)
    return asset


@transaction.atomic
def edit_asset(
    actor: User | None,
    *,
    asset: Asset,
    areas: Iterable[Area],
    is_sure: bool = False,
    **values: Any,
) -> Asset:
    """Mend what is said of an asset."""
    locked = Asset.objects.select_for_update(no_key=True, of=("self",)).get(pk=asset.pk)
    kept = _values(**values)
    _ask_about_coordinates(kept, is_sure or not _moves(locked, kept))
    _must_be_free(kept["sort_key"], but=locked)
    for field, value in kept.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(kept))
    locked.areas.set(areas)
    log(actor, "analysis.edit_asset", locked)
    return locked


@transaction.atomic
def remove_asset(actor: User | None, *, asset: Asset) -> None:
    """Take away an asset that is no more, or never was."""
    log(actor, "analysis.remove_asset", asset)
    asset.delete()


def _moves(asset: Asset, values: Mapping[str, Any]) -> bool:
    """Tell whether an asset comes to lie elsewhere, or in another municipality."""
    return any(
        getattr(asset, name) != values[name] for name in ("latitude", "longitude", "municipality")
    )


def _ask_about_coordinates(values: Mapping[str, Any], is_sure: bool) -> None:
    if is_sure or values["latitude"] is None:
        return
    why = doubt(box(), values["municipality"], values["latitude"], values["longitude"])
    if not why:
        return
    texts = {
        "swapped": _(
            "The coordinates are far from the region; with latitude and longitude the other way "
            "round they are in it. Save as they stand?"
        ),
        "outside": _("The coordinates are far from the region. Save as they stand?"),
    }
    raise ValidationError(texts[why], code=ELSEWHERE)


def _must_be_free(key: str, but: Asset | None = None) -> None:
    others = Asset.objects.exclude(pk=but.pk) if but else Asset.objects.all()
    other = others.filter(sort_key=key).first()
    if other is not None:
        raise ValidationError(
            {"name": _("%(asset)s is in the register already.") % {"asset": other}}
        )


def _values(
    *,
    name: str,
    kind: str,
    source: str,
    dated_on: date,
    precision: str = Precision.DAY,
    owner: Organisation | None = None,
    municipality: Municipality | None = None,
    place: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    description: Mapping[str, str] | None = None,
    source_url: str = "",
) -> dict[str, Any]:
    """Return the fields as they are kept; ValidationError names what is wrong."""
    if not asset_key(name):
        raise ValidationError({"name": _("Write the name with letters or digits.")})
    if kind not in Asset.Kind.values:
        raise ValidationError({"kind": _("Choose one from the list.")})
    if not source.strip():
        raise ValidationError({"source": _("Say where this is known from.")})
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        raise ValidationError({missing: _("Give both coordinates, or none.")})
    return {
        "name": name.strip(),
        "sort_key": asset_key(name),
        "kind": kind,
        "source": source.strip(),
        "source_url": source_url,
        "dated_on": dated_on,
        "precision": precision,
        "owner": owner,
        "municipality": municipality,
        "place": place.strip(),
        "latitude": latitude,
        "longitude": longitude,
        "description": cleaned(description or {}),
    }


@transaction.atomic
def read_assets(actor: User, *, name: str, content: bytes) -> AssetImport:
    """Read a workbook and keep its rows until they are confirmed; the register stays as it is."""
    languages = the_region().languages
    sheet = asset_list.LAYOUT.read(content, languages)
    return AssetImport.objects.create(
        name=clean_name(name),
        rows=sheet.as_json(),
        plan=asset_list.plan(sheet, languages).told(),
        by_id=actor.pk,
    )


@transaction.atomic
def enter_assets(actor: User, *, draft: AssetImport) -> asset_list.Plan:
    """Enter all of a list that was read, or nothing; return what was done.

    It is planned again, for the register may have changed since it was shown. Then nothing is
    entered: whoever said yes said it to something else.
    """
    locked = AssetImport.objects.select_for_update().get(pk=draft.pk)
    if locked.rows is None:
        raise ValidationError(_("The list is entered already."))
    plan = asset_list.planned_again(locked)
    if plan.problems:
        raise ValidationError(_("Nothing was entered: something in the list is wrong."))
    if plan.told() != locked.plan:
        raise ValidationError(
            _("Nothing was entered: the register has changed since you looked. Look again.")
        )
    for entry in plan.entries:
        if entry.known is None:
            add_asset(actor, **entry.values, is_sure=True)
        elif entry.changed:
            edit_asset(actor, asset=entry.known, **entry.values, is_sure=True)
    locked.rows, locked.plan, locked.entered_at = None, None, clock.now()
    locked.save(update_fields=["rows", "plan", "entered_at"])
    numbers = {state: len(plan.of(state)) for state in ("new", "changed")}
    log(actor, "analysis.import_assets", None, **{"import": locked.pk}, **numbers)
    return plan


@transaction.atomic
def look_at_assets_again(actor: User, *, draft: AssetImport) -> None:  # noqa: ARG001 - nothing is done
    """Plan a list that waits anew, as the register is now."""
    locked = AssetImport.objects.select_for_update().get(pk=draft.pk)
    if locked.rows is not None:
        locked.plan = asset_list.planned_again(locked).told()
        locked.save(update_fields=["plan"])


def drop_assets(actor: User, *, draft: AssetImport) -> None:  # noqa: ARG001 - nothing was done
    """Throw away a list that waits to be confirmed."""
    AssetImport.objects.filter(pk=draft.pk, entered_at=None).delete()


@transaction.atomic
def export_assets(actor: User) -> bytes:
    """Return the whole register as a workbook that can be read in again; it is logged."""
    content = asset_list.workbook()
    log(actor, "analysis.export_assets", None)
    return content


def forget_old_lists(now: datetime) -> int:
    """Delete the lists that nobody confirmed in time; timed work."""
    old = AssetImport.objects.filter(entered_at=None, read_at__lte=now - KEPT_FOR)
    return old.delete()[0]


def next_list_to_forget(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which a list has waited too long."""
    waiting = AssetImport.objects.filter(entered_at=None, read_at__gt=after - KEPT_FOR)
    first: datetime | None = waiting.aggregate(first=Min("read_at"))["first"]
    return first + KEPT_FOR if first else None
