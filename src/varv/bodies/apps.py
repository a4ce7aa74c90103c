"""The bodies app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BodiesConfig(AppConfig):
    """Bodies: who decides (council, steering group...), who sits there, what was decided."""

    name = "varv.bodies"
    label = "bodies"
    verbose_name = _("Bodies")

    def ready(self) -> None:
        """Register what bodies adds to the extension points."""
        from varv.bodies import registrations  # models are ready only now

        registrations.register()
