"""How a table becomes a version of a dataset: checked, numbered, and never changed again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv.analysis.datasets.actions.describing import make_dataset
from varv.analysis.datasets.actions.growing import with_years_of
from varv.analysis.datasets.actions.reading import how_of
from varv.analysis.datasets.actions.receiving import open_delivery
from varv.analysis.datasets.waking import wake_drawer
from varv.analysis.models import Dataset, DatasetVersion, Delivery
from varv.files.models import File
from varv.people.models import User
from varv.registry.actions import log

NAMED = 5


class SameTableError(ValidationError):
    """The very same table is stored already; ``version`` is where."""

    def __init__(self, version: DatasetVersion) -> None:
        super().__init__(
            _("The same table is stored already: %(version)s. It is not stored twice.")
            % {"version": version}
        )
        self.version = version


@dataclass(frozen=True)
class Table:
    """A clean table, kept as Parquet, and what is known of it."""

    file: File
    format: str
    original_sha256: str
    original: File | None = None
    classification: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    reading: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def store_as_new(
    actor: User | None, *, delivery: Delivery, about: Mapping[str, Any]
) -> DatasetVersion:
    """Make a dataset of a delivery, which becomes its first version."""
    locked = _clean_delivery(delivery)
    twin = DatasetVersion.objects.filter(table__sha256=locked.table.sha256).first()  # type: ignore[union-attr]
    if twin is not None:
        raise SameTableError(twin)
    dataset = make_dataset(
        actor,
        about=about,
        origin=Dataset.Origin.TYPED if locked.is_typed else Dataset.Origin.FILE,
        has_activities=not locked.preview.get("places_only"),
        reading=how_of(locked.reading),
    )
    return _stored(actor, locked, dataset)


@transaction.atomic
def store_delivery(
    actor: User | None, *, delivery: Delivery, dataset: Dataset, add_years: bool = False
) -> DatasetVersion:
    """Store a delivery as the next version of a dataset, alone or with the years of the last."""
    return _stored(actor, _clean_delivery(delivery), dataset, add_years=add_years)


@transaction.atomic
def add_version(
    actor: User | None, *, dataset: Dataset, table: Table, add_years: bool = False
) -> DatasetVersion:
    """Store a table as the next version of a dataset; two at once get different numbers."""
    from varv.analysis.compute import difference, tables  # the numbers take a second to load

    locked = Dataset.objects.select_for_update().get(pk=dataset.pk)
    before = locked.versions.select_related("table", "dataset").order_by("-number").first()
    if before is not None and before.table.sha256 == table.file.sha256:
        raise SameTableError(before)
    frame = tables.table_in(table.file.sha256)
    has_activities = not tables.is_of_places_only(frame)
    if has_activities != locked.has_activities:
        raise ValidationError(
            _("The dataset tells of places only, and the table of activities.")
            if has_activities
            else _("The dataset tells of activities, and the table of places only.")
        )
    changes: dict[str, Any] = {}
    if before is not None:
        old = tables.table_of(before)
        _check_regions(set(old["region"]), set(frame["region"]), before)
    if add_years:
        table = with_years_of(before, table)
        frame = tables.table_in(table.file.sha256)
    if before is not None:
        changes = difference.difference(old, frame)
    years = sorted(frame["year"].unique().to_list())
    version = DatasetVersion.objects.create(
        dataset=locked,
        number=before.number + 1 if before else 1,
        table=table.file,
        original=table.original,
        original_sha256=table.original_sha256,
        format=table.format,
        classification=table.classification,
        rows=frame.height,
        first_year=years[0],
        last_year=years[-1],
        findings=table.findings,
        reading=table.reading,
        difference=changes,
        stored_by=actor,
    )
    log(actor, "analysis.store_version", version, dataset=locked.pk, number=version.number)
    wake_drawer()
    return version


def _stored(
    actor: User | None, delivery: Delivery, dataset: Dataset, *, add_years: bool = False
) -> DatasetVersion:
    """Store a locked delivery; whoever comes second finds it stored."""
    assert delivery.table is not None  # noqa: S101 - it is clean
    preview = delivery.preview
    table = Table(
        file=delivery.table,
        original=delivery.file,
        original_sha256=preview["sha256"],
        format=preview["format"],
        classification=preview["classification"],
        findings=delivery.findings,
        reading=how_of(delivery.reading),
    )
    version = add_version(actor, dataset=dataset, table=table, add_years=add_years)
    delivery.state, delivery.dataset, delivery.version = Delivery.State.STORED, dataset, version
    delivery.save(update_fields=["state", "dataset", "version"])
    if dataset.reading != table.reading and dataset.origin != Dataset.Origin.REGION:
        # The next file of it is most likely read as this one was.
        Dataset.objects.filter(pk=dataset.pk).update(reading=table.reading)
    return version


def _clean_delivery(delivery: Delivery) -> Delivery:
    locked = open_delivery(delivery)
    if locked.state != Delivery.State.READ or locked.table is None:
        raise ValidationError(_("Something is still wrong with the file. Nothing was stored."))
    return locked


def _check_regions(before: set[str], after: set[str], version: DatasetVersion) -> None:
    """Refuse a table about other places: it was filed under the wrong dataset."""
    missing = before - after
    if 2 * len(missing) <= len(before):
        return
    raise ValidationError(
        _(
            "The table is about other regions than %(version)s: it has %(there)s, and lacks "
            "%(missing)s. Choose another dataset, or make a new one."
        )
        % {
            "version": version,
            "there": _some(after),
            "missing": _some(missing),
        }
    )


def _some(codes: set[str]) -> str:
    named = sorted(codes)
    more = len(named) - NAMED
    listed = get_text_list(named[:NAMED], _("and"))
    return listed if more <= 0 else f"{', '.join(named[:NAMED])} (+{more})"
