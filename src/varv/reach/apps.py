"""The reach app."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    """Reach: who takes part from which municipality and sector, from counts that apps register."""

    name = "varv.reach"
    label = "reach"
