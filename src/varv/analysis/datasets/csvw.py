"""What the CSV of a version says nothing of: licence, source and columns, as CSV on the Web has it.

A line of explanation in a CSV would be a row to every program. W3C's "Metadata Vocabulary for
Tabular Data" (https://www.w3.org/TR/tabular-metadata/) puts it beside the file, at an address that
follows from that of the file, and in the ``Link`` of the answer.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from varv.analysis.datasets.showing import HEADINGS
from varv.analysis.models import DatasetVersion

CONTENT_TYPE = "application/csvm+json"
#: Where licences that datasets name as these have their text.
_LICENCES = {
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
}
_DATATYPES = {"year": "gYear", "value": "number", "suppressed": "boolean"}


def metadata(version: DatasetVersion) -> dict[str, Any]:
    """Return what the CSV of a version is, the same in any language of the reader."""
    from varv.analysis.compute import exports  # the numbers take a second to load

    dataset = version.dataset
    file = reverse("analysis:dataset_file", args=[dataset.key, version.number, "csv"])
    said = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": _absolute(file),
        "dc:title": _texts(dataset.title),
        "dc:description": _texts(dataset.about),
        "dc:license": {"@id": licence_address(version)},
        "dc:rights": _texts(dataset.licence),
        "dc:source": {"@id": dataset.source_url} if dataset.source_url else "",
        "dc:publisher": dataset.publisher,
        "dc:modified": {"@value": version.stored_at.date().isoformat(), "@type": "xsd:date"},
        "tableSchema": {
            "columns": [_column(name, version) for name in exports.csv_columns(version)]
        },
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def links(version: DatasetVersion, form: str) -> str:
    """Return the ``Link`` of a file: its licence, and beside a CSV what its columns are."""
    found = [f'<{licence_address(version)}>; rel="license"']
    if form == "csv":
        found.append(f'<{_absolute(address(version))}>; rel="describedby"; type="{CONTENT_TYPE}"')
    return ", ".join(found)


def address(version: DatasetVersion) -> str:
    """Return where the metadata of the CSV is read."""
    return reverse("analysis:dataset_csv_metadata", args=[version.dataset.key, version.number])


def licence_address(version: DatasetVersion) -> str:
    """Return where the licence is read: its own text, else what the page of the version says."""
    known = (_LICENCES.get(text) for text in version.dataset.licence.values())
    said_here = f"{_absolute(version.get_absolute_url())}#licence"
    return next((found for found in known if found), said_here)


def _column(name: str, version: DatasetVersion) -> dict[str, Any]:
    """Return a column: its heading in the file, what it is called, and what its cells are."""
    headings = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            headings[language] = str(HEADINGS[name])
    about = {"dc:description": _texts(version.dataset.unit)} if name == "value" else {}
    datatype = _DATATYPES.get(name, "string")
    return {
        "name": name, "titles": name, "datatype": datatype, "dc:title": _texts(headings), **about,
    }  # fmt: skip


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items()]


def _absolute(address: str) -> str:
    return f"{settings.BASE_URL}{address}"
