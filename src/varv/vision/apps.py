"""The vision app."""

from django.apps import AppConfig


class VisionConfig(AppConfig):
    """To come; the package says what will live here."""

    name = "varv.vision"
    label = "vision"
