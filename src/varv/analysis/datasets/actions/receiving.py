"""How a table comes in: as a file, or typed; until it is stored it can be thrown away."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.analysis.datasets.waking import wake_reader
from varv.analysis.models import Dataset, Delivery
from varv.files.actions import clean_name, destroy, keep_table
from varv.people.models import User
from varv.registry.actions import log

State = Delivery.State
#: The header that a typed table without one is given.
HEADER = ("region", "activity", "year", "value")
SHORT = ("region", "year", "value")
#: What is said of one file and not of the next one.
OF_ONE_FILE = frozenset({"years", "year_told"})


@transaction.atomic
def receive_file(
    actor: User | None,
    *,
    name: str,
    size: int,
    pieces: Iterable[bytes],
    dataset: Dataset | None = None,
) -> Delivery:
    """Keep a file as it came and have it read; nothing becomes of it until somebody stores it."""
    return _received(actor, name, size, pieces, dataset, is_typed=False)


@transaction.atomic
def receive_text(
    actor: User | None, *, text: str, name: str = "", dataset: Dataset | None = None
) -> Delivery:
    """Take a table that was typed or pasted, as if it had been a file."""
    content = as_file(text)
    name = (name.strip() or _("Typed table")) + ".csv"
    made = _received(actor, name, len(content), [content], dataset, is_typed=True)
    _of_places(made, content)
    return made


@transaction.atomic
def change_text(actor: User | None, *, delivery: Delivery, text: str) -> Delivery:
    """Put what was typed right; it is read anew."""
    locked = open_delivery(delivery)
    if not locked.is_typed:
        raise ValidationError(_("The table came as a file. Put it right there, and drop it again."))
    content = as_file(text)
    before = locked.file
    locked.file = keep_table(actor, name=locked.name, size=len(content), pieces=[content])
    locked.state, locked.progress, locked.error = State.RECEIVED, 0, ""
    locked.save(update_fields=["file", "state", "progress", "error"])
    _of_places(locked, content)
    destroy(before)
    log(actor, "analysis.change_delivery", locked)
    wake_reader(locked)
    return locked


@transaction.atomic
def drop_delivery(actor: User | None, *, delivery: Delivery) -> None:
    """Throw away what is not stored, with its file."""
    locked = Delivery.objects.select_for_update(no_key=True, of=("self",)).get(pk=delivery.pk)
    if locked.state == State.STORED:
        raise ValidationError(_("It is stored. What is stored is never changed or thrown away."))
    log(actor, "analysis.drop_delivery", locked, dataset=locked.dataset_id)
    destroy(locked.file)
    if locked.table:
        destroy(locked.table)
    locked.delete()


def open_delivery(delivery: Delivery) -> Delivery:
    """Lock a delivery of which something is to be said, or refuse."""
    locked = Delivery.objects.select_for_update(no_key=True, of=("self",)).get(pk=delivery.pk)
    if locked.state == State.STORED:
        raise ValidationError(_("It is stored. What is stored is never changed or thrown away."))
    return locked


def as_file(text: str) -> bytes:
    """Return a typed table as a file, with a header where it has none.

    >>> as_file("2380;2020;63985").decode()
    'region;year;value\\n2380;2020;63985\\n'
    """
    lines = [line.strip(" \r") for line in text.split("\n")]
    lines = [line for line in lines if line.strip("\t;, ")]
    if not lines:
        raise ValidationError({"text": _("Type or paste at least one row.")})
    mark = next((one for one in ("\t", ";", ",") if one in lines[0]), "")
    cells = lines[0].split(mark) if mark else [lines[0]]
    has_header = _is_header(cells, [line.split(mark) for line in lines[1:]] if mark else [])
    header = {3: SHORT, 4: HEADER}.get(len(cells))
    if not has_header and header is None:
        raise ValidationError(
            {
                "text": _(
                    "Each row should have region, activity, year and value, with tabs or "
                    "semicolons between; or begin with a row of headings."
                )
            }
        )
    if not has_header and header:
        lines.insert(0, mark.join(header))
    return ("\n".join(lines) + "\n").encode()


def _is_header(cells: list[str], rows: list[list[str]]) -> bool:
    """Tell whether the first row of a typed table names its columns.

    >>> _is_header(["region", "2019", "2020"], [["2380", "63985", "64324"]])
    True
    >>> _is_header(["Norrby", "2019", "12049"], [["Norrby", "2020", "12246"]])
    False
    """
    from varv.analysis.compute.reading import laid_out  # the numbers take a second to load

    names = [cell.strip() for cell in cells]
    wide = laid_out(names)
    if wide is None:
        has_year = any(re.fullmatch(r"\d{4}", name) for name in names)
        return not has_year and not re.match(r"[-+−]?\d", names[-1])
    if re.search(r"\d", names[0]):
        return False
    # A row of figures may hold a year, and a figure that looks like one: then so do those below it.
    first = names.index(next(iter(wide.columns)))
    below = [row[first].strip() for row in rows if len(row) > first]
    return wide.role != "year" or not all(re.fullmatch(r"(?:19|20)\d\d", one) for one in below)


def _as_the_last(dataset: Dataset) -> dict[str, Any]:
    """Return how the file before was read; its years were its own."""
    return {name: said for name, said in dataset.reading.items() if name not in OF_ONE_FILE}


def _of_places(delivery: Delivery, content: bytes) -> None:
    """Say that a typed table tells of places only, where it got the header of one."""
    if content.split(b"\n", 1)[0].decode().replace("\t", ";").replace(",", ";") != ";".join(SHORT):
        return
    columns = {**(delivery.reading.get("columns") or {}), "activity": ""}
    delivery.reading = {**delivery.reading, "columns": columns}
    delivery.save(update_fields=["reading"])


def _received(
    actor: User | None,
    name: str,
    size: int,
    pieces: Iterable[bytes],
    dataset: Dataset | None,
    *,
    is_typed: bool,
) -> Delivery:
    file = keep_table(actor, name=name, size=size, pieces=pieces)
    delivery = Delivery.objects.create(
        dataset=dataset,
        file=file,
        name=clean_name(name),
        is_typed=is_typed,
        reading=_as_the_last(dataset) if dataset else {},
        received_by=actor,
    )
    log(actor, "analysis.receive_delivery", delivery, dataset=delivery.dataset_id, bytes=size)
    wake_reader(delivery)
    return delivery
