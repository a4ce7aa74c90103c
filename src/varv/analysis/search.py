"""What analysis lets everybody search: sources, claims, adopted SWOT and assets."""

from functools import cache

from django.db.models import Q
from django.utils import translation
from django.utils.translation import pgettext_lazy

from varv.analysis.models import Asset, Claim, Evidence, SwotVersionItem
from varv.analysis.queries.swot import latest_versions
from varv.registry.search import Source, register
from varv.registry.search.naming import LANGUAGES


def _of_kind(typed: str) -> Q | None:
    """Return which assets are of the kind that was typed, such as "kluster" or "test bed"."""
    wanted = " ".join(typed.split()).casefold()
    found = [kind for kind, names in _kind_names().items() if wanted in names]
    return Q(kind__in=found) if found else None


@cache
def _kind_names() -> dict[str, frozenset[str]]:
    """Return what each kind of asset is called in every language that is searched."""
    names: dict[str, set[str]] = {kind: set() for kind in Asset.Kind.values}
    for language in LANGUAGES:
        with translation.override(language):
            for kind in Asset.Kind:
                names[kind.value].add(str(kind.label).casefold())
    return {kind: frozenset(found) for kind, found in names.items()}


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(
        Source(
            "evidence",
            everybody=Evidence.objects.all,
            called=pgettext_lazy("words searched for", "evidence"),
            texts=("summary", "author"),
            dated="published_on",
            when=lambda row: row.date_text,
        )
    )
    register(
        Source(
            "claim",
            everybody=Claim.objects.all,
            called=pgettext_lazy("words searched for", "claim claims"),
        )
    )
    register(
        Source(
            "swot_line",
            everybody=lambda: SwotVersionItem.objects.filter(
                version__in=latest_versions().order_by().values("pk")
            ),
            called=pgettext_lazy("words searched for", "swot"),
        )
    )
    register(
        Source(
            "asset",
            everybody=Asset.objects.all,
            called=pgettext_lazy("words searched for", "asset assets"),
            named=_of_kind,
            texts=("description", "place"),
            dated="dated_on",
            when=lambda row: row.date_text,
        )
    )
