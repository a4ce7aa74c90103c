"""Which pages are read from a copy of the database, and what happens when it is gone."""

import json
import os
import subprocess
import sys

import pytest

from tests.varv.factories import OrganisationFactory, RegionFactory
from tests.varv.processes import database_url

pytestmark = pytest.mark.committed

# The "replica" is the same database, which says by its settings that nothing may be written.
READ = """
import json, django
django.setup()
from django.db import connections
from django.test import Client
from tests.varv.web.test_hostile_questions import PUBLIC
asked = {"default": 0, "replica": 0}
def counting(name):
    def wrapper(execute, sql, params, many, context):
        asked[name] += 1
        return execute(sql, params, many, context)
    return wrapper
for name in asked:
    connections[name].execute_wrappers.append(counting(name))
def read(*paths, **cookies):
    asked.update(default=0, replica=0)
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    statuses = [client.get(path).status_code for path in paths]
    return {"statuses": statuses, **asked}
print(json.dumps({
    "stranger": read("/", "/meetings/"),
    "visitor": read("/", sessionid="x" * 32),
    "form": {"status": Client().post("/meetings/sign-up/", {"name": "A"}).status_code, **asked},
    "all": read(*PUBLIC),
}))
"""


def urls() -> tuple[str, str]:
    url = database_url()
    return url, url + "&options=-c%20default_transaction_read_only%3Don"


def answers(replica: str, home) -> dict:
    (home / "static").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", READ],
        env={
            **os.environ,
            "VARV_HOME": str(home),
            "VARV_DATABASE_URL": urls()[0],
            "VARV_REPLICA_URL": replica,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_public_pages_are_read_from_the_replica(db, tmp_path):
    RegionFactory()
    OrganisationFactory()
    found = answers(urls()[1], tmp_path)
    assert found["stranger"]["statuses"] == [200, 200]
    assert found["stranger"]["default"] == 0
    assert found["stranger"]["replica"] > 0
    # Each of them works where nothing can be written; /health misses a worker.
    assert [status for status in found["all"]["statuses"] if status >= 500] == [503]


def test_who_has_a_session_and_who_sends_a_form_get_what_is_newest(db, tmp_path):
    RegionFactory()
    found = answers(urls()[1], tmp_path)
    assert found["visitor"]["default"] > 0
    assert found["visitor"]["replica"] == 0
    assert found["form"]["status"] < 500


def test_replica_that_is_gone_is_left_alone(db, tmp_path):
    RegionFactory()
    found = answers("postgresql://varv@/varv?host=/nowhere", tmp_path)
    assert found["stranger"]["statuses"] == [200, 200]
    assert found["stranger"]["default"] > 0
