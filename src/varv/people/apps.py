"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People: users, organisations and who represents them, the region and its municipalities."""

    name = "varv.people"
    label = "people"
    verbose_name = _("people")

    def ready(self) -> None:
        """Register what people adds to the extension points."""
        from varv.people import registrations  # models are ready only now

        registrations.register()
