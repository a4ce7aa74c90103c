"""What the commands do with Django once it is set up and has a database."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command

from varv.cli import say

if TYPE_CHECKING:
    from varv.people.folder.load import Report


#: Files of libraries that no page of ours asks for: 26 MB that would be compressed at each start.
NOT_SERVED = ["ninja/*", "account/*", "mfa/*", "django_htmx/ext/*"]


@dataclass(frozen=True)
class SignInLink:
    """A link that signs ``email`` in once."""

    email: str
    path: str


def migrate() -> None:
    """Bring the database's tables up to date, with the queue's and the cache's."""
    call_command("migrate", interactive=False, verbosity=0)


def keep_rehearsal_apart() -> None:
    """Stop where real data would be rehearsed with, or rehearsed data taken for real.

    A rehearsal can be set back to its start, which empties the tables, and what it captured must
    never be sent: so a database is one or the other from its first day.
    """
    from varv.clock.models import RehearsalClock

    rehearsed = RehearsalClock.objects.exists()
    if rehearsed and not settings.REHEARSAL:
        say.stop(
            "The data here are those of a rehearsal, so no mail may leave. Go on rehearsing with "
            "--rehearse (VARV_REHEARSE), or start for real with another VARV_HOME or database."
        )
    if settings.REHEARSAL and not rehearsed:
        if has_region():
            say.stop(
                "The data here are real, and a rehearsal can empty them. "
                "Rehearse with another VARV_HOME or database."
            )
        RehearsalClock.objects.begin()


def go_by_its_clock() -> None:
    """Work on the data of a rehearsal in its time, whoever set up this process."""
    from varv.clock.models import RehearsalClock

    if RehearsalClock.objects.exists():
        settings.REHEARSAL = True
    else:
        keep_rehearsal_apart()


def collect_static() -> None:
    """Gather styles and pictures, named by their content, where the web server finds them."""
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)


def check_static() -> None:
    """Stop where the web server would find no styles."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        say.stop("Styles and pictures have not been collected. Run first: varv migrate")


def warn_of_few_connections(threads: int) -> None:
    """Say so where threads would wait for each other's connections to the database."""
    if 0 < settings.POOL_SIZE < threads:
        say.warning(
            f"Each process has {threads} threads but only {settings.POOL_SIZE} connections to the "
            f"database, so threads will wait. Set VARV_POOL_SIZE to at least {threads}."
        )


def check_folder(path: Path) -> None:
    """Stop with all mistakes of a region's folder, one a line, in the order of the files."""
    with _mistakes_said():
        from varv.people.folder.read import read_folder

        read_folder(path)


def load_folder(path: Path) -> "Report":
    """Load a region's folder; stop with all its mistakes if it has any."""
    with _mistakes_said():
        from varv.people.folder.load import load_folder as load

        return load(path)


def in_short(report: "Report") -> list[str]:
    """Return the lines of a report that ask for thought, and only count the others."""
    counted = f"New: {len(report.created)}. Changed: {len(report.updated)}."
    quiet = "The region is as its folder says; nothing was changed."
    return [*report.released, *report.notes, counted if report.changed else quiet]


@contextlib.contextmanager
def _mistakes_said() -> Iterator[None]:
    from varv.people.folder.read import FolderError

    try:
        yield
    except FolderError as error:
        say.stop("\n".join(error.mistakes))


def has_region() -> bool:
    """Tell whether a region is loaded."""
    from varv.people.queries import current_region

    return current_region() is not None


def sign_in_link(email: str) -> SignInLink:
    """Make a link that signs ``email`` in once."""
    from varv.people.actions import make_sign_in_link

    return SignInLink(email, make_sign_in_link(email))


def first_sign_in_link() -> SignInLink | None:
    """Make a link for the coordinator: in a rehearsal, or while no coordinator has signed in."""
    from varv.people.queries import coordinators, current_region

    region, known = current_region(), coordinators()
    if region is None or (not settings.REHEARSAL and known.exclude(last_login=None).exists()):
        return None
    first = known.order_by("pk").first()
    return sign_in_link(first.email if first else region.coordinator_email)


def clear_figures() -> None:
    """Forget what processes that are gone have counted."""
    from varv.web import metrics

    metrics.forget_the_dead(settings.METRICS_FOLDER)
