"""What the analyst says of a delivery: how it is to be read, and what it is."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.analysis.datasets.actions.receiving import open_delivery
from varv.analysis.datasets.waking import wake_reader
from varv.analysis.models import Delivery
from varv.people.models import User
from varv.registry.actions import log

State = Delivery.State
#: What is said of how a file is read, and goes with the version as its ``reading``.
HOW = (
    "columns", "level", "region_level", "years", "only", "classification", "encoding", "decimal",
    "sheet", "blank", "year_told", "expected_regions", "elsewhere", "whole",
    "wide", "absent", "alike", "huge",
)  # fmt: skip
ANSWERS = "about"


@transaction.atomic
def say_how(actor: User | None, *, delivery: Delivery, how: Mapping[str, Any]) -> Delivery:
    """Say how the file is to be read; it is read anew."""
    if unknown := set(how) - set(HOW):
        raise ValueError(f"there is no such thing to say of a file: {', '.join(sorted(unknown))}")
    locked = open_delivery(delivery)
    kept = {name: value for name, value in locked.reading.items() if name not in HOW}
    said = {name: value for name, value in how.items() if value not in ("", None, [], {})}
    locked.reading = kept | said
    _begin_anew(locked)
    log(actor, "analysis.say_how", locked, said=sorted(said))
    return locked


@transaction.atomic
def read_again(actor: User | None, *, delivery: Delivery) -> Delivery:
    """Read a file again that could not be read, such as when the disk was full."""
    locked = open_delivery(delivery)
    if locked.state == State.RECEIVED:
        raise ValidationError(_("It is being read."))
    _begin_anew(locked)
    log(actor, "analysis.read_again", locked)
    return locked


@transaction.atomic
def keep_answers(*, delivery: Delivery, answers: Mapping[str, Any]) -> None:
    """Keep what was typed of a dataset that could not be stored, so that nobody types it twice.

    It is a draft: the act that the log tells about is storing.
    """
    locked = Delivery.objects.select_for_update(no_key=True, of=("self",)).get(pk=delivery.pk)
    if locked.state != State.STORED:
        locked.reading = {**locked.reading, ANSWERS: dict(answers)}
        locked.save(update_fields=["reading"])


def _begin_anew(delivery: Delivery) -> None:
    delivery.state, delivery.progress, delivery.error = State.RECEIVED, 0, ""
    delivery.save(update_fields=["reading", "state", "progress", "error"])
    wake_reader(delivery)
