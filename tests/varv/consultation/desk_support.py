"""What the tests of the staff desk share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

SWEDEN = ZoneInfo("Europe/Stockholm")
NOW = datetime(2020, 5, 28, 10, tzinfo=SWEDEN)
LAST = datetime(2020, 6, 5, tzinfo=SWEDEN)


def url(page, *args):
    return reverse(f"consultation:{page}", args=args)


def queries_of(client, page):
    """How many queries a page takes, once what is cached for good is cached."""
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)
