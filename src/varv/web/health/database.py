"""The database: whether it answers, and whether it is one that varv can trust."""

from collections.abc import Iterator

from django.db.migrations.loader import MigrationLoader

from varv.web.health.findings import Finding, Scope, ok, warning, wrong

OLDEST_SUPPORTED = 170_000


def answers(scope: Scope) -> Iterator[Finding]:
    """Does it answer, and is it new enough?"""
    if scope.database is None:
        yield wrong(
            f"The database does not answer: {scope.trouble}",
            "Start PostgreSQL, or mend VARV_DATABASE_URL. Our own is started by: varv up",
        )
        return
    version = scope.database.info.server_version
    if version < OLDEST_SUPPORTED:
        yield wrong(
            f"PostgreSQL {version // 10_000} is too old.",
            "Move the data to PostgreSQL 17 or later: varv backup FILE here, then point "
            "VARV_DATABASE_URL to the new one and varv restore FILE.",
        )
    else:
        yield ok(f"PostgreSQL {version // 10_000}.{version % 10_000} answers.")


def role(scope: Scope) -> Iterator[Finding]:
    """Can the program's role pass the triggers that keep the log append-only?"""
    row = scope.connection.execute(
        "SELECT rolsuper, current_user FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    name = row[1] if row else "?"
    if row and row[0]:
        yield wrong(
            f"varv logs in as {name}, a superuser, who can change the log.",
            f"Let it log in as a role of its own, or: ALTER ROLE {name} NOSUPERUSER",
        )
    else:
        yield ok(f"The role {name} is no superuser.")


def letters(scope: Scope) -> Iterator[Finding]:
    """Does the database know Swedish letters?"""
    row = scope.connection.execute("SELECT lower('ÅRE'), getdatabaseencoding()").fetchone()
    if row == ("åre", "UTF8"):
        yield ok("Å, Ä and Ö are letters: lower('ÅRE') is 'åre'.")
        return
    found, encoding = row or (None, None)
    yield wrong(
        f"Swedish letters are not known: lower('ÅRE') is {found!r}, the encoding {encoding}.",
        "varv backup FILE, then make a database with LOCALE_PROVIDER builtin BUILTIN_LOCALE "
        "'C.UTF-8' ENCODING 'UTF8', point VARV_DATABASE_URL to it, and varv restore FILE.",
    )


def migrations(scope: Scope) -> Iterator[Finding]:
    """Are the tables those of this version?"""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    applied = _applied(scope)
    unapplied = sorted(known - applied)
    if not applied:
        yield wrong("There are no tables yet.", "varv migrate")
        return
    strange = sorted(k for k in applied - known - replaced if k[0] in loader.migrated_apps)
    if unapplied:
        yield wrong(
            f"The tables are older than the program: {len(unapplied)} changes are not made yet, "
            f"the first is {'.'.join(unapplied[0])}.",
            "varv backup FILE, then: varv migrate",
        )
    if strange:
        yield warning(
            f"The tables are newer than the program, which does not know {'.'.join(strange[0])}.",
            "Install the version of varv that was here before, or a later one.",
        )
    if not unapplied and not strange:
        yield ok("The tables are those of this version.")


def _applied(scope: Scope) -> set[tuple[str, str]]:
    table = scope.connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    if not (table and table[0]):
        return set()
    rows = scope.connection.execute("SELECT app, name FROM django_migrations").fetchall()
    return {(str(app), str(name)) for app, name in rows}
