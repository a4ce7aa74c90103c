"""The indicators app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """To come; the package says what will live here."""

    name = "varv.indicators"
    label = "indicators"
