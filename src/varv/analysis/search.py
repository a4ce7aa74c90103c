"""What analysis lets everybody search: the sources that claims lean on."""

from django.db.models import F

from varv.analysis.models import Evidence
from varv.registry.search import Source, register


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(
        Source(
            "evidence",
            lambda _user: Evidence.objects.all(),
            texts=("summary", "author"),
            day=F("published_on"),
            when=lambda row: row.date_text,
        )
    )
