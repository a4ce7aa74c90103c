"""Reading what is said of the whole county, who has looked at it, and which tables it leans on."""

from collections.abc import Iterable

from django.db.models import QuerySet

from varv.analysis.models import CountyLook, CountyText, DatasetVersion
from varv.cycles.models import Lap


def text_in_use() -> CountyText | None:
    """Return the text that holds; None as long as nobody has written one."""
    return CountyText.objects.select_related("written_by").order_by("-number").first()


def texts() -> QuerySet[CountyText]:
    """Return all texts, the last first."""
    return CountyText.objects.select_related("written_by").order_by("-number")


def latest_text() -> QuerySet[CountyText]:
    """Return the text that holds, as rows to search in."""
    last = CountyText.objects.order_by("-number").values("pk")[:1]
    return CountyText.objects.filter(pk__in=last)


def looks() -> QuerySet[CountyLook]:
    """Return who has looked at the figures and when, the last first."""
    return CountyLook.objects.select_related("lap__area", "lap__programme", "signed_by")


def last_look(lap: Lap) -> CountyLook | None:
    """Return when somebody looked at the figures last in this lap."""
    return looks().filter(lap=lap).first()


def open_laps() -> QuerySet[Lap]:
    """Return the laps under way, that of the whole programme first."""
    return (
        Lap.objects.filter(closed_at=None)
        .select_related("area", "programme")
        .order_by("area__position", "area_id")
    )


def latest_versions(keys: Iterable[str]) -> dict[str, DatasetVersion]:
    """Return the last delivery of each of these datasets that everybody may read, by key."""
    rows = (
        DatasetVersion.objects.filter(dataset__key__in=list(keys), dataset__is_public=True)
        .select_related("dataset", "table")
        .order_by("dataset__key", "-number")
        .distinct("dataset__key")
    )
    return {one.dataset.key: one for one in rows}
