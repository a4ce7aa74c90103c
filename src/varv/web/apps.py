"""The web app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Puts the apps together into one site."""

    name = "varv.web"
    label = "web"

    def ready(self) -> None:
        """Register the actions of the rehearsal, the limits, the desk's items, and the pages."""
        from varv.clock import timed  # models are ready only now
        from varv.people import desk as people_desk
        from varv.people.limits import known
        from varv.registry import inventory, kinds, log_actions
        from varv.web import desk, limits, site_pages

        for limit in limits.ALL:
            known.register(limit.name, limit)

        inventory.declare(
            "web.BackupRun",
            plain="started_at finished_at file size error",
            why="What a backup said: names of files on the server.",
        )
        inventory.declare(
            "web.SitePage",
            plain="name title text read_at",
            why="What pages of the site say to everybody.",
        )
        kinds.register(kinds.Kind("page", "web.SitePage", _("page"), site_pages.describe))
        site_pages.register_source()
        timed.upkeep.register("web.site_pages", site_pages.read_if_due)
        people_desk.items.register("web.backups", desk.backups_missing)
        people_desk.items.register("web.machine", desk.machine_unwell)
        log_actions.register("rehearsal.step", _("The rehearsal's clock was moved on"))
        log_actions.register("rehearsal.start_over", _("The rehearsal was started over"))
