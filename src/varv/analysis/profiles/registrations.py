"""What profiles add to the extension points."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from varv.analysis.models import ActivitySet, ProfileSource
from varv.analysis.profiles import folder, queries
from varv.analysis.profiles.views import panel
from varv.cycles import panels
from varv.people import desk
from varv.people.folder import sections
from varv.people.models import User
from varv.registry import kinds, log_actions, masking
from varv.registry.search import Source
from varv.registry.search import register as register_search
from varv.text import dates


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    kinds.register(
        kinds.Kind(
            "activity_set",
            "analysis.ActivitySet",
            gettext_lazy("activities of an area"),
            describe_sets,
        )
    )
    kinds.register(
        kinds.Kind(
            "profile_source",
            "analysis.ProfileSource",
            gettext_lazy("figures of the profiles"),
            describe_sources,
        )
    )
    log_actions.register("analysis.set_activities", gettext_lazy("Activities of an area set"))
    log_actions.register(
        "analysis.choose_profile_source", gettext_lazy("Figures of the profiles chosen")
    )
    log_actions.register(
        "analysis.remove_profile_source", gettext_lazy("Figures of the profiles taken away")
    )
    log_actions.register(
        "analysis.raise_profile_source", gettext_lazy("Figures of the profiles moved up")
    )
    panels.point.register(
        "analysis.profile",
        panels.Panel(
            gettext_lazy("The area in figures"),
            "analysis/profiles/_panel.html",
            panel,
            position=55,
        ),
    )
    masking.point.register(
        "activity_set",
        masking.Maskable({"note": gettext_lazy("What the codes do not show")}),
    )
    register_search(
        Source(
            "activity_set",
            everybody=queries.latest_sets,
            called=pgettext_lazy("words searched for", "activities profile profiles"),
            texts=("note",),
            dated="decided_at",
            when=lambda row: dates.in_full(row.decided_at),
            weight=0.9,
        )
    )
    sections.register(folder.section())
    desk.items.register("analysis.profiles", desk_items)


def describe_sets(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name the activities of areas."""
    rows = ActivitySet.objects.filter(pk__in=ids).select_related("area")
    return {
        row.pk: kinds.Thing(
            _("Activities of %(area)s, version %(number)s")
            % {"area": row.area, "number": row.number},
            row.get_absolute_url(),
        )
        for row in rows
    }


def describe_sources(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name what profiles were made of."""
    rows = ProfileSource.objects.filter(pk__in=ids).select_related("version__dataset")
    return {
        row.pk: kinds.Thing(
            _("%(dataset)s, %(region)s") % {"dataset": row.version.dataset, "region": row.region},
            row.get_absolute_url(),
        )
        for row in rows
    }


def desk_items(user: User, now: datetime) -> Iterable[desk.DeskItem]:  # noqa: ARG001 - undated
    """Tell of areas without activities, and of figures that are newer than those in use."""
    if not user.has_perm("analysis.set_activities"):
        return
    for area in queries.areas_without_a_set():
        yield desk.DeskItem(
            title=_("%(area)s has no activities yet") % {"area": area},
            url=reverse("analysis:desk_activity_set", args=[area.pk]),
            detail=_("Choose which activities it stands for, so that figures can be shown."),
        )
    for newer in queries.newer_than_in_use():
        yield desk.DeskItem(
            title=_("There are newer figures for the profiles: %(dataset)s")
            % {"dataset": newer.dataset},
            url=reverse("analysis:desk_profile_source"),
            detail=_("Choose the new delivery, and look at what changes."),
        )
