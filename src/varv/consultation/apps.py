"""The consultation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Rounds, who is asked, and what comes in by every door."""

    name = "varv.consultation"
    label = "consultation"
    verbose_name = _("rounds")

    def ready(self) -> None:
        """Register what consultations add to the extension points."""
        from varv.consultation import extensions  # models are ready only now

        extensions.register()
