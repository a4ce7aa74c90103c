"""What analysis lets everybody search: the sources that claims lean on."""

from django.utils.translation import pgettext_lazy

from varv.analysis.models import Evidence
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
