"""The registry app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Cases and records, the outbox, the log, the golden thread."""

    name = "varv.registry"
    label = "registry"
    verbose_name = _("register")

    def ready(self) -> None:
        """Register what the register itself adds to the extension points."""
        from varv.registry import registrations  # models are ready only now

        registrations.register()
