"""The policymix app."""

from django.apps import AppConfig


class PolicymixConfig(AppConfig):
    """To come; the package says what will live here."""

    name = "varv.policymix"
    label = "policymix"
