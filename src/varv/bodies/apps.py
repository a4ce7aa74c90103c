"""The bodies app."""

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    """Bodies: who decides (council, committee, steering group), who sits there, what was decided."""

    name = "varv.bodies"
    label = "bodies"
