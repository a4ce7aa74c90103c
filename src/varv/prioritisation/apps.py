"""The prioritisation app."""

from django.apps import AppConfig


class PrioritisationConfig(AppConfig):
    """To come; the package says what will live here."""

    name = "varv.prioritisation"
    label = "prioritisation"
