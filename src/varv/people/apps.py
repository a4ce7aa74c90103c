"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People: users, organisations and who represents them, the region and its municipalities."""

    name = "varv.people"
    label = "people"
