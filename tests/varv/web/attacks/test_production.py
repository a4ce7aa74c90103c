"""Attack: find a production site that was set up carelessly. It does not start."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

RIGHT = {
    "VARV_PRODUCTION": "1",
    "VARV_SECRET_KEY": "2bN8vQ0yRkT5wXzA7cE1fG3hJ6mP9sU4iO-lKdVqZ",
    "VARV_HOSTS": "s3.region.example",
    "VARV_BASE_URL": "https://s3.region.example",
    "VARV_BEHIND_PROXY": "1",
    "VARV_DATABASE_URL": "postgresql://varv@db.region.example/varv",
    "VARV_EMAIL_URL": "smtp://mail.region.example",
}
START = "import django; django.setup(); print('started')"


def start(**wrong: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START],
        env={**os.environ, **RIGHT, **wrong},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_all_is_right():
    done = start()
    assert done.stdout == "started\n", done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VARV_SECRET_KEY", ""),
        ("VARV_SECRET_KEY", "short"),
        ("VARV_SECRET_KEY", "a" * 60),
        ("VARV_SECRET_KEY", "django-insecure-2bN8vQ0yRkT5wXzA7cE1fG3hJ6mP9sU4iO"),
        ("VARV_SECRET_KEY", "changeme-2bN8vQ0yRkT5wXzA7cE1fG3hJ6mP9sU4iOlKdVq"),
        ("VARV_DEBUG", "1"),
        ("VARV_REHEARSE", "2020-05-25T09:00+02:00"),
        ("VARV_HOSTS", ""),
        ("VARV_HOSTS", "*"),
        ("VARV_HOSTS", ".region.example"),
        ("VARV_HOSTS", "s3.region.example,*.region.example"),
        ("VARV_BASE_URL", ""),
        ("VARV_BASE_URL", "http://s3.region.example"),
        ("VARV_BASE_URL", "https://s3.region.example/path"),
        ("VARV_BASE_URL", "https://other.region.example"),
        ("VARV_DATABASE_URL", "sqlite:///var/db.sqlite3"),
        ("VARV_DATABASE_URL", "mysql://varv@db/varv"),
        ("VARV_TRUSTED_PROXIES", "0"),
        ("VARV_TRUSTED_PROXIES", "many"),
        ("VARV_EMAIL_URL", "http://mail.region.example"),
        ("VARV_PRODUCTION", "maybe"),
    ],
)
def test_production_does_not_start(name: str, value: str):
    done = start(**{name: value})
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert name in last, "the error names what is wrong"
    if name == "VARV_SECRET_KEY" and value:
        assert value not in done.stderr, "a secret is not written to the log"


PRODUCTION = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
client = Client(headers={"host": "s3.region.example", "x-forwarded-proto": "https"})
page = client.get("/interest/")
client.post("/language/", {"language": "en", "next": "/"}, secure=True)
print(json.dumps({
    "status": page.status_code,
    "headers": dict(page.headers),
    "cookies": {name: dict(one) for name, one in client.cookies.items()},
    "samesite": [settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_HTTPONLY,
                 settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_NAME],
}))
"""


@pytest.mark.committed
def test_production_adds_what_only_https_can_have(db: None):
    own = connection.settings_dict
    url = (
        f"postgresql://{own['USER']}:{own['PASSWORD']}@/{own['NAME']}"
        f"?host={own['HOST']}&port={own['PORT']}"
    )
    done = subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        env={**os.environ, **RIGHT, "VARV_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["status"] == 200
    assert "upgrade-insecure-requests" in found["headers"]["Content-Security-Policy"]
    assert found["headers"]["Strict-Transport-Security"] == "max-age=31536000"
    assert found["samesite"] == ["Lax", True, True, "__Host-sessionid"]
    assert set(found["cookies"]) == {"__Host-csrftoken", "__Host-django_language"}
    for cookie in found["cookies"].values():
        assert cookie["secure"] is True
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert cookie["domain"] == ""
