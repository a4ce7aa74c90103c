"""The databases of a test run: one migrated template, and clones of it."""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from varv import clock

ROOT = Path(__file__).resolve().parent.parent
GIVEN_URL = os.environ.get("VARV_DATABASE_URL", "")
KEEP_TEMPLATES = timedelta(hours=12)
_LOCK = 7_237_002
TRIES_TO_DROP = 5


class Databases:
    """Makes and drops databases on the test server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.parts = conninfo_to_dict(url)
        self._made = 0

    def template(self) -> str:
        """Return the template for the migrations as they stand, made once for all processes."""
        name = f"varv_template_{_fingerprint()}"
        with self._session() as session:
            session.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            self._remove_stale(session, name)
            if not _exists(session, name):
                building = f"{name}_building"
                session.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(_id(building)))
                session.execute(sql.SQL("CREATE DATABASE {}").format(_id(building)))
                self.point_django_to(building)
                _migrate()
                session.execute(
                    sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                        _id(building), sql.Literal(datetime.now(UTC).isoformat())
                    )
                )
                session.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(_id(building), _id(name))
                )
        return name

    def clone(self, template: str) -> str:
        """Make a database of our own that is a copy of ``template``."""
        self._made += 1
        name = f"varv_test_{os.getpid()}_{self._made}"
        with self._session() as session:
            session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_id(name)))
            session.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    _id(name), _id(template)
                )
            )
        return name

    def drop(self, name: str) -> None:
        """Drop a database of ours, whoever is still connected."""
        with self._session() as session:
            _drop(session, name)

    def point_django_to(self, name: str) -> None:
        """Let Django, in every thread, use the database ``name``."""
        from django.db import connection

        connection.close()
        connection.settings_dict["OPTIONS"].pop("pool", None)  # it would hold on to a database
        given = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
        connection.settings_dict.update(
            {"NAME": name, **{key: str(self.parts.get(part) or "") for key, part in given.items()}}
        )

    @contextmanager
    def _session(self) -> Iterator[psycopg.Connection]:
        with closing(psycopg.connect(self.url, autocommit=True)) as session:
            yield session

    def _remove_stale(self, session: psycopg.Connection, current: str) -> None:
        """Drop what dead processes left behind, and templates of migrations long gone."""
        for name, comment in session.execute(
            "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname ~ '^varv_(test|template)_'"
        ).fetchall():
            owner = re.match(r"varv_test_(\d+)_", name)
            if (owner and not psutil.pid_exists(int(owner[1]))) or (
                not owner and name != current and _is_old(comment)
            ):
                _drop(session, name)


def _drop(session: psycopg.Connection, name: str) -> None:
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(_id(name))
    for _attempt in range(TRIES_TO_DROP):
        try:
            session.execute(drop + sql.SQL(" WITH (FORCE)"))
        except psycopg.errors.InsufficientPrivilege:
            # The server's own autovacuum is in there, which only a drop without force sends away.
            with suppress(psycopg.errors.ObjectInUse):
                session.execute(drop)
                return
        else:
            return
    raise RuntimeError(f"the database {name} cannot be dropped")


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _exists(session: psycopg.Connection, name: str) -> bool:
    found = session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def _is_old(comment: str | None) -> bool:
    return not comment or datetime.now(UTC) - datetime.fromisoformat(comment) > KEEP_TEMPLATES


def _fingerprint() -> str:
    """Return what the template depends on: every migration that would run, and the settings."""
    import django
    import procrastinate
    from django.conf import settings
    from django.db.migrations.loader import MigrationLoader

    digest = hashlib.sha256(
        repr((django.VERSION, procrastinate.__version__, settings.INSTALLED_APPS)).encode()
    )
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for key in sorted(loader.disk_migrations):
        digest.update(repr(key).encode())
        source = sys.modules[loader.disk_migrations[key].__module__].__file__
        digest.update(Path(source or "").read_bytes())
    return digest.hexdigest()[:16]


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connection.close()


def _server_url() -> str:
    if GIVEN_URL:
        return GIVEN_URL
    from varv.cli.postgres import Server

    home = ROOT / "var" / "test"
    home.mkdir(parents=True, exist_ok=True)
    return Server(home, durable=False).start()


@pytest.fixture(scope="session")
def databases(django_test_environment: None) -> Databases:
    """The test server, started or found."""
    return Databases(_server_url())


@pytest.fixture(scope="session")
def template_database(databases: Databases, django_db_blocker: pytest.FixtureDef) -> str:
    """The name of the migrated template."""
    with django_db_blocker.unblock():
        return databases.template()


@pytest.fixture(scope="session")
def django_db_setup(
    databases: Databases, template_database: str, django_db_blocker: pytest.FixtureDef
) -> Iterator[str]:
    """The database in which tests run that roll back. Replaces pytest-django's own."""
    with django_db_blocker.unblock():
        name = databases.clone(template_database)
        databases.point_django_to(name)
    yield name
    with django_db_blocker.unblock():
        databases.point_django_to("postgres")
        databases.drop(name)


@pytest.fixture
def own_database(
    databases: Databases,
    template_database: str,
    django_db_setup: str,
    django_db_blocker: pytest.FixtureDef,
) -> Iterator[str]:
    """A fresh database for one test that really commits."""
    with django_db_blocker.unblock():
        name = databases.clone(template_database)
        databases.point_django_to(name)
        yield name
        databases.point_django_to(django_db_setup)
        databases.drop(name)


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """Database access: rolled back at the end, or really committed if the test is so marked."""
    committed = request.node.get_closest_marker("committed")
    request.getfixturevalue("own_database" if committed else "_django_db_helper")


@pytest.fixture
def transactional_db(own_database: str) -> None:
    """A database of its own, for the live server too: flushing the append-only log is refused."""


@pytest.fixture(autouse=True)
def _really_commits(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("committed"):
        request.getfixturevalue("own_database")


@pytest.fixture
def at(request: pytest.FixtureRequest) -> Iterator[datetime]:
    """The clock, pinned: at Monday 25 May 2020, 09:00 Swedish time, or at ``@parametrize``'s."""
    moment = datetime.fromisoformat(getattr(request, "param", "2020-05-25T09:00+02:00"))
    with clock.pinned(moment):
        yield moment


def pytest_unconfigure() -> None:
    """Remove the data folder of this process."""
    shutil.rmtree(os.environ["VARV_HOME"], ignore_errors=True)
