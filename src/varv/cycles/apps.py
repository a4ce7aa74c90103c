"""The cycles app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CyclesConfig(AppConfig):
    """The process: programme, areas, laps, the six steps, milestones, frame and interests."""

    name = "varv.cycles"
    label = "cycles"
    verbose_name = _("programme")

    def ready(self) -> None:
        """Register what cycles add to the extension points."""
        from varv.cycles import registrations  # models are ready only now

        registrations.register()
