"""The evaluation app."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """To come; the package says what will live here."""

    name = "varv.evaluation"
    label = "evaluation"
