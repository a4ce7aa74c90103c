"""What the register of assets adds to the extension points of the apps below."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from varv.analysis.actions.assets import forget_old_lists, next_list_to_forget
from varv.analysis.models import Asset
from varv.analysis.queries import assets as queries
from varv.clock import timed
from varv.cycles import panels
from varv.cycles.models import Area
from varv.people import belongings
from varv.registry import kinds, log_actions, masking, relations, ties
from varv.registry.ties import End, Tie

LOG_ACTIONS = {
    "analysis.add_asset": _("Asset entered"),
    "analysis.edit_asset": _("Asset changed"),
    "analysis.remove_asset": _("Asset removed"),
    "analysis.import_assets": _("Assets imported from Excel"),
    "analysis.export_assets": _("List of assets taken out"),
}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(kinds.Kind("asset", "analysis.Asset", _("asset"), describe_assets))
    relations.register(relations.Relation("asset_of", _("is an asset of"), _("has the asset")))
    ties.register(
        "analysis.asset_of_area",
        Tie("analysis.Asset_areas", End("asset", "asset_id"), End("area", "area_id"), "asset_of"),
    )
    panels.point.register(
        "analysis.assets",
        panels.Panel(
            _("What the area can build on"), "analysis/_area_assets.html", panel, position=68
        ),
    )
    belongings.point.register(
        "analysis.assets", belongings.Belonging(_("assets"), "analysis.Asset", "owner")
    )
    timed.work.register(
        "analysis.asset_lists", timed.TimedWork(forget_old_lists, next_list_to_forget)
    )
    masking.point.register(
        "asset",
        masking.Maskable(
            {
                "name": _("Name"),
                "place": _("Place"),
                "description": _("Description"),
                "source": _("Source"),
            }
        ),
    )


def panel(area: Area, request: HttpRequest) -> dict[str, Any] | None:  # noqa: ARG001 - public
    """Return the assets of the area; no panel where none is known."""
    assets = list(queries.assets_of(area))
    return {"area": area, "assets": assets} if assets else None


def describe_assets(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name assets; the register is public."""
    return {
        one.pk: kinds.Thing(str(one), one.get_absolute_url())
        for one in Asset.objects.filter(pk__in=ids)
    }
