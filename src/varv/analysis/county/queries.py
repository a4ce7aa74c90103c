"""Reading what is said of the whole county, who has looked at it, and which tables it leans on."""

from django.db.models import QuerySet

from varv.analysis.models import CountyLook, CountySeries, CountyText, Dataset, DatasetVersion
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


def series() -> dict[str, CountySeries]:
    """Return which dataset each kind of figure is taken from."""
    rows = CountySeries.objects.select_related("dataset", "chosen_by")
    return {one.measure: one for one in rows}


def datasets_to_choose() -> QuerySet[Dataset]:
    """Return the datasets that figures can be taken from: everybody sees what comes of them."""
    return Dataset.objects.filter(is_public=True, versions__isnull=False).distinct().order_by("key")


def latest_versions() -> dict[str, DatasetVersion]:
    """Return the last delivery for each kind of figure, of datasets that everybody may read."""
    chosen = dict(
        CountySeries.objects.filter(dataset__is_public=True).values_list("measure", "dataset_id")
    )
    rows = (
        DatasetVersion.objects.filter(dataset__in=chosen.values())
        .select_related("dataset", "table")
        .order_by("dataset_id", "-number")
        .distinct("dataset_id")
    )
    found = {one.dataset_id: one for one in rows}
    return {measure: found[pk] for measure, pk in chosen.items() if pk in found}
