"""Traps that the design names, seen from outside."""

import html
import json
import os
import re
import subprocess
import sys

import pytest
from django.test import Client

from tests.varv.processes import database_url

MANY_THREADS = """
import threading, django
django.setup()
from django.db import connection
seen, lock = set(), threading.Lock()
def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.02)")
        with lock:
            seen.add(cursor.fetchone()[0])
    connection.close()
threads = [threading.Thread(target=ask) for _ in range(40)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(seen))
connection.close_pool()
"""


@pytest.mark.committed
def test_many_threads_share_a_few_connections(db):
    done = subprocess.run(
        [sys.executable, "-c", MANY_THREADS],
        env={**os.environ, "VARV_POOL_SIZE": "3", "VARV_DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert 1 <= int(done.stdout) <= 3


def test_htmx_neither_evaluates_nor_writes_styles(county, client: Client):
    text = client.get("/meetings/sign-up/").content.decode()
    found = re.search(r'name="htmx-config"\s+content=(["\'])(.*?)\1', text, re.DOTALL)
    assert found, "the sign-up page looks organisations up with htmx"
    config = json.loads(html.unescape(found.group(2)))
    assert config["allowEval"] is False
    assert config["includeIndicatorStyles"] is False
