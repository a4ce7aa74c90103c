"""Other processes that work on the database of a test."""

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """Return the address of the database that Django uses now, as ``VARV_DATABASE_URL`` has it."""
    own = connection.settings_dict
    account = f"{quote(own['USER'])}:{quote(own['PASSWORD'])}"
    return f"postgresql://{account}@/{own['NAME']}?host={quote(own['HOST'], '')}&port={own['PORT']}"
