"""The bodies app."""

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    """Bodies: who decides (council, steering group...), who sits there, what was decided."""

    name = "varv.bodies"
    label = "bodies"

    def ready(self) -> None:
        """Register what bodies adds to the extension points."""
        from varv.bodies import registrations  # models are ready only now

        registrations.register()
