"""The bodies app."""

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    """Bodies: who decides (council, committee, steering group), who sits there, what was decided."""

    name = "varv.bodies"
    label = "bodies"

    def ready(self) -> None:
        """Register what bodies adds to the extension points."""
        from varv.bodies import folder  # models are ready only now
        from varv.people.folder import sections

        sections.register(folder.section())
