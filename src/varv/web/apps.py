"""The web app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Puts the apps together into one site."""

    name = "varv.web"
    label = "web"

    def ready(self) -> None:
        """Register the actions of the rehearsal."""
        from varv.registry import log_actions

        log_actions.register("rehearsal.step", _("The rehearsal's clock was moved on"))
        log_actions.register("rehearsal.start_over", _("The rehearsal was started over"))
