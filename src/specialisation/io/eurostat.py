"""Datasets of Eurostat, by its SDMX service.

References
----------
Eurostat, API SDMX 2.1: data query, SDMX-CSV 1.0, asynchronous answers.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from specialisation.classification import version_of
from specialisation.io.chosen import Wanted
from specialisation.io.formats import raw_table
from specialisation.io.limits import unpacked
from specialisation.io.reading import Reading, reading_of
from specialisation.io.transport import Transport

EUROSTAT = "https://ec.europa.eu/eurostat/api/dissemination"
#: A large answer is made while one waits; its ticket comes first.
TICKET = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
#: How a ticket stands: ready, and never to be.
READY, FAILED = (b"AVAILABLE",), (b"EXPIRED", b"UNKNOWN", b"FAILED", b"ERROR")
#: So often is asked whether it is ready, so many seconds apart.
ASKED, APART = 120, 5.0


def read_eurostat(
    dataset: str,
    key: Mapping[str, str | Sequence[str]] | None = None,
    *,
    dimensions: Sequence[str] = (),
    years: tuple[int, int] | None = None,
    url: str = EUROSTAT,
    columns: Mapping[str, str] | None = None,
    level: str | None = None,
    region_level: int | str | None = None,
    only: Mapping[str, str | Sequence[str]] | None = None,
    expected_regions: Sequence[str] = (),
    classification: str = "",
    transport: Transport | None = None,
) -> Reading:
    """Fetch a dataset of Eurostat and read it as `read` does a file.

    Parameters
    ----------
    dataset
        Its code, such as "sbs_r_nuts06_r2".
    key
        The codes to fetch for each dimension; a dimension that is not named is fetched whole.
    dimensions
        The dimensions of the dataset in order, which a key needs, such as
        ``("freq", "nace_r2", "indic_sb", "geo")``.
    years
        The first and last year to fetch.
    url
        The service, up to and without "sdmx".
    columns, level, region_level, only, expected_regions, classification
        As for `read`.
    transport
        Time limits, tries and pace.

    Returns
    -------
    Reading
        Its `sha256` is of the answer.

    Raises
    ------
    ValueError
        If the service refuses or is not reached, or a key names a dimension that is not there.

    Notes
    -----
    A large answer is made while one waits: the service gives a ticket, and is asked every few
    seconds whether it is ready.

    Examples
    --------
    >>> read_eurostat("sbs_r_nuts06_r2", years=(2015, 2015), level="division")  # doctest: +SKIP
    """
    service = transport or Transport()
    base = url.rstrip("/")
    asked = {"format": "SDMX-CSV", "compressed": "true"}
    if years is not None:
        asked |= {"startPeriod": str(years[0]), "endPeriod": str(years[1])}
    path = f"{base}/sdmx/2.1/data/{quote(dataset)}{_key(key or {}, dimensions)}"
    answer = service.fetch(f"{path}?{urlencode(asked)}")
    start = unpacked(answer, service.limits)[:4096]
    ticket = TICKET.search(start)
    if ticket and not start.startswith((b"DATAFLOW", b"STRUCTURE")):
        answer = _awaited(service, base, ticket[0].decode())
    raw = raw_table(answer, service.limits)
    return reading_of(
        raw,
        path,
        hashlib.sha256(answer).hexdigest(),
        Wanted(level, region_level, (), version_of(classification)),
        columns=columns,
        only=only,
        expected_regions=expected_regions,
    )


def _key(key: Mapping[str, str | Sequence[str]], dimensions: Sequence[str]) -> str:
    """Return the key in the path: the codes of each dimension, parted by dots."""
    if not key:
        return ""
    unknown = [name for name in key if name not in dimensions]
    if unknown:
        told = ", ".join(dimensions) or "none"
        raise ValueError(f"dimensions should name {', '.join(unknown)} of the key, name {told}")
    parts = []
    for name in dimensions:
        codes = key.get(name, ())
        parts.append("+".join([codes] if isinstance(codes, str) else codes))
    return "/" + quote(".".join(parts), safe=".+")


def _awaited(service: Transport, base: str, ticket: str) -> bytes:
    for _turn in range(ASKED):
        status = service.fetch(f"{base}/1.0/async/status/{ticket}").upper()
        if any(word in status for word in FAILED):
            raise ValueError(f"the service gives up on its answer: {status[:200]!r}")
        if any(word in status for word in READY):
            return service.fetch(f"{base}/1.0/async/data/{ticket}")
        service.sleep(APART)
    raise ValueError(f"the service should be ready within {ASKED * APART:g} seconds, is not")
