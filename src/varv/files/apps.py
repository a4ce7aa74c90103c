"""The files app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files: stored once by content, checked, served safely."""

    name = "varv.files"
    label = "files"
    verbose_name = _("files")
