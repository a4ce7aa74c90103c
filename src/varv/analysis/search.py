"""What analysis lets everybody search: sources, claims, adopted SWOT and assets."""

from django.utils.translation import pgettext_lazy

from varv.analysis.models import Asset, Claim, Evidence, SwotVersionItem
from varv.analysis.queries.swot import latest_versions
from varv.registry.search import Source, register


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
            texts=("description", "place"),
            dated="dated_on",
            when=lambda row: row.date_text,
        )
    )
