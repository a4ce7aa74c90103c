"""What the environment says, read once and checked; a wrong value stops the program by name."""

import os
import secrets
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

SHORTEST_SECRET = 24
SECRET_LENGTH = 40
SECRET_SIGNS = 12  # different ones: "aaaa..." is long too
_NOT_SECRET = ("insecure", "changeme", "change-me", "change_me", "example", "secret", "password")


def text(name: str, default: str = "") -> str:
    """Return the variable ``name``, stripped; one that is set to nothing is as if not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """Return the variable ``name`` as yes (1, true, yes, on) or no (0, false, no, off, unset)."""
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")


def words(name: str, default: str = "") -> list[str]:
    """Return the variable ``name`` as its comma-separated parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def whole_number(name: str, default: int) -> int:
    """Return the variable ``name`` as a number of at least zero."""
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def one_of(name: str, choices: list[str]) -> str:
    """Return the variable ``name``, one of ``choices``; the first where it is not set."""
    value = text(name, choices[0]).lower()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}, not {value!r}")
    return value


def long_secret(name: str) -> str:
    """Return the variable ``name``, a secret that cannot be guessed, or "" where it is not set."""
    value = text(name)
    if value and len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{name} must have at least {SHORTEST_SECRET} characters")
    return value


def count_below(folder: Path) -> None:
    """Let all processes count into files in ``folder``; before anything begins to count."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def whole_numbers(name: str, default: str, *, count: int) -> list[int]:
    """Return the variable ``name`` as that many numbers with commas between."""
    parts = words(name, default)
    if len(parts) != count or not all(part.isdigit() for part in parts):
        raise ImproperlyConfigured(f"{name} must be {count} whole numbers, like {default}")
    return [int(part) for part in parts]


def time_of_day(name: str, default: str) -> time:
    """Return the variable ``name`` as a time of the day."""
    value = text(name, default)
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 - a time has no zone
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be like {default}, not {value!r}") from None


def moment(name: str) -> datetime | None:
    """Return the variable ``name`` as an aware moment, or None where it is not set."""
    value = text(name)
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be like 2020-05-25T09:00+02:00, not {value!r}"
        ) from None
    if found.tzinfo is None:
        raise ImproperlyConfigured(f"{name} needs a time zone, as in {value}+02:00")
    return found


def home() -> Path:
    """Return the folder where data lives."""
    return Path(text("VARV_HOME", "var")).expanduser().resolve()


def folder(name: str, default: Path) -> Path:
    """Return the folder that the variable ``name`` says."""
    return Path(text(name, str(default))).expanduser().resolve()


def secret_key(production: bool) -> str:
    """Return VARV_SECRET_KEY; outside production one is made and kept in the data folder."""
    key = text("VARV_SECRET_KEY")
    if production:
        _check_secret_key(key)
    if key:
        return key
    path = home() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"secret_key.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(made, path)  # the first of two simultaneous starts wins, both read the same
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text(encoding="ascii").strip()


def _check_secret_key(key: str) -> None:
    """Refuse what somebody could guess, or find in an example."""
    if not key:
        raise ImproperlyConfigured("VARV_SECRET_KEY must be set in production")
    if len(key) < SECRET_LENGTH:
        raise ImproperlyConfigured(
            f"VARV_SECRET_KEY must have at least {SECRET_LENGTH} signs in production: "
            "make one with openssl rand -base64 48"
        )
    if len(set(key)) < SECRET_SIGNS or any(word in key.lower() for word in _NOT_SECRET):
        raise ImproperlyConfigured(
            "VARV_SECRET_KEY looks like an example, not like a secret: "
            "make one with openssl rand -base64 48"
        )


def trusted_proxies() -> int:
    """Return how many proxies of our own stand before varv: VARV_TRUSTED_PROXIES, or 1 or none."""
    behind = flag("VARV_BEHIND_PROXY")
    count = whole_number("VARV_TRUSTED_PROXIES", int(behind))
    if behind != bool(count):
        raise ImproperlyConfigured(
            "VARV_TRUSTED_PROXIES counts the proxies of VARV_BEHIND_PROXY=1: set both or none"
        )
    return count


def base_url(production: bool) -> str:
    """Return VARV_BASE_URL without a slash at its end; in production it must be set, and https."""
    url = text("VARV_BASE_URL").rstrip("/")
    if not production:
        return url or "http://127.0.0.1:8000"
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or parts.username:
        raise ImproperlyConfigured(
            "VARV_BASE_URL must be set in production, like https://s3.region.example"
        )
    return url


def hosts(production: bool) -> list[str]:
    """Return VARV_HOSTS; in production they must be named."""
    named = words("VARV_HOSTS")
    if production and not named:
        raise ImproperlyConfigured("VARV_HOSTS must be set in production, like s3.region.example")
    if production and (loose := [one for one in named if "*" in one or one.startswith(".")]):
        raise ImproperlyConfigured(
            f"VARV_HOSTS must name each host in production, not {', '.join(loose)}"
        )
    return named or ["*"]


def check_address(url: str, answered: list[str]) -> None:
    """Refuse a VARV_BASE_URL whose host is not answered: every link in mail would be dead."""
    host = urlsplit(url).hostname
    if host not in answered:
        raise ImproperlyConfigured(
            f"VARV_BASE_URL leads to {host}, which is not among VARV_HOSTS: {', '.join(answered)}"
        )


def database(url: str) -> dict[str, object]:
    """Return Django's settings for the PostgreSQL at ``url`` (any libpq connection string)."""
    scheme, colon, _rest = url.partition("://")
    if colon and scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(f"VARV_DATABASE_URL must name a PostgreSQL, not {scheme}")
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"VARV_DATABASE_URL cannot be read: {error}") from None
    names = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    found: dict[str, object] = {
        setting: str(parts.pop(name, "") or "") for name, setting in names.items()
    }
    return {"ENGINE": "django.db.backends.postgresql", **found, "OPTIONS": parts}


