"""Which table stands at an address of a statistics service: its pages, or its API."""

import re
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

PXWEB, EUROSTAT = "pxweb", "eurostat"
#: What the codes of tables look like, in the path of an address.
_SCB_CODE = re.compile(r"TAB\d+", re.IGNORECASE)
_EUROSTAT_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?:\$[a-z0-9_]+)?", re.IGNORECASE)
#: Who has chosen what a table shows there gets an address of its own.
_CUSTOM = re.compile(r"__custom_\d+$", re.IGNORECASE)
_CODE = re.compile(r"[\w.$-]+", re.ASCII)


def table_at(text: str) -> tuple[str, str] | None:
    """Return the service and the code of the table at an address; None where none is known.

    >>> table_at("https://statistikdatabasen.scb.se/api/v2/tables/TAB5837/metadata?lang=sv")
    ('pxweb', 'TAB5837')
    >>> table_at("https://ec.europa.eu/eurostat/databrowser/view/SBS_R_NUTS06_R2/default/table")
    ('eurostat', 'sbs_r_nuts06_r2')
    >>> table_at("https://example.org/TAB5837")
    """
    host, parts = _host_and_parts(text)
    if _is_of(host, "scb.se"):
        codes = [part.upper() for part in parts if _SCB_CODE.fullmatch(part)]
        return (PXWEB, codes[-1]) if codes else None
    if _is_of(host, "europa.eu"):
        named = [_CUSTOM.sub("", part) for part in parts]
        codes = [part.lower() for part in named if _EUROSTAT_CODE.fullmatch(part)]
        return (EUROSTAT, codes[0]) if codes else None
    return None


def with_code(typed: QueryDict | None) -> QueryDict | None:
    """Return what was typed with the code in place of an address, and the service it is of."""
    found = table_at(typed.get("table", "")) if typed else None
    if typed is None or found is None:
        return typed
    taken = typed.copy()
    taken["service"], taken["table"] = found
    return taken


def checked_code(text: str) -> str:
    """Return the code of a table; ValidationError for an address that names none, or no code."""
    code = text.strip()
    if _CODE.fullmatch(code):
        return code
    if _is_of(_host_and_parts(code)[0], "scb.se"):
        raise ValidationError(
            _(
                "This address names the table in an older way. Paste one that has the table's code "
                "in it, which begins with TAB; it stands under API on the page of the table."
            )
        )
    raise ValidationError(
        _(
            "There is no table at this address that we know. Paste the address of a table at "
            "Statistics Sweden or Eurostat, or write its code."
        )
    )


def _host_and_parts(text: str) -> tuple[str, list[str]]:
    text = text.strip()
    try:
        url = urlsplit(text if "//" in text else f"//{text}")
        host = (url.hostname or "").lower()
    except ValueError:  # brackets that are no address
        return "", []
    return host, [unquote(part) for part in url.path.split("/") if part]


def _is_of(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
