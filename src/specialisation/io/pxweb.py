"""Tables of a PxWeb service, version 2, such as that of Statistics Sweden.

References
----------
PxWebApi 2.0 specification (PxTools/PxApiSpecs, PxAPI-2.yml).
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import polars as pl

from specialisation.classification import version_of
from specialisation.io.chosen import Wanted
from specialisation.io.findings import ROW
from specialisation.io.formats import JSON, RawTable
from specialisation.io.jsonstat import rows_of_dataset
from specialisation.io.limits import unpacked
from specialisation.io.reading import Reading, reading_of
from specialisation.io.transport import Transport

SCB = "https://statistikdatabasen.scb.se/api/v2"
#: The limits where a service does not say its own.
CELLS, CALLS, WINDOW = 150_000, 30, 10


def read_pxweb(
    table: str,
    selection: Mapping[str, str | Sequence[str]],
    *,
    url: str = SCB,
    columns: Mapping[str, str] | None = None,
    level: str | None = None,
    region_level: int | str | None = None,
    expected_regions: Sequence[str] = (),
    classification: str = "",
    code_lists: Mapping[str, str] | None = None,
    language: str = "sv",
    transport: Transport | None = None,
) -> Reading:
    """Fetch a table of a PxWeb service and read it as `read` does a file.

    Parameters
    ----------
    table
        Its id, such as "TAB5837".
    selection
        The codes to fetch for each variable; ``*`` stands for any letters, as in "23*". A variable
        that is not named is left to the service, which sums over it where the table allows that.
    url
        The service, up to and with its version.
    columns, level, region_level, expected_regions, classification
        As for `read`; the columns are the table's variables.
    code_lists
        A code list of the service for a variable, such as ``{"Region": "vs_RegionKommun07"}``; its
        codes are then named one by one.
    language
        Of the table.
    transport
        Time limits, tries and pace; the service's own limits are asked for and kept.

    Returns
    -------
    Reading
        Its `sha256` is of all answers in order.

    Raises
    ------
    ValueError
        If the service refuses or is not reached, or has no such variable or code.

    Notes
    -----
    What is asked for is split so that no call asks for more cells than the service allows.

    Examples
    --------
    >>> read_pxweb("TAB5837", {"Region": "23*", "SNI2007": "*", "Tid": "*"})  # doctest: +SKIP
    """
    service = transport or Transport()
    base = url.rstrip("/")
    config = answered(service, f"{base}/config?lang={language}")
    service.calls = int(config.get("maxCallsPerTimeWindow") or CALLS)
    service.window = float(config.get("timeWindow") or WINDOW)
    cells = int(config.get("maxDataCells") or CELLS)
    described = answered(service, f"{base}/tables/{table}/metadata?lang={language}")
    lists = dict(code_lists or {})
    codes = {
        name: _codes(described, name, wanted, listed=name in lists)
        for name, wanted in selection.items()
    }
    frames, digest, source = [], hashlib.sha256(), ""
    roles: dict[str, str] = {}
    for part in split(codes, cells):
        answer = _bytes(
            service,
            f"{base}/tables/{table}/data?lang={language}&outputFormat=json-stat2",
            {"selection": [_asked(name, wanted, lists) for name, wanted in part.items()]},
        )
        digest.update(answer)
        frame, roles, source = rows_of_dataset(_loaded(answer, table), service.limits)
        frames.append(frame.drop(ROW))
    whole = pl.concat(frames).with_row_index(ROW, offset=1)
    raw = RawTable(whole, JSON, (), roles, source)
    wanted = Wanted(level, region_level, (), version_of(classification))
    return reading_of(
        raw,
        f"{base}/tables/{table}",
        digest.hexdigest(),
        wanted,
        columns=columns,
        expected_regions=expected_regions,
    )


def split(codes: Mapping[str, Sequence[str]], cells: int) -> Iterator[dict[str, list[str]]]:
    """Return selections of no more than so many cells that together are the whole one.

    Examples
    --------
    >>> list(split({"a": ["1", "2", "3"], "b": ["x", "y"]}, 4))
    [{'a': ['1', '2'], 'b': ['x', 'y']}, {'a': ['3'], 'b': ['x', 'y']}]
    """
    whole = {name: list(wanted) for name, wanted in codes.items()}
    if math.prod(len(wanted) for wanted in whole.values()) <= cells:
        yield whole
        return
    longest = max(whole, key=lambda name: len(whole[name]))
    rest = math.prod(len(wanted) for name, wanted in whole.items() if name != longest)
    size = max(1, cells // rest)
    for start in range(0, len(whole[longest]), size):
        yield from split(whole | {longest: whole[longest][start : start + size]}, cells)


def _codes(described: Any, name: str, wanted: str | Sequence[str], *, listed: bool) -> list[str]:
    """Return the codes of a variable that are asked for, each by its name."""
    dimensions = described.get("dimension", {})
    if name not in dimensions:
        raise ValueError(f"selection should name variables of the table, {', '.join(dimensions)}")
    patterns = [wanted] if isinstance(wanted, str) else [str(one) for one in wanted]
    if listed:
        return patterns
    category = dimensions[name].get("category", {})
    known = list(category.get("index") or category.get("label") or {})
    found = [code for code in known if any(fnmatchcase(code, one) for one in patterns)]
    lost = [one for one in patterns if not any(fnmatchcase(code, one) for code in known)]
    if lost:
        raise ValueError(f"{name} should have the codes asked for, has no {', '.join(lost)}")
    return found


def _asked(name: str, codes: list[str], lists: Mapping[str, str]) -> dict[str, Any]:
    asked: dict[str, Any] = {"variableCode": name, "valueCodes": codes}
    return asked | ({"codelist": lists[name]} if name in lists else {})


def _bytes(service: Transport, url: str, body: Any = None) -> bytes:
    return unpacked(service.fetch(url, body), service.limits)


def answered(service: Transport, url: str) -> Any:
    """Return the JSON object that a service answers; ``ValueError`` where it is none."""
    return _loaded(_bytes(service, url), url)


def _loaded(answer: bytes, what: str) -> Any:
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        found = None
    if type(found) is not dict:
        raise ValueError(f"{what} should answer JSON, answers {answer[:60]!r}")
    return found
