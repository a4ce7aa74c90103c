"""The cycles app."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """The process: programme, areas, laps, the six steps, milestones, frame and interests."""

    name = "varv.cycles"
    label = "cycles"
