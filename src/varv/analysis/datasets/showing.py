"""Tables and findings as pages show them: first rows, names of codes, what a version changed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.analysis import words
from varv.analysis.models import Dataset, DatasetVersion
from varv.analysis.names.activities import activity_name
from varv.analysis.names.regions import names_of_places
from varv.text.dates import in_full

ROWS = 20
HEADINGS = {
    "region": gettext_lazy("Region"),
    "activity": gettext_lazy("Activity"),
    "year": gettext_lazy("Year"),
    "value": gettext_lazy("Value"),
    "suppressed": gettext_lazy("Not told"),
    "flag": gettext_lazy("Flag"),
    "about": gettext_lazy("About the table"),
}


def first_rows(version: DatasetVersion) -> list[dict[str, Any]]:
    """Return the first rows of a version, with the names of their codes."""
    from varv.analysis.compute import exports  # the numbers take a second to load

    rows = exports.first_rows(version, ROWS)
    called = names_of_places(row["region"] for row in rows)
    return [
        {
            **row,
            "places": places(row["value"]),
            "region_name": called.get(row["region"], ""),
            "activity_name": activity_name(row["activity"], version.classification),
        }
        for row in rows
    ]


def largest(version: DatasetVersion) -> list[dict[str, Any]]:
    """Return the cells that differ most from the version before, with names."""
    cells = version.difference.get("largest") or []
    called = names_of_places(one["region"] for one in cells)
    return [
        {
            **one,
            "places": max(places(one["before"]), places(one["after"])),
            "region_name": called.get(one["region"], ""),
            "activity": "" if not version.dataset.has_activities else one["activity"],
            "activity_name": activity_name(one["activity"], version.classification),
        }
        for one in cells
    ]


def places(value: float | None) -> int:
    """Return how many decimals a figure has, two at the most.

    >>> places(12), places(7194.95), places(12.9), places(None)
    (0, 2, 1, 0)
    """
    if value is None:
        return 0
    return next((digits for digits in (0, 1) if round(value, digits) == value), 2)


def findings(version: DatasetVersion) -> list[words.Told]:
    """Return what was found in the file of a version."""
    return words.told(version.findings)


def about(version: DatasetVersion) -> dict[str, str]:
    """Return what a file that is given out says of itself."""
    dataset = version.dataset
    facts = {
        _("Title"): str(dataset.title),
        _("About"): str(dataset.about),
        _("One figure is a number of"): str(dataset.unit),
        _("Publisher"): dataset.publisher,
        _("Source"): dataset.source_url,
        _("Licence"): str(dataset.licence),
        _("Version"): str(version.number),
        _("Stored"): in_full(version.stored_at),
        _("Classification"): version.classification,
        _("Fingerprint of the table (SHA-256)"): version.sha256,
    }
    return {name: value for name, value in facts.items() if value}


def about_for_programs(version: DatasetVersion, url: str) -> dict[str, Any]:
    """Return the same for JSON."""
    dataset = version.dataset
    return {
        "title": dict(dataset.title),
        "unit": dict(dataset.unit),
        "publisher": dataset.publisher,
        "source": dataset.source_url,
        "licence": dict(dataset.licence),
        "version": version.number,
        "stored_at": version.stored_at.isoformat(),
        "sha256": version.sha256,
        "url": url,
    }


def latest(dataset: Dataset) -> DatasetVersion | None:
    """Return the latest version of a dataset of a list."""
    known: list[DatasetVersion] = getattr(dataset, "known_versions", [])
    return known[0] if known else None
