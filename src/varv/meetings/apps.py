"""The meetings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings: sign-up, the secret link sent in time, attendance and minutes."""

    name = "varv.meetings"
    label = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Register what meetings adds to the extension points."""
        from varv.meetings import extensions  # models are ready only now

        extensions.register()
