"""Asking a statistics service for a dataset: its saved query, when it is due, and what came of it.

What a service answers is stored as a version if it is clean and new. What is wrong is kept with the
dataset and shown until the next answer; the versions there are stay as they are.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.analysis.datasets.actions.describing import described, make_dataset
from varv.analysis.datasets.actions.storing import SameTableError, Table, add_version
from varv.analysis.datasets.waking import wake_fetcher
from varv.analysis.locks import DATASET, alone
from varv.analysis.models import Dataset
from varv.files.actions import destroy, keep_made
from varv.files.plain import PARQUET_TYPE
from varv.people.models import User
from varv.registry.actions import log

if TYPE_CHECKING:
    from varv.analysis.compute.reading import Look

logger = logging.getLogger(__name__)
MONTHS = {Dataset.Every.MONTH: 1, Dataset.Every.QUARTER: 3, Dataset.Every.YEAR: 12}
_DAYS_OF_SHORTEST = 28


@transaction.atomic
def save_query(
    actor: User | None,
    *,
    about: Mapping[str, Any],
    query: Mapping[str, Any],
    reading: Mapping[str, Any],
    every: str = Dataset.Every.NEVER,
    dataset: Dataset | None = None,
) -> Dataset:
    """Save what a service is to be asked for, and have it asked now."""
    if every not in Dataset.Every.values:
        raise ValidationError({"every": _("Choose one from the list.")})
    if not str(query.get("table", "")).strip():
        raise ValidationError({"table": _("Name the table.")})
    more = {"query": dict(query), "reading": dict(reading), "every": every}
    if dataset is None:
        places_only = (reading.get("columns") or {}).get("activity") == ""
        dataset = make_dataset(
            actor,
            about=about,
            origin=Dataset.Origin.SERVICE,
            has_activities=not places_only,
            **more,
        )
    else:
        _of_service(dataset)
        dataset = Dataset.objects.select_for_update(no_key=True).get(pk=dataset.pk)
        for name, value in {**described(about), **more}.items():
            setattr(dataset, name, value)
        dataset.save()
        log(actor, "analysis.save_query", dataset, every=every)
    return ask_now(actor, dataset=dataset)


@transaction.atomic
def ask_now(actor: User | None, *, dataset: Dataset) -> Dataset:
    """Have the service asked now, whenever it is due."""
    _of_service(dataset)
    locked = Dataset.objects.select_for_update(no_key=True).get(pk=dataset.pk)
    locked.fetch_at = clock.now()
    locked.save(update_fields=["fetch_at"])
    log(actor, "analysis.ask_service", locked)
    wake_fetcher(locked)
    return locked


def fetch(dataset_id: int) -> bool:
    """Ask the service, if the dataset is due; tell whether it was asked.

    A worker that is killed meanwhile leaves the dataset due, and it is asked again.
    """
    with alone(DATASET, dataset_id) as is_alone:
        due = Dataset.objects.filter(pk=dataset_id, fetch_at__lte=clock.now())
        dataset = due.first()
        if not is_alone or dataset is None:
            return False
        try:
            look = _asked(dataset)
            _take(dataset, look)
        except (ValidationError, ValueError) as error:
            messages = getattr(error, "messages", None) or [str(error)]
            _done(dataset, " ".join(messages))
        except Exception as error:
            logger.exception("the service of the dataset %s could not be asked", dataset_id)
            _done(dataset, type(error).__name__)
    return True


def next_time(every: str, after: datetime) -> datetime | None:
    """Return when a service is asked next: a month, a quarter or a year later, as the clock reads.

    >>> next_time("month", datetime(2020, 1, 31, 9))
    datetime.datetime(2020, 2, 29, 9, 0)
    """
    if every not in MONTHS:
        return None
    months = after.year * 12 + after.month - 1 + MONTHS[Dataset.Every(every)]
    first = after.replace(year=months // 12, month=months % 12 + 1, day=1)
    day = after.day
    while (first + timedelta(days=day - 1)).month != first.month and day > _DAYS_OF_SHORTEST:
        day -= 1
    return first + timedelta(days=day - 1)


def _asked(dataset: Dataset) -> "Look":
    from varv.analysis.compute import services  # the numbers take a second to load

    return services.fetch(dataset.query, dataset.reading)


def _take(dataset: Dataset, look: "Look") -> None:
    from varv.analysis.compute import tables  # the numbers take a second to load

    if not look.is_clean or look.frame is None:
        _done(dataset, look.problem or "refused", look.findings)
        return
    name = f"{dataset.key}.parquet"
    with transaction.atomic():
        content = tables.parquet(look.frame)
        file = keep_made(name=name, content=content, content_type=PARQUET_TYPE)
        table = Table(
            file,
            look.format,
            look.sha256,
            classification=look.classification,
            findings=look.findings,
            reading=dict(dataset.reading) | {"query": dataset.query},
        )
        try:
            with transaction.atomic():
                add_version(None, dataset=dataset, table=table)
        except SameTableError:
            destroy(file)
        _done(dataset, "")


@transaction.atomic
def _done(dataset: Dataset, error: str, findings: list[dict[str, Any]] | None = None) -> None:
    locked = Dataset.objects.select_for_update(no_key=True).get(pk=dataset.pk)
    now = clock.now()
    locked.fetched_at, locked.fetch_error = now, error
    locked.fetch_findings = findings or []
    if locked.fetch_at == dataset.fetch_at:  # nobody has asked for it again meanwhile
        locked.fetch_at = next_time(locked.every, now)
    locked.save(update_fields=["fetched_at", "fetch_error", "fetch_findings", "fetch_at"])
    log(None, "analysis.service_asked", locked, failed=bool(error))


def _of_service(dataset: Dataset) -> None:
    if dataset.origin != Dataset.Origin.SERVICE:
        raise ValidationError(_("The dataset comes from no service."))
