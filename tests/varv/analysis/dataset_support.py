"""Deliveries, datasets and versions as tests need them."""

from typing import Any

from tests.varv.factories import AnalystFactory
from varv.analysis.datasets import actions
from varv.analysis.datasets.actions import reading
from varv.analysis.models import Dataset, DatasetVersion, Delivery

TABLE = (
    "geo;nace_r2;year;value\n"
    "SE32;I55;2015;1204\nSE32;I56;2015;560\nSE33;I55;2015;980\nSE33;I56;2015;710\n"
)
ABOUT: dict[str, Any] = {
    "title": {"sv": "Anställda"},
    "unit": {"sv": "anställda personer"},
    "publisher": "SCB",
    "licence": {"sv": "CC0"},
    "is_public": True,
}


def delivered(
    content: bytes | str = TABLE, *, name: str = "tabell.csv", how: dict[str, Any] | None = None,
    dataset: Dataset | None = None, actor: Any = None,
) -> Delivery:  # fmt: skip
    """Receive a file and have it read."""
    data = content.encode() if isinstance(content, str) else content
    made = actions.receive_file(actor, name=name, size=len(data), pieces=[data], dataset=dataset)
    if how is not None:
        actions.say_how(actor, delivery=made, how=how)
    reading.read(made.pk)
    return again(made)


def again(delivery: Delivery) -> Delivery:
    """Return a delivery as it stands in the database."""
    return Delivery.objects.select_related("file", "table", "dataset", "version").get(
        pk=delivery.pk
    )


def stored(
    content: bytes | str = TABLE, *, dataset: Dataset | None = None,
    how: dict[str, Any] | None = None, **about: Any,
) -> DatasetVersion:  # fmt: skip
    """Store a table as the first or the next version of a dataset."""
    made = delivered(content, dataset=dataset, how=how)
    if dataset is not None:
        return actions.store_delivery(None, delivery=made, dataset=dataset)
    return actions.store_as_new(None, delivery=made, about=ABOUT | about)


def analyst() -> Any:
    """Return somebody who may import."""
    return AnalystFactory()


def kinds_of(delivery: Delivery, severity: str = "error") -> set[str]:
    """Return the kinds of findings of a severity."""
    return {one["kind"] for one in delivery.findings if one["severity"] == severity}
