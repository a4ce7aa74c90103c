"""Statistics services: what a saved query asks for, read as a file is."""

from collections.abc import Mapping
from typing import Any

from specialisation.io.described import Described, Variable, describe_eurostat, describe_pxweb
from specialisation.io.eurostat import EUROSTAT, read_eurostat
from specialisation.io.limits import Limits
from specialisation.io.pxweb import SCB, read_pxweb
from specialisation.io.reading import Reading
from specialisation.io.transport import Transport
from varv.analysis.compute.reading import Look, columns_of, looked_at

__all__ = ["Described", "Variable", "describe", "fetch"]

#: So many seconds a page waits for a service to say what a table has.
PATIENCE = 8.0
LIMITS = Limits(packed=100 << 20, unpacked=300 << 20, rows=5_000_000, columns=500)


def fetch(
    query: Mapping[str, Any], how: Mapping[str, Any], transport: Transport | None = None
) -> Look:
    """Ask a service as the query says; ``ValueError`` where it refuses or is not reached.

    ``query`` has the service ("pxweb" or "eurostat") and its table; of PxWeb the selection and the
    language; of Eurostat the key, its dimensions and the years.
    """
    transport = transport or Transport(limits=LIMITS)
    asked = {
        "columns": columns_of(how),
        "level": how.get("level") or None,
        "region_level": how.get("region_level") or None,
        "expected_regions": how.get("expected_regions") or (),
        "classification": how.get("classification") or "",
        "transport": transport,
    }
    reading = _eurostat(query, how, asked) if query["service"] == "eurostat" else _px(query, asked)
    shown = Look(reading.format, reading.sha256, {"columns": list(reading.columns.values())})
    return looked_at(shown, reading, how)


def describe(
    query: Mapping[str, Any], language: str, transport: Transport | None = None
) -> Described:
    """Ask a service what a table has; ``ValueError`` where it refuses or is not reached."""
    transport = transport or Transport(limits=LIMITS)
    # Somebody waits for the page: better to say soon that it cannot be reached.
    transport.tries, transport.timeout = 1, PATIENCE
    if query["service"] == "eurostat":
        return describe_eurostat(
            query["table"], url=query.get("url") or EUROSTAT, transport=transport
        )
    return describe_pxweb(
        query["table"], url=query.get("url") or SCB, language=language, transport=transport
    )


def _px(query: Mapping[str, Any], asked: dict[str, Any]) -> Reading:
    return read_pxweb(
        query["table"],
        query.get("selection") or {},
        url=query.get("url") or SCB,
        language=query.get("language") or "sv",
        code_lists=query.get("code_lists") or None,
        **asked,
    )


def _eurostat(query: Mapping[str, Any], how: Mapping[str, Any], asked: dict[str, Any]) -> Reading:
    years = query.get("years") or None
    return read_eurostat(
        query["table"],
        query.get("selection") or None,
        dimensions=query.get("dimensions") or (),
        years=(int(years[0]), int(years[1])) if years else None,
        url=query.get("url") or EUROSTAT,
        only=how.get("only") or None,
        **asked,
    )
