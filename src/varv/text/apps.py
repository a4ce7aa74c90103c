"""The text app."""

from django.apps import AppConfig


class TextConfig(AppConfig):
    """Words: translated content, sort keys, slugs, safe input."""

    name = "varv.text"
    label = "text"
