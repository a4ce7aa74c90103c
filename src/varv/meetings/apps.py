"""The meetings app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings: sign-up, the secret link sent in time, attendance and minutes."""

    name = "varv.meetings"
    label = "meetings"
