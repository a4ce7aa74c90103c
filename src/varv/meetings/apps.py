"""The meetings app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings: sign-up, the secret link sent in time, attendance and minutes."""

    name = "varv.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Register what meetings adds to the extension points."""
        from varv.meetings import extensions  # models are ready only now

        extensions.register()