def address(database: Mapping[str, Any]) -> str:
    """Return Django's settings for a PostgreSQL as an address again: what ``database`` undoes."""
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    parts = {name: database[setting] for name, setting in (names | {"port": "PORT"}).items()}
    parts |= {k: v for k, v in database["OPTIONS"].items() if isinstance(v, str)}
    return make_conninfo(**{name: str(value) for name, value in parts.items() if value})


def mail(url: str) -> dict[str, object]:
    """Return Django's mail settings for ``smtp://user:password@host:port`` (``smtps://`` for TLS).

    ``smtp`` uses STARTTLS wherever a user is named.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("VARV_EMAIL_URL must be like smtp://user:password@host:587")
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if implicit else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": not implicit and bool(parts.username),
    }


#: How a mailbox is spoken to: the port, and how the line is made secret.
INBOX_SCHEMES = {"imaps": (993, "tls"), "imap+starttls": (143, "starttls"), "imap": (143, "plain")}


def inbox(url: str, production: bool) -> dict[str, Any]:
    """Return the mailbox at ``url``, like ``imaps://user:password@host:993/INBOX``; {} for none.

    Nothing of the address is repeated in what is refused: the password stands in it.
    """
    if not url:
        return {}
    form = "VARV_INBOX_URL must be like imaps://user:password@host:993/INBOX"
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        raise ImproperlyConfigured(form) from None
    if scheme not in INBOX_SCHEMES or not host or not parts.username or parts.password is None:
        raise ImproperlyConfigured(f"{form}; signs such as @ and / in it are written %40 and %2F")
    usual, secured = INBOX_SCHEMES[scheme]
    if production and secured == "plain" and not _is_loopback(host):
        raise ImproperlyConfigured(
            "VARV_INBOX_URL must begin with imaps:// or imap+starttls:// in production, or the "
            "password would go over the net for all to read"
        )
    return {
        "secured": secured,
        "host": host,
        "port": port or usual,
        "user": unquote(parts.username),
        "password": unquote(parts.password),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
    }


STAFF_ROLES = ("coordinator", "analyst", "reader")


def oidc() -> dict[str, Any]:
    """Return how staff sign in by the organisation's identity provider; no apps where they do not.

    ``apps`` is in the form that allauth reads.
    """
    issuer, client = text("VARV_OIDC_ISSUER").rstrip("/"), text("VARV_OIDC_CLIENT_ID")
    secret, only = text("VARV_OIDC_CLIENT_SECRET"), flag("VARV_OIDC_ONLY")
    given = [name for name, value in (("ISSUER", issuer), ("CLIENT_ID", client)) if value]
    if len(given) == 1 or (secret and not given):
        raise ImproperlyConfigured(
            "VARV_OIDC_ISSUER, VARV_OIDC_CLIENT_ID and VARV_OIDC_CLIENT_SECRET are set together"
        )
    if only and not issuer:
        raise ImproperlyConfigured("VARV_OIDC_ONLY needs VARV_OIDC_ISSUER: else no staff come in")
    if issuer and urlsplit(issuer).scheme != "https" and not _is_here(issuer):
        raise ImproperlyConfigured("VARV_OIDC_ISSUER must begin with https://")
    name = text("VARV_OIDC_NAME")
    app = {
        "provider_id": "organisation",
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer},
    }
    return {
        "name": name,
        "only": only,
        "trust_email": flag("VARV_OIDC_TRUST_EMAIL"),
        "groups_claim": text("VARV_OIDC_GROUPS_CLAIM", "groups"),
        "roles": _roles_of_groups(),
        "apps": [app] if issuer else [],
    }


def _is_here(url: str) -> bool:
    return _is_loopback(urlsplit(url).hostname)


def _is_loopback(host: str | None) -> bool:
    return host in {"127.0.0.1", "localhost", "::1"}


def _roles_of_groups() -> dict[str, set[str]]:
    """Return VARV_OIDC_ROLES, like ``coordinator=s3-leads, reader=s3-all``, as groups by role."""
    found: dict[str, set[str]] = {}
    for part in words("VARV_OIDC_ROLES"):
        role, equals, group = (piece.strip() for piece in part.partition("="))
        if role not in STAFF_ROLES or not equals or not group:
            raise ImproperlyConfigured(
                f"VARV_OIDC_ROLES must be like coordinator=group, reader=group, not {part!r}"
            )
        found.setdefault(role, set()).add(group)
    return found
