"""The web app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Puts the apps together into one site."""

    name = "varv.web"
    label = "web"

    def ready(self) -> None:
        """Register the actions of the rehearsal, the broad limits, and what the desk tells."""
        from varv.people import desk as people_desk  # models are ready only now
        from varv.people.limits import known
        from varv.registry import inventory, log_actions
        from varv.web import desk, limits

        for limit in limits.ALL:
            known.register(limit.name, limit)

        inventory.declare(
            "web.BackupRun",
            plain="started_at finished_at file size error",
            why="What a backup said: names of files on the server.",
        )
        people_desk.items.register("web.backups", desk.backups_missing)
        log_actions.register("rehearsal.step", _("The rehearsal's clock was moved on"))
        log_actions.register("rehearsal.start_over", _("The rehearsal was started over"))
