"""The clock app."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    """The time, real or rehearsed, and what is due by it."""

    name = "varv.clock"
    label = "clock"
