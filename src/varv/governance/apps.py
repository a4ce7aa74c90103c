"""The governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """To come; the package says what will live here."""

    name = "varv.governance"
    label = "governance"
