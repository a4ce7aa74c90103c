"""This instance of varv, as the backups see it."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from varv.web import environment
from varv.web.backup.server import Database
from varv.web.backup.take import Instance


def current() -> Instance:
    """Return the database, the files and the key that this process uses."""
    return Instance(
        database=Database(environment.address(connection.settings_dict)),
        files=Path(settings.FILES_FOLDER),
        secret_key=settings.SECRET_KEY,
        rehearsal=settings.REHEARSAL,
    )
