"""What the process lets people search: all of it is public but who is interested."""

from django.db.models import F, QuerySet
from django.utils.translation import pgettext_lazy

from varv.cycles.models import (
    Area,
    AreaVersion,
    FrameItem,
    Interest,
    Lap,
    Milestone,
    Programme,
    ProgrammeVersion,
    StepGuide,
)
from varv.cycles.queries.versions import PUBLIC
from varv.registry.search import Source, register
from varv.text import dates


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    _register_programme()
    _register_areas()
    register(
        Source(
            "step_guide",
            everybody=StepGuide.objects.all,
            called=pgettext_lazy("words searched for", "step steps"),
            texts=("asks", "products", "first_lap"),
            weight=1.5,
        )
    )
    register(
        Source(
            "frame_item",
            everybody=FrameItem.objects.all,
            called=pgettext_lazy("words searched for", "frame"),
            texts=("summary", "known_gaps"),
        )
    )
    register(
        Source(
            "interest",
            called=pgettext_lazy("words searched for", "interest interests"),
            staff=Interest.objects.all,
            permission="cycles.view_interest",
            texts=("message",),
            dated="created_at",
            when=lambda row: dates.in_full(row.created_at),
            weight=0.7,
            personal=True,
        )
    )


def _register_programme() -> None:
    register(
        Source(
            "programme",
            everybody=Programme.objects.all,
            called=pgettext_lazy("words searched for", "programme programmes"),
            texts=("summary",),
            weight=1.5,
        )
    )
    register(
        Source(
            "programme_version",
            everybody=lambda: ProgrammeVersion.objects.filter(state__in=PUBLIC),
            staff=ProgrammeVersion.objects.all,
            permission="cycles.view_process",
            texts=("note", "text"),
            dated="dated_on",
            when=lambda row: row.date_text,
        )
    )
    register(
        Source(
            "lap",
            everybody=Lap.objects.all,
            called=pgettext_lazy("words searched for", "lap laps"),
            dated="starts_on",
            when=lambda row: dates.in_full(row.starts_on),
        )
    )
    register(
        Source(
            "milestone",
            everybody=Milestone.objects.all,
            called=pgettext_lazy("words searched for", "milestone milestones timetable"),
            texts=("text",),
            dated="on",
            when=lambda row: row.date_text,
            weight=1.2,
        )
    )


def _register_areas() -> None:
    register(
        Source(
            "area",
            everybody=Area.objects.all,
            called=pgettext_lazy("words searched for", "area areas"),
            texts=("summary", "text"),
            weight=1.6,
        )
    )
    register(
        Source(
            "area_version",
            everybody=lambda: former_versions().filter(state__in=PUBLIC),
            staff=former_versions,
            permission="cycles.view_process",
            texts=("summary", "text"),
            dated="at",
            when=lambda row: dates.in_full(row.at),
            weight=0.6,
        )
    )


def former_versions() -> QuerySet[AreaVersion]:
    """Return wordings of areas that are not the present one: that is found as the area itself."""
    return AreaVersion.objects.exclude(
        name=F("area__name"), summary=F("area__summary"), text=F("area__text")
    )
