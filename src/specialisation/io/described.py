"""What a table of a service has: its variables and their codes, before any figures are asked for.

References
----------
PxWebApi 2.0 specification (PxTools/PxApiSpecs, PxAPI-2.yml): metadata of a table.
Eurostat, API SDMX 2.1: content constraint, the codes of each dimension that a dataset has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from specialisation.io.eurostat import EUROSTAT
from specialisation.io.limits import unpacked
from specialisation.io.pxweb import SCB, answered
from specialisation.io.transport import Transport


@dataclass(frozen=True)
class Variable:
    """A variable of a table; ``values`` are pairs of a code and what it is called, if that is told.

    Attributes
    ----------
    code
        By which a query names it.
    label
        What the service calls it.
    values
        Its codes in the order of the service.
    """

    code: str
    label: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Described:
    """What a service says of a table.

    Attributes
    ----------
    title
        What the service calls it; empty where it does not say.
    variables
        In the order in which a key names them.
    """

    title: str
    variables: tuple[Variable, ...]


def describe_pxweb(
    table: str, *, url: str = SCB, language: str = "sv", transport: Transport | None = None
) -> Described:
    """Ask a PxWeb service what a table has.

    Parameters
    ----------
    table
        Its id, such as "TAB5837".
    url, language, transport
        As for `read_pxweb`.

    Returns
    -------
    Described
        Its variables with their codes and names.

    Raises
    ------
    ValueError
        If the service refuses or is not reached, or answers something else.
    """
    service = transport or Transport()
    address = f"{url.rstrip('/')}/tables/{quote(table)}/metadata?lang={quote(language)}"
    found = answered(service, address)
    variables = tuple(_variable(code, one) for code, one in found.get("dimension", {}).items())
    if not variables:
        raise ValueError(f"{address} should tell the variables of a table, tells none")
    return Described(str(found.get("label") or ""), variables)


def describe_eurostat(
    dataset: str, *, url: str = EUROSTAT, transport: Transport | None = None
) -> Described:
    """Ask Eurostat which codes a dataset has, by dimension in the order of its key.

    Parameters
    ----------
    dataset
        Its code, such as "sbs_r_nuts06_r2".
    url, transport
        As for `read_eurostat`.

    Returns
    -------
    Described
        Its dimensions with their codes, which are not named.

    Raises
    ------
    ValueError
        If the service refuses or is not reached, or answers something else.
    """
    service = transport or Transport()
    address = f"{url.rstrip('/')}/sdmx/2.1/contentconstraint/ESTAT/{quote(dataset)}"
    variables = tuple(_constrained(unpacked(service.fetch(address), service.limits), address))
    if not variables:
        raise ValueError(f"{address} should tell the variables of a table, tells none")
    return Described("", variables)


def _variable(code: str, told: Any) -> Variable:
    category = told.get("category", {})
    labels = category.get("label") or {}
    codes = category.get("index") or labels
    return Variable(
        code,
        str(told.get("label") or ""),
        tuple((str(one), str(labels.get(one) or "")) for one in codes),
    )


def _constrained(answer: bytes, address: str) -> Iterator[Variable]:
    if b"<!DOCTYPE" in answer or b"<!ENTITY" in answer:  # such XML can blow up when it is read
        raise ValueError(f"{address} should tell the variables of a table, tells none")
    try:
        root = ElementTree.fromstring(answer)  # noqa: S314 - it defines nothing, as seen above
    except ElementTree.ParseError:
        raise ValueError(f"{address} should tell the variables of a table, tells none") from None
    for key in root.iterfind(".//{*}KeyValue"):
        codes = [(one.text or "").strip() for one in key.iterfind("{*}Value")]
        yield Variable(str(key.get("id") or ""), "", tuple((code, "") for code in codes if code))
