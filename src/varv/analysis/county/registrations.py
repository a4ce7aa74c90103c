"""What the whole county adds to the extension points."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from varv.analysis.county import checks, folder, queries
from varv.analysis.models import CountyLook, CountySeries, CountyText
from varv.cycles import checks as step_checks
from varv.cycles.models import StepKind
from varv.people.folder import sections
from varv.people.models import User
from varv.registry import kinds, log_actions, masking
from varv.registry.search import Source
from varv.registry.search import register as register_search
from varv.text import dates


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for key, model, label, describe in (
        ("county_text", "CountyText", gettext_lazy("text on the whole county"), describe_texts),
        (
            "county_series",
            "CountySeries",
            gettext_lazy("figures of the municipalities"),
            describe_series,
        ),
        ("county_look", "CountyLook", gettext_lazy("look at the whole county"), describe_looks),
    ):
        kinds.register(kinds.Kind(key, f"analysis.{model}", label, describe))
    log_actions.register(
        "analysis.write_county_text", gettext_lazy("Text on the whole county written")
    )
    log_actions.register(
        "analysis.choose_county_series", gettext_lazy("Figures of the municipalities chosen")
    )
    log_actions.register("analysis.sign_county", gettext_lazy("Whole county looked at"))
    step_checks.point.register(
        "analysis.reach",
        step_checks.StepCheck(
            StepKind.ANALYSIS,
            gettext_lazy("Somebody has looked at whether the whole county is reached"),
            checks.is_looked_at,
        ),
    )
    masking.point.register("county_text", masking.Maskable({"text": gettext_lazy("Text")}))
    masking.point.register("county_look", masking.Maskable({"note": gettext_lazy("What you saw")}))
    sections.register(folder.section())
    register_search(
        Source(
            "county_text",
            everybody=queries.latest_text,
            called=pgettext_lazy("words searched for", "county whole municipalities"),
            texts=("text",),
            dated="written_at",
            when=lambda row: dates.in_full(row.written_at),
        )
    )


def describe_texts(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name what was said of the whole county."""
    rows = CountyText.objects.filter(pk__in=ids)
    return {row.pk: kinds.Thing(str(row), row.get_absolute_url()) for row in rows}


def describe_series(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name which dataset a kind of figure was taken from."""
    rows = CountySeries.objects.filter(pk__in=ids, dataset__is_public=True)
    return {
        row.pk: kinds.Thing(str(row), row.get_absolute_url())
        for row in rows.select_related("dataset")
    }


def describe_looks(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:
    """Name to the staff who has looked at the whole county."""
    if user is not None and not (isinstance(user, User) and user.has_perm("analysis.view_county")):
        return {}
    url = reverse("analysis:desk_county")
    rows = CountyLook.objects.filter(pk__in=ids).select_related("lap")
    return {row.pk: kinds.Thing(str(row), url) for row in rows}
