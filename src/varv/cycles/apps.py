"""The cycles app."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """The process: programme, areas, laps, the six steps, milestones, frame and interests."""

    name = "varv.cycles"
    label = "cycles"

    def ready(self) -> None:
        """Register what cycles add to the extension points."""
        from varv.cycles import registrations  # models are ready only now

        registrations.register()
