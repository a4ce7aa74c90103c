"""The consultation app."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """To come; the package says what will live here."""

    name = "varv.consultation"
    label = "consultation"
