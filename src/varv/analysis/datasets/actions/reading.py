"""How a delivery is read: at once where it is small, else by the worker.

Only one is at a delivery at a time; what a killed worker left is read again from the start, since
nothing is written before the end. Nothing of it can be seen until it is stored.
"""

import logging
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from varv.analysis.datasets.actions.saying import HOW
from varv.analysis.datasets.own import lacks_own
from varv.analysis.locks import DELIVERY, alone
from varv.analysis.models import Delivery
from varv.files import blobs
from varv.files.actions import destroy, keep_made
from varv.files.models import File
from varv.files.plain import PARQUET_TYPE
from varv.people.queries import current_region
from varv.registry.actions import log

if TYPE_CHECKING:
    from varv.analysis.compute.reading import Look

logger = logging.getLogger(__name__)
State = Delivery.State
#: What is no larger is read while one waits; packed, what unpacks to no more.
AT_ONCE, AT_ONCE_UNPACKED = 1 << 20, 10 << 20
BEGUN, FETCHED, UNDERSTOOD, SET = 5, 20, 80, 95  # per cent of the work, as it was measured
#: Whoever says more while it is read waits for so many turns at the most.
TURNS = 20


def read_if_small(delivery: Delivery) -> bool:
    """Read a small file while one waits; tell whether it was read."""
    return is_small(delivery.file) and read(delivery.pk)


def is_small(file: File) -> bool:
    """Tell whether a file is read in no time, whatever it unpacks to."""
    if file.size > AT_ONCE:
        return False
    content = blobs.read(file.sha256)
    if content.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(BytesIO(content)) as parts:
                return sum(part.file_size for part in parts.infolist()) <= AT_ONCE_UNPACKED
        except (zipfile.BadZipFile, NotImplementedError):
            return True  # it is refused at once
    return not content.startswith((b"\x1f\x8b", b"PAR1"))


def read(delivery_id: int) -> bool:
    """Read a delivery that waits for it; tell whether it was read, well or badly.

    If something else was said of it meanwhile, it is read again.
    """
    with alone(DELIVERY, delivery_id) as is_alone:
        if not is_alone:
            return False
        return any(_read_once(delivery_id) for _turn in range(TURNS))


def _read_once(delivery_id: int) -> bool:
    found = Delivery.objects.select_related("file").filter(pk=delivery_id, state=State.RECEIVED)
    delivery = found.first()
    if delivery is None:
        return False
    try:
        return _take(delivery)
    except ValidationError as error:  # the disk is full
        return _fail(delivery, " ".join(error.messages))
    except Exception as error:
        logger.exception("the delivery %s could not be read", delivery_id)
        return _fail(delivery, type(error).__name__)


def _take(delivery: Delivery) -> bool:
    from varv.analysis.compute import reading, tables  # the numbers take a second to load

    _progress(delivery, BEGUN)
    content = blobs.read(delivery.file.sha256)
    _progress(delivery, FETCHED)
    try:
        look = reading.look(content, how_of(delivery.reading))
    except reading.UnreadableError as error:
        return _fail(delivery, str(error), known=True)
    look = _asked_if_elsewhere(look, delivery.reading)
    _progress(delivery, UNDERSTOOD)
    table = tables.parquet(look.frame) if look.is_clean and look.frame is not None else b""
    _progress(delivery, SET)
    return _keep(delivery, look, table)


def _asked_if_elsewhere(look: "Look", said: Mapping[str, Any]) -> "Look":
    """Ask about a table without figures of our region, until somebody says that it is meant."""
    region = current_region()
    if look.frame is None or not lacks_own(region, look.frame["region"].unique()):
        return look
    name = region.name.text(region.language) if region else ""
    asked = replace(look, preview=look.preview | {"elsewhere": name})
    if said.get("elsewhere"):
        return asked
    finding = {
        "kind": "elsewhere",
        "severity": "error",
        "message": f"the table should have figures of {name}, has none",
        "column": "",
        "rows": [],
        "count": 0,
    }
    return replace(asked, findings=[finding, *look.findings])


def how_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a delivery's answers says how it is read."""
    return {name: said[name] for name in HOW if name in said}


@transaction.atomic
def _keep(delivery: Delivery, look: "Look", table: bytes) -> bool:
    """Keep what was found, unless the file or what is said of it is another now."""
    locked = _still(delivery)
    if locked is None:
        return False
    before = locked.table
    name = f"{locked.name}.parquet"
    locked.table = keep_made(name=name, content=table, content_type=PARQUET_TYPE) if table else None
    locked.preview = look.preview | {
        "format": look.format,
        "classification": look.classification,
        "sha256": look.sha256,
    }
    locked.findings, locked.error = look.findings, look.problem
    locked.state, locked.progress = State.READ, 100
    locked.save()
    if before is not None:
        destroy(before)
    log(None, "analysis.delivery_read", locked, findings=len(look.findings), clean=bool(table))
    return True


@transaction.atomic
def _fail(delivery: Delivery, error: str, *, known: bool = False) -> bool:
    locked = _still(delivery)
    if locked is None:
        return False
    before = locked.table
    locked.table, locked.preview, locked.findings = None, {"known": known}, []
    locked.state, locked.progress, locked.error = State.FAILED, 0, error
    locked.save()
    if before is not None:
        destroy(before)
    log(None, "analysis.delivery_failed", locked)
    return True


def _still(delivery: Delivery) -> Delivery | None:
    """Lock the delivery if it waits to be read just as it was read."""
    locked = (
        Delivery.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=delivery.pk, state=State.RECEIVED, file=delivery.file_id)
        .first()
    )
    same = locked is not None and how_of(locked.reading) == how_of(delivery.reading)
    return locked if same else None


def _progress(delivery: Delivery, per_cent: int) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=State.RECEIVED).update(progress=per_cent)
